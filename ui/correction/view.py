"""The page that corrects one read: its picture, the read as made, what a person sees instead."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from alpr_console.domain.plate import STATES
from ui import strings, strings_keys
from ui import strings_matches as texts
from ui.asking import Ask
from ui.correction.presenter import CorrectionModel, CorrectionPresenter
from ui.theme.theme import theme
from ui.widgets.choice import Choice, labeled
from ui.widgets.field import Field, Refusal
from ui.widgets.free_choice import narrow
from ui.widgets.key_button import KeyButton
from ui.widgets.picture import Still
from ui.widgets.words import say, words


class CorrectionPage(QWidget):
    def __init__(self, ask: Ask, on_leave: Callable[[], None]) -> None:
        """`on_leave` is called when the page is done with."""
        super().__init__()
        self.setObjectName("correction")
        self._read_id = ""
        self._presenter = CorrectionPresenter(ask, self._show, on_leave)
        self._crop = Still(strings.PLATE_PICTURE, strings.NO_PICTURE)
        self._context = Still(strings.CONTEXT_PICTURE, strings.NO_PICTURE)
        pictures = QVBoxLayout()
        pictures.setSpacing(theme.sizes.gap)
        pictures.addWidget(self._crop, 3)
        pictures.addWidget(self._context, 2)
        self._row = QHBoxLayout(self)
        self._row.addLayout(pictures, 1)
        self._row.addWidget(self._card(on_leave), 1)
        theme.changed.connect(self._fit)
        self._fit()
        self._presenter.forget()

    def open(self, read_id: str) -> None:
        self._presenter.open(read_id)

    def clear(self) -> None:
        self._presenter.forget()

    def _card(self, on_leave: Callable[[], None]) -> QWidget:
        card = QWidget()
        card.setProperty("role", "surface")
        card.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._hint = words(texts.CORRECT_HINT, "second", wrap=True)
        self._text = words("", "plate")
        self._text.setObjectName("correct_as_read")
        self._line = words("", "second", wrap=True)
        self._plate = Field(texts.PLATE, "correct_plate", on_enter=self._correct)
        self._state = Choice("correct_state", texts.STATE)
        narrow(self._state)
        self._state.offer([("", texts.STATE_NOT_TOLD), *((code, code) for code in STATES)], "")
        self._reason = Field(texts.REASON, "correct_reason", on_enter=self._correct)
        self._note = Refusal("correct_refusal")
        self._go = KeyButton(
            texts.DO_CORRECT, "correct_go", self._correct, role="go", key=strings_keys.KEY_ENTER
        )
        back = KeyButton(
            strings.BACK, "correct_back", on_leave, key=strings_keys.KEY_BACK, icon="arrow-left"
        )
        read = QHBoxLayout()
        read.setSpacing(2 * theme.sizes.gap)
        read.addWidget(self._text)
        read.addWidget(self._line, 1)
        seen = QHBoxLayout()
        seen.setSpacing(theme.sizes.gap)
        seen.addWidget(self._plate, 3)
        seen.addLayout(labeled(texts.STATE, self._state), 2)
        keys = QHBoxLayout()
        keys.setSpacing(theme.sizes.gap)
        keys.addWidget(back)
        keys.addWidget(self._go, 1)
        column = QVBoxLayout(card)
        self._column = column
        column.addWidget(words(texts.CORRECT_TITLE, "title"))
        column.addWidget(self._hint)
        column.addWidget(words(texts.AS_READ, "label"))
        column.addLayout(read)
        column.addLayout(seen)
        column.addWidget(self._reason)
        column.addWidget(self._note)
        column.addLayout(keys)
        column.addStretch(1)
        return card

    def _fit(self) -> None:
        sizes = theme.sizes
        side = sizes.gap if sizes.compact else 2 * sizes.gap
        self._row.setContentsMargins(side, side, side, side)
        self._row.setSpacing(side)
        self._column.setContentsMargins(side, side, side, side)
        self._column.setSpacing(sizes.gap // 2 if sizes.compact else sizes.gap)

    def _correct(self) -> None:
        self._presenter.correct(self._plate.text, self._state.currentData(), self._reason.text)

    def _show(self, model: CorrectionModel) -> None:
        self._crop.show_jpeg(model.crop_jpeg, strings.DAMAGED_PICTURE)
        self._context.show_jpeg(model.context_jpeg, strings.DAMAGED_PICTURE)
        say(self._text, model.text)
        say(self._line, model.line)
        self._note.say(model.refusal)
        self._go.setEnabled(bool(model.read_id) and not model.busy)
        if model.read_id == self._read_id:
            return  # a refusal leaves what was typed
        self._read_id = model.read_id
        self._plate.set_text(model.text)
        self._state.show_chosen(model.state)
        self._reason.set_text("")
        if model.read_id:
            self._plate.line.setFocus()
            self._plate.line.selectAll()

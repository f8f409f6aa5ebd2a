"""The page that takes a plate typed by hand; beside it the picture taken, where there is one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from alpr_console.domain.plate import STATES
from ui import strings, strings_keys
from ui import strings_shift as texts
from ui.asking import Ask, StillRunner
from ui.shift.hand_presenter import HandModel, HandPresenter
from ui.theme.theme import theme
from ui.widgets.choice import Choice, labeled
from ui.widgets.field import Field, Refusal
from ui.widgets.free_choice import narrow
from ui.widgets.key_button import KeyButton
from ui.widgets.picture import Still
from ui.widgets.words import say, words


class HandPage(QWidget):
    def __init__(
        self,
        ask: Ask,
        stills: StillRunner,
        on_open: Callable[[], None],
        on_leave: Callable[[], None],
        on_refused: Callable[[str], None],
    ) -> None:
        super().__init__()
        self.setObjectName("hand_entry")
        self._turn = -1
        self._on_leave = on_leave
        self.presenter = HandPresenter(
            ask, stills, self._show, self._opened(on_open), on_leave, on_refused
        )
        self._picture = Still(texts.PICTURE_TAKEN, texts.NO_PICTURE_TAKEN)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._picture, 1)
        self._row.addWidget(self._card(), 1)
        theme.changed.connect(self._fit)
        self._fit()
        self.presenter.forget()

    def clear(self) -> None:
        self.presenter.forget()

    def _opened(self, on_open: Callable[[], None]) -> Callable[[], None]:
        def opened() -> None:
            on_open()
            self._plate.line.setFocus()

        return opened

    def _card(self) -> QWidget:
        made = QWidget()
        made.setProperty("role", "surface")
        made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._line = words("", "strong", wrap=True)
        self._line.setObjectName("hand_line")
        self._plate = Field(texts.PLATE, "hand_plate", on_enter=self._type)
        self._state = Choice("hand_state", texts.STATE)
        narrow(self._state)
        self._state.offer([("", texts.STATE_NOT_TOLD), *((code, code) for code in STATES)], "")
        self._note = Refusal("hand_refusal")
        self._go = KeyButton(
            texts.TYPE_GO, "hand_go", self._type, role="go", key=strings_keys.KEY_ENTER
        )
        back = KeyButton(
            strings.BACK, "hand_back", self._leave, key=strings_keys.KEY_BACK, icon="arrow-left"
        )
        fields = QHBoxLayout()
        fields.setSpacing(theme.sizes.gap)
        fields.addWidget(self._plate, 3)
        fields.addLayout(labeled(texts.STATE, self._state), 2)
        keys = QHBoxLayout()
        keys.setSpacing(theme.sizes.gap)
        keys.addWidget(back)
        keys.addWidget(self._go, 1)
        self._column = column = QVBoxLayout(made)
        column.addWidget(words(texts.TYPE_TITLE, "title"))
        column.addWidget(words(texts.TYPE_HINT, "second", wrap=True))
        column.addWidget(self._line)
        column.addLayout(fields)
        column.addWidget(self._note)
        column.addLayout(keys)
        column.addStretch(1)
        return made

    def _fit(self) -> None:
        sizes = theme.sizes
        side = sizes.gap if sizes.compact else 2 * sizes.gap
        for box in (self._row, self._column):
            box.setContentsMargins(side, side, side, side)
        self._row.setSpacing(side)
        self._column.setSpacing(sizes.gap // 2 if sizes.compact else sizes.gap)

    def _leave(self) -> None:
        self.presenter.forget()
        self._on_leave()

    def _type(self) -> None:
        self.presenter.type(self._plate.text, self._state.currentData())

    def _show(self, model: HandModel) -> None:
        self._picture.show_jpeg(model.context_jpeg, strings.DAMAGED_PICTURE)
        say(self._line, model.line)
        self._note.say(model.refusal)
        self._go.setEnabled(not model.busy)
        if model.turn != self._turn:  # a refusal leaves what was typed
            self._turn = model.turn
            self._plate.set_text("")
            self._state.show_chosen("")

"""The page that corrects one read: its picture, the read as made, what a person sees instead."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout

from ui import strings
from ui import strings_matches as texts
from ui.asking import Ask
from ui.correction.presenter import CorrectionModel, CorrectionPresenter
from ui.theme.theme import theme
from ui.widgets.field import Field
from ui.widgets.picture import Still
from ui.widgets.plate_entry import PlateEntry
from ui.widgets.words import say, words


class CorrectionPage(PlateEntry):
    def __init__(self, ask: Ask, on_leave: Callable[[], None]) -> None:
        """`on_leave` is called when the page is done with."""
        super().__init__("correct", texts.PLATE, texts.DO_CORRECT, self._correct, on_leave)
        self.setObjectName("correction")
        self._read_id = ""
        self._presenter = CorrectionPresenter(ask, self._show, on_leave)
        self._crop = Still(strings.PLATE_PICTURE, strings.NO_PICTURE)
        self._context = Still(strings.CONTEXT_PICTURE, strings.NO_PICTURE)
        self._text = words("", "plate")
        self._text.setObjectName("correct_as_read")
        self._line = words("", "second", wrap=True)
        self._reason = Field(texts.REASON, "correct_reason", on_enter=self._correct)
        read = QHBoxLayout()
        read.setSpacing(2 * theme.sizes.gap)
        read.addWidget(self._text)
        read.addWidget(self._line, 1)
        title = words(texts.CORRECT_TITLE, "title")
        hint, label = words(texts.CORRECT_HINT, "second", wrap=True), words(texts.AS_READ, "label")
        self.lay_out(
            [(self._crop, 3), (self._context, 2)], [title, hint, label, read], [self._reason]
        )
        self._presenter.forget()

    def open(self, read_id: str) -> None:
        self._presenter.open(read_id)

    def clear(self) -> None:
        self._presenter.forget()

    def _correct(self) -> None:
        self._presenter.correct(self.plate.text, self.state.currentData(), self._reason.text)

    def _show(self, model: CorrectionModel) -> None:
        self._crop.show_jpeg(model.crop_jpeg, strings.DAMAGED_PICTURE)
        self._context.show_jpeg(model.context_jpeg, strings.DAMAGED_PICTURE)
        say(self._text, model.text)
        say(self._line, model.line)
        self.note.say(model.refusal)
        self.go.setEnabled(bool(model.read_id) and not model.busy)
        if model.read_id == self._read_id:
            return  # a refusal leaves what was typed
        self._read_id = model.read_id
        self.plate.set_text(model.text)
        self.state.show_chosen(model.state)
        self._reason.set_text("")
        if model.read_id:
            self.plate.line.setFocus()
            self.plate.line.selectAll()

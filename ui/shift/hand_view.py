"""The page that takes a plate typed by hand; beside it the picture taken, where there is one."""

from __future__ import annotations

from collections.abc import Callable

from ui import strings
from ui import strings_shift as texts
from ui.asking import Ask, StillRunner
from ui.shift.hand_presenter import HandModel, HandPresenter
from ui.widgets.picture import Still
from ui.widgets.plate_entry import PlateEntry
from ui.widgets.words import say, words


class HandPage(PlateEntry):
    def __init__(
        self,
        ask: Ask,
        stills: StillRunner,
        on_open: Callable[[], None],
        on_leave: Callable[[], None],
        on_refused: Callable[[str], None],
    ) -> None:
        super().__init__("hand", texts.PLATE, texts.TYPE_GO, self._type, self._leave)
        self.setObjectName("hand_entry")
        self._turn = -1
        self._on_leave = on_leave
        self.presenter = HandPresenter(
            ask, stills, self._show, self._opened(on_open), on_leave, on_refused
        )
        self._picture = Still(texts.PICTURE_TAKEN, texts.NO_PICTURE_TAKEN)
        self._line = words("", "strong", wrap=True)
        self._line.setObjectName("hand_line")
        title, hint = words(texts.TYPE_TITLE, "title"), words(texts.TYPE_HINT, "second", wrap=True)
        self.lay_out([(self._picture, 1)], [title, hint, self._line])
        self.presenter.forget()

    def clear(self) -> None:
        self.presenter.forget()

    def _opened(self, on_open: Callable[[], None]) -> Callable[[], None]:
        def opened() -> None:
            on_open()
            self.plate.line.setFocus()

        return opened

    def _leave(self) -> None:
        self.presenter.forget()
        self._on_leave()

    def _type(self) -> None:
        self.presenter.type(self.plate.text, self.state.currentData())

    def _show(self, model: HandModel) -> None:
        self._picture.show_jpeg(model.context_jpeg, strings.DAMAGED_PICTURE)
        say(self._line, model.line)
        self.note.say(model.refusal)
        self.go.setEnabled(not model.busy)
        if model.turn != self._turn:  # a refusal leaves what was typed
            self._turn = model.turn
            self.plate.set_text("")
            self.state.show_chosen("")

"""A plate by hand without Qt: a picture taken and read, or a plate typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from alpr_console.domain.errors import ConsoleError
from alpr_console.domain.read import PlateRead
from alpr_console.stills import Captured
from ui import strings_shift as words
from ui.asking import Ask, StillRunner


@dataclass(frozen=True, slots=True)
class HandModel:
    context_jpeg: bytes = b""
    """A picture taken in which nothing could be read."""
    line: str = ""
    """Why one is asked to type."""
    turn: int = 0
    """Changes where the fields begin anew."""
    busy: bool = False
    refusal: str = ""


class HandPresenter:
    """Renders through `show`. `on_open`: a plate is to be typed; `on_done`: one is on record."""

    def __init__(
        self,
        ask: Ask,
        stills: StillRunner,
        show: Callable[[HandModel], None],
        on_open: Callable[[], None],
        on_done: Callable[[], None],
        on_refused: Callable[[str], None],
    ) -> None:
        """`on_refused` is told, fit for the screen, what becomes of a picture taken."""
        self._ask = ask
        self._stills = stills
        self._show = show
        self._on_open = on_open
        self._on_done = on_done
        self._say = on_refused
        self._capturing = False
        self._turn = 0
        self._model = HandModel()

    def capture(self, camera: str | None) -> None:
        """Take the picture of `camera`. A second press waits for the first."""
        if self._capturing:
            return
        if camera is None:
            self._say(words.NO_CAMERA_PICTURE)
            return
        turn = self._turn

        def done(captured: Captured) -> None:
            self._capturing = False
            if turn != self._turn:
                return  # somebody else sits here by now
            if captured.reads:
                plates = ", ".join(read.text for read in captured.reads)
                self._say(words.TAKEN.format(plates=plates))
                return
            self.open(captured.context_jpeg, words.NOTHING_READ.format(camera=captured.camera))

        def refused(error: ConsoleError) -> None:
            self._capturing = False
            self._say(str(error))

        self._capturing = True
        self._say("")
        self._stills.capture(camera, done, refused)

    def open(self, context_jpeg: bytes = b"", line: str = "") -> None:
        self._model = HandModel(context_jpeg, line, self._model.turn + 1)
        self._show(self._model)
        self._on_open()

    def type(self, plate: str, state: str) -> None:
        """A second press does nothing until the first is answered."""
        if self._model.busy:
            return

        def done(_read: PlateRead) -> None:
            self._model = HandModel(turn=self._model.turn + 1)
            self._show(self._model)
            self._on_done()

        def refused(error: ConsoleError) -> None:
            self._put(busy=False, refusal=str(error))

        self._put(busy=True, refusal="")
        self._ask(lambda desk: desk.shift.type_read(plate, state), done, refused)

    def forget(self) -> None:
        self._turn += 1
        self._model = HandModel(turn=self._model.turn + 1)
        self._show(self._model)

    def _put(self, **changes: object) -> None:
        self._model = replace(self._model, **changes)  # type: ignore[arg-type]
        self._show(self._model)

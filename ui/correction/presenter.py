"""Correcting a read without Qt: the read as made, what was refused, and when it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from alpr_console.domain.errors import ConsoleError
from alpr_console.domain.plate import UNKNOWN_STATE
from alpr_console.domain.read import PlateRead
from alpr_console.workflow.desk import Desk
from ui import strings
from ui import strings_matches as words
from ui.asking import Ask
from ui.clock_words import local_time
from ui.live_view.presenter import sureness


@dataclass(frozen=True, slots=True)
class CorrectionModel:
    read_id: str = ""
    """'' while no read is open."""
    text: str = ""
    state: str = ""
    """As read; '' where the reader could not tell it."""
    line: str = ""
    """State, confidence, time and camera of the read as made."""
    crop_jpeg: bytes = b""
    context_jpeg: bytes = b""
    busy: bool = False
    refusal: str = ""


class CorrectionPresenter:
    """Renders through `show`; `on_done` is called once a correction is on record."""

    def __init__(
        self,
        ask: Ask,
        show: Callable[[CorrectionModel], None],
        on_done: Callable[[], None],
    ) -> None:
        self._ask = ask
        self._show = show
        self._on_done = on_done
        self._model = CorrectionModel()

    def open(self, read_id: str) -> None:
        """Show the read's newest revision."""

        def done(read: PlateRead | None) -> None:
            self._model = CorrectionModel(refusal=words.READ_GONE)
            if read is not None:
                self._model = _model_of(read)
            self._show(self._model)

        self._ask(lambda desk: _read(desk, read_id), done, self._refused)

    def correct(self, plate: str, state: str, reason: str) -> None:
        """A second press does nothing until the first is answered."""
        read_id = self._model.read_id
        if self._model.busy or not read_id:
            return

        def done(_read: PlateRead) -> None:
            self.forget()
            self._on_done()

        self._put(busy=True, refusal="")
        self._ask(lambda desk: desk.correct_read(read_id, plate, state, reason), done,
                  self._refused)  # fmt: skip

    def forget(self) -> None:
        self._model = CorrectionModel()
        self._show(self._model)

    def _refused(self, error: ConsoleError) -> None:
        self._put(busy=False, refusal=str(error))

    def _put(self, **changes: object) -> None:
        self._model = replace(self._model, **changes)  # type: ignore[arg-type]
        self._show(self._model)


def _read(desk: Desk, read_id: str) -> PlateRead | None:
    try:
        return desk.reads.read(read_id)
    except KeyError:
        return None


def _model_of(read: PlateRead) -> CorrectionModel:
    known = read.state != UNKNOWN_STATE
    line = words.AS_READ_LINE.format(
        state=read.state if known else strings.STATE_UNKNOWN,
        confidence=sureness(read),
        time=local_time(read.at),
        camera=read.camera,
    )
    return CorrectionModel(
        read.read_id, read.text, read.state if known else "", line,
        read.crop_jpeg, read.context_jpeg,
    )  # fmt: skip

"""Notes of the shift without Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from alpr_console.domain.errors import ConsoleError
from alpr_console.domain.shift import ShiftNote
from ui import strings_shift as words
from ui.asking import Ask
from ui.clock_words import local_day_minute
from ui.table_row import TableRow


@dataclass(frozen=True, slots=True)
class Tie:
    """What the note being written is about."""

    line: str = words.NOTE_FREE
    read_id: str = ""
    alert_id: str = ""


@dataclass(frozen=True, slots=True)
class NotesModel:
    rows: tuple[TableRow, ...] = ()
    tie: Tie = field(default_factory=Tie)
    text: str = ""
    busy: bool = False
    refusal: str = ""
    result: str = ""


class NotesPresenter:
    """Renders through `show`."""

    def __init__(self, ask: Ask, show: Callable[[NotesModel], None]) -> None:
        self._ask = ask
        self._show = show
        self._model = NotesModel()

    def load(self) -> None:
        def done(notes: list[ShiftNote]) -> None:
            self._put(rows=tuple(map(_row, notes)))

        self._ask(lambda desk: desk.shift.notes(), done, self._refused)

    def forget(self) -> None:
        self._model = NotesModel()
        self._show(self._model)

    def edit(self, text: str) -> None:
        self._model = replace(self._model, text=text)

    def about(self, tie: Tie) -> None:
        self._put(tie=tie, refusal="", result="")

    def add(self) -> None:
        """A second press does nothing until the first is answered."""
        if self._model.busy:
            return
        text, tie = self._model.text, self._model.tie

        def done(_note: ShiftNote) -> None:
            self._put(busy=False, refusal="", result=words.NOTE_ADDED, text="", tie=Tie())
            self.load()

        self._put(busy=True)
        self._ask(
            lambda desk: desk.shift.add_note(text, tie.read_id, tie.alert_id), done, self._refused
        )

    def _refused(self, error: ConsoleError) -> None:
        self._put(busy=False, refusal=str(error), result="")

    def _put(self, **changes: object) -> None:
        self._model = replace(self._model, **changes)  # type: ignore[arg-type]
        self._show(self._model)


def _row(note: ShiftNote) -> TableRow:
    about = ""
    if note.read_id:
        about = words.ABOUT_READ
    elif note.alert_id:
        about = words.ABOUT_ALERT
    return TableRow(
        (local_day_minute(note.at), note.by, about, " ".join(note.text.split())),
        key=note.note_id,
        tips={3: note.text},
        order={0: -note.at.timestamp()},
    )

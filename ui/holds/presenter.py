"""Holds without Qt: what stands, a new one, a release."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from alpr_console.domain.errors import ConsoleError, HoldRefused
from alpr_console.domain.keeping import Hold, HoldKind
from alpr_console.domain.notices import Meaning
from alpr_console.workflow.holds import NewHold
from ui import strings_keeping as words
from ui.asking import Ask
from ui.clock_words import entered_time, local_minute
from ui.table_row import TableRow


@dataclass(frozen=True, slots=True)
class Typed:
    """As entered, not validated."""

    kind: HoldKind
    number: str
    reason: str
    plate: str
    since: str
    until: str
    read_ids: str
    alert_ids: str


@dataclass(frozen=True, slots=True)
class HoldsModel:
    rows: tuple[TableRow, ...] = ()
    busy: bool = False
    refusal: str = ""
    result: str = ""
    placed: int = 0
    """Counts the holds placed: the form empties itself at each."""


class HoldsPresenter:
    """Renders through `show`."""

    def __init__(self, ask: Ask, show: Callable[[HoldsModel], None]) -> None:
        self._ask = ask
        self._show = show
        self._model = HoldsModel()

    def load(self) -> None:
        def done(holds: list[Hold]) -> None:
            self._put(rows=tuple(map(_row, holds)))

        self._ask(lambda desk: desk.keeping.holds(), done, self._refused)

    def forget(self) -> None:
        self._model = HoldsModel(placed=self._model.placed)
        self._show(self._model)

    def place(self, untrusted: Typed) -> None:
        if self._model.busy:
            return
        try:
            new = NewHold(
                untrusted.kind,
                untrusted.number,
                untrusted.reason,
                tuple(untrusted.read_ids.split()),
                tuple(untrusted.alert_ids.split()),
                untrusted.plate,
                entered_time(untrusted.since, HoldRefused),
                entered_time(untrusted.until, HoldRefused),
            )
        except ConsoleError as error:
            self._refused(error)
            return

        def done(hold: Hold) -> None:
            said = words.PLACED.format(number=hold.number)
            self._put(busy=False, refusal="", result=said, placed=self._model.placed + 1)
            self.load()

        self._put(busy=True, refusal="", result="")
        self._ask(lambda desk: desk.keeping.place_hold(new), done, self._refused)

    def release(self, hold_id: str, reason: str) -> None:
        if not hold_id:
            self._put(refusal=words.CHOOSE_HOLD, result="")
            return

        def done(hold: Hold) -> None:
            self._put(refusal="", result=words.HAS_RELEASED.format(number=hold.number))
            self.load()

        self._ask(lambda desk: desk.keeping.end_hold(hold_id, reason), done, self._refused)

    def _refused(self, error: ConsoleError) -> None:
        self._put(busy=False, refusal=str(error), result="")

    def _put(self, **changes: object) -> None:
        self._model = replace(self._model, **changes)  # type: ignore[arg-type]
        self._show(self._model)


def _row(hold: Hold) -> TableRow:
    state, marks = words.STANDS, {4: Meaning.INFORMATION}
    tips = {0: hold.reason, 2: _covers(hold), 3: hold.by}
    if hold.end is not None:
        state, marks = words.RELEASED, {}
        day = f"{hold.end.at.astimezone():%Y-%m-%d}"
        tips[4] = words.RELEASED_BY.format(day=day, by=hold.end.by, reason=hold.end.reason)
    placed = f"{hold.at.astimezone():%Y-%m-%d}"
    return TableRow(
        (hold.number, words.KINDS[hold.kind], hold.plate or _covers(hold), placed, state),
        key=hold.hold_id,
        marks=marks,
        tips=tips,
        order={3: hold.at.timestamp()},
    )


def _covers(hold: Hold) -> str:
    if hold.plate:
        since = words.ALWAYS if hold.since is None else local_minute(hold.since)
        until = words.STILL_TO_COME if hold.until is None else local_minute(hold.until)
        return words.COVERS_PLATE.format(plate=hold.plate, since=since, until=until)
    return words.COVERS_RECORDS.format(reads=len(hold.read_ids), alerts=len(hold.alert_ids))

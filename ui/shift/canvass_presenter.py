"""Canvass mode without Qt: the one that runs, those of the shift with their counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from alpr_console.domain.errors import ConsoleError
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.shift import Canvass
from alpr_console.workflow.desk import Desk
from ui import strings_shift as words
from ui.asking import Ask
from ui.clock_words import local_day_minute, local_time
from ui.shift.reads_presenter import reads_words
from ui.table_row import TableRow

T = TypeVar("T")

Found = list[tuple[Canvass, int]]


@dataclass(frozen=True, slots=True)
class CanvassModel:
    offered: bool = True
    """Whether the profile names it."""
    running: str = ""
    """'' while none runs."""
    rows: tuple[TableRow, ...] = ()
    busy: bool = False
    refusal: str = ""
    result: str = ""


class CanvassPresenter:
    """Renders through `show`; `on_changed` is called once one has begun or ended."""

    def __init__(
        self,
        ask: Ask,
        policy: AgencyPolicy,
        show: Callable[[CanvassModel], None],
        on_changed: Callable[[], None],
    ) -> None:
        self._ask = ask
        self._show = show
        self._on_changed = on_changed
        self._offered = policy.shift.canvass is not None
        self._found: dict[str, Canvass] = {}
        self._model = CanvassModel(self._offered)

    def load(self) -> None:
        def done(found: Found) -> None:
            self._found = {one.canvass_id: one for one, _ in found}
            running = next(((one, count) for one, count in found if one.runs), None)
            line = ""
            if running is not None:
                line = words.CANVASS_RUNS.format(
                    case=running[0].case_number,
                    time=local_time(running[0].at, seconds=False),
                    count=reads_words(running[1]),
                )
            self._put(running=line, rows=tuple(_row(one, count) for one, count in found))

        self._ask(lambda desk: desk.shift.canvasses(), done, self._refused)

    def forget(self) -> None:
        self._found, self._model = {}, CanvassModel(self._offered)
        self._show(self._model)

    def start(self, case: str, what: str) -> None:
        def act(desk: Desk) -> Canvass:
            return desk.shift.start_canvass(case, what)

        self._act(act, lambda one: words.CANVASS_STARTED.format(case=one.case_number))

    def end(self) -> None:
        def act(desk: Desk) -> tuple[Canvass, int]:
            ended = desk.shift.end_canvass()
            counts = {one.canvass_id: count for one, count in desk.shift.canvasses()}
            return ended, counts.get(ended.canvass_id, 0)

        self._act(act, lambda done: words.CANVASS_ENDED.format(count=reads_words(done[1])))

    def canvass(self, canvass_id: str) -> Canvass | None:
        return self._found.get(canvass_id)

    def _act(self, act: Callable[[Desk], T], said: Callable[[T], str]) -> None:
        """A second press does nothing until the first is answered."""
        if self._model.busy:
            return

        def done(result: T) -> None:
            self._put(busy=False, refusal="", result=said(result))
            self.load()
            self._on_changed()

        self._put(busy=True)
        self._ask(act, done, self._refused)

    def _refused(self, error: ConsoleError) -> None:
        self._put(busy=False, refusal=str(error), result="")

    def _put(self, **changes: object) -> None:
        self._model = replace(self._model, **changes)  # type: ignore[arg-type]
        self._show(self._model)


def _row(one: Canvass, count: int) -> TableRow:
    ended = local_day_minute(one.ends[0].at) if one.ends else words.STILL_RUNS
    return TableRow(
        (one.case_number, local_day_minute(one.at), ended, f"{count:,}", one.note),
        key=one.canvass_id,
        order={1: -one.at.timestamp(), 3: count},
    )

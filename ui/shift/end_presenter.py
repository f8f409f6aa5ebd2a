"""The end of a shift without Qt: what is open, the summary, the way out (HIT-10)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from alpr_console.domain.alert import Alert
from alpr_console.domain.errors import ConsoleError
from alpr_console.domain.notices import Meaning
from alpr_console.domain.shift_summary import OpenMatters, ShiftSummary
from alpr_console.workflow.desk import Desk
from ui import strings_shift as words
from ui.asking import Ask, Now
from ui.clock_words import age_words
from ui.shift.notes_presenter import Tie
from ui.table_row import TableRow


@dataclass(frozen=True, slots=True)
class EndModel:
    rows: tuple[TableRow, ...] = ()
    line: str = ""
    leave: str = words.SIGN_OUT
    """What the key says that signs out."""
    busy: bool = False
    refusal: str = ""
    result: str = ""


class EndPresenter:
    """Renders through `show`. Nothing here closes an alert."""

    def __init__(
        self,
        ask: Ask,
        now: Now,
        show: Callable[[EndModel], None],
        on_open: Callable[[], None],
    ) -> None:
        """`on_open` is called where signing out would leave something open."""
        self._ask = ask
        self._now = now
        self._show = show
        self._on_open = on_open
        self._matters: OpenMatters | None = None
        self._model = EndModel()

    def load(self) -> None:
        self._ask(lambda desk: desk.shift.open_matters(), self._loaded, self._refused)

    def leave_if_nothing_is_open(self) -> None:
        """One key where nothing is open; else it is shown first."""

        def act(desk: Desk) -> OpenMatters | None:
            matters = desk.shift.open_matters()
            if matters.none:
                desk.sign_out()
                return None
            return matters

        def done(matters: OpenMatters | None) -> None:
            if matters is not None:
                self._loaded(matters)
                self._on_open()

        self._ask(act, done, self._refused)

    def sign_out(self) -> None:
        """A second press does nothing until the first is answered."""
        if self._model.busy:
            return
        self._put(busy=True)
        self._ask(lambda desk: desk.sign_out(), lambda _none: self._put(busy=False), self._refused)

    def save(self, path: Path) -> None:
        if self._model.busy:
            return

        def done(_summary: ShiftSummary) -> None:
            self._put(busy=False, refusal="", result=words.SUMMARY_SAVED)

        self._put(busy=True)
        self._ask(lambda desk: desk.shift.save_summary(path), done, self._refused)

    def tie_to(self, key: object) -> Tie | None:
        """What a note on the row of `key` is about; None where it is no alert."""
        alerts = self._matters.alerts if self._matters is not None else ()
        chosen = next((one for one in alerts if one.alert_id == key), None)
        if chosen is None:
            return None
        line = words.NOTE_ABOUT_ALERT.format(plate=chosen.hit.read.text)
        return Tie(line, alert_id=chosen.alert_id)

    def forget(self) -> None:
        self._matters, self._model = None, EndModel()
        self._show(self._model)

    def render(self) -> None:
        """Show everything again: ages grow."""
        matters = self._matters
        if matters is None:
            return
        count = len(matters.alerts)
        line = words.END_NONE
        if not matters.none:
            line = words.END_COUNT.format(
                alerts=words.ALERTS_ONE if count == 1 else words.ALERTS.format(count=count),
                awaited=len(matters.awaited),
            )
        self._put(
            rows=tuple(_rows(matters, self._now())),
            line=line,
            leave=words.SIGN_OUT if matters.none else words.HAND_ON,
        )

    def _loaded(self, matters: OpenMatters) -> None:
        self._matters = matters
        self.render()

    def _refused(self, error: ConsoleError) -> None:
        self._put(busy=False, refusal=str(error), result="")

    def _put(self, **changes: object) -> None:
        self._model = replace(self._model, **changes)  # type: ignore[arg-type]
        self._show(self._model)


def _rows(matters: OpenMatters, now: datetime) -> Iterator[TableRow]:
    for alert in matters.alerts:
        yield _alert(alert, now)
    if matters.canvass is not None:
        one = matters.canvass
        yield TableRow(
            (words.CANVASS_ROW, one.case_number, words.ENDS_WITH_SHIFT, age_words(now - one.at)),
            key=one.canvass_id,
            marks={0: Meaning.INFORMATION},
        )
    for fault in matters.faults:
        name = words.CHECK_ITEMS[fault.key]
        yield TableRow(
            (
                words.FAULT_ROW,
                "",
                f"{name} {fault.subject}: {fault.found}".replace(" :", ":"),
                age_words(now - fault.at),
            ),
            key=fault.fault_id,
            marks={0: Meaning.CAUTION},
        )


def _alert(alert: Alert, now: datetime) -> TableRow:
    age = now - alert.raised_at
    overdue = alert.overdue(now)
    return TableRow(
        (
            alert.hit.entry.category.label,
            alert.hit.read.text,
            words.STATES[alert.state],
            age_words(age),
        ),
        key=alert.alert_id,
        marks={2: Meaning.DANGER if overdue else Meaning.CAUTION},
        order={3: -age.total_seconds()},
    )

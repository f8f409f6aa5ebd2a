"""The page of suspected breaches without Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from alpr_console.domain.breach import BreachReport
from alpr_console.domain.errors import ConsoleError, ReleaseRefused, ReportUnwritable
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.workflow.desk import Desk
from ui import strings_release as words
from ui.asking import Ask, Now
from ui.clock_words import local_day_minute, local_minute
from ui.table_row import TableRow


@dataclass(frozen=True, slots=True)
class BreachesModel:
    rows: tuple[TableRow, ...] = ()
    waiting: frozenset[str] = frozenset()
    """Ids of the reports that whoever is signed in has to acknowledge."""
    in_the_log: str = ""
    busy: bool = False
    refusal: str = ""
    result: str = ""


class BreachesPresenter:
    """Renders through `show`; `on_count` is told how many wait to be acknowledged."""

    def __init__(
        self,
        ask: Ask,
        now: Now,
        policy: AgencyPolicy,
        show: Callable[[BreachesModel], None],
        on_count: Callable[[int], None],
    ) -> None:
        self._ask = ask
        self._now = now
        self._title = policy.people.administrator_title
        self._show = show
        self._on_count = on_count
        self._model = BreachesModel()

    def load(self) -> None:
        def act(desk: Desk) -> tuple[list[BreachReport], list[BreachReport]]:
            return desk.releases.breaches(), desk.releases.breaches_waiting()

        def done(found: tuple[list[BreachReport], list[BreachReport]]) -> None:
            reports, waiting = found
            self._on_count(len(waiting))
            self._put(
                rows=tuple(map(_row, reports)),
                waiting=frozenset(one.report_id for one in waiting),
            )

        self._ask(act, done, self._refused)

    def forget(self) -> None:
        self._model = BreachesModel()
        self._show(self._model)

    def propose(self, since: str) -> None:
        """What the log shows since then, before it is reported."""
        try:
            at = _time(since)
        except ReleaseRefused as error:
            return self._refused(error)

        def done(lines: tuple[str, ...]) -> None:
            said = words.IN_THE_LOG.format(lines="; ".join(lines))
            self._put(in_the_log=said if lines else words.NOTHING_IN_LOG, refusal="")

        self._ask(lambda desk: desk.releases.reached_since(at), done, self._refused)
        return None

    def report(self, suspected: str, reached: str, since: str) -> None:
        if self._model.busy:
            return
        try:
            at = _time(since)
        except ReleaseRefused as error:
            self._refused(error)
            return
        noticed = self._now()

        def done(_report: BreachReport) -> None:
            said = words.REPORTED.format(title=self._title)
            self._put(busy=False, refusal="", in_the_log="", result=said)
            self.load()

        self._put(busy=True, result="")
        self._ask(
            lambda desk: desk.releases.report_breach(noticed, at, suspected, reached),
            done, self._refused,
        )  # fmt: skip

    def acknowledge(self, report_id: str, note: str) -> None:
        def done(_report: BreachReport) -> None:
            self._put(refusal="", result=words.ACKNOWLEDGED)
            self.load()

        self._ask(
            lambda desk: desk.releases.acknowledge_breach(report_id, note), done, self._refused
        )

    def save(self, report_id: str, path: Path) -> None:
        def done(paper: bytes) -> None:
            try:
                path.write_bytes(paper)
            except OSError as error:
                what = words.PDF_FAILED.format(reason=error.strerror)
                self._refused(ReportUnwritable(what, "Choose another place."))
            else:
                self._put(refusal="", result=words.PDF_SAVED)

        self._ask(lambda desk: desk.releases.breach_sheet(report_id), done, self._refused)

    def _refused(self, error: ConsoleError) -> None:
        self._put(busy=False, refusal=str(error), result="")

    def _put(self, **changes: object) -> None:
        self._model = replace(self._model, **changes)  # type: ignore[arg-type]
        self._show(self._model)


def _time(untrusted: str) -> datetime:
    """UTC of what was typed in this computer's zone. Raises ReleaseRefused."""
    try:
        return datetime.fromisoformat(untrusted.strip()).astimezone(UTC)
    except ValueError:
        raise ReleaseRefused(
            words.TIME_WRONG.format(text=untrusted.strip() or words.UNANSWERED)
        ) from None


def _row(report: BreachReport) -> TableRow:
    whole = "\n".join((report.suspected, report.reached, *report.in_the_log))
    known = ", ".join(dict.fromkeys(one.by for one in report.acknowledged))
    return TableRow(
        (local_day_minute(report.at), report.by, report.suspected, known or words.NOBODY_YET),
        key=report.report_id,
        tips={0: local_minute(report.at), 2: whole},
        order={0: -report.at.timestamp()},
    )

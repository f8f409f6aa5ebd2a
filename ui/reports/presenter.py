"""Reports without Qt: what is due when, what was made, made and saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from alpr_console.domain.errors import ConsoleError
from alpr_console.domain.notices import Meaning
from alpr_console.domain.oversight import DueReport, ReportMade, Standing
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.workflow.desk import Desk
from alpr_console.workflow.due_reports import OUTSIDE_AUDIT, period_of, rules_of, whole
from ui import strings_oversight as words
from ui.asking import Ask
from ui.citation import cite
from ui.clock_words import local_minute
from ui.table_row import TableRow

_MEANING = {Standing.SOON: Meaning.INFORMATION, Standing.OVERDUE: Meaning.CAUTION}

Chosen = DueReport | ReportMade


@dataclass(frozen=True, slots=True)
class ReportsModel:
    rows: tuple[TableRow, ...] = ()
    chosen: str = ""
    facts: tuple[str, ...] = ()
    may_make: bool = False
    may_save: bool = False
    needs_statement: bool = False
    busy: bool = False
    refusal: str = ""
    result: str = ""
    made: int = 0
    """Counts the reports made: the form empties itself at each."""


class ReportsPresenter:
    """Renders through `show`; `on_due` is told what waits, `on_figures` what to count."""

    def __init__(
        self,
        ask: Ask,
        policy: AgencyPolicy,
        show: Callable[[ReportsModel], None],
        on_due: Callable[[list[DueReport]], None],
        on_figures: Callable[[str, str, datetime], None],
    ) -> None:
        self._ask = ask
        self._rules = {rule.key: rule for rule in rules_of(policy)}
        self._show = show
        self._on_due = on_due
        self._on_figures = on_figures
        self._model = ReportsModel()
        self._known: dict[str, Chosen] = {}

    def load(self) -> None:
        def act(desk: Desk) -> tuple[list[DueReport], list[ReportMade]]:
            return desk.oversight.due(), desk.oversight.reports()

        def done(found: tuple[list[DueReport], list[ReportMade]]) -> None:
            due, made = found
            self._on_due([one for one in due if one.standing is not Standing.LATER])
            self._known = {f"due {one.key}": one for one in due}
            self._known |= {one.report_id: one for one in made}
            self._put(rows=tuple(self._row(key, one) for key, one in self._known.items()))
            self.choose(self._model.chosen if self._model.chosen in self._known else "")

        self._ask(act, done, self._refused)

    def forget(self) -> None:
        self._known = {}
        self._model = ReportsModel(made=self._model.made)
        self._show(self._model)

    def choose(self, key: str) -> None:
        key = key or next(iter(self._known), "")
        one = self._known.get(key)
        self._put(
            chosen=key,
            facts=() if one is None else self._facts(one),
            may_make=isinstance(one, DueReport),
            may_save=isinstance(one, ReportMade),
            needs_statement=isinstance(one, DueReport) and one.key == OUTSIDE_AUDIT,
        )

    def figures(self) -> None:
        one = self._known.get(self._model.chosen)
        if one is not None:
            self._on_figures(one.key, f"{one.name}, {self._period(one)}", one.since)

    def make(self, statement: str) -> None:
        one = self._known.get(self._model.chosen)
        if not isinstance(one, DueReport) or self._model.busy:
            return

        def done(report: ReportMade) -> None:
            early = not whole(report, self._rules[report.key].months)
            said = (words.MADE_EARLY if early else words.MADE).format(name=report.name)
            self._put(
                busy=False, refusal="", result=said, chosen=report.report_id,
                made=self._model.made + 1,
            )  # fmt: skip
            self.load()

        self._put(busy=True, refusal="", result="")
        # Not while plates are read: a hit would have to wait until every row is walked.
        self._ask(
            lambda desk: desk.oversight.make(
                one.key, one.since, statement, walk=not desk.signed_in().operates
            ),
            done,
            self._refused,
        )

    def save(self, folder: Path) -> None:
        one = self._known.get(self._model.chosen)
        if not isinstance(one, ReportMade):
            self._put(refusal=words.CHOOSE_REPORT, result="")
            return

        def done(paths: tuple[Path, Path]) -> None:
            pdf, csv = paths
            self._put(refusal="", result=words.SAVED.format(pdf=pdf.name, csv=csv.name))

        self._ask(lambda desk: desk.oversight.save(one, folder), done, self._refused)

    def _row(self, key: str, one: Chosen) -> TableRow:
        if isinstance(one, DueReport):
            state = words.STANDING[one.standing].format(day=f"{one.due:%Y-%m-%d}")
            marks = {2: _MEANING[one.standing]} if one.standing in _MEANING else {}
            # Before those made, soonest first.
            order = one.due.timestamp() - 1e12
            return TableRow((one.name, self._period(one), state), key=key, marks=marks,
                            order={2: order})  # fmt: skip
        return TableRow(
            (one.name, self._period(one),
             words.MADE_BY.format(day=f"{one.at.astimezone():%Y-%m-%d}", by=one.by)),
            key=key, tips={0: words.SUMS.format(pdf=one.pdf_sha256, csv=one.csv_sha256),
                           2: local_minute(one.at)}, order={2: -one.at.timestamp()},
        )  # fmt: skip

    def _period(self, one: Chosen) -> str:
        """Its first and its last month."""
        until = (
            one.until
            if isinstance(one, ReportMade)
            else period_of(one.since, self._rules[one.key].months)[1]
        )
        last = until - timedelta(microseconds=1)
        return words.PERIOD.format(since=f"{one.since:%Y-%m}", until=f"{last:%Y-%m}")

    def _facts(self, one: Chosen) -> tuple[str, ...]:
        if isinstance(one, ReportMade):
            return (words.MADE_FACTS.format(to=one.to, pdf=one.pdf_sha256[:16]),)
        clause = self._rules[one.key].clause
        facts = words.DUE_FACTS.format(to=one.to, sense=clause.sense, section=cite(clause))
        last = words.NEVER
        if one.last is not None:
            last = words.LAST.format(day=local_minute(one.last))
        return facts.strip(), last

    def _refused(self, error: ConsoleError) -> None:
        self._put(busy=False, refusal=str(error), result="")

    def _put(self, **changes: object) -> None:
        self._model = replace(self._model, **changes)  # type: ignore[arg-type]
        self._show(self._model)

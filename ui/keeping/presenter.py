"""Limits and purges without Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from alpr_console.domain.audit import SYSTEM
from alpr_console.domain.errors import ConsoleError
from alpr_console.domain.keeping import Due, Purge, PurgeKind
from alpr_console.domain.policy_rules import Limit, LocalKeeping, RetentionRules
from alpr_console.workflow.desk import Desk
from alpr_console.workflow.purge import limit_of
from ui import strings_keeping as words
from ui.asking import Ask
from ui.citation import cite
from ui.clock_words import local_minute
from ui.table_row import TableRow


@dataclass(frozen=True, slots=True)
class KeepingModel:
    limits: tuple[TableRow, ...] = ()
    purges: tuple[TableRow, ...] = ()
    note: str = ""
    due: int | None = None
    """Records that a purge would take now; None while nobody has counted."""
    sure: bool = False
    """The key says how many go, and takes them when it is pressed again."""
    going: bool = False
    refusal: str = ""
    result: str = ""


class KeepingPresenter:
    """Renders through `show`."""

    def __init__(
        self, ask: Ask, rules: RetentionRules, show: Callable[[KeepingModel], None]
    ) -> None:
        self._ask = ask
        self._rules = rules
        self._show = show
        local = rules.local
        self._note = words.HOURLY
        if rules.local_keeping is LocalKeeping.HITS_ONLY:
            self._note = f"{words.HOURLY} {words.HITS_ONLY} {cite(local)}".strip()
        self._model = self._empty()

    def load(self) -> None:
        """Count what is due, and show the last purges."""
        self._ask(lambda desk: (desk.keeping.due(), desk.keeping.purges()), self._counted,
                  self._refused)  # fmt: skip

    def look(self) -> None:
        """How a purge under way gets on; asked again and again while the page is in view."""
        if self._model.going:
            self._ask(lambda desk: desk.keeping.taken(), self._taken, self._refused)

    def forget(self) -> None:
        self._model = self._empty()
        self._show(self._model)

    def purge(self) -> None:
        """The first press says what will go, the second takes it."""
        model = self._model
        if model.going or model.due is None:
            return
        if not model.due:
            self._put(result=words.NOTHING_DUE, refusal="")
        elif not model.sure:
            self._put(sure=True, refusal="", result="")
        else:
            self._put(sure=False, going=True, refusal="", result="")
            self._ask(_begin, self._taken, self._refused)

    def _counted(self, found: tuple[tuple[Due, ...], list[Purge]]) -> None:
        dues, purges = found
        self._put(
            limits=_limits(self._rules, {due.kind: due for due in dues}),
            purges=tuple(map(_purge_row, purges)),
            due=sum(due.count for due in dues),
            sure=False,
        )

    def _taken(self, found: tuple[int, bool]) -> None:
        count, going = found
        if not self._model.going:
            return
        said = words.UNDER_WAY if going else words.PURGED
        self._put(going=going, result=said.format(count=count))
        if not going:
            self.load()

    def _empty(self) -> KeepingModel:
        return KeepingModel(limits=_limits(self._rules, {}), note=self._note)

    def _refused(self, error: ConsoleError) -> None:
        self._put(going=False, sure=False, refusal=str(error), result="")

    def _put(self, **changes: object) -> None:
        self._model = replace(self._model, **changes)  # type: ignore[arg-type]
        self._show(self._model)


def _begin(desk: Desk) -> tuple[int, bool]:
    desk.keeping.purge_now()
    return desk.keeping.taken()


def _limits(rules: RetentionRules, dues: dict[PurgeKind, Due]) -> tuple[TableRow, ...]:
    rows = []
    for kind, name in words.RECORDS.items():
        limit, due = limit_of(rules, kind), dues.get(kind)
        count, held = (
            (words.NOT_COUNTED,) * 2 if due is None else (f"{due.count:,}", f"{due.held:,}")
        )
        rows.append(
            TableRow((name, _kept(limit), count, held, cite(limit.clause)),
                     key=kind.value, tips={0: limit.clause.sense})
        )  # fmt: skip
    clause = rules.audit.clause
    rows.append(
        TableRow((words.AUDIT, words.FOR_GOOD, words.NOT_COUNTED, words.NOT_COUNTED, cite(clause)),
                 key="audit", tips={0: clause.sense})
    )  # fmt: skip
    return tuple(rows)


def _kept(limit: Limit) -> str:
    days = max(limit.after, limit.not_before).days
    return (words.AT_LEAST if limit.not_before else words.DAYS).format(days=days)


def _purge_row(one: Purge) -> TableRow:
    captured = words.CAPTURED.format(
        oldest=f"{one.oldest.astimezone():%Y-%m-%d}",
        newest=f"{one.newest.astimezone():%Y-%m-%d}",
        clause=f"§{one.section}" if one.section else "",
    ).strip()
    return TableRow(
        (
            local_minute(one.at),
            words.BY_ITSELF if one.by == SYSTEM else one.by,
            words.RECORDS[one.kind],
            f"{one.count:,}",
        ),
        key=one.purge_id,
        tips={2: captured, 3: captured},
        order={0: one.at.timestamp(), 3: float(one.count)},
    )

"""Specific entries without Qt: the lines, one entry with its course, and the acts on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum

from alpr_console.domain.errors import ConsoleError
from alpr_console.domain.hotlist import HotListEntry
from alpr_console.domain.notices import Meaning
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.specific_contents import SpecificContents
from alpr_console.domain.specific_entry import SpecificEntry, SpecificState, SpecificStep
from alpr_console.workflow.desk import Desk
from alpr_console.workflow.specific_desk import SpecificLine
from ui import ncic
from ui import strings_entries as strings
from ui.asking import Ask
from ui.citation import cite
from ui.clock_words import local_date_time, local_day_minute, local_minute
from ui.table_row import TableRow


class EntryFilter(Enum):
    ALL = "all"
    WAITING = "waiting"
    IN_FORCE = "in_force"


class EntryAct(Enum):
    APPROVE = "approve"
    RENEW = "renew"
    REFUSE = "refuse"
    ASK_RENEWAL = "ask_renewal"
    WITHDRAW = "withdraw"


NEEDS_REASON = (EntryAct.REFUSE, EntryAct.ASK_RENEWAL, EntryAct.WITHDRAW)

_WAITS = (SpecificState.SUBMITTED, SpecificState.RENEWAL_REQUESTED)

_MARKS: dict[SpecificState, tuple[Meaning | None, str]] = {
    SpecificState.SUBMITTED: (Meaning.CAUTION, ""),
    SpecificState.RENEWAL_REQUESTED: (Meaning.CAUTION, ""),
    SpecificState.IN_FORCE: (Meaning.CONFIRMED, ""),
    SpecificState.REFUSED: (None, "ban"),
    SpecificState.EXPIRED: (None, "clock"),
    SpecificState.WITHDRAWN: (None, "x"),
}
"""Meaning, or the gray icon of what is over."""


@dataclass(frozen=True, slots=True)
class EntryStep:
    head: str
    """'Approved · rivera'."""
    time: str
    words: str
    """Reason or until when; '' where neither."""


@dataclass(frozen=True, slots=True)
class EntryDetail:
    entry_id: str
    title: str
    state: str
    meaning: Meaning | None
    icon: str
    covert: bool
    facts: tuple[tuple[str, str], ...]
    """Label and what it is."""
    steps: tuple[EntryStep, ...]
    """Newest first."""
    acts: tuple[EntryAct, ...]
    """What the person who looks at it may do now."""
    renewal: bool
    """What there is to refuse is a renewal."""
    why_not: str
    """Why that person may not decide on what waits; else ''."""
    reason: str
    """Typed for one of the acts, kept when it is refused."""


@dataclass(frozen=True, slots=True)
class EntriesModel:
    rows: tuple[TableRow, ...] = ()
    count_line: str = ""
    filter: EntryFilter = EntryFilter.ALL
    detail: EntryDetail | None = None
    busy: bool = False
    refusal: str = ""
    result: str = ""


class EntriesPresenter:
    """Renders through `show`. `load` is called when the screen comes up and as time goes on."""

    def __init__(
        self, ask: Ask, policy: AgencyPolicy, show: Callable[[EntriesModel], None]
    ) -> None:
        self._ask = ask
        self._policy = policy
        self._show = show
        self._lines: dict[str, SpecificLine] = {}
        self._chosen = ""
        self._reasons: dict[str, str] = {}
        self._model = EntriesModel()

    def load(self) -> None:
        """Ask for every entry anew; the one chosen stays so."""

        def done(lines: tuple[SpecificLine, ...]) -> None:
            self._lines = {line.entry.entry_id: line for line in lines}
            self._render()

        self._ask(lambda desk: desk.specific.all(), done, self._refused)

    def forget(self) -> None:
        self._lines, self._chosen = {}, ""
        self._reasons.clear()
        self._model = EntriesModel()
        self._show(self._model)

    def choose_filter(self, chosen: EntryFilter) -> None:
        self._render(filter=chosen)

    def choose(self, entry_id: str) -> None:
        """Show the course of an entry; '' for none."""
        if entry_id != self._chosen:
            self._chosen = entry_id
            self._render(refusal="", result="")

    def edit_reason(self, text: str) -> None:
        if self._chosen:
            self._reasons[self._chosen] = text

    def entered(self, entry: SpecificEntry) -> None:
        """A new entry is on record: choose it and say what it waits for."""
        rules = self._policy.specific
        said = strings.SUBMITTED.format(
            approver=strings.APPROVERS[rules.approver.value], section=cite(rules.approval)
        ).strip()
        self._chosen = entry.entry_id
        self._put(result=said, refusal="", filter=EntryFilter.ALL)
        self.load()

    def act(self, act: EntryAct) -> None:
        """Do `act` on the entry chosen, with the reason typed. A second press waits."""
        entry_id, reason = self._chosen, self._reasons.get(self._chosen, "")
        if not entry_id or self._model.busy:
            return

        def run(desk: Desk) -> SpecificEntry:
            acts = desk.specific
            if act is EntryAct.APPROVE:
                return acts.approve(entry_id)
            if act is EntryAct.RENEW:
                return acts.renew(entry_id)
            if act is EntryAct.REFUSE:
                return acts.refuse(entry_id, reason)
            if act is EntryAct.ASK_RENEWAL:
                return acts.request_renewal(entry_id, reason)
            return acts.withdraw(entry_id, reason)

        def done(entry: SpecificEntry) -> None:
            self._reasons.pop(entry_id, None)
            time = local_minute(entry.until) if entry.until is not None else ""
            self._put(busy=False, result=strings.DONE[act.value].format(time=time), refusal="")
            self.load()

        self._put(busy=True)
        self._ask(run, done, self._refused)

    def _refused(self, error: ConsoleError) -> None:
        self._render(busy=False, refusal=str(error), result="")

    def _render(self, **changes: object) -> None:
        chosen = changes.get("filter", self._model.filter)
        lines = sorted(self._lines.values(), key=_first_to_decide)
        shown = [line for line in lines if _passes(line, chosen)]
        form = strings.COUNT_DECIDE if any(one.may_decide for one in lines) else strings.COUNT
        count = form.format(
            shown=len(shown), all=len(lines), decide=sum(one.may_decide for one in lines)
        )
        if not shown:
            count = strings.NONE_SHOWN if lines else strings.EMPTY
        line = self._lines.get(self._chosen)
        detail = None
        if line is not None:
            detail = detail_of(line, self._policy, self._reasons.get(self._chosen, ""))
        self._put(rows=tuple(map(row_of, shown)), count_line=count, detail=detail, **changes)

    def _put(self, **changes: object) -> None:
        self._model = replace(self._model, **changes)  # type: ignore[arg-type]
        self._show(self._model)


def _passes(line: SpecificLine, chosen: object) -> bool:
    if chosen is EntryFilter.WAITING:
        return line.state in _WAITS
    return line.in_force if chosen is EntryFilter.IN_FORCE else True


def _first_to_decide(line: SpecificLine) -> int:
    """What waits for this person, what waits for another, what matches, what is over.

    Within each as the desk gives them, newest first.
    """
    if line.may_decide:
        return 0
    if line.state in _WAITS:
        return 1
    return 2 if line.in_force else 3


def row_of(line: SpecificLine) -> TableRow:
    c = line.entry.contents
    meaning, icon = _MARKS[line.state]
    until = strings.NO_TERM if line.until is None else local_day_minute(line.until)
    return TableRow(
        key=line.entry.entry_id,
        cells=(
            strings.SHORT_STATES[line.state.value],
            f"{c.lic} {c.lis}".strip() if c.lic else f"{vehicle_of(c)} {c.lis}".strip(),
            c.category.label,
            c.oca,
            until,
            line.entry.entered_by,
        ),
        marks={} if meaning is None else {0: meaning},
        icons={0: icon} if icon else {},
        order={4: line.until.timestamp() if line.until else 0.0},
    )


def detail_of(line: SpecificLine, policy: AgencyPolicy, reason: str) -> EntryDetail:
    entry, c = line.entry, line.entry.contents
    meaning, icon = _MARKS[line.state]
    state = line.words
    if line.until is not None:
        form = strings.UNTIL if line.in_force else strings.WAS_UNTIL
        state = f"{state}, {form.format(time=local_minute(line.until))}"
    term = strings.WHOLE_TERM.format(days=policy.specific.term.days)
    facts = (
        (strings.FACT_PLATE, f"{c.lic or strings.ANY_PLATE} {c.lis}".strip()),
        (strings.FACT_VEHICLE, vehicle_of(c)),
        (strings.FACT_SYNOPSIS, c.mis),
        (strings.FACT_CASE, c.oca),
        (strings.FACT_ABOUT, strings.ABOUT_PERSON if c.person else strings.ABOUT_VEHICLE),
        (strings.FACT_TERM, term if c.days is None else strings.DAYS_ASKED.format(days=c.days)),
    )
    why_not = line.why_not
    if why_not and "§" not in why_not:
        why_not = f"{why_not} {cite(policy.specific.approval)}".strip()
    return EntryDetail(
        entry_id=entry.entry_id,
        title=f"{c.lic or vehicle_of(c)} · {c.category.label}",
        state=state,
        meaning=meaning,
        icon=icon,
        covert=c.covert,
        facts=tuple((label, value) for label, value in facts if value),
        steps=tuple(map(_step, reversed(entry.steps))),
        acts=_acts(line),
        renewal=line.state is SpecificState.RENEWAL_REQUESTED,
        why_not=why_not,
        reason=reason,
    )


def _acts(line: SpecificLine) -> tuple[EntryAct, ...]:
    acts = []
    if line.may_decide:
        renewal = line.state is SpecificState.RENEWAL_REQUESTED
        acts += [EntryAct.RENEW if renewal else EntryAct.APPROVE, EntryAct.REFUSE]
    if line.may_ask_renewal:
        acts.append(EntryAct.ASK_RENEWAL)
    if line.may_withdraw:
        acts.append(EntryAct.WITHDRAW)
    return tuple(acts)


def _step(step: SpecificStep) -> EntryStep:
    words = step.reason
    if step.until is not None:
        words = strings.STEP_UNTIL.format(time=local_minute(step.until))
    head = strings.STEP.format(act=step.act.label, who=step.by)
    return EntryStep(head, local_date_time(step.at), words)


def vehicle_of(contents: SpecificContents) -> str:
    """The vehicle in words, as an alert on the entry would name it; '' where none is described."""
    c = contents
    described = HotListEntry("", "", vyr=c.vyr, vma=c.vma, vmo=c.vmo, vst=c.vst, vco=c.vco)
    return ncic.codes().vehicle_words(described)

"""The review without Qt: a span, its hits, and the course of one of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from alpr_console.domain.audit import SYSTEM, AuditEntry
from alpr_console.domain.disposition import Outcome
from alpr_console.domain.errors import ConsoleError
from alpr_console.domain.notices import Meaning
from alpr_console.domain.plate import UNKNOWN_STATE
from alpr_console.workflow.review_shift import Course
from ui import ncic, strings
from ui.asking import Ask
from ui.clock_words import local_date_time, local_day_time
from ui.table_row import TableRow

OUTCOME_COLUMN = 4


class Filter(Enum):
    ALL = "all"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class CourseStep:
    time: str
    who: str
    words: str
    refused: bool


@dataclass(frozen=True, slots=True)
class Detail:
    alert_id: str
    title: str
    flags: tuple[str, ...]
    facts: tuple[str, ...]
    crop_jpeg: bytes
    context_jpeg: bytes
    steps: tuple[CourseStep, ...]


@dataclass(frozen=True, slots=True)
class ReviewModel:
    rows: tuple[TableRow, ...] = ()
    count_line: str = strings.REVIEW_HINT
    filter: Filter = Filter.ALL
    busy: bool = False
    refusal: str = ""


class ReviewPresenter:
    """Renders through `show`. Each look at a span is itself put on record by the desk."""

    def __init__(self, ask: Ask, show: Callable[[ReviewModel], None]) -> None:
        self._ask = ask
        self._show = show
        self._courses: dict[str, Course] = {}
        self._asked = False
        self._model = ReviewModel()

    def load(self, since: datetime, until: datetime) -> None:
        """Show the hits raised from `since` on and before `until`."""
        self._put(busy=True, refusal="")

        def done(courses: list[Course]) -> None:
            self._asked = True
            self._courses = {c.alert.alert_id: c for c in courses}
            self._filtered(busy=False)

        def refused(error: ConsoleError) -> None:
            self._put(busy=False, refusal=str(error))

        self._ask(lambda desk: desk.review(since, until), done, refused)

    def choose(self, chosen: Filter) -> None:
        self._filtered(filter=chosen)

    def forget(self) -> None:
        self._courses = {}
        self._asked = False
        self._model = ReviewModel()
        self._show(self._model)

    def detail(self, alert_id: str) -> Detail | None:
        course = self._courses.get(alert_id)
        return None if course is None else detail_of(course)

    def _filtered(self, **changes: object) -> None:
        chosen = changes.get("filter", self._model.filter)
        kept = [
            c for c in self._courses.values()
            if chosen is Filter.ALL or (chosen is Filter.OPEN) == c.without_outcome
        ]  # fmt: skip
        line = strings.REVIEW_HINT
        if self._asked:
            line = strings.REVIEW_COUNT.format(shown=len(kept), all=len(self._courses))
            if not self._courses:
                line = strings.REVIEW_EMPTY
        self._put(rows=tuple(row_of(c) for c in kept), count_line=line, **changes)

    def _put(self, **changes: object) -> None:
        self._model = replace(self._model, **changes)  # type: ignore[arg-type]
        self._show(self._model)


def row_of(course: Course) -> TableRow:
    alert = course.alert
    hit = alert.hit
    state = strings.STATE_UNKNOWN if hit.read.state == UNKNOWN_STATE else hit.read.state
    end = alert.disposition
    outcome = (
        end.outcome.label
        if end is not None
        else strings.OPEN_OUTCOME.format(state=alert.state.value.replace("_", " "))
    )
    flagged = (
        course.confirmation_overdue or course.without_outcome or course.exigent
        or bool(course.refusals)
    )  # fmt: skip
    return TableRow(
        key=alert.alert_id,
        cells=(
            local_day_time(alert.raised_at),
            f"{hit.read.text} {state}",
            f"{hit.entry.lic} {hit.entry.lis}".strip(),
            hit.entry.category.label,
            outcome,
            _officer(course),
        ),
        order={0: alert.raised_at.timestamp()},
        marks={OUTCOME_COLUMN: Meaning.CAUTION} if flagged else {},
    )


def _officer(course: Course) -> str:
    """Who acted last; nobody may have."""
    people = [s.record.who for s in course.steps if s.record.who != SYSTEM]
    return people[-1] if people else strings.NOBODY


def detail_of(course: Course) -> Detail:
    alert = course.alert
    hit, read = alert.hit, alert.hit.read
    place = strings.NO_PLACE
    if read.position is not None:
        place = strings.PLACE.format(
            latitude=read.position.latitude, longitude=read.position.longitude
        )
    record = (("OCA", hit.entry.oca), ("NIC", hit.entry.nic), ("ORI", hit.entry.ori))
    facts = (
        strings.READ_AT.format(time=local_date_time(read.at), camera=read.camera),
        place,
        strings.READ_AND_LISTED.format(
            read=read.text, state=read.state, listed=hit.entry.lic, lis=hit.entry.lis or "–"
        ),
        ncic.codes().vehicle_words(hit.entry),
        "  ".join(f"{code} {value}" for code, value in record if value),
        hit.entry.mis,
    )
    return Detail(
        alert_id=alert.alert_id,
        title=f"{hit.entry.category.label} · {read.text}",
        flags=_flags(course),
        facts=tuple(f for f in facts if f),
        crop_jpeg=read.crop_jpeg,
        context_jpeg=read.context_jpeg,
        steps=tuple(_step(entry) for entry in course.steps),
    )


def _flags(course: Course) -> tuple[str, ...]:
    alert = course.alert
    flags = []
    if course.without_outcome:
        flags.append(strings.FLAG_OPEN)
    end = alert.disposition
    if end is not None and end.outcome is Outcome.HANDED_OVER:
        flags.append(strings.FLAG_HANDED.format(unit=end.note))
    if course.confirmation_overdue:
        flags.append(strings.FLAG_OVERDUE)
    if course.stale_list:
        flags.append(strings.FLAG_STALE.format(age=alert.hit.freshness.words))
    if alert.exigency is not None:
        flags.append(strings.FLAG_EXIGENT.format(facts=alert.exigency.facts))
    if course.refusals:
        flags.append(strings.FLAG_REFUSED.format(count=len(course.refusals)))
    return tuple(flags)


def _step(entry: AuditEntry) -> CourseStep:
    record = entry.record
    refused = record.outcome.startswith("refused")
    words = [strings.ACTIONS.get(record.action, record.action)]
    shown = strings.SHOWN_DETAILS.get(record.action, ())
    values = [record.details.get(key, "") for key in shown]
    said = ", ".join(v.replace("_", " ") for v in values if v)
    if said:
        words.append(f": {said}")
    if refused:
        words.append(f" – {record.outcome}")
    return CourseStep(local_date_time(entry.at), record.who, "".join(words), refused)


def as_text(detail: Detail) -> str:
    """The course in plain lines, for the clipboard."""
    lines = [detail.title, *detail.flags, *detail.facts, ""]
    lines += [f"{s.time}\t{s.who}\t{s.words}" for s in detail.steps]
    return "\n".join(lines)

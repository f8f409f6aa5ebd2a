"""Past hits without Qt: what waits for review, one of them with its picture, the review."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from alpr_console.domain.errors import ConsoleError
from alpr_console.domain.past_hit import PastHit
from alpr_console.domain.plate import UNKNOWN_STATE
from alpr_console.domain.read import PlateRead
from alpr_console.workflow.desk import Desk
from ui import ncic, strings
from ui import strings_matches as words
from ui.asking import Ask, Now
from ui.clock_words import local_date_time
from ui.table_row import TableRow


@dataclass(frozen=True, slots=True)
class PastHitLine:
    hit: PastHit
    read: PlateRead | None
    """With its pictures, as it is now; None once it has left the store."""


@dataclass(frozen=True, slots=True)
class PastHitDetail:
    past_hit_id: str
    mark: str
    """Says first that this is no live alert, and how old it is."""
    title: str
    facts: tuple[str, ...]
    crop_jpeg: bytes
    context_jpeg: bytes
    note: str


@dataclass(frozen=True, slots=True)
class PastHitsModel:
    rows: tuple[TableRow, ...] = ()
    count_line: str = words.PAST_EMPTY
    detail: PastHitDetail | None = None
    busy: bool = False
    refusal: str = ""
    result: str = ""


class PastHitsPresenter:
    """Renders through `show`; `on_count` is told how many wait for review."""

    def __init__(
        self,
        ask: Ask,
        now: Now,
        show: Callable[[PastHitsModel], None],
        on_count: Callable[[int], None],
    ) -> None:
        self._ask = ask
        self._now = now
        self._show = show
        self._on_count = on_count
        self._lines: dict[str, PastHitLine] = {}
        self._chosen = ""
        self._notes: dict[str, str] = {}
        self._model = PastHitsModel()

    def load(self) -> None:
        def done(lines: list[PastHitLine]) -> None:
            self._lines = {line.hit.past_hit_id: line for line in lines}
            if self._chosen not in self._lines:
                self._chosen = next(iter(self._lines), "")
            self._on_count(len(lines))
            self.render()

        self._ask(_waiting, done, self._refused)

    def render(self) -> None:
        """Show everything again: ages grow."""
        now = self._now()
        count = len(self._lines)
        line = words.PAST_COUNT_ONE if count == 1 else words.PAST_COUNT.format(count=count)
        chosen = self._lines.get(self._chosen)
        detail = None
        if chosen is not None:
            note = self._notes.get(self._chosen, "")
            detail = _detail(chosen, _age(chosen.hit, now), note)
        self._put(
            rows=tuple(_row(one, _age(one.hit, now)) for one in self._lines.values()),
            count_line=line if count else words.PAST_EMPTY,
            detail=detail,
        )

    def forget(self) -> None:
        self._lines, self._chosen = {}, ""
        self._notes.clear()
        self._model = PastHitsModel()
        self._show(self._model)
        self._on_count(0)

    def choose(self, past_hit_id: str) -> None:
        if past_hit_id != self._chosen:
            self._chosen = past_hit_id
            self._model = replace(self._model, refusal="", result="")
            self.render()

    def edit_note(self, text: str) -> None:
        if self._chosen:
            self._notes[self._chosen] = text

    def review(self) -> None:
        """The hit chosen was looked at, with the note typed."""
        past_hit_id, note = self._chosen, self._notes.get(self._chosen, "")
        if self._model.busy or not past_hit_id:
            return

        def done(_hit: PastHit) -> None:
            self._notes.pop(past_hit_id, None)
            self._put(busy=False, refusal="", result=words.PAST_DONE)
            self.load()

        self._put(busy=True)
        self._ask(lambda desk: desk.reads.review_past_hit(past_hit_id, note), done, self._refused)

    def _refused(self, error: ConsoleError) -> None:
        self._put(busy=False, refusal=str(error), result="")

    def _put(self, **changes: object) -> None:
        self._model = replace(self._model, **changes)  # type: ignore[arg-type]
        self._show(self._model)


def _waiting(desk: Desk) -> list[PastHitLine]:
    lines = []
    for hit in desk.reads.past_hits():
        try:
            read = desk.reads.read(hit.read_id)
        except KeyError:
            read = None
        lines.append(PastHitLine(hit, read))
    return lines


def _age(hit: PastHit, now: datetime) -> str:
    """'3 h ago': what the age is of, the column and the mark say."""
    return hit.age_words(now).removeprefix("seen ")


def _row(line: PastHitLine, age: str) -> TableRow:
    entry = line.hit.match.entry
    return TableRow(
        key=line.hit.past_hit_id,
        cells=(age, _read_words(line.read), _listed(line.hit), entry.category.label,
               _source(line.hit)),
        icons={0: "history"},
        order={0: -line.hit.read_at.timestamp()},
    )  # fmt: skip


def _detail(line: PastHitLine, age: str, note: str) -> PastHitDetail:
    hit, read = line.hit, line.read
    entry = hit.match.entry
    place = strings.NO_PLACE
    if read is not None and read.position is not None:
        place = strings.PLACE.format(
            latitude=read.position.latitude, longitude=read.position.longitude
        )
    listed = words.PAST_LISTED.format(plate=_listed(hit), list=_source(hit))
    camera = read.camera if read is not None else strings.NO_TEXT
    facts = (
        words.PAST_WHEN.format(time=local_date_time(hit.read_at), camera=camera),
        words.PAST_WHERE.format(place=place),
        listed,
        ncic.codes().vehicle_words(entry),
        entry.mis,
        words.COVERT if entry.covert else "",
    )
    return PastHitDetail(
        past_hit_id=hit.past_hit_id,
        mark=words.PAST_MARK.format(age=age),
        title=f"{_read_words(read)} · {entry.category.label}",
        facts=tuple(fact for fact in facts if fact),
        crop_jpeg=read.crop_jpeg if read is not None else b"",
        context_jpeg=read.context_jpeg if read is not None else b"",
        note=note,
    )


def _read_words(read: PlateRead | None) -> str:
    if read is None:
        return strings.NO_TEXT
    state = strings.STATE_UNKNOWN if read.state == UNKNOWN_STATE else read.state
    return f"{read.text} {state}"


def _listed(hit: PastHit) -> str:
    entry = hit.match.entry
    return f"{entry.lic or words.ANY_PLATE} {entry.lis}".strip()


def _source(hit: PastHit) -> str:
    """The list with its version; of a specific entry its case."""
    entry, hot_list = hit.match.entry, hit.match.hot_list
    if entry.specific:
        return words.PAST_CASE.format(case=entry.oca)
    return words.LIST_VERSION.format(name=hot_list.name, version=hot_list.version)

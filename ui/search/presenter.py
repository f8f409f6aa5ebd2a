"""A search without Qt: its walk in slices, what it found, one read opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from alpr_console.domain.errors import ConsoleError
from alpr_console.domain.inquiry import Grounds
from alpr_console.domain.plate import UNKNOWN_STATE
from alpr_console.domain.read import PlateRead
from alpr_console.domain.read_search import FoundRead
from alpr_console.workflow.search_entered import SearchEntered
from alpr_console.workflow.search_reads import OpenedRead, Page, ReadSearch
from ui import strings, strings_shift
from ui import strings_search as words
from ui.asking import Ask
from ui.clock_words import local_date_time
from ui.table_row import TableRow

DOUBTED = 0.02
"""Other characters less probable than this are not told."""


@dataclass(frozen=True, slots=True)
class ReadDetail:
    title: str
    facts: tuple[str, ...]
    crop_jpeg: bytes
    context_jpeg: bytes


@dataclass(frozen=True, slots=True)
class SearchModel:
    asking: bool = True
    """The form is on screen; else what was found."""
    summary: str = ""
    """What was asked for, and why."""
    rows: tuple[TableRow, ...] = ()
    count_line: str = ""
    more: bool = False
    looking: bool = False
    detail: ReadDetail | None = None
    refusal: str = ""
    result: str = ""


class SearchPresenter:
    """Renders through `show`. Nothing found stays in it behind `forget`."""

    def __init__(self, ask: Ask, show: Callable[[SearchModel], None]) -> None:
        self._ask = ask
        self._show = show
        self._search: ReadSearch | None = None
        self._found: list[FoundRead] = []
        self._turn = 0
        """Counts searches: what comes late from one before is not shown."""
        self._stopping = False
        self._model = SearchModel()

    def forget(self) -> None:
        self._turn += 1
        self._search, self._found, self._stopping = None, [], False
        self._model = SearchModel()
        self._show(self._model)

    def search(self, entered: SearchEntered, grounds: Grounds) -> None:
        if self._model.looking:
            return
        turn = self._turn = self._turn + 1
        self._found, self._stopping = [], False

        def begun(search: ReadSearch) -> None:
            if turn != self._turn:
                return
            self._search = search
            why = search.inquiry.grounds.words
            self._put(summary=f"{_asked(entered)}{strings.DOT}{why}")
            self._walk(search, turn)

        self._put(looking=True, refusal="", result="", rows=(), detail=None, more=False)
        self._ask(lambda desk: desk.search.begin(entered, grounds), begun, self._refusal(turn))

    def more(self) -> None:
        """The next page, behind those shown."""
        if self._search is not None and self._model.more and not self._model.looking:
            self._stopping = False
            self._put(looking=True, refusal="", result="")
            self._walk(self._search, self._turn)

    def stop(self) -> None:
        """End the walk before its page."""
        self._stopping = True

    def change(self) -> None:
        """Back to the form; what was found is gone."""
        if self._model.looking:
            self.stop()
            return
        self._search, self._found = None, []
        self._model = SearchModel()
        self._show(self._model)

    def open(self, read_id: str) -> None:
        search, turn = self._search, self._turn
        if search is None or self._model.looking or not read_id:
            return

        def done(opened: OpenedRead) -> None:
            if turn == self._turn:
                self._put(detail=_detail(opened), refusal="", result="")

        self._ask(lambda desk: desk.search.open(search, read_id), done, self._refusal(turn))

    def copied(self) -> None:
        self._put(result=words.COPIED, refusal="")

    def _walk(self, search: ReadSearch, turn: int) -> None:
        def done(page: Page | None) -> None:
            if turn != self._turn:
                return
            if page is not None:
                self._put_page(page)
            elif self._stopping:
                self._give_up(search, turn)
            else:
                self._put(count_line=_looked_back(search))
                self._walk(search, turn)

        self._ask(lambda desk: desk.search.go_on(search), done, self._refusal(turn))

    def _give_up(self, search: ReadSearch, turn: int) -> None:
        def done(_none: None) -> None:
            if turn == self._turn:
                line = words.STOPPED if self._model.asking else self._count(more=False)
                self._put(looking=False, more=False, count_line=line, result=words.STOPPED_MORE)

        self._ask(lambda desk: desk.search.give_up(search), done, self._refusal(turn))

    def _put_page(self, page: Page) -> None:
        self._found += page.reads
        self._put(
            asking=False,
            looking=False,
            more=page.more,
            rows=tuple(_row(read) for read in self._found),
            count_line=self._count(page.more),
        )

    def _count(self, more: bool) -> str:
        count = len(self._found)
        if more:
            return words.COUNT_MORE.format(count=count)
        if count == 1:
            return words.COUNT_ONE
        return words.COUNT.format(count=count) if count else words.COUNT_NONE

    def _refusal(self, turn: int) -> Callable[[ConsoleError], None]:
        def refused(error: ConsoleError) -> None:
            if turn == self._turn:
                self._put(looking=False, refusal=str(error), result="", count_line=""
                          if self._model.asking else self._model.count_line)  # fmt: skip

        return refused

    def _put(self, **changes: object) -> None:
        self._model = replace(self._model, **changes)  # type: ignore[arg-type]
        self._show(self._model)


def _asked(entered: SearchEntered) -> str:
    """As it was typed, which is in the time and the words of whoever typed it."""
    typed = replace(entered, similar=False).words()
    labels = {
        "since": words.SINCE_ASKED,
        "until": words.UNTIL_ASKED,
        "near": words.NEAR_ASKED,
        "radius": words.RADIUS_ASKED,
        "within": words.BOX_ASKED,
        "case": words.CASE_ASKED,
    }
    asked = [labels.get(name, "{value}").format(value=value) for name, value in typed.items()]
    if entered.similar:
        asked.append(words.SIMILAR_ASKED)
    return strings.DOT.join(asked)


def _looked_back(search: ReadSearch) -> str:
    if search.back_to is None:
        return words.LOOKING
    return words.LOOKED_BACK.format(time=local_date_time(search.back_to))


def _row(read: FoundRead) -> TableRow:
    marks = [
        word
        for word, told in (
            (words.HIT, read.hit),
            (words.CORRECTED, read.corrected),
            (words.ALIKE, read.alike),
        )
        if told
    ]
    return TableRow(
        key=read.read_id,
        cells=(
            local_date_time(read.at),
            _plate_words(read.plate, read.state),
            strings.DOT.join(marks),
            f"{read.color} {read.body}".strip() or strings.NO_TEXT,
            read.camera,
            _place(read.latitude, read.longitude),
        ),
        order={0: read.at.timestamp()},
    )


def _plate_words(plate: str, state: str) -> str:
    return f"{plate} {strings.STATE_UNKNOWN if state == UNKNOWN_STATE else state}"


def _place(latitude: float | None, longitude: float | None) -> str:
    if latitude is None or longitude is None:
        return strings.NO_PLACE
    return strings.PLACE.format(latitude=latitude, longitude=longitude)


def _detail(opened: OpenedRead) -> ReadDetail:
    read = opened.read
    fix, vehicle = read.position, read.vehicle
    described = words.NO_VEHICLE
    if vehicle is not None:
        described = words.VEHICLE.format(vehicle=f"{vehicle.color} {vehicle.body}")
    place = _place(fix.latitude, fix.longitude) if fix else strings.NO_PLACE
    facts = (
        _doubts(read),
        words.WHEN.format(time=local_date_time(read.at), camera=read.camera),
        words.WHERE.format(place=place),
        described,
        *(words.ALERT.format(alert=alert) for alert in opened.alerts or ()),
        *(() if opened.alerts else (words.NO_ALERT,)),
        *(
            words.WAS_CORRECTED.format(time=local_date_time(one.at), by=one.by, reason=one.reason)
            for one in opened.corrections
        ),
    )
    sure = words.SURE.format(percent=_percent(read.reading.confidence))
    sure = strings_shift.ROW_TYPED if read.typed else sure
    title = f"{_plate_words(read.text, read.state)}{strings.DOT}{sure}"
    return ReadDetail(title, facts, read.crop_jpeg, read.context_jpeg)


def _doubts(read: PlateRead) -> str:
    """'2: A, or 4 (12 %)' for each character that might have been another."""
    told = []
    for place, char in enumerate(read.reading.characters, start=1):
        others = [
            words.DOUBT_OTHER.format(char=other, percent=_percent(probability))
            for other, probability in char.alternatives
            if probability >= DOUBTED
        ]
        if others:
            told.append(words.DOUBT.format(place=place, char=char.char, others=", ".join(others)))
    return "; ".join(told) or words.NO_DOUBT


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"

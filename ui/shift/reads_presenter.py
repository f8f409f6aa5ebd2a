"""The list of the shift's reads without Qt: a page at a time, narrowed, newest first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from alpr_console.domain.errors import ConsoleError
from alpr_console.domain.plate import UNKNOWN_STATE
from alpr_console.domain.shift import ByHand, Canvass, ListedRead, ReadFilter
from alpr_console.workflow.desk import Desk
from ui import strings_shift as words
from ui.asking import Ask
from ui.clock_words import local_time

Page = tuple[list[ListedRead], int]


@dataclass(frozen=True, slots=True)
class ReadsModel:
    reads: tuple[ListedRead, ...] = ()
    fresh: bool = True
    """The list begins anew; else it has grown at its end."""
    count_line: str = words.READS_NONE
    narrowed: bool = False
    """To the reads of one canvass."""
    refusal: str = ""


class ReadsPresenter:
    """Renders through `show`. What is read meanwhile comes with the next `tick`."""

    def __init__(self, ask: Ask, show: Callable[[ReadsModel], None]) -> None:
        self._ask = ask
        self._show = show
        self._wanted = ReadFilter()
        self._case = ""
        self._count = 0
        self._turn = 0
        """Of the list: what was asked for an earlier one is not shown."""
        self._behind = False
        self._fetching = False
        self._model = ReadsModel()

    @property
    def wanted(self) -> ReadFilter:
        return self._wanted

    def load(self) -> None:
        """The list anew, from its first page."""
        self._turn += 1
        self._behind = False
        self._fetch(None)

    def seen_read(self) -> None:
        """A read has come: the list is behind."""
        self._behind = True

    def tick(self) -> None:
        if self._behind and not self._fetching:
            self.load()

    def more(self) -> None:
        """The next page, once the end of those so far is in view."""
        reads = self._model.reads
        if reads and len(reads) < self._count and not self._fetching:
            self._fetch((reads[-1].at, reads[-1].read_id))

    def narrow(self, plate: str, hits: bool, by_hand: bool, camera: str) -> None:
        wanted = replace(
            self._wanted, plate=_pattern(plate), hits=hits, by_hand=by_hand, camera=camera
        )
        if wanted != self._wanted:
            self._wanted = wanted
            self.load()

    def show_canvass(self, canvass: Canvass | None) -> None:
        """The reads of one canvass alone, or all again."""
        self._wanted = replace(self._wanted, canvass=canvass.canvass_id if canvass else "")
        self._case = canvass.case_number if canvass else ""
        self.load()

    def forget(self) -> None:
        self._turn += 1
        self._wanted, self._case, self._count = ReadFilter(), "", 0
        self._fetching = self._behind = False
        self._model = ReadsModel()
        self._show(self._model)

    def _fetch(self, before: tuple[datetime, str] | None) -> None:
        turn, wanted = self._turn, self._wanted
        known = self._model.reads if before is not None else ()

        def act(desk: Desk) -> Page:
            return desk.shift.reads(wanted, before)

        def done(page: Page) -> None:
            if turn != self._turn:
                return
            self._fetching = False
            found, self._count = page
            self._put(
                reads=(*known, *found), fresh=before is None, refusal="",
                count_line=self._line(), narrowed=bool(self._case),
            )  # fmt: skip

        def refused(error: ConsoleError) -> None:
            if turn == self._turn:
                self._fetching = False
                self._put(refusal=str(error))

        self._fetching = True
        self._ask(act, done, refused)

    def _line(self) -> str:
        count = reads_words(self._count)
        if self._case:
            return f"{count} {words.UNDER_CASE.format(case=self._case)}"
        return count if self._count or self._wanted != ReadFilter() else words.READS_NONE

    def _put(self, **changes: object) -> None:
        self._model = replace(self._model, **changes)  # type: ignore[arg-type]
        self._show(self._model)


def reads_words(count: int) -> str:
    return words.READS_ONE if count == 1 else words.READS_COUNT.format(count=f"{count:,}")


def _pattern(typed: str) -> str:
    """What was typed, anywhere in the plate; with a wildcard of its own just as it stands."""
    text = "".join(c for c in typed.upper() if c.isascii() and (c.isalnum() or c in "?*"))
    if not text:
        return ""
    return text if "*" in text or "?" in text else f"*{text}*"


def cells_of(read: ListedRead) -> tuple[str, ...]:
    typed = read.by_hand is ByHand.TYPED
    marks = [words.MARK_HIT] if read.hit else []
    if read.by_hand is not None:
        marks.append(words.BY_HAND[read.by_hand.value])
    if read.corrected:
        marks.append(words.MARK_CORRECTED)
    # What a person typed or put right, no machine is sure of.
    sure = words.NOT_MACHINE if typed or read.corrected else f"{read.confidence:.2f}"
    return (
        local_time(read.at, zone=False),
        read.plate,
        "" if read.state == UNKNOWN_STATE else read.state,
        words.NOT_MACHINE if typed else read.camera,
        sure,
        ", ".join(marks),
    )

"""Searches of stored reads: asked for with grounds, walked in slices, each page on record.

Whatever a person is shown, its record is made in the transaction that reads it: where the
record cannot be written nothing is shown. The walk before that keeps places alone.
"""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import uuid4

from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.correction import ReadCorrection
from alpr_console.domain.errors import SearchRefused
from alpr_console.domain.inquiry import Inquiry, InquiryKind, Returned
from alpr_console.domain.read import PlateRead
from alpr_console.domain.read_search import FoundRead, ReadKey, Sought
from alpr_console.ports import Clock, UnitOfWork, UnitOfWorkFactory

SEARCHED = "reads.searched"
OPENED = "read.opened"

PAGE = 50
"""Reads a page."""

_FIRST_WINDOW = timedelta(hours=1)
_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Page:
    number: int
    """1 for the first."""
    reads: tuple[FoundRead, ...]
    """Newest first."""
    more: bool
    """There may be another page."""


@dataclass(frozen=True, slots=True)
class OpenedRead:
    """One read with its pictures, and what became of it."""

    read: PlateRead
    corrections: tuple[ReadCorrection, ...]
    """Oldest first."""
    alerts: tuple[str, ...]
    """What each alert on it is for and how it stands: 'Stolen vehicle · closed'."""


@dataclass(slots=True)
class ReadSearch:
    """A search under way. It belongs to the session it was begun in."""

    inquiry: Inquiry
    sought: Sought
    session_id: str
    pages: int = 0
    more: bool = True
    """There may be another page."""
    seen: set[str] = field(default_factory=set)
    """Reads shown."""
    ended: bool = False
    """Everything has been looked through."""
    back_to: datetime | None = None
    """Looked through from the newest to here; None before the first slice."""
    found: list[ReadKey] = field(default_factory=list)
    """Of the page that is being filled."""
    _since: datetime | None = None
    _before: tuple[datetime, str] | None = None
    _window: timedelta = _FIRST_WINDOW

    @property
    def page_found(self) -> bool:
        """There is a page to show, perhaps an empty one."""
        return self.ended or len(self.found) > PAGE

    def step(self, uow: UnitOfWorkFactory, budget_s: float) -> None:
        """Look through one slice more, in a transaction of its own.

        Its length follows how long the one before took, so that no slice holds others up.
        """
        begun = time.monotonic()
        with uow() as work:
            if self._before is None and not self._begin(work):
                return
            assert self._before is not None
            assert self._since is not None
            since = max(self._since, _earlier(self._before[0], self._window))
            wanted = PAGE + 1 - len(self.found)
            keys = work.finder.find(self.sought, since, self._before, wanted)
        self.found += keys
        if len(keys) < wanted:
            self.ended = since <= self._since
            self._before, self.back_to = (since, ""), since
        took = time.monotonic() - begun
        if took < budget_s / 4:
            self._window *= 4
        elif took > budget_s:
            self._window = max(self._window / 2, _FIRST_WINDOW)

    def _begin(self, work: UnitOfWork) -> bool:
        span = work.finder.span()
        if span is None:
            self.ended = True
            return False
        oldest, newest = span
        until = self.sought.terms.until or newest + _MOMENT
        self._since = max(oldest, self.sought.terms.since or oldest)
        self._before = (min(until, newest + _MOMENT), "")
        if self._before[0] <= self._since:
            self.ended = True
            return False
        if work.finder.at_once(self.sought):
            self._window = self._before[0] - self._since
        return True

    def show(self, uow: UnitOfWorkFactory, clock: Clock) -> Page:
        """The page that was found, and the record of it, both or neither."""
        number = self.pages + 1
        with uow() as work:
            reads = work.finder.details(self.sought, self.found[:PAGE])
            returned = Returned(
                number, clock.now(), tuple((read.read_id, read.plate) for read in reads)
            )
            if number == 1:
                work.inquiries.add(replace(self.inquiry, returned=(returned,)))
            else:
                work.inquiries.add_returned(self.inquiry.inquiry_id, returned)
            work.audit.append(_record(SEARCHED, self.inquiry, returned))
        # The one too many says that there is more; the next page begins with it.
        self.more = len(self.found) > PAGE
        if self.more:
            self._before = (self.found[PAGE - 1].at, self.found[PAGE - 1].read_id)
        self.pages = number
        self.seen.update(read.read_id for read in reads)
        self.found.clear()
        return Page(number, tuple(reads), self.more)

    def give_up(self, uow: UnitOfWorkFactory) -> None:
        """Whoever asked has ended it before its first page; that it was asked is on record."""
        self.more = False
        if self.pages:
            return
        with uow() as work:
            work.inquiries.add(self.inquiry)
            work.audit.append(replace(_record(SEARCHED, self.inquiry, None), outcome="given up"))


def open_read(uow: UnitOfWorkFactory, clock: Clock, search: ReadSearch, read_id: str) -> OpenedRead:
    """One of the reads shown, with its pictures: a look of its own, on the search's grounds.

    Raises SearchRefused where the search has not shown it, or it has left the store.
    """
    if read_id not in search.seen:
        raise SearchRefused("This read is not among those found.", "Search for it.")
    now = clock.now()
    with uow() as work:
        try:
            read = work.reads.get(read_id)
        except KeyError:
            raise SearchRefused("This read has been purged.", "Search again.") from None
        look = replace(
            search.inquiry,
            inquiry_id=uuid4().hex,
            kind=InquiryKind.READ,
            at=now,
            terms={"read": read_id, "plate": read.text},
            within=search.inquiry.inquiry_id,
            returned=(Returned(1, now, ((read_id, read.text),)),),
        )
        work.inquiries.add(look)
        work.audit.append(_record(OPENED, look, look.returned[0]))
        alerts = [work.alerts.get(one) for one in work.alerts.told_of_read(read_id).values()]
        corrections = work.corrections.of_read(read_id)
    told = [f"{a.hit.entry.category.label} · {a.state.value.replace('_', ' ')}" for a in alerts]
    return OpenedRead(read, tuple(corrections), tuple(told))


def _earlier(at: datetime, span: timedelta) -> datetime:
    try:
        return at - span
    except OverflowError:
        return datetime.min.replace(tzinfo=at.tzinfo)


def _record(action: str, inquiry: Inquiry, returned: Returned | None) -> AuditRecord:
    grounds = inquiry.grounds
    details = {
        **{f"asked_{name}": value for name, value in inquiry.terms.items()},
        "full_name": inquiry.full_name,
        "organization": inquiry.organization,
        "section": inquiry.section,
    }
    if grounds.number:
        details |= {"number_kind": grounds.number_kind, "number": grounds.number}
    if grounds.no_number:
        details["number"] = "none"
    if returned is not None:
        ids = "\n".join(read_id for read_id, _ in returned.reads)
        details |= {
            "page": str(returned.page),
            "returned": str(len(returned.reads)),
            "plates": " ".join(returned.plates),
            "reads_sha256": hashlib.sha256(ids.encode()).hexdigest(),
        }
    return AuditRecord(
        action=action,
        who=inquiry.who,
        outcome="done",
        subject=inquiry.inquiry_id,
        purpose=grounds.words,
        details=details,
    )

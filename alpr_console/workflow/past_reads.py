"""Stored reads matched with entries that came after them (OPS-4). Never an alert, no sound.

What is still to be matched is never kept anywhere: it is whatever is in force without an audit
entry that says it was. A scan cut short is therefore done again from its start, and finds
nothing twice.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from alpr_console.domain.audit import SYSTEM, AuditRecord
from alpr_console.domain.errors import ConsoleError, PlateRefused
from alpr_console.domain.events import PastHitsFound
from alpr_console.domain.hotlist import HotList, Match, TimedEntry
from alpr_console.domain.listed_vehicle import listed_vehicle
from alpr_console.domain.operator import Permission
from alpr_console.domain.past_hit import PastHit, PastHitReview, StoredRead
from alpr_console.domain.policy import Clause, ListRules
from alpr_console.domain.session import Session
from alpr_console.matching.index import HotListIndex
from alpr_console.matching.telling import worth_telling
from alpr_console.ports import Clock, UnitOfWork, UnitOfWorkFactory
from alpr_console.workflow.on_record import refusals_recorded
from alpr_console.workflow.settle_match import ignored_by
from alpr_console.workflow.stored_reads import StoredReads

MATCHED = "past_reads.matched"


@dataclass(frozen=True, slots=True)
class PastSource:
    """A version of a list, or a term of a specific entry, that stored reads are matched with."""

    subject: str
    """Id of the version (HotList.list_id) or of the specific entry."""
    term: int
    """Of a specific entry, which approval; of a list, its version."""
    specific: bool
    name: str
    purpose: str
    """Why stored reads are looked at, as the audit log keeps it."""

    def brings(self, match: Match) -> bool:
        if self.specific:
            return match.entry.specific == self.subject
        return not match.entry.specific and match.hot_list.list_id == self.subject


def sources_of(lists: Iterable[HotList], entries: Iterable[TimedEntry]) -> list[PastSource]:
    """Everything in force, as stored reads may be matched with it."""
    of_lists = [
        PastSource(
            one.list_id,
            one.version,
            specific=False,
            name=one.name,
            purpose=f"{one.name} version {one.version} came into force",
        )
        for one in lists
    ]
    of_entries = [
        PastSource(
            timed.entry.specific,
            timed.hot_list.version,
            specific=True,
            name=timed.hot_list.name,
            purpose=f"Case {timed.entry.oca}: {timed.entry.mis}",
        )
        for timed in entries
    ]
    return of_lists + of_entries


@dataclass(slots=True)
class _Scan:
    sources: list[PastSource]
    reads: StoredReads
    since: datetime
    looked_at: int
    found: dict[str, int]
    """By subject."""


class PastReads:
    """Belongs to the console thread, which gives it a few milliseconds at a time.

    `sources` says what is in force now and `index` matches against it; `on_found` is told once
    new past hits are on record.
    """

    def __init__(
        self,
        uow: UnitOfWorkFactory,
        clock: Clock,
        rules: ListRules,
        index: Callable[[], HotListIndex],
        sources: Callable[[], Sequence[PastSource]],
        on_found: Callable[[PastHitsFound], None],
    ) -> None:
        self._uow = uow
        self._clock = clock
        self._rules = rules
        self._index = index
        self._sources = sources
        self._on_found = on_found
        self._scan: _Scan | None = None
        self._stale = True

    @property
    def busy(self) -> bool:
        """Whether `step` has something to do."""
        return self._scan is not None or self._stale

    def lists_changed(self) -> None:
        """What is in force has changed: look for what has not been matched yet."""
        self._stale = True

    def step(self, budget_s: float) -> bool:
        """Work while another page is likely to fit into `budget_s` seconds, one page at the
        least; whether `busy`.

        Raises StoreUnavailable; the step is done again at the next call. Any other error is a
        mistake in the program, and the scan is given up.
        """
        end = time.monotonic() + budget_s
        while True:
            begun = time.monotonic()
            try:
                self._some()
            except ConsoleError:
                raise
            except Exception:
                # A mistake in the program would come again each time; the next change of the
                # lists, or the next start, begins anew.
                self._scan, self._stale = None, False
                raise
            now = time.monotonic()
            if not self.busy or now + (now - begun) >= end:
                return self.busy

    def _some(self) -> None:
        if self._stale:
            self._look_again()
        scan = self._scan
        if scan is None:
            return
        page = scan.reads.page()
        if page:
            self._match(scan, page)
            scan.looked_at += len(page)
            scan.reads.turn(page)
        else:
            self._finish(scan)

    def _look_again(self) -> None:
        """Start over where something new is in force; leave out what no longer is."""
        clause = self._rules.past_reads
        due: list[PastSource] = []
        if clause is not None and self._rules.past_reads_for:
            in_force = self._sources()
            with self._uow() as work:
                due = [source for source in in_force if not _matched(work, source)]
        known = [] if self._scan is None else self._scan.sources
        if not due:
            self._scan = None
        elif any(source not in known for source in due):
            since = self._clock.now() - self._rules.past_reads_for
            self._scan = _Scan(due, StoredReads(self._uow, since), since, 0, {})
        else:
            assert self._scan is not None
            self._scan.sources = due
        self._stale = False

    def _match(self, scan: _Scan, page: list[StoredRead]) -> None:
        index, now = self._index(), self._clock.now()
        found: list[tuple[StoredRead, Match]] = []
        for read in page:
            for match in worth_telling(index.match(read.reading, read.vehicle, now)):
                if any(source.brings(match) for source in scan.sources):
                    found.append((read, match))
        if not found:
            return
        with self._uow() as work:
            new = [hit for read, match in found if (hit := past_hit(work, now, read, match))]
            count, newest = work.past_hits.waiting_count()
        for hit in new:
            source = next(s for s in scan.sources if s.brings(hit.match))
            scan.found[source.subject] = scan.found.get(source.subject, 0) + 1
        if new and newest is not None:
            self._on_found(PastHitsFound(count, newest))

    def _finish(self, scan: _Scan) -> None:
        clause = self._rules.past_reads
        with self._uow() as work:
            for source in scan.sources:
                work.audit.append(_done(source, scan, clause))
        self._scan = None


def past_hit(work: UnitOfWork, now: datetime, read: StoredRead, match: Match) -> PastHit | None:
    """Put a past hit on record, unless the read's hit on this vehicle has been told of.

    None as well where the plate is ignored.
    """
    vehicle = listed_vehicle(match)
    if vehicle in work.alerts.told_of_read(read.read_id) or ignored_by(work, match, now):
        return None
    if any(listed_vehicle(hit.match) == vehicle for hit in work.past_hits.of_read(read.read_id)):
        return None
    hit = PastHit(uuid4().hex, read.read_id, read.revision, read.at, now, match)
    work.past_hits.add(hit)
    return hit


def _matched(work: UnitOfWork, source: PastSource) -> bool:
    return any(
        entry.record.action == MATCHED and entry.record.details.get("term") == str(source.term)
        for entry in work.audit.about(source.subject)
    )


def _done(source: PastSource, scan: _Scan, clause: Clause | None) -> AuditRecord:
    return AuditRecord(
        action=MATCHED,
        who=SYSTEM,
        outcome="done",
        subject=source.subject,
        purpose=source.purpose,
        details={
            "name": source.name,
            "term": str(source.term),
            "since": scan.since.isoformat(),
            "reads": str(scan.looked_at),
            "past_hits": str(scan.found.get(source.subject, 0)),
            "section": clause.section if clause is not None else "",
        },
    )


def review_past_hit(
    uow: UnitOfWorkFactory, clock: Clock, session: Session, past_hit_id: str, note: str
) -> PastHit:
    """Say that somebody has looked at it, and what they made of it.

    Raises PermissionRefused; PlateRefused without a note, or where it was reviewed before.
    """
    who, words = session.user.name, " ".join(note.split())
    with refusals_recorded(uow, "past_hit.reviewed", who, past_hit_id, {"note": words}):
        session.demand(Permission.HANDLE_ALERTS)
        if not words:
            raise PlateRefused("A note is needed.", "Say what became of it.")
        with uow() as work:
            hit = work.past_hits.get(past_hit_id)
            if hit.review is not None:
                raise PlateRefused(
                    f"{hit.review.by} has reviewed it already.", "Look at the next one."
                )
            work.past_hits.review(past_hit_id, PastHitReview(who, clock.now(), words))
            work.audit.append(
                AuditRecord(
                    action="past_hit.reviewed",
                    who=who,
                    outcome="done",
                    subject=past_hit_id,
                    purpose=hit.match.entry.category.label,
                    details={
                        "note": words,
                        "read_id": hit.read_id,
                        "listed": hit.match.entry.lic,
                        "seen_at": hit.read_at.isoformat(),
                    },
                )
            )
            return work.past_hits.get(past_hit_id)

"""Reads that are never written to disk: where the policy lets hits alone be kept locally.

A read without a hit lives in memory until the session ends. As soon as an alert, a repeat, a past
hit or a hold tells of it, all its revisions go into the store, in the transaction of whatever
tells of it.
"""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime

from alpr_console.adapters.storage.hold_records import SqlHolds
from alpr_console.adapters.storage.read_records import SqlReads
from alpr_console.adapters.storage.shift_records import SqlShifts
from alpr_console.domain.correction import FIRST_BY_A_PERSON
from alpr_console.domain.keeping import Hold
from alpr_console.domain.past_hit import StoredRead
from alpr_console.domain.read import PlateRead
from alpr_console.domain.read_search import fits
from alpr_console.domain.shift import ListedRead, ReadFilter

MOST = 2000
"""Passes in memory, some 40 MB with their pictures; older ones go first."""


class VolatileReads:
    """Reads in memory, by id, each with its revisions in the order of saving."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, list[PlateRead]] = OrderedDict()

    def revisions(self, read_id: str) -> list[PlateRead]:
        return list(self._kept.get(read_id, ()))

    def put(self, read: PlateRead) -> None:
        known = self._kept.setdefault(read.read_id, [])
        if all(one.revision != read.revision for one in known):
            known.append(read)
        while len(self._kept) > MOST:
            self._kept.popitem(last=False)

    def drop(self, read_id: str) -> None:
        self._kept.pop(read_id, None)

    def newest(self) -> list[PlateRead]:
        return [max(one, key=lambda read: read.revision) for one in self._kept.values()]

    def clear(self) -> None:
        """The session is over."""
        self._kept.clear()


class HitsOnlyReads(SqlReads):
    """The ReadStore port: hits in the store, everything else in memory.

    What a transaction puts into memory gets there by `settle`, once it is committed.
    """

    def __init__(self, stored: SqlReads, volatile: VolatileReads) -> None:
        super().__init__(stored.connection)
        self._volatile = volatile
        self._holds = SqlHolds(stored.connection)
        self._fresh: dict[str, list[PlateRead]] = {}
        self._promoted: set[str] = set()

    def settle(self) -> None:
        for reads in self._fresh.values():
            for read in reads:
                self._volatile.put(read)
        for read_id in self._promoted:
            self._volatile.drop(read_id)

    def save(self, read: PlateRead) -> None:
        if self._stored(read.read_id):
            super().save(read)
            return
        for known in self._in_memory(read.read_id):
            if known.revision == read.revision:
                if known != read:
                    raise ValueError(f"read {read.read_id} is on record with other contents")
                return
        self._fresh.setdefault(read.read_id, []).append(read)
        if any(hold.names(read.text, read.at) for hold in self._holds.on_plate(read.text)):
            self.keep(read.read_id)

    def keep(self, read_id: str) -> None:
        for read in self._in_memory(read_id):
            super().save(read)
        self._promoted.add(read_id)
        self._fresh.pop(read_id, None)

    def keep_held(self, hold: Hold) -> None:
        waiting = {read.read_id: read for read in self._newest_in_memory()}
        for read_id in waiting:
            if any(hold.names(read.text, read.at) for read in self._in_memory(read_id)):
                self.keep(read_id)

    def get(self, read_id: str) -> PlateRead:
        waiting = self._in_memory(read_id)
        if waiting:
            return max(waiting, key=lambda read: read.revision)
        return super().get(read_id)

    def latest(self, limit: int) -> list[PlateRead]:
        everything = super().latest(limit) + self._newest_in_memory()
        return sorted(everything, key=lambda read: read.at, reverse=True)[:limit]

    def count(self) -> int:
        return super().count() + len(self._newest_in_memory())

    def stored(
        self, since: datetime, before: tuple[datetime, str] | None, limit: int
    ) -> list[StoredRead]:
        waiting = [
            StoredRead(r.read_id, r.revision, r.at, r.reading, r.vehicle)
            for r in self._newest_in_memory()
            if r.at >= since and (before is None or (r.at, r.read_id) < before)
        ]
        found = waiting + super().stored(since, before, limit)
        found.sort(key=lambda one: (one.at, one.read_id), reverse=True)
        return found[:limit]

    def listed(
        self, since: datetime, wanted: ReadFilter, before: tuple[datetime, str] | None, limit: int
    ) -> list[ListedRead]:
        waiting = [
            one
            for one in self._listed_in_memory(since, wanted)
            if before is None or (one.at, one.read_id) < before
        ]
        found = waiting + super().listed(since, wanted, before, limit)
        found.sort(key=lambda one: (one.at, one.read_id), reverse=True)
        return found[:limit]

    def listed_count(self, since: datetime, wanted: ReadFilter) -> int:
        waiting = len(self._listed_in_memory(since, wanted))
        return waiting + super().listed_count(since, wanted)

    def _listed_in_memory(self, since: datetime, wanted: ReadFilter) -> list[ListedRead]:
        """What is in memory has hit nothing, and is of no canvass: either would have put it into
        the store."""
        if wanted.hits or wanted.canvass:
            return []
        reads = [read for read in self._newest_in_memory() if read.at >= since]
        hands = SqlShifts(self.connection).by_hand([read.read_id for read in reads])
        return [
            ListedRead(
                r.read_id, r.at, r.text, r.state, r.camera, r.reading.confidence, hit=False,
                corrected=r.revision >= FIRST_BY_A_PERSON, by_hand=hands.get(r.read_id),
            )
            for r in reads
            if (not wanted.plate or fits(r.text, wanted.plate))
            and (not wanted.camera or r.camera == wanted.camera)
            and (not wanted.by_hand or r.read_id in hands)
        ]  # fmt: skip

    def _stored(self, read_id: str) -> bool:
        return read_id in self._promoted or super().known(read_id)

    def _in_memory(self, read_id: str) -> list[PlateRead]:
        if read_id in self._promoted:
            return []
        return self._volatile.revisions(read_id) + self._fresh.get(read_id, [])

    def _newest_in_memory(self) -> list[PlateRead]:
        fresh = [max(one, key=lambda r: r.revision) for one in self._fresh.values()]
        ids = {read.read_id for read in fresh} | self._promoted
        return [read for read in self._volatile.newest() if read.read_id not in ids] + fresh

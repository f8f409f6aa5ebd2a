"""Reads and alerts in memory."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from alpr_console.adapters.storage.course import check_goes_on
from alpr_console.domain.alert import Alert
from alpr_console.domain.keeping import Hold
from alpr_console.domain.listed_vehicle import ListedVehicle, listed_vehicle
from alpr_console.domain.past_hit import StoredRead
from alpr_console.domain.read import PlateRead
from alpr_console.domain.shift import ListedRead, ReadFilter
from tests.fakes.memory_matches import MemoryRepeats
from tests.fakes.memory_shift import listed

if TYPE_CHECKING:
    from tests.fakes.memory_store import Contents


class MemoryReads:
    def __init__(self, contents: Contents) -> None:
        self._contents = contents

    def save(self, read: PlateRead) -> None:
        revisions = self._contents.reads.setdefault(read.read_id, [])
        for known in revisions:
            if known.revision == read.revision:
                if known != read:
                    raise ValueError(f"read {read.read_id} is on record with other contents")
                return
        revisions.append(read)

    def keep(self, read_id: str) -> None:
        """Everything is kept here."""

    def keep_held(self, hold: Hold) -> None:
        """Everything is kept here."""

    def get(self, read_id: str) -> PlateRead:
        return max(self._contents.reads[read_id], key=lambda r: r.revision)

    def latest(self, limit: int) -> list[PlateRead]:
        newest = [self.get(read_id) for read_id in reversed(self._contents.reads)]
        return sorted(newest, key=lambda r: r.at, reverse=True)[:limit]

    def count(self) -> int:
        return len(self._contents.reads)

    def every_revision(self) -> list[PlateRead]:
        return [read for revisions in self._contents.reads.values() for read in revisions]

    def stored(
        self, since: datetime, before: tuple[datetime, str] | None, limit: int
    ) -> list[StoredRead]:
        newest = [r for r in map(self.get, self._contents.reads) if r.at >= since]
        newest = [r for r in newest if before is None or (r.at, r.read_id) < before]
        newest.sort(key=lambda r: (r.at, r.read_id), reverse=True)
        return [
            StoredRead(r.read_id, r.revision, r.at, r.reading, r.vehicle) for r in newest[:limit]
        ]

    def listed(
        self, since: datetime, wanted: ReadFilter, before: tuple[datetime, str] | None, limit: int
    ) -> list[ListedRead]:
        found = self._listed(since, wanted)
        return [one for one in found if before is None or (one.at, one.read_id) < before][:limit]

    def listed_count(self, since: datetime, wanted: ReadFilter) -> int:
        return len(self._listed(since, wanted))

    def _listed(self, since: datetime, wanted: ReadFilter) -> list[ListedRead]:
        told = {a.hit.read.read_id for a in self._contents.alerts.values()}
        told |= {repeat.read_id for repeat in self._contents.matches.repeats}
        newest = (read for read in map(self.get, self._contents.reads) if read.at >= since)
        return listed(self._contents, newest, told, wanted)


class MemoryAlerts:
    def __init__(self, contents: Contents) -> None:
        self._contents = contents

    def save(self, alert: Alert) -> None:
        known = self._contents.alerts.get(alert.alert_id)
        if known is not None:
            check_goes_on(known, alert)
        MemoryReads(self._contents).save(alert.hit.read)
        self._contents.alerts[alert.alert_id] = alert

    def get(self, alert_id: str) -> Alert:
        return self._contents.alerts[alert_id]

    def open(self) -> list[Alert]:
        return [a for a in self._oldest_first() if a.is_open]

    def between(self, since: datetime, until: datetime) -> list[Alert]:
        return [a for a in self._oldest_first() if since <= a.raised_at < until]

    def told_of_read(self, read_id: str) -> dict[ListedVehicle, str]:
        told = [a for a in self._oldest_first() if a.hit.read.read_id == read_id]
        repeats = MemoryRepeats(self._contents.matches).of_read(read_id)
        told += [self.get(repeat.alert_id) for repeat in repeats]
        return {listed_vehicle(a.hit.match): a.alert_id for a in told}

    def on_vehicle(self, vehicle: ListedVehicle, since: datetime) -> list[Alert]:
        return [
            a
            for a in self._oldest_first()
            if listed_vehicle(a.hit.match) == vehicle
            and (a.disposition is None or a.disposition.at >= since)
        ]

    def _oldest_first(self) -> list[Alert]:
        return sorted(self._contents.alerts.values(), key=lambda a: a.raised_at)

"""Holds and purges in memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from alpr_console.domain.alert import Alert
from alpr_console.domain.keeping import Hold, HoldEnd, Purge, PurgeKind
from alpr_console.domain.read import PlateRead
from alpr_console.domain.transfer import RecordKind


@dataclass
class KeepingContents:
    holds: dict[str, Hold] = field(default_factory=dict)
    purges: list[Purge] = field(default_factory=list)
    purged: dict[str, str] = field(default_factory=dict)
    """Purge by record."""

    def copy(self) -> KeepingContents:
        return KeepingContents(dict(self.holds), list(self.purges), dict(self.purged))


class MemoryHolds:
    def __init__(self, kept: KeepingContents, reads: dict[str, list[PlateRead]]) -> None:
        self._kept = kept
        self._reads = reads

    def add(self, hold: Hold) -> None:
        self._kept.holds[hold.hold_id] = hold

    def end(self, hold_id: str, end: HoldEnd) -> None:
        if self.get(hold_id).end is not None:
            raise ValueError(f"hold {hold_id} has ended already")
        self._kept.holds[hold_id] = replace(self.get(hold_id), end=end)

    def get(self, hold_id: str) -> Hold:
        return self._kept.holds[hold_id]

    def all(self) -> list[Hold]:
        return sorted(self._kept.holds.values(), key=lambda hold: hold.at, reverse=True)

    def kept_past(self, cutoff: datetime) -> list[tuple[Hold, int]]:
        found = []
        for hold in self.all():
            old = [
                read_id
                for read_id, revisions in self._reads.items()
                if revisions[0].at < cutoff and covers(hold, revisions[-1], ())
            ]
            if hold.end is None and old:
                found.append((hold, len(old)))
        return found


def covers(hold: Hold, read: PlateRead, alert_ids: Sequence[str]) -> bool:
    if hold.end is not None:
        return False
    in_span = (hold.since is None or read.at >= hold.since) and (
        hold.until is None or read.at <= hold.until
    )
    return (
        read.read_id in hold.read_ids
        or any(one in hold.alert_ids for one in alert_ids)
        or (bool(hold.plate) and hold.plate == read.text and in_span)
    )


class MemoryPurges:
    """Reads and closed alerts; past hits and repeats are left to the real store's tests."""

    def __init__(
        self,
        kept: KeepingContents,
        reads: dict[str, list[PlateRead]],
        alerts: dict[str, Alert],
        since: Callable[[RecordKind], dict[str, datetime]],
    ) -> None:
        self._kept = kept
        self._reads = reads
        self._alerts = alerts
        self._since = since

    def due(self, kind: PurgeKind, cutoff: datetime, too_young: datetime) -> tuple[int, int]:
        return len(self._due(kind, cutoff, False)), len(self._due(kind, cutoff, True))

    def take(
        self, kind: PurgeKind, cutoff: datetime, too_young: datetime, limit: int
    ) -> tuple[list[str], datetime, datetime] | None:
        return self._remove(kind, self._due(kind, cutoff, False)[:limit])

    def take_arrived(
        self, kind: PurgeKind, until: datetime, limit: int
    ) -> tuple[list[str], datetime, datetime] | None:
        reads, alerts = (self._since(one) for one in (RecordKind.READ, RecordKind.ALERT))
        there = reads if kind is PurgeKind.READS else alerts
        due = []
        for one, at in self._due(kind, datetime.max.replace(tzinfo=UTC), False):
            told = one if kind is PurgeKind.READS else self._alerts[one].hit.read.read_id
            if one in there and there[one] < until and told in reads:
                due.append((one, at))
        return self._remove(kind, due[:limit])

    def _remove(
        self, kind: PurgeKind, due: list[tuple[str, datetime]]
    ) -> tuple[list[str], datetime, datetime] | None:
        if not due:
            return None
        for one, _ in due:
            if kind is PurgeKind.HITS:
                read_id = self._alerts.pop(one).hit.read.read_id
                self._reads.pop(read_id, None)
            else:
                self._reads.pop(one, None)
        times = [at for _, at in due]
        return [one for one, _ in due], min(times), max(times)

    def add(self, purge: Purge, ids: Sequence[str]) -> None:
        self._kept.purges.append(purge)
        self._kept.purged.update(dict.fromkeys(ids, purge.purge_id))

    def latest(self, limit: int) -> list[Purge]:
        return self._kept.purges[::-1][:limit]

    def ids_of(self, purge_id: str) -> list[str]:
        return [one for one, by in self._kept.purged.items() if by == purge_id]

    def was_purged(self, record_id: str) -> bool:
        return record_id in self._kept.purged

    def _due(self, kind: PurgeKind, cutoff: datetime, held: bool) -> list[tuple[str, datetime]]:
        told: dict[str, list[str]] = {}
        for alert in self._alerts.values():
            told.setdefault(alert.hit.read.read_id, []).append(alert.alert_id)
        holds = self._kept.holds.values()
        found = []
        if kind is PurgeKind.READS:
            for read_id, revisions in self._reads.items():
                read = revisions[-1]
                is_held = any(covers(hold, read, ()) for hold in holds)
                if read.at < cutoff and read_id not in told and is_held == held:
                    found.append((read_id, read.at))
        elif kind is PurgeKind.HITS:
            for alert in self._alerts.values():
                ids = (alert.alert_id,)
                is_held = any(covers(hold, alert.hit.read, ids) for hold in holds)
                if alert.raised_at < cutoff and not alert.is_open and is_held == held:
                    found.append((alert.alert_id, alert.raised_at))
        return sorted(found, key=lambda one: one[1])

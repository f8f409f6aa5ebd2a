"""The store in memory, continued: the transfer to the department's storage.

What the real store's triggers put in a table, this one works out from what is stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from alpr_console.audit.digest import ALERT_DIGEST, text_of
from alpr_console.domain.alert import Alert
from alpr_console.domain.audit import AuditEntry
from alpr_console.domain.read import PlateRead
from alpr_console.domain.transfer import (
    Arrival,
    DepartmentStorage,
    HoldNotice,
    PurgeOrder,
    RecordKind,
    Waiting,
)

if TYPE_CHECKING:
    from tests.fakes.memory_store import Contents


@dataclass
class TransferContents:
    storages: list[DepartmentStorage] = field(default_factory=list)
    notices: list[Waiting] = field(default_factory=list)
    arrivals: list[tuple[int, Arrival]] = field(default_factory=list)
    """With the epoch of the storage."""

    def copy(self) -> TransferContents:
        return TransferContents(list(self.storages), list(self.notices), list(self.arrivals))


class MemoryTransfer:
    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self._kept = contents.transfer

    def set_storage(self, storage: DepartmentStorage) -> DepartmentStorage:
        before = self.storage()
        if before is None or not before.same_place(storage):
            return self.begin_anew(storage)
        self._kept.storages.append(replace(storage, epoch=before.epoch))
        return self._kept.storages[-1]

    def begin_anew(self, storage: DepartmentStorage) -> DepartmentStorage:
        before = self.storage()
        epoch = 1 if before is None else before.epoch + 1
        self._kept.storages.append(replace(storage, epoch=epoch))
        return self._kept.storages[-1]

    def storage(self) -> DepartmentStorage | None:
        return self._kept.storages[-1] if self._kept.storages else None

    def waiting(self, limit: int) -> list[Waiting]:
        return self._waiting()[:limit]

    def record_of(self, waiting: Waiting) -> PlateRead | Alert | None:
        if waiting.kind is RecordKind.ALERT:
            return self._contents.alerts.get(waiting.record_id)
        for read in self._contents.reads.get(waiting.record_id, []):
            if read.revision == waiting.revision:
                return read
        return None

    def audit_waiting(self, limit: int) -> list[AuditEntry]:
        start = self.audit_arrived()
        return self._contents.audit[start : start + limit]

    def audit_arrived(self) -> int:
        entries = [one.revision for one in self._here() if one.kind is RecordKind.AUDIT]
        return max(entries, default=0)

    def audit_hash(self, sequence: int) -> str | None:
        log = self._contents.audit
        return log[sequence - 1].hash if 0 < sequence <= len(log) else None

    def count_waiting(self) -> dict[RecordKind, int]:
        if self.storage() is None:
            return {}
        waiting = self._waiting()
        counts = {kind: sum(one.kind is kind for one in waiting) for kind in RecordKind}
        counts[RecordKind.AUDIT] = len(self._contents.audit) - self.audit_arrived()
        return {kind: count for kind, count in counts.items() if count}

    def order_purge(self, order: PurgeOrder) -> None:
        self._tell(RecordKind.PURGE, order.order_id, 0, order)

    def tell_hold(self, notice: HoldNotice) -> None:
        self._tell(RecordKind.HOLD, notice.hold_id, int(notice.released), notice)

    def add_arrivals(self, arrivals: Iterable[Arrival]) -> None:
        storage = self.storage()
        if storage is not None:
            self._kept.arrivals += [(storage.epoch, one) for one in arrivals if self._stands(one)]

    def drop(self, waiting: Waiting) -> None:
        """What has left the store does not wait here."""

    def arrived(self, kind: RecordKind, ids: Sequence[str]) -> frozenset[str]:
        return frozenset(ids) & frozenset(self.since(kind))

    def last_arrival(self) -> datetime | None:
        return max((one.at for one in self._here()), default=None)

    def differing(self) -> int:
        return sum(not one.receipt.same for one in self._here())

    def _here(self) -> list[Arrival]:
        storage = self.storage()
        return [one for epoch, one in self._kept.arrivals if storage and epoch == storage.epoch]

    def _waiting(self) -> list[Waiting]:
        if self.storage() is None:
            return []
        there = {(one.kind, one.record_id, one.revision) for one in self._here()}
        reads = [
            Waiting(RecordKind.READ, read.read_id, read.revision)
            for revisions in self._contents.reads.values()
            for read in revisions
        ]
        steps = {
            entry.record.subject: entry.sequence
            for entry in self._contents.audit
            if ALERT_DIGEST in entry.record.details
        }
        alerts = [
            Waiting(RecordKind.ALERT, name, steps[name])
            for name in self._contents.alerts
            if name in steps
        ]
        every = [*reads, *alerts, *self._kept.notices]
        return [one for one in every if (one.kind, one.record_id, one.revision) not in there]

    def since(self, kind: RecordKind) -> dict[str, datetime]:
        """By id, when the newest state of each arrived; those that have not are left out."""
        waits = {one.record_id for one in self._waiting() if one.kind is kind}
        arrivals = [one for one in self._here() if one.kind is kind]
        waits |= {one.record_id for one in arrivals if not one.receipt.same}
        last = {one.record_id: one.at for one in arrivals if self._stands(one)}
        return {name: at for name, at in last.items() if name not in waits}

    def _stands(self, one: Arrival) -> bool:
        if one.kind in (RecordKind.READ, RecordKind.ALERT):
            waiting = Waiting(one.kind, one.record_id, one.revision)
            return self.record_of(waiting) is not None
        return True

    def _tell(
        self, kind: RecordKind, record_id: str, revision: int, told: PurgeOrder | HoldNotice
    ) -> None:
        if self.storage() is not None:
            self._kept.notices.append(Waiting(kind, record_id, revision, text_of(told)))

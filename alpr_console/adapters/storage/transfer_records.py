"""What waits for the department's storage, and what has arrived there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    delete,
    exists,
    func,
    insert,
    select,
    text,
)

from alpr_console.adapters.storage.alert_records import SqlAlerts
from alpr_console.adapters.storage.audit_log import entry_from
from alpr_console.adapters.storage.read_records import SqlReads
from alpr_console.adapters.storage.schema import alert_repeats, alerts, audit_log, reads
from alpr_console.adapters.storage.schema_transfer import (
    department_storage,
    transfer_arrivals,
    transfer_notices,
    transfer_waiting,
)
from alpr_console.audit.chain import time_from_text, time_text
from alpr_console.audit.digest import text_of
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

_KEPT, _DIFFERS = "kept", "differs"

_ALL_WAIT = (
    "INSERT OR IGNORE INTO transfer_waiting (kind, record_id, revision) "
    "SELECT 'read', read_id, revision FROM reads ORDER BY rowid",
    # The newest step of each alert; the alert itself is looked up when it is sent.
    "INSERT OR IGNORE INTO transfer_waiting (kind, record_id, revision) "
    "SELECT 'alert', subject, max(sequence) FROM audit_log "
    "WHERE json_extract(details, '$.alert_digest') IS NOT NULL "
    "AND subject IN (SELECT alert_id FROM alerts) GROUP BY subject ORDER BY 3",
    "INSERT OR IGNORE INTO transfer_waiting (kind, record_id, revision) "
    "SELECT kind, record_id, revision FROM transfer_notices ORDER BY notice_id",
)

_BATCH = 500
"""Ids asked about at once: SQLite takes only so many parameters."""


class SqlTransfer:
    """The TransferStore port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def set_storage(self, storage: DepartmentStorage) -> DepartmentStorage:
        before = self.storage()
        if before is not None and before.same_place(storage):
            return self._put(replace(storage, epoch=before.epoch))
        return self.begin_anew(storage)

    def begin_anew(self, storage: DepartmentStorage) -> DepartmentStorage:
        before = self.storage()
        put = self._put(replace(storage, epoch=1 if before is None else before.epoch + 1))
        for statement in _ALL_WAIT:
            self._connection.execute(text(statement))
        return put

    def storage(self) -> DepartmentStorage | None:
        query = select(department_storage).order_by(department_storage.c.setting_id.desc())
        row = self._connection.execute(query.limit(1)).one_or_none()
        if row is None:
            return None
        return DepartmentStorage(
            row.address, row.database, row.user, row.device, row.ca, row.by,
            time_from_text(row.at), row.epoch,
        )  # fmt: skip

    def waiting(self, limit: int) -> list[Waiting]:
        waiting, notices = transfer_waiting.c, transfer_notices.c
        query = (
            select(waiting.kind, waiting.record_id, waiting.revision, notices.body)
            .outerjoin(
                transfer_notices,
                (notices.kind == waiting.kind)
                & (notices.record_id == waiting.record_id)
                & (notices.revision == waiting.revision),
            )
            .order_by(waiting.place)
            .limit(limit)
        )
        return [
            Waiting(RecordKind(row.kind), row.record_id, row.revision, row.body or "")
            for row in self._connection.execute(query)
        ]

    def record_of(self, waiting: Waiting) -> PlateRead | Alert | None:
        try:
            if waiting.kind is RecordKind.READ:
                return SqlReads(self._connection).revision(waiting.record_id, waiting.revision)
            reads = SqlReads(self._connection)
            return SqlAlerts(self._connection, reads).get(waiting.record_id)
        except KeyError:
            return None

    def audit_waiting(self, limit: int) -> list[AuditEntry]:
        query = (
            select(audit_log)
            .where(audit_log.c.sequence > self.audit_arrived())
            .order_by(audit_log.c.sequence)
            .limit(limit)
        )
        return [entry_from(row) for row in self._connection.execute(query)]

    def audit_arrived(self) -> int:
        query = select(func.max(transfer_arrivals.c.revision)).where(
            transfer_arrivals.c.kind == RecordKind.AUDIT.value, self._here()
        )
        return self._connection.execute(query).scalar() or 0

    def audit_hash(self, sequence: int) -> str | None:
        query = select(audit_log.c.hash).where(audit_log.c.sequence == sequence)
        return self._connection.execute(query).scalar()

    def count_waiting(self) -> dict[RecordKind, int]:
        if self.storage() is None:
            return {}
        query = select(transfer_waiting.c.kind, func.count()).group_by(transfer_waiting.c.kind)
        counts = {RecordKind(kind): count for kind, count in self._connection.execute(query)}
        last = self._connection.execute(select(func.max(audit_log.c.sequence))).scalar() or 0
        entries = last - self.audit_arrived()
        return {**counts, RecordKind.AUDIT: entries} if entries else counts

    def order_purge(self, order: PurgeOrder) -> None:
        self._tell(RecordKind.PURGE, order.order_id, 0, order)

    def tell_hold(self, notice: HoldNotice) -> None:
        self._tell(RecordKind.HOLD, notice.hold_id, int(notice.released), notice)

    def add_arrivals(self, arrivals: Iterable[Arrival]) -> None:
        storage = self.storage()
        if storage is None:
            return
        for one in arrivals:
            self._drop(one.kind, one.record_id, one.revision)
            if not self._stands(one):
                continue
            self._connection.execute(
                insert(transfer_arrivals).values(
                    epoch=storage.epoch,
                    kind=one.kind.value,
                    record_id=one.record_id,
                    revision=one.revision,
                    digest=one.digest,
                    at=time_text(one.at),
                    receipt=_KEPT if one.receipt.same else _DIFFERS,
                    removed=one.receipt.removed,
                    held=one.receipt.held,
                )
            )

    def drop(self, waiting: Waiting) -> None:
        self._drop(waiting.kind, waiting.record_id, waiting.revision)

    def arrived(self, kind: RecordKind, ids: Sequence[str]) -> frozenset[str]:
        found: set[str] = set()
        for start in range(0, len(ids), _BATCH):
            some = transfer_arrivals.c.record_id.in_(ids[start : start + _BATCH])
            query = select(transfer_arrivals.c.record_id).where(
                some, arrived(kind, transfer_arrivals.c.record_id)
            )
            found.update(self._connection.execute(query).scalars())
        return frozenset(found)

    def last_arrival(self) -> datetime | None:
        query = select(func.max(transfer_arrivals.c.at)).where(self._here())
        at = self._connection.execute(query).scalar()
        return None if at is None else time_from_text(at)

    def differing(self) -> int:
        query = select(func.count()).where(transfer_arrivals.c.receipt == _DIFFERS, self._here())
        return self._connection.execute(query).scalar_one()

    def _put(self, storage: DepartmentStorage) -> DepartmentStorage:
        values = {**asdict(storage), "at": time_text(storage.at)}
        self._connection.execute(insert(department_storage).values(values))
        return storage

    def _here(self) -> ColumnElement[bool]:
        return _at_epoch(transfer_arrivals)

    def _tell(
        self, kind: RecordKind, record_id: str, revision: int, told: PurgeOrder | HoldNotice
    ) -> None:
        if self.storage() is None:
            return
        values = {"kind": kind.value, "record_id": record_id, "revision": revision}
        self._connection.execute(insert(transfer_notices).values(body=text_of(told), **values))
        self._connection.execute(insert(transfer_waiting).values(values))

    def _stands(self, one: Arrival) -> bool:
        """Whether it is still on the vehicle; an order or an audit entry always is."""
        if one.kind is RecordKind.READ:
            query = select(reads.c.read_id).where(
                reads.c.read_id == one.record_id, reads.c.revision == one.revision
            )
        elif one.kind is RecordKind.ALERT:
            query = select(alerts.c.alert_id).where(alerts.c.alert_id == one.record_id)
        else:
            return True
        return self._connection.execute(query).first() is not None

    def _drop(self, kind: RecordKind, record_id: str, revision: int) -> None:
        self._connection.execute(
            delete(transfer_waiting).where(
                transfer_waiting.c.kind == kind.value,
                transfer_waiting.c.record_id == record_id,
                transfer_waiting.c.revision == revision,
            )
        )


def arrived(
    kind: RecordKind, record_id: ColumnElement[str], until: datetime | None = None
) -> ColumnElement[bool]:
    """Whether the newest state of the record stands at the department, unaltered, and has since
    before `until`."""
    one = transfer_arrivals.alias(f"{kind.value}_arrived")
    other = transfer_arrivals.alias(f"{kind.value}_otherwise")
    waiting = transfer_waiting.alias(f"{kind.value}_waits")
    fails = other.c.receipt == _DIFFERS
    if until is not None:
        fails |= other.c.at >= time_text(until)
    return (
        exists().where(one.c.kind == kind.value, one.c.record_id == record_id, _at_epoch(one))
        & ~exists().where(
            other.c.kind == kind.value, other.c.record_id == record_id, _at_epoch(other), fails
        )
        & ~exists().where(waiting.c.kind == kind.value, waiting.c.record_id == record_id)
    )


def reads_arrived(until: datetime) -> ColumnElement[bool]:
    """Whether a row of `reads` has stood at the department since before `until`."""
    return _old(RecordKind.READ, reads.c.read_id, until) & arrived(
        RecordKind.READ, reads.c.read_id, until
    )


def alerts_arrived(until: datetime) -> ColumnElement[bool]:
    """Whether a row of `alerts` has, with every read that it tells of."""
    lacking = exists().where(
        alert_repeats.c.alert_id == alerts.c.alert_id,
        ~arrived(RecordKind.READ, alert_repeats.c.read_id),
    )
    return (
        _old(RecordKind.ALERT, alerts.c.alert_id, until)
        & arrived(RecordKind.ALERT, alerts.c.alert_id, until)
        & arrived(RecordKind.READ, alerts.c.read_id)
        & ~lacking.correlate(alerts)
    )


def _old(kind: RecordKind, record_id: ColumnElement[str], until: datetime) -> ColumnElement[bool]:
    """The same of any state of it, found by its index: mostly there is none, and nothing to read
    through."""
    ids = select(transfer_arrivals.c.record_id).where(
        transfer_arrivals.c.kind == kind.value, transfer_arrivals.c.at < time_text(until)
    )
    return record_id.in_(ids)


def _at_epoch(arrivals: FromClause) -> ColumnElement[bool]:
    """Arrivals at the storage that is set, not at one before it."""
    epoch = select(func.max(department_storage.c.epoch)).scalar_subquery()
    return arrivals.c.epoch == epoch

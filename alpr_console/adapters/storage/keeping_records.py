"""Holds, and the purge: the one place where evidence leaves the store."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Row,
    Select,
    Table,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    text,
)

from alpr_console.adapters.storage import schema
from alpr_console.adapters.storage.read_records import NEWEST_REVISION
from alpr_console.adapters.storage.schema_keeping import (
    hold_ends,
    hold_items,
    holds,
    purged,
    purges,
)
from alpr_console.adapters.storage.transfer_records import alerts_arrived, reads_arrived
from alpr_console.audit.chain import time_from_text, time_text
from alpr_console.domain.alert import AlertState
from alpr_console.domain.keeping import Hold, HoldEnd, HoldKind, Purge, PurgeKind

_COURSE = (
    schema.answer_withdrawals, schema.answers, schema.confirmation_requests,
    schema.confirmation_replies, schema.exigencies, schema.lawful_bases, schema.dispositions,
)  # fmt: skip
"""What hangs on an alert, in the order in which it can be removed."""

_EVER = datetime.max.replace(tzinfo=UTC)

_STANDS = ~exists().where(hold_ends.c.hold_id == holds.c.hold_id).correlate(holds)


class SqlHolds:
    """The HoldStore port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, hold: Hold) -> None:
        self._connection.execute(
            insert(holds).values(
                hold_id=hold.hold_id,
                kind=hold.kind.value,
                number=hold.number,
                reason=hold.reason,
                by=hold.by,
                at=time_text(hold.at),
                plate=hold.plate,
                since=None if hold.since is None else time_text(hold.since),
                until=None if hold.until is None else time_text(hold.until),
            )
        )
        items = [("read", one) for one in hold.read_ids] + [("alert", a) for a in hold.alert_ids]
        if items:
            self._connection.execute(
                insert(hold_items),
                [{"hold_id": hold.hold_id, "kind": k, "record_id": r} for k, r in items],
            )

    def end(self, hold_id: str, end: HoldEnd) -> None:
        if self.get(hold_id).end is not None:
            raise ValueError(f"hold {hold_id} has ended already")
        self._connection.execute(
            insert(hold_ends).values(
                hold_id=hold_id, by=end.by, at=time_text(end.at), reason=end.reason
            )
        )

    def get(self, hold_id: str) -> Hold:
        found = self._holds(holds.c.hold_id == hold_id)
        if not found:
            raise KeyError(hold_id)
        return found[0]

    def all(self) -> list[Hold]:
        return self._holds()

    def kept_past(self, cutoff: datetime) -> list[tuple[Hold, int]]:
        found = []
        for hold in self._holds(_STANDS):
            count = self._connection.execute(
                select(func.count(func.distinct(schema.reads.c.read_id))).where(
                    schema.reads.c.at < time_text(cutoff), _held(schema.reads, hold.hold_id)
                )
            ).scalar_one()
            if count:
                found.append((hold, int(count)))
        return found

    def _holds(self, *conditions: ColumnElement[bool]) -> list[Hold]:
        query = (
            select(
                holds,
                hold_ends.c.by.label("ended_by"),
                hold_ends.c.at.label("ended_at"),
                hold_ends.c.reason.label("ended_why"),
            )
            .select_from(holds.outerjoin(hold_ends, holds.c.hold_id == hold_ends.c.hold_id))
            .where(*conditions)
            .order_by(holds.c.at.desc(), holds.c.hold_id)
        )
        rows = list(self._connection.execute(query))
        return [_hold(row, self._items(row.hold_id)) for row in rows]

    def _items(self, hold_id: str) -> list[Row[Any]]:
        query = (
            select(hold_items.c.kind, hold_items.c.record_id)
            .where(hold_items.c.hold_id == hold_id)
            .order_by(hold_items.c.item_id)
        )
        return list(self._connection.execute(query))


class SqlPurges:
    """The PurgeStore port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def due(self, kind: PurgeKind, cutoff: datetime, too_young: datetime) -> tuple[int, int]:
        counted = []
        for held in (False, True):
            due = _due(kind, cutoff, too_young, held).subquery()
            counted.append(
                int(self._connection.execute(select(func.count()).select_from(due)).scalar_one())
            )
        return counted[0], counted[1]

    def take(
        self, kind: PurgeKind, cutoff: datetime, too_young: datetime, limit: int
    ) -> tuple[list[str], datetime, datetime] | None:
        return self._remove_due(kind, _due(kind, cutoff, too_young, held=False).limit(limit))

    def take_arrived(
        self, kind: PurgeKind, until: datetime, limit: int
    ) -> tuple[list[str], datetime, datetime] | None:
        there = reads_arrived(until) if kind is PurgeKind.READS else alerts_arrived(until)
        due = _due(kind, _EVER, _EVER, held=False).where(there)
        return self._remove_due(kind, due.limit(limit))

    def _remove_due(
        self, kind: PurgeKind, due: Select[Any]
    ) -> tuple[list[str], datetime, datetime] | None:
        rows = list(self._connection.execute(due))
        if not rows:
            return None
        ids = [row.record_id for row in rows]
        match kind:
            case PurgeKind.READS:
                self._remove_reads(ids)
            case PurgeKind.HITS:
                self._remove_alerts(ids)
            case PurgeKind.PAST_HITS:
                self._remove(schema.past_hit_reviews, schema.past_hit_reviews.c.past_hit_id, ids)
                self._remove(schema.past_hits, schema.past_hits.c.past_hit_id, ids)
        times = [row.at for row in rows]
        return ids, time_from_text(min(times)), time_from_text(max(times))

    def add(self, purge: Purge, ids: Sequence[str]) -> None:
        self._connection.execute(
            insert(purges).values(
                purge_id=purge.purge_id,
                kind=purge.kind.value,
                records=purge.count,
                oldest=time_text(purge.oldest),
                newest=time_text(purge.newest),
                cutoff=time_text(purge.cutoff),
                by=purge.by,
                at=time_text(purge.at),
                section=purge.section,
                policy=purge.policy,
                ids_digest=purge.ids_digest,
            )
        )
        self._connection.execute(
            insert(purged), [{"record_id": one, "purge_id": purge.purge_id} for one in ids]
        )

    def latest(self, limit: int) -> list[Purge]:
        query = select(purges).order_by(purges.c.number.desc()).limit(limit)
        return [_purge(row) for row in self._connection.execute(query)]

    def ids_of(self, purge_id: str) -> list[str]:
        query = select(purged.c.record_id).where(purged.c.purge_id == purge_id)
        return list(self._connection.execute(query).scalars())

    def was_purged(self, record_id: str) -> bool:
        query = select(purged.c.record_id).where(purged.c.record_id == record_id)
        return self._connection.execute(query).first() is not None

    def _remove_alerts(self, alert_ids: list[str]) -> None:
        alerts, repeats = schema.alerts, schema.alert_repeats
        told = select(alerts.c.read_id).where(alerts.c.alert_id.in_(alert_ids))
        seen = select(repeats.c.read_id).where(repeats.c.alert_id.in_(alert_ids))
        read_ids = set(self._connection.execute(told).scalars())
        read_ids |= set(self._connection.execute(seen).scalars())
        answers = select(schema.answers.c.answer_id).where(schema.answers.c.alert_id.in_(alert_ids))
        answer_ids = list(self._connection.execute(answers).scalars())
        for table in _COURSE:
            if table is schema.answer_withdrawals:
                self._remove(table, table.c.answer_id, answer_ids)
            else:
                self._remove(table, table.c.alert_id, alert_ids)
        self._remove(repeats, repeats.c.alert_id, alert_ids)
        self._remove(alerts, alerts.c.alert_id, alert_ids)
        # A read that another alert tells of, or that is held by itself, stays.
        free = select(schema.reads.c.read_id).where(
            schema.reads.c.read_id.in_(read_ids), ~_hit(schema.reads), ~_held(schema.reads)
        )
        self._remove_reads(sorted(set(self._connection.execute(free).scalars())))

    def _remove_reads(self, read_ids: list[str]) -> None:
        corrections = schema.read_corrections
        self._remove(corrections, corrections.c.read_id, read_ids)
        self._remove(schema.reads, schema.reads.c.read_id, read_ids)

    def _remove(self, table: Table, key: Column[Any], ids: Sequence[Any]) -> None:
        if not ids:
            return
        with _refusal_lifted(self._connection, table):
            self._connection.execute(delete(table).where(key.in_(ids)))


@contextmanager
def _refusal_lifted(connection: Connection, table: Table) -> Iterator[None]:
    """Deleting from `table` is let through until the end of the block.

    Inside one transaction: whatever happens, the refusal stands again once it is over.
    """
    query = text(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table "
        "AND name LIKE '%\\_refuse\\_delete\\_%' ESCAPE '\\'"
    )
    refusals = list(connection.execute(query, {"table": table.name}))
    for refusal in refusals:
        connection.exec_driver_sql(f'DROP TRIGGER "{refusal.name}"')
    yield
    for refusal in refusals:
        connection.exec_driver_sql(refusal.sql)


def _due(kind: PurgeKind, cutoff: datetime, too_young: datetime, held: bool) -> Select[Any]:
    """Ids and times of what is older than `cutoff`, oldest first; the held ones, or the others."""
    reads, alerts, past = schema.reads, schema.alerts, schema.past_hits
    before = time_text(cutoff)
    match kind:
        case PurgeKind.READS:
            covered = _held(reads)
            return (
                select(reads.c.read_id.label("record_id"), reads.c.at.label("at"))
                .where(
                    reads.c.at < before,
                    reads.c.revision == NEWEST_REVISION,
                    ~_hit(reads),
                    covered if held else ~covered,
                )
                # Along the index on times: what is not due is not looked at.
                .order_by(reads.c.at)
            )
        case PurgeKind.HITS:
            covered = _alert_held(alerts)
            repeats = schema.alert_repeats
            seen_since = (
                exists()
                .where(
                    repeats.c.alert_id == alerts.c.alert_id, repeats.c.at >= time_text(too_young)
                )
                .correlate(alerts)
            )
            return (
                select(alerts.c.alert_id.label("record_id"), alerts.c.raised_at.label("at"))
                .where(
                    alerts.c.raised_at < before,
                    alerts.c.state == AlertState.CLOSED.value,
                    ~seen_since,
                    covered if held else ~covered,
                )
                .order_by(alerts.c.raised_at)
            )
        case PurgeKind.PAST_HITS:
            covered = exists().where(reads.c.read_id == past.c.read_id, _held(reads))
            return (
                select(past.c.past_hit_id.label("record_id"), past.c.read_at.label("at"))
                .where(past.c.read_at < before, covered if held else ~covered)
                .order_by(past.c.read_at)
            )


def _hit(reads: Table) -> ColumnElement[bool]:
    """Whether an alert, a repeat or a past hit tells of the read."""
    return or_(
        *(
            exists().where(table.c.read_id == reads.c.read_id).correlate(reads)
            for table in (schema.alerts, schema.alert_repeats, schema.past_hits)
        )
    )


def _held(reads: Table, hold_id: str | None = None) -> ColumnElement[bool]:
    """Whether a hold that stands covers the read; that one alone where it is named."""
    which = [holds.c.hold_id == hold_id] if hold_id is not None else []
    told = select(schema.alerts.c.alert_id).where(schema.alerts.c.read_id == reads.c.read_id)
    repeated = select(schema.alert_repeats.c.alert_id).where(
        schema.alert_repeats.c.read_id == reads.c.read_id
    )
    by_item = (
        exists()
        .where(
            hold_items.c.hold_id == holds.c.hold_id,
            _STANDS,
            *which,
            or_(
                (hold_items.c.kind == "read") & (hold_items.c.record_id == reads.c.read_id),
                (hold_items.c.kind == "alert")
                & (
                    hold_items.c.record_id.in_(told.correlate(reads))
                    | hold_items.c.record_id.in_(repeated.correlate(reads))
                ),
            ),
        )
        .correlate(reads)
    )
    by_plate = (
        exists()
        .where(
            holds.c.plate != "",
            holds.c.plate == reads.c.plate,
            _STANDS,
            *which,
            (holds.c.since.is_(None)) | (reads.c.at >= holds.c.since),
            (holds.c.until.is_(None)) | (reads.c.at <= holds.c.until),
        )
        .correlate(reads)
    )
    return by_item | by_plate


def _alert_held(alerts: Table) -> ColumnElement[bool]:
    reads = schema.reads
    itself = (
        exists()
        .where(
            hold_items.c.hold_id == holds.c.hold_id,
            _STANDS,
            hold_items.c.kind == "alert",
            hold_items.c.record_id == alerts.c.alert_id,
        )
        .correlate(alerts)
    )
    seen = select(schema.alert_repeats.c.read_id).where(
        schema.alert_repeats.c.alert_id == alerts.c.alert_id
    )
    by_read = (
        exists()
        .where(
            (reads.c.read_id == alerts.c.read_id) | reads.c.read_id.in_(seen.correlate(alerts)),
            _held(reads),
        )
        .correlate(alerts)
    )
    return itself | by_read


def _hold(row: Row[Any], items: list[Row[Any]]) -> Hold:
    end = None
    if row.ended_at is not None:
        end = HoldEnd(row.ended_by, time_from_text(row.ended_at), row.ended_why)
    return Hold(
        row.hold_id,
        HoldKind(row.kind),
        row.number,
        row.reason,
        row.by,
        time_from_text(row.at),
        tuple(item.record_id for item in items if item.kind == "read"),
        tuple(item.record_id for item in items if item.kind == "alert"),
        row.plate,
        None if row.since is None else time_from_text(row.since),
        None if row.until is None else time_from_text(row.until),
        end,
    )


def _purge(row: Row[Any]) -> Purge:
    return Purge(
        row.purge_id,
        PurgeKind(row.kind),
        row.records,
        time_from_text(row.oldest),
        time_from_text(row.newest),
        time_from_text(row.cutoff),
        row.by,
        time_from_text(row.at),
        row.section,
        row.policy,
        row.ids_digest,
    )

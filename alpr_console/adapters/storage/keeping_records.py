"""The purge: the one place where evidence leaves the store."""

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
from alpr_console.adapters.storage.hold_records import alert_held, read_held
from alpr_console.adapters.storage.read_records import NEWEST_REVISION
from alpr_console.adapters.storage.schema_keeping import purged, purges
from alpr_console.adapters.storage.schema_switch import OF_ALERTS
from alpr_console.adapters.storage.transfer_records import alerts_arrived, reads_arrived
from alpr_console.audit.chain import time_from_text, time_text
from alpr_console.domain.alert import AlertState
from alpr_console.domain.keeping import Purge, PurgeKind

_COURSE = (
    *OF_ALERTS,
    schema.answer_withdrawals, schema.answers, schema.confirmation_requests,
    schema.confirmation_replies, schema.exigencies, schema.lawful_bases, schema.dispositions,
)  # fmt: skip
"""What hangs on an alert, in the order in which it can be removed."""

_EVER = datetime.max.replace(tzinfo=UTC)


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
            schema.reads.c.read_id.in_(read_ids), ~_hit(schema.reads), ~read_held(schema.reads)
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
            covered = read_held(reads)
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
            covered = alert_held(alerts)
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
            covered = exists().where(reads.c.read_id == past.c.read_id, read_held(reads))
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

"""Holds, and which records they keep."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, text

from alpr_console.adapters.storage.schema_keeping import held_records, hold_releases, holds
from alpr_console.audit.chain import time_from_text, time_text
from alpr_console.domain.keeping import Hold, HoldKind, HoldRelease, KeptPast, PlateSpan

OPEN = "SELECT hold_id FROM holds WHERE hold_id NOT IN (SELECT hold_id FROM hold_releases)"


def read_held_by(read: str) -> str:
    """SQL: ids of open holds on the read itself; `read` names a row of reads."""
    return (
        f"SELECT hold_id FROM held_records WHERE kind = 'read' AND record_id = {read}.read_id"
        f" AND hold_id IN ({OPEN}) UNION "
        f"SELECT hold_id FROM holds WHERE plate = {read}.plate AND later"
        f" AND since <= {read}.at AND (until IS NULL OR {read}.at <= until)"
        f" AND hold_id IN ({OPEN})"
    )


_ALERT_HOLDS = (
    "SELECT hold_id FROM held_records WHERE kind = 'alert' AND record_id = {alert}.alert_id"
    f" AND hold_id IN ({OPEN})"
)


def alert_held_by(alert: str) -> str:
    """SQL: the same of an alert, by itself or by any read that it tells of."""
    return (
        _ALERT_HOLDS.format(alert=alert)
        + f" UNION SELECT held.hold_id FROM reads hr, ({OPEN}) held"
        f" WHERE (hr.read_id = {alert}.read_id OR hr.read_id IN"
        f" (SELECT read_id FROM alert_repeats WHERE alert_id = {alert}.alert_id))"
        f" AND held.hold_id IN ({read_held_by('hr')})"
    )


# Open holds with the reads that each is on, or that an alert tells of which it is on.
_KEPT = (
    "SELECT record_id AS read_id, hold_id FROM held_records WHERE kind = 'read'"
    f" AND hold_id IN ({OPEN})"
    " UNION SELECT r.read_id, p.hold_id FROM holds p JOIN reads r ON r.plate = p.plate"
    " AND r.at >= p.since AND (p.until IS NULL OR r.at <= p.until)"
    f" WHERE p.later AND p.hold_id IN ({OPEN})"
    " UNION SELECT a.read_id, h.hold_id FROM held_records h JOIN alerts a"
    f" ON a.alert_id = h.record_id WHERE h.kind = 'alert' AND h.hold_id IN ({OPEN})"
    " UNION SELECT p.read_id, h.hold_id FROM held_records h JOIN alert_repeats p"
    f" ON p.alert_id = h.record_id WHERE h.kind = 'alert' AND h.hold_id IN ({OPEN})"
)


class SqlHolds:
    """The HoldStore port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, hold: Hold) -> None:
        span = hold.span
        until = None if span is None else span.until
        self._connection.execute(
            insert(holds).values(
                hold_id=hold.hold_id,
                kind=hold.kind.value,
                number=hold.number,
                reason=hold.reason,
                by=hold.by,
                at=time_text(hold.at),
                plate="" if span is None else span.plate,
                since=None if span is None else time_text(span.since),
                until=None if until is None else time_text(until),
                later=span is not None and span.later,
            )
        )
        rows = [
            {"hold_id": hold.hold_id, "kind": kind, "record_id": record_id}
            for kind, ids in (("read", hold.read_ids), ("alert", hold.alert_ids))
            for record_id in ids
        ]
        if rows:
            self._connection.execute(insert(held_records), rows)

    def release(self, hold_id: str, release: HoldRelease) -> None:
        if not self.get(hold_id).is_open:
            raise ValueError(f"hold {hold_id} was released already")
        self._connection.execute(
            insert(hold_releases).values(
                hold_id=hold_id, by=release.by, at=time_text(release.at), reason=release.reason
            )
        )

    def get(self, hold_id: str) -> Hold:
        found = self._holds(holds.c.hold_id == hold_id)
        if not found:
            raise KeyError(hold_id)
        return found[0]

    def all(self) -> list[Hold]:
        return self._holds(holds.c.hold_id.is_not(None))

    def of_plate(self, span: PlateSpan) -> tuple[str, ...]:
        rows = self._connection.execute(
            text(
                "SELECT read_id, min(at) AS first FROM reads WHERE plate = :plate"
                " AND at >= :since AND (:until IS NULL OR at <= :until)"
                " GROUP BY read_id ORDER BY first, read_id"
            ),
            {
                "plate": span.plate,
                "since": time_text(span.since),
                "until": None if span.until is None else time_text(span.until),
            },
        )
        return tuple(row.read_id for row in rows)

    def known(self, read_ids: Sequence[str], alert_ids: Sequence[str]) -> bool:
        return all(
            self._count(f"SELECT count(DISTINCT {column}) FROM {table} WHERE {column} IN :ids", ids)
            == len(set(ids))
            for table, column, ids in (
                ("reads", "read_id", read_ids),
                ("alerts", "alert_id", alert_ids),
            )
        )

    def on_read(self, read_id: str) -> list[Hold]:
        query = text(f"SELECT DISTINCT hold_id FROM ({_KEPT}) WHERE read_id = :read_id")
        ids = [row.hold_id for row in self._connection.execute(query, {"read_id": read_id})]
        return self._holds(holds.c.hold_id.in_(ids))

    def kept_past(self, before: datetime) -> list[KeptPast]:
        query = text(
            "SELECT k.hold_id, count(DISTINCT k.read_id) AS reads, min(r.at) AS oldest"
            f" FROM ({_KEPT}) k JOIN reads r ON r.read_id = k.read_id"
            " WHERE r.at < :before GROUP BY k.hold_id ORDER BY oldest, k.hold_id"
        )
        rows = self._connection.execute(query, {"before": time_text(before)}).all()
        return [
            KeptPast(self.get(row.hold_id), row.reads, time_from_text(row.oldest)) for row in rows
        ]

    def _count(self, query: str, ids: Sequence[str]) -> int:
        bound = text(query).bindparams(bindparam("ids", expanding=True))
        return int(self._connection.execute(bound, {"ids": list(ids)}).scalar_one())

    def _holds(self, condition: Any) -> list[Hold]:
        query = (
            select(
                holds,
                hold_releases.c.by.label("released_by"),
                hold_releases.c.at.label("released_at"),
                hold_releases.c.reason.label("released_why"),
            )
            .select_from(holds.outerjoin(hold_releases, holds.c.hold_id == hold_releases.c.hold_id))
            .where(condition)
            .order_by(holds.c.at.desc(), holds.c.hold_id)
        )
        return [self._hold(row) for row in self._connection.execute(query).all()]

    def _hold(self, row: Row[Any]) -> Hold:
        span = None
        if row.since is not None:
            until = None if row.until is None else time_from_text(row.until)
            span = PlateSpan(row.plate, time_from_text(row.since), until, row.later)
        released = None
        if row.released_at is not None:
            released = HoldRelease(
                row.released_by, time_from_text(row.released_at), row.released_why
            )
        return Hold(
            row.hold_id,
            HoldKind(row.kind),
            row.number,
            row.reason,
            row.by,
            time_from_text(row.at),
            self._records(row.hold_id, "read"),
            self._records(row.hold_id, "alert"),
            span,
            released,
        )

    def _records(self, hold_id: str, kind: str) -> tuple[str, ...]:
        query = (
            select(held_records.c.record_id)
            .where(held_records.c.hold_id == hold_id, held_records.c.kind == kind)
            .order_by(held_records.c.record_id)
        )
        return tuple(self._connection.execute(query).scalars())

"""Holds, and what they keep from the purge."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, exists, func, insert, or_, select

from alpr_console.adapters.storage import schema
from alpr_console.adapters.storage.schema_keeping import hold_ends, hold_items, holds
from alpr_console.audit.chain import time_from_text, time_text
from alpr_console.domain.keeping import Hold, HoldEnd, HoldKind

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

    def on_plate(self, plate: str) -> list[Hold]:
        """Those that stand and name the plate."""
        return self._holds(_STANDS, holds.c.plate == plate)

    def kept_past(self, cutoff: datetime) -> list[tuple[Hold, int]]:
        found = []
        for hold in self._holds(_STANDS):
            count = self._connection.execute(
                select(func.count(func.distinct(schema.reads.c.read_id))).where(
                    schema.reads.c.at < time_text(cutoff), read_held(schema.reads, hold.hold_id)
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


def read_held(reads: Table, hold_id: str | None = None) -> ColumnElement[bool]:
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


def alert_held(alerts: Table) -> ColumnElement[bool]:
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
            read_held(reads),
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

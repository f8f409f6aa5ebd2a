"""Verifying the department's copy by itself: each vehicle's chain, each record, each picture."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import psycopg

from alpr_console.adapters.department_store.connection import explained
from alpr_console.adapters.department_store.tables import check_version
from alpr_console.audit import chain
from alpr_console.audit.digest import ALERT_DIGEST
from alpr_console.domain.errors import AuditBroken

MOST_FAULTS = 20
"""Named of one device; the rest is counted by whoever looks at these."""

_AT_ONCE = 200

_AUDIT = """
SELECT body, digest FROM alpr.records WHERE device = %s AND kind = 'audit' ORDER BY revision
"""

_ALERTS = """
SELECT a.id, a.body, a.digest, e.body FROM alpr.records a
LEFT JOIN alpr.records e ON e.device = a.device AND e.kind = 'audit' AND e.revision = a.revision
AND e.id = a.revision::text
WHERE a.device = %s AND a.kind = 'alert'
"""

_READS = """
SELECT r.id, r.body, r.digest,
    (SELECT jpeg FROM alpr.pictures p WHERE p.device = r.device AND p.id = r.id
     AND p.revision = r.revision AND p.name = 'crop'),
    (SELECT jpeg FROM alpr.pictures p WHERE p.device = r.device AND p.id = r.id
     AND p.revision = r.revision AND p.name = 'context')
FROM alpr.records r WHERE r.device = %s AND r.kind = 'read'
"""

_OTHERS = """
SELECT kind || ' ' || id, body, digest FROM alpr.records
WHERE device = %s AND kind IN ('hold', 'purge')
"""


@dataclass(frozen=True, slots=True)
class DeviceFound:
    """What the copy of one vehicle's records says of itself."""

    device: str
    entries: int
    head: str
    """Hash of the chain's last entry, to be compared with the vehicle's own; '' for none."""
    reads: int
    alerts: int
    unvouched: int
    """Alerts whose audit entry has not arrived yet."""
    differing: int
    """Records that arrived a second time with another content; both are kept."""
    faults: tuple[str, ...]


def check_copy(connection: psycopg.Connection) -> list[DeviceFound]:
    """By device. Memory stays bounded however much there is. Raises DepartmentUnavailable."""
    with explained():
        check_version(connection)
        devices = connection.execute("SELECT device FROM alpr.devices ORDER BY device").fetchall()
        # One snapshot: what arrives meanwhile is left to the next look.
        with connection.transaction():
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            connection.execute("SET LOCAL statement_timeout = 0")
            return [_Check(connection, device).found() for (device,) in devices]


class _Check:
    def __init__(self, connection: psycopg.Connection, device: str) -> None:
        self._connection = connection
        self._device = device
        self._faults: list[str] = []

    def found(self) -> DeviceFound:
        head = self._chain()
        alerts, unvouched = self._alerts()
        reads = self._reads()
        for name, body, digest in self._rows(_OTHERS):
            self._demand(_sum(body) == digest, f"{name} was changed.")
        row = self._connection.execute(
            "SELECT count(*) FROM alpr.differing WHERE device = %s", (self._device,)
        ).fetchone()
        return DeviceFound(
            self._device, head.sequence, head.hash if head.sequence else "", reads, alerts,
            unvouched, row[0] if row else 0, tuple(self._faults),
        )  # fmt: skip

    def _chain(self) -> chain.Head:
        head = chain.EMPTY
        for body, digest in self._rows(_AUDIT):
            try:
                entry = chain.entry_from_text(body)
                head = chain.check_next(head, entry)
            except AuditBroken as broken:
                # What follows cannot be checked against what is broken.
                self._faults.append(broken.what)
                return head
            self._demand(entry.hash == digest, f"Audit entry {entry.sequence} was changed.")
        return head

    def _alerts(self) -> tuple[int, int]:
        count = unvouched = 0
        for alert_id, body, digest, entry in self._rows(_ALERTS):
            count += 1
            self._demand(_sum(body) == digest, f"Alert {alert_id} was changed.")
            if entry is None:
                unvouched += 1
                continue
            record = json.loads(entry)["record"]
            said = record["details"].get(ALERT_DIGEST) if record["subject"] == alert_id else None
            self._demand(said == digest, f"Alert {alert_id} is not what its audit entry says.")
        return count, unvouched

    def _reads(self) -> int:
        count = 0
        for read_id, body, digest, crop, context in self._rows(_READS):
            count += 1
            self._demand(_sum(body) == digest, f"Read {read_id} was changed.")
            kept = json.loads(body)
            for name, jpeg in (("crop_jpeg", crop), ("context_jpeg", context)):
                whole = jpeg is not None and hashlib.sha256(jpeg).hexdigest() == kept.get(name)
                self._demand(whole, f"A picture of read {read_id} was changed.")
        return count

    def _rows(self, query: str) -> Iterator[tuple[Any, ...]]:
        """Row by row from the server, not all at once."""
        with self._connection.cursor(name=f"check_{uuid4().hex}") as cursor:
            cursor.itersize = _AT_ONCE
            cursor.execute(query.encode(), (self._device,))
            yield from cursor

    def _demand(self, true: bool, fault: str) -> None:
        if not true and len(self._faults) < MOST_FAULTS:
            self._faults.append(fault)


def _sum(body: str) -> str:
    return hashlib.sha256(body.encode("utf-8")).hexdigest()

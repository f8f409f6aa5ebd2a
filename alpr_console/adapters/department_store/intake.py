"""Putting a vehicle's records into the department's storage: each once, all of a batch or none."""

from __future__ import annotations

import json
from collections.abc import Sequence

import psycopg

from alpr_console.adapters.department_store.connection import connect, explained
from alpr_console.adapters.department_store.tables import check_version
from alpr_console.domain.errors import DepartmentUnavailable
from alpr_console.domain.transfer import DepartmentStorage, Parcel, Receipt, RecordKind

_RECORD = """
INSERT INTO alpr.records (device, kind, id, revision, digest, at, plate, state, camera,
                          latitude, longitude, read_id, closed, body)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (device, kind, id, revision) DO NOTHING
"""

_PICTURE = """
INSERT INTO alpr.pictures (device, id, revision, name, jpeg) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (device, id, revision, name) DO NOTHING
"""

_STANDING = """
SELECT r.kind, r.id, r.revision, r.digest FROM alpr.records r
JOIN unnest(%s::text[], %s::text[], %s::bigint[]) AS sent (kind, id, revision)
ON r.device = %s AND r.kind = sent.kind AND r.id = sent.id AND r.revision = sent.revision
"""

_DIFFERING = """
INSERT INTO alpr.differing (device, kind, id, revision, digest, body, pictures)
VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING
"""


class PostgresDepartment:
    """The Department port."""

    def __init__(self, connection: psycopg.Connection, device: str) -> None:
        self._connection = connection
        self._device = device

    def last_audit(self) -> tuple[int, str]:
        with explained():
            row = self._connection.execute(
                "SELECT revision, digest FROM alpr.records WHERE device = %s AND kind = 'audit' "
                "ORDER BY revision DESC LIMIT 1",
                (self._device,),
            ).fetchone()
        return (row[0], row[1]) if row else (0, "")

    def take_in(self, parcels: Sequence[Parcel]) -> list[Receipt]:
        with explained():
            with self._connection.transaction(), self._connection.cursor() as cursor:
                cursor.executemany(_RECORD, [self._row(parcel) for parcel in parcels])
                standing = self._standing(cursor, parcels)
                # Pictures before any order to purge that comes with their read.
                cursor.executemany(
                    _PICTURE,
                    [
                        (self._device, parcel.record_id, parcel.revision, name, jpeg)
                        for parcel in parcels
                        if standing.get(_key(parcel)) == parcel.digest
                        for name, jpeg in parcel.pictures
                    ],
                )
                receipts = [
                    # One that is no longer there had arrived before, and was purged since.
                    self._settle(cursor, parcel, standing.get(_key(parcel), parcel.digest))
                    for parcel in parcels
                ]
            return receipts

    def close(self) -> None:
        self._connection.close()

    def _row(self, parcel: Parcel) -> tuple[object, ...]:
        return (
            self._device, parcel.kind.value, parcel.record_id, parcel.revision, parcel.digest,
            parcel.at, parcel.plate, parcel.state, parcel.camera, parcel.latitude,
            parcel.longitude, parcel.read_id, parcel.closed, parcel.text,
        )  # fmt: skip

    def _standing(
        self, cursor: psycopg.Cursor, parcels: Sequence[Parcel]
    ) -> dict[tuple[str, str, int], str]:
        """The digest under which each of them stands there now."""
        keys = [_key(parcel) for parcel in parcels]
        kinds, ids, revisions = zip(*keys, strict=True)
        cursor.execute(_STANDING, (list(kinds), list(ids), list(revisions), self._device))
        return {(kind, name, revision): digest for kind, name, revision, digest in cursor}

    def _settle(self, cursor: psycopg.Cursor, parcel: Parcel, digest: str) -> Receipt:
        if digest != parcel.digest:
            cursor.execute(
                _DIFFERING,
                (
                    self._device, parcel.kind.value, parcel.record_id, parcel.revision,
                    parcel.digest, parcel.text, [jpeg for _, jpeg in parcel.pictures],
                ),
            )  # fmt: skip
            return Receipt(same=False)
        if parcel.kind is RecordKind.PURGE:
            return self._purge(cursor, json.loads(parcel.text))
        if parcel.kind is RecordKind.HOLD:
            self._hold(cursor, json.loads(parcel.text))
        return Receipt(same=True)

    def _purge(self, cursor: psycopg.Cursor, order: dict[str, object]) -> Receipt:
        names = ("order_id", "by", "section", "policy", "reads", "alerts")
        cursor.execute(
            "SELECT removed, held FROM alpr.carry_out(%s, %s, %s, %s, %s, %s::text[], %s::text[])",
            (self._device, *(order[name] for name in names)),
        )
        row = cursor.fetchone()
        assert row is not None
        return Receipt(same=True, removed=row[0], held=row[1])

    def _hold(self, cursor: psycopg.Cursor, notice: dict[str, object]) -> None:
        if notice["released"]:
            cursor.execute(
                "INSERT INTO alpr.releases (device, hold_id) VALUES (%s, %s) "
                "ON CONFLICT DO NOTHING",
                (self._device, notice["hold_id"]),
            )
            return
        if notice["plate"]:
            cursor.execute(
                "INSERT INTO alpr.held_plates (device, hold_id, plate, since, until) "
                "VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
                (
                    self._device, notice["hold_id"], notice["plate"], notice["since"],
                    notice["until"],
                ),
            )  # fmt: skip
        for kind, names in (("read", "reads"), ("alert", "alerts")):
            cursor.execute(
                "INSERT INTO alpr.holds (device, hold_id, kind, id) "
                "SELECT %s, %s, %s, unnest(%s::text[]) ON CONFLICT DO NOTHING",
                (self._device, notice["hold_id"], kind, notice[names]),
            )


def open_department(storage: DepartmentStorage, secret: str | None) -> PostgresDepartment:
    """The DepartmentOpener. Raises DepartmentUnavailable."""
    connection = connect(storage, secret)
    try:
        with explained(storage.address):
            check_version(connection)
            known = connection.execute(
                "SELECT 1 FROM alpr.devices WHERE device = %s AND role = current_user",
                (storage.device,),
            ).fetchone()
        if known is None:
            raise DepartmentUnavailable(
                f"The department's storage does not know device {storage.device} "
                f"of {storage.user}.",
                "Have it registered with 'alpr-console department init'.",
            )
    except BaseException:
        connection.close()
        raise
    return PostgresDepartment(connection, storage.device)


def _key(parcel: Parcel) -> tuple[str, str, int]:
    return parcel.kind.value, parcel.record_id, parcel.revision

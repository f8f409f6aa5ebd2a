"""Records about people, devices and the designee."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import Connection, insert, select

from alpr_console.adapters.storage.schema_people import people_records
from alpr_console.audit.chain import time_text
from alpr_console.domain.account import (
    Attempt,
    AttemptOutcome,
    Designee,
    Device,
    PersonRecord,
    Training,
)

T = TypeVar("T")
_table = people_records


_adapters: dict[type[Any], TypeAdapter[Any]] = {}


def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    """Made once a kind: making one costs a hundred times its use."""
    if kind not in _adapters:
        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]


class SqlPeople:
    """The PeopleStore port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, record: PersonRecord) -> None:
        at = record.recorded_at if isinstance(record, Training) else record.at
        self._insert(record, record.user_id, at)

    def of(self, kind: type[T], user_id: str) -> list[T]:
        return self._found(kind, _table.c.subject == user_id)

    def attempts_since(self, user_id: str, since: datetime) -> list[Attempt]:
        return self._found(Attempt, _table.c.subject == user_id, _table.c.at >= time_text(since))

    def last_success(self, user_id: str) -> Attempt | None:
        query = (
            select(_table.c.content)
            .where(_table.c.kind == Attempt.__name__, _table.c.subject == user_id)
            .order_by(_table.c.record_id.desc())
        )
        for row in self._connection.execute(query):
            attempt: Attempt = _adapter(Attempt).validate_json(row.content)
            if attempt.outcome is AttemptOutcome.SUCCEEDED:
                return attempt
        return None

    def add_designee(self, designee: Designee) -> None:
        self._insert(designee, "", designee.at)

    def designees(self) -> list[Designee]:
        return self._found(Designee)

    def add_device(self, device: Device) -> None:
        self._insert(device, device.device_id, device.at)

    def devices(self) -> list[Device]:
        newest = {one.device_id: one for one in self._found(Device)}
        return sorted(newest.values(), key=lambda one: one.name.casefold())

    def _insert(self, record: object, subject: str, at: datetime) -> None:
        kind = type(record)
        self._connection.execute(
            insert(_table).values(
                kind=kind.__name__,
                subject=subject,
                at=time_text(at),
                content=_adapter(kind).dump_json(record).decode("utf-8"),
            )
        )

    def _found(self, kind: type[T], *conditions: Any) -> list[T]:
        query = (
            select(_table.c.content)
            .where(_table.c.kind == kind.__name__, *conditions)
            .order_by(_table.c.record_id)
        )
        adapter = _adapter(kind)
        return [adapter.validate_json(row.content) for row in self._connection.execute(query)]

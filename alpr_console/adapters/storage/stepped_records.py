"""Records kept as they were at first, with the steps they have gone on by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import Connection, Table, insert, literal_column, select

R = TypeVar("R")


class SteppedRecords(Generic[R]):
    """One kind of record; its steps are only ever added to."""

    table: str
    records: dict[str, Table]
    """By `table`, where records stand…"""
    steps: dict[str, Table]
    """…and their steps."""
    steps_field: str
    record_type: TypeAdapter[R]
    step_type: TypeAdapter[Any]
    key: Callable[[R], str]

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._records = self.records[self.table]
        self._steps = self.steps[self.table]

    def save(self, record: R) -> None:
        """Raises ValueError where what is on record would be changed or lost."""
        key = type(self).key(record)
        bare, taken = self._parted(record)
        known = self._load(key)
        if known is None:
            contents = self.record_type.dump_json(bare).decode("utf-8")
            self._connection.execute(insert(self._records).values(record_id=key, contents=contents))
            known = bare
        bare_known, on_record = self._parted(known)
        if bare_known != bare or taken[: len(on_record)] != on_record:
            raise ValueError(f"{self.table} {key}: what is on record would be changed")
        for step in taken[len(on_record) :]:
            contents = self.step_type.dump_json(step).decode("utf-8")
            self._connection.execute(insert(self._steps).values(record_id=key, contents=contents))

    def get(self, key: str) -> R:
        """Raises KeyError."""
        found = self._load(key)
        if found is None:
            raise KeyError(key)
        return found

    def all(self) -> list[R]:
        """Oldest first."""
        of: dict[str, list[Any]] = {}
        query = select(self._steps).order_by(self._steps.c.step_id)
        for row in self._connection.execute(query):
            of.setdefault(row.record_id, []).append(self.step_type.validate_json(row.contents))
        rows = self._connection.execute(select(self._records).order_by(_rowid(self._records)))
        return [self._whole(row.contents, of.get(row.record_id, [])) for row in rows]

    def _load(self, key: str) -> R | None:
        where = self._records.c.record_id == key
        row = self._connection.execute(select(self._records).where(where)).one_or_none()
        if row is None:
            return None
        query = select(self._steps).where(self._steps.c.record_id == key)
        taken = [
            self.step_type.validate_json(step.contents)
            for step in self._connection.execute(query.order_by(self._steps.c.step_id))
        ]
        return self._whole(row.contents, taken)

    def _parted(self, record: R) -> tuple[R, tuple[Any, ...]]:
        """The record as it was at first, and its steps."""
        taken = tuple(getattr(record, self.steps_field))
        return replace(record, **{self.steps_field: ()}), taken  # type: ignore[type-var]

    def _whole(self, contents: str, taken: list[Any]) -> R:
        record = self.record_type.validate_json(contents)
        return replace(record, **{self.steps_field: tuple(taken)})  # type: ignore[type-var]


def _rowid(table: Any) -> Any:
    """The order of insertion."""
    return literal_column(f"{table.name}.rowid")

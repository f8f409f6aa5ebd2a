"""Hot lists: one version of each name in force, the superseded ones as history."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from alpr_console.adapters.storage.records import (
    MICROSECOND,
    Values,
    hot_list_from,
    hot_list_values,
    to_json,
)
from alpr_console.adapters.storage.schema import designations, hot_lists
from alpr_console.audit.chain import time_from_text, time_text
from alpr_console.domain.column_map import ColumnMap, Layout, MappedColumn
from alpr_console.domain.designation import Designation
from alpr_console.domain.hotlist import Category, HotList
from alpr_console.domain.list_source import ListSource, SourceKind


class SqlHotLists:
    """The HotListStore port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put_in_force(self, hot_list: HotList) -> None:
        """In place of the version of the same name; that one's row stays.

        Raises:
            ValueError: there is a version of that name with this number or a higher one.
        """
        highest = self._connection.execute(
            select(func.max(hot_lists.c.version)).where(hot_lists.c.name == hot_list.name)
        ).scalar()
        if highest is not None and hot_list.version <= highest:
            raise ValueError(f"{hot_list.name}: version {highest} is on record already")
        self.take_out_of_force(hot_list.name)
        self._connection.execute(
            insert(hot_lists).values(in_force=True, **hot_list_values(hot_list))
        )

    def take_out_of_force(self, name: str) -> None:
        self._connection.execute(
            update(hot_lists)
            .where(hot_lists.c.name == name, hot_lists.c.in_force.is_(True))
            .values(in_force=False)
        )

    def in_force(self) -> list[HotList]:
        """By name."""
        return self._lists(hot_lists.c.in_force.is_(True), hot_lists.c.name)

    def versions(self, name: str) -> list[HotList]:
        """Newest first."""
        return self._lists(hot_lists.c.name == name, hot_lists.c.version.desc())

    def _lists(self, condition: Any, order: Any) -> list[HotList]:
        query = select(hot_lists).where(condition).order_by(order)
        return [hot_list_from(dict(row._mapping)) for row in self._connection.execute(query)]


class SqlDesignations:
    """The DesignationStore port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def save(self, designation: Designation) -> None:
        self._connection.execute(
            insert(designations).values(
                name=designation.name,
                by=designation.by,
                at=time_text(designation.at),
                withdrawn=designation.withdrawn,
                settings=_settings_json(designation),
            )
        )

    def get(self, name: str) -> Designation | None:
        return next((one for one in self.all() if one.name == name), None)

    def all(self) -> list[Designation]:
        """Newest of each name, by name."""
        newest = select(func.max(designations.c.designation_id)).group_by(designations.c.name)
        query = (
            select(designations)
            .where(designations.c.designation_id.in_(newest))
            .order_by(designations.c.name)
        )
        return [_designation(row) for row in self._connection.execute(query)]


def _settings_json(designation: Designation) -> str:
    category, columns, source = designation.category, designation.columns, designation.source
    return to_json(
        {
            "category": None if category is None else category.value,
            "columns": None if columns is None else _columns_values(columns),
            "source": None if source is None else _source_values(source),
        }
    )


def _columns_values(columns: ColumnMap) -> Values:
    return {
        "layout": columns.layout.value,
        "columns": [[c.field, c.position, c.width] for c in columns.columns],
        "delimiter": columns.delimiter,
        "skip_lines": columns.skip_lines,
        "encoding": columns.encoding,
        "categories": {word: c.value for word, c in columns.categories.items()},
    }


def _source_values(source: ListSource) -> Values:
    return {
        "kind": source.kind.value,
        "address": source.address,
        "user": source.user,
        "pin": source.pin,
        "every_us": source.every // MICROSECOND,
    }


def _designation(row: Row[Any]) -> Designation:
    kept = json.loads(row.settings)
    columns, source = kept["columns"], kept["source"]
    return Designation(
        name=row.name,
        by=row.by,
        at=time_from_text(row.at),
        category=None if kept["category"] is None else Category(kept["category"]),
        columns=None if columns is None else _columns(columns),
        source=None if source is None else _source(source),
        withdrawn=row.withdrawn,
    )


def _columns(kept: Values) -> ColumnMap:
    return ColumnMap(
        layout=Layout(kept["layout"]),
        columns=tuple(MappedColumn(*column) for column in kept["columns"]),
        delimiter=kept["delimiter"],
        skip_lines=kept["skip_lines"],
        encoding=kept["encoding"],
        categories={word: Category(code) for word, code in kept["categories"].items()},
    )


def _source(kept: Values) -> ListSource:
    return ListSource(
        SourceKind(kept["kind"]),
        kept["address"],
        kept["user"],
        kept["pin"],
        kept["every_us"] * MICROSECOND,
    )

"""Hot lists: one version of each name in force, the superseded ones as history."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, delete, insert, select, update

from alpr_console.adapters.storage.records import (
    entry_from_texts,
    entry_texts,
    hot_list_from,
    hot_list_values,
)
from alpr_console.adapters.storage.schema import ENTRY_TEXTS, hot_list_entries, hot_lists
from alpr_console.domain.hotlist import HotList, HotListEntry

# Straight to the driver: SQLAlchemy's own bulk insert takes twice the time.
_INSERT_ENTRY = (
    f"INSERT INTO hot_list_entries (list_id, position, {', '.join(ENTRY_TEXTS)}) "
    f"VALUES (?, ?{', ?' * len(ENTRY_TEXTS)})"
)


class SqlHotLists:
    """The HotListStore port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def replace(self, hot_list: HotList, entries: Iterable[HotListEntry]) -> None:
        """Put a version in force; the entries of the one before are removed, its row stays.

        Raises:
            ValueError: `count` is not the number of entries.
        """
        before = self._connection.execute(
            select(hot_lists.c.list_id).where(
                hot_lists.c.name == hot_list.name, hot_lists.c.in_force.is_(True)
            )
        ).scalar_one_or_none()
        if before is not None:
            self._connection.execute(
                delete(hot_list_entries).where(hot_list_entries.c.list_id == before)
            )
            self._connection.execute(
                update(hot_lists).where(hot_lists.c.list_id == before).values(in_force=False)
            )
        self._connection.execute(
            insert(hot_lists).values(in_force=True, **hot_list_values(hot_list))
        )
        rows = [
            (hot_list.list_id, position, *entry_texts(entry))
            for position, entry in enumerate(entries)
        ]
        if len(rows) != hot_list.count:
            raise ValueError(f"{hot_list.name}: {hot_list.count} announced, {len(rows)} given")
        if rows:
            self._connection.exec_driver_sql(_INSERT_ENTRY, rows)

    def in_force(self) -> list[HotList]:
        """By name."""
        return self._lists(in_force=True)

    def superseded(self) -> list[HotList]:
        """Versions no longer in force, oldest import first; their entries are gone."""
        return sorted(self._lists(in_force=False), key=lambda kept: kept.imported_at)

    def entries(self, list_id: str) -> Sequence[HotListEntry]:
        """In the order of the list; empty for a version no longer in force."""
        query = (
            select(*(hot_list_entries.c[name] for name in ENTRY_TEXTS))
            .where(hot_list_entries.c.list_id == list_id)
            .order_by(hot_list_entries.c.position)
        )
        return [entry_from_texts(row) for row in self._connection.execute(query)]

    def _lists(self, in_force: bool) -> list[HotList]:
        query = (
            select(hot_lists).where(hot_lists.c.in_force.is_(in_force)).order_by(hot_lists.c.name)
        )
        return [hot_list_from(dict(row._mapping)) for row in self._connection.execute(query)]

"""A shelf in memory: the same behavior as the folder of sealed files, nothing on disk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from uuid import uuid4

import numpy as np

from alpr_console.domain.designation import Designation
from alpr_console.domain.errors import HotListDamaged
from alpr_console.domain.hotlist import (
    Category,
    HotList,
    HotListEntry,
    entry_of_record,
    record_of,
)
from alpr_console.list_ports import ListBatch, ListShelf, PackedList, Sealed
from alpr_console.matching.packing import keys_of
from alpr_console.ports import UnitOfWorkFactory


class MemoryShelf:
    def __init__(self) -> None:
        self.files: dict[str, tuple[list[ListBatch], list[int]]] = {}
        """Batches, and the places of their entries that are kept."""

    def writer(self, file_id: str) -> MemoryWriter:
        return MemoryWriter(self, file_id)

    def open(self, file_id: str) -> PackedList:
        batches, rows = self._file(file_id)
        records = [record for batch in batches for record in batch.records]
        states = [state for batch in batches for state in batch.states]
        names = ("", *sorted({state for state in states if state}))
        keys = np.concatenate([batch.keys for batch in batches])
        kept = np.array(rows, np.int64)
        order = kept[np.argsort(keys[kept], kind="stable")]
        return PackedList(
            keys=keys[order],
            rows=order.astype(np.uint32),
            states=np.array([names.index(s) for s in states], np.uint8)[order],
            state_names=names,
            categories=np.concatenate([batch.categories for batch in batches])[order],
            fetch=lambda row: entry_of_record(f"{file_id}:{row}", records[row]),
        )

    def entries(self, file_id: str) -> Iterator[HotListEntry]:
        batches, rows = self._file(file_id)
        records = [record for batch in batches for record in batch.records]
        for row in rows:
            yield entry_of_record(f"{file_id}:{row}", records[row])

    def kept(self) -> frozenset[str]:
        return frozenset(self.files)

    def remove(self, file_id: str) -> None:
        self.files.pop(file_id, None)

    def _file(self, file_id: str) -> tuple[list[ListBatch], list[int]]:
        if file_id not in self.files:
            raise HotListDamaged("A hot list's file cannot be opened.", "Import the list again.")
        return self.files[file_id]


class MemoryWriter:
    def __init__(self, shelf: MemoryShelf, file_id: str) -> None:
        self._shelf = shelf
        self._file_id = file_id
        self._batches: list[ListBatch] = []

    def append(self, batch: ListBatch) -> None:
        self._batches.append(batch)

    def seal(self) -> Sealed:
        first: dict[str, int] = {}
        kept, again = [], []
        lines = [int(line) for batch in self._batches for line in batch.lines]
        for row, record in enumerate(r for batch in self._batches for r in batch.records):
            if record in first:
                again.append((lines[row], lines[first[record]]))
            else:
                first[record] = row
                kept.append(row)
        self._shelf.files[self._file_id] = (self._batches, kept)
        return Sealed(len(kept), len(again), tuple(again))

    def abandon(self) -> None:
        self._batches = []


def batch_of(entries: Sequence[HotListEntry], first_line: int = 2) -> ListBatch:
    """The entries as an importer would hand them over."""
    places = {category: place for place, category in enumerate(Category)}
    return ListBatch(
        keys=keys_of([entry.lic for entry in entries]),
        states=[entry.lis for entry in entries],
        categories=np.array([places[entry.category] for entry in entries], np.uint8),
        lines=np.arange(first_line, first_line + len(entries), dtype=np.uint32),
        records=[record_of(entry) for entry in entries],
    )


def shelve(shelf: ListShelf, entries: Sequence[HotListEntry]) -> str:
    """Seal the entries in a file of their own; its id."""
    file_id = uuid4().hex
    writer = shelf.writer(file_id)
    writer.append(batch_of(entries))
    writer.seal()
    return file_id


def put_list(
    uow: UnitOfWorkFactory, shelf: ListShelf, hot_list: HotList, entries: Sequence[HotListEntry]
) -> HotList:
    """Designate a list and put it in force without a file to import; as it is on record."""
    listed = replace(hot_list, file_id=shelve(shelf, entries), count=len(entries))
    with uow() as work:
        work.designations.save(Designation(hot_list.name, "admin", hot_list.imported_at))
        work.hot_lists.put_in_force(listed)
    return listed

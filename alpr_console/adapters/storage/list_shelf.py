"""The shelf: hot-list versions as sealed files in one folder beside the store."""

from __future__ import annotations

import contextlib
import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from alpr_console.adapters.storage.sealed_file import (
    BLOCK_RECORDS,
    SealedReader,
    SealedWriter,
    damaged,
)
from alpr_console.domain.errors import HotListMalformed, StoreUnavailable
from alpr_console.domain.hotlist import HotListEntry, entry_of_record
from alpr_console.list_ports import ListBatch, PackedList, Sealed

SUFFIX = ".hotlist"
DUPLICATES_NAMED = 1000
MOST_STATES = 256
_MAKING = ".making"


class FolderShelf:
    """The ListShelf port on a folder. Any thread."""

    def __init__(self, folder: Path, store_key: bytes) -> None:
        """`store_key`: the store's 32 bytes; every file has a key derived from it."""
        self.folder = folder
        self._key = store_key

    def writer(self, file_id: str) -> FolderWriter:
        """Raises StoreUnavailable where the folder cannot be written to."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            return FolderWriter(self._path(file_id), self._key, file_id)
        except OSError as error:
            raise _refused(error) from error

    def open(self, file_id: str) -> PackedList:
        """Raises HotListDamaged."""
        reader = SealedReader(self._path(file_id), self._key, file_id)

        def fetch(row: int) -> HotListEntry:
            return _entry(file_id, row, reader.record(row))

        packed = PackedList(
            keys=reader.column("keys", np.uint64),
            rows=reader.column("rows", np.uint32),
            states=reader.column("states", np.uint8),
            state_names=tuple(reader.table.state_names),
            categories=reader.column("categories", np.uint8),
            fetch=fetch,
        )
        reader.expect_single_records()
        return packed

    def entries(self, file_id: str) -> Iterator[HotListEntry]:
        """In the order of the list. Raises HotListDamaged."""
        reader = SealedReader(self._path(file_id), self._key, file_id)
        kept = np.zeros(reader.table.records, bool)
        kept[reader.column("rows", np.uint32)] = True
        for row, record in enumerate(reader.records()):
            if kept[row]:
                yield _entry(file_id, row, record)

    def kept(self) -> frozenset[str]:
        return frozenset(path.stem for path in self.folder.glob(f"*{SUFFIX}"))

    def remove(self, file_id: str) -> None:
        self._path(file_id).unlink(missing_ok=True)

    def clear_unfinished(self) -> None:
        """Remove what a process that died left half made. Only while nothing is imported."""
        for path in self.folder.glob(f"*{_MAKING}"):
            path.unlink(missing_ok=True)

    def _path(self, file_id: str) -> Path:
        if not file_id.isalnum():
            raise ValueError("a file's id is letters and digits")
        return self.folder / f"{file_id}{SUFFIX}"


class FolderWriter:
    """The ListWriter port. The file has its name only once it is whole and on the disk."""

    def __init__(self, path: Path, store_key: bytes, file_id: str) -> None:
        self._path = path
        self._making = path.with_suffix(_MAKING)
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC
        self._file = os.fdopen(os.open(self._making, flags, 0o600), "wb", buffering=1 << 20)
        try:
            self._out = SealedWriter(self._file, store_key, file_id)
        except OSError:
            self.abandon()
            raise
        self._waiting: list[str] = []
        self._columns: dict[str, list[NDArray[Any]]] = defaultdict(list)
        self._states = _StateNumbers()

    def append(self, batch: ListBatch) -> None:
        """Raises StoreUnavailable; HotListMalformed for more states than there can be."""
        states = np.fromiter(map(self._states.__getitem__, batch.states), np.int64)
        if len(self._states) > MOST_STATES:
            raise HotListMalformed(
                f"The list names more than {MOST_STATES - 1} states.",
                "Check which column holds the state.",
            )
        columns = self._columns
        columns["keys"].append(batch.keys)
        columns["states"].append(states.astype(np.uint8))
        columns["categories"].append(batch.categories)
        columns["lines"].append(batch.lines)
        # Equal entries have equal sums; the sums are of this process alone and never stored.
        columns["sums"].append(np.fromiter(map(hash, batch.records), np.int64))
        self._waiting.extend(batch.records)
        whole = len(self._waiting) // BLOCK_RECORDS * BLOCK_RECORDS
        self._write(whole)

    def seal(self) -> Sealed:
        """Raises StoreUnavailable; nothing is on the shelf then."""
        self._write(len(self._waiting))
        keys = self._column("keys")
        # Stable: of equal entries the first line is the one that is kept.
        order = np.argsort(keys, kind="stable")
        keys = keys[order]
        states = self._column("states")[order]
        categories = self._column("categories")[order]
        again = _repeated(keys, states, categories, self._column("sums")[order])
        lines = self._column("lines")
        named = tuple(
            (int(lines[order[place]]), int(lines[order[first]]))
            for place, first in _first_of(again)[:DUPLICATES_NAMED]
        )
        del lines
        kept = again < 0
        sealed = Sealed(int(np.count_nonzero(kept)), int(np.count_nonzero(~kept)), named)
        columns = {
            "keys": keys[kept],
            "rows": order[kept].astype(np.uint32),
            "states": states[kept],
            "categories": categories[kept],
        }
        try:
            self._out.finish(sealed.count, list(self._states), columns)
            self._file.close()
            self._making.rename(self._path)
            _sync_folder(self._path.parent)
        except OSError as error:
            raise _refused(error) from error
        return sealed

    def abandon(self) -> None:
        with contextlib.suppress(OSError):
            self._file.close()
        with contextlib.suppress(OSError):
            self._making.unlink(missing_ok=True)

    def _column(self, name: str) -> NDArray[Any]:
        """The whole column; its parts are let go of."""
        parts = self._columns.pop(name, [])
        return np.concatenate(parts) if parts else np.empty(0, np.uint64)

    def _write(self, count: int) -> None:
        try:
            for start in range(0, count, BLOCK_RECORDS):
                self._out.write_records(self._waiting[start : min(start + BLOCK_RECORDS, count)])
        except OSError as error:
            raise _refused(error) from error
        del self._waiting[:count]


class _StateNumbers(dict[str, int]):
    """A number for each state code, in the order in which they occur; '' is 0."""

    def __init__(self) -> None:
        super().__init__({"": 0})

    def __missing__(self, state: str) -> int:
        self[state] = number = len(self)
        return number


def _repeated(
    keys: NDArray[Any], states: NDArray[Any], categories: NDArray[Any], sums: NDArray[Any]
) -> NDArray[np.int64]:
    """By place in the order of keys: the place of the equal entry before it, or -1.

    Several entries of one plate are few; only those are looked at one by one.
    """
    again = np.full(len(keys), -1, np.int64)
    same = np.flatnonzero(keys[1:] == keys[:-1]) + 1
    seen: dict[tuple[int, int, int], int] = {}
    last_key = -1
    for place in same.tolist():
        if int(keys[place]) != last_key:
            last_key = int(keys[place])
            first = place - 1
            seen = {(int(states[first]), int(categories[first]), int(sums[first])): first}
        entry = (int(states[place]), int(categories[place]), int(sums[place]))
        if entry in seen:
            again[place] = seen[entry]
        else:
            seen[entry] = place
    return again


def _first_of(again: NDArray[np.int64]) -> list[tuple[int, int]]:
    places = np.flatnonzero(again >= 0)
    return list(zip(places.tolist(), again[places].tolist(), strict=True))


def _entry(file_id: str, row: int, record: str) -> HotListEntry:
    try:
        return entry_of_record(f"{file_id}:{row}", record)
    except ValueError:
        # It opened with the right key, so this console wrote it: by a later version.
        raise damaged("was made by another version of the console") from None


def _sync_folder(folder: Path) -> None:
    """So that the new name itself survives a loss of power."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _refused(error: OSError) -> StoreUnavailable:
    return StoreUnavailable(
        f"The hot list cannot be stored ({error.strerror}). The list before stays in force.",
        "Check the folder's permissions and free space, then import again.",
    )

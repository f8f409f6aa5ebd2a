"""What hot lists need of the outside world: sealed files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from alpr_console.domain.hotlist import HotListEntry


@dataclass(frozen=True, slots=True, eq=False)
class ListBatch:
    """Entries on their way into a sealed file, checked and packed; arrays of one length."""

    keys: NDArray[np.uint64]
    """Folded LIC as a number, `matching.packing.key_of`."""
    states: Sequence[str]
    """LIS, '' where the list does not say."""
    categories: NDArray[np.uint8]
    """Position in `tuple(Category)`."""
    lines: NDArray[np.uint32]
    """Line of the imported file, from 1: to name duplicates."""
    records: Sequence[str]
    """`domain.hotlist.record_of` of each."""


@dataclass(frozen=True, slots=True, eq=False)
class PackedList:
    """One list version as the index holds it: a row an entry, sorted by key."""

    keys: NDArray[np.uint64]
    rows: NDArray[np.uint32]
    """Place of the entry in its file: what `fetch` takes."""
    states: NDArray[np.uint8]
    """Position in `state_names`."""
    state_names: tuple[str, ...]
    """LIS codes that occur; the first is ''."""
    categories: NDArray[np.uint8]
    """Position in `tuple(Category)`."""
    fetch: Callable[[int], HotListEntry]
    """The whole entry, by row. Raises HotListDamaged."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """What became of a file's entries once sealed."""

    count: int
    """Entries kept: duplicates are kept once."""
    duplicates: int
    duplicate_lines: tuple[tuple[int, int], ...]
    """The first of them: line, and the line that it repeats."""


class ListWriter(Protocol):
    """A sealed file in the making. Nothing of it counts until `seal` returns."""

    def append(self, batch: ListBatch) -> None:
        """Raises StoreUnavailable (disk full)."""
        ...

    def seal(self) -> Sealed:
        """Make it whole, durable and known to the shelf."""
        ...

    def abandon(self) -> None:
        """Leave no trace. Safe after `seal` failed, and twice; does nothing once sealed."""
        ...


class ListShelf(Protocol):
    """The sealed, encrypted files of hot-list versions. Any thread."""

    def writer(self, file_id: str) -> ListWriter: ...

    def open(self, file_id: str) -> PackedList:
        """Raises HotListDamaged for a file that is missing, altered, or not of this store."""
        ...

    def entries(self, file_id: str) -> Iterator[HotListEntry]:
        """In the order of the list. Raises HotListDamaged."""
        ...

    def kept(self) -> frozenset[str]:
        """Ids of the files there are."""
        ...

    def remove(self, file_id: str) -> None: ...

"""What is kept of a shift: checks, faults, canvasses, notes, and which reads came by hand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from alpr_console.domain.shift import (
    ByHand,
    Canvass,
    EquipmentFault,
    HandRead,
    ListedRead,
    ReadFilter,
    ShiftCheck,
    ShiftNote,
)


class ShiftStore(Protocol):
    """Only ever added to. What is looked up and is not there raises KeyError."""

    def add_check(self, check: ShiftCheck) -> None: ...

    def checks(self, shift_id: str) -> list[ShiftCheck]:
        """Oldest first."""
        ...

    def save_fault(self, fault: EquipmentFault) -> None:
        """A new fault, or the steps that a known one has gone on by. Raises ValueError where
        what is on record would be changed or lost."""
        ...

    def fault(self, fault_id: str) -> EquipmentFault: ...

    def faults(self) -> list[EquipmentFault]:
        """Oldest first, the resolved ones among them."""
        ...

    def save_canvass(self, canvass: Canvass) -> None:
        """As `save_fault`."""
        ...

    def canvass(self, canvass_id: str) -> Canvass: ...

    def canvasses(self) -> list[Canvass]:
        """Oldest first."""
        ...

    def running(self) -> Canvass | None:
        """The canvass that has not ended; there is one at the most."""
        ...

    def add_to_canvass(self, canvass: Canvass, read_id: str) -> None:
        """The read is recorded under the case; a second time changes nothing."""
        ...

    def canvass_counts(self) -> dict[str, int]:
        """Reads recorded so far, by canvass; those that have left the store count on."""
        ...

    def add_note(self, note: ShiftNote) -> None: ...

    def notes(self, shift_id: str) -> list[ShiftNote]:
        """Oldest first."""
        ...

    def add_hand_read(self, one: HandRead) -> None: ...

    def by_hand(self, read_ids: Iterable[str]) -> dict[str, ByHand]:
        """Those of the reads that came by hand."""
        ...


class ReadList(Protocol):
    """The part of a read store that lists a shift's reads."""

    def listed(
        self, since: datetime, wanted: ReadFilter, before: tuple[datetime, str] | None, limit: int
    ) -> list[ListedRead]:
        """Reads captured at or after `since`, newest first, each in its newest revision.

        `before` is capture time and id of the last read of the page before this one.
        """
        ...

    def listed_count(self, since: datetime, wanted: ReadFilter) -> int: ...

"""What is on record of shifts, and the list of a shift's reads, in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from alpr_console.domain.correction import FIRST_BY_A_PERSON
from alpr_console.domain.read import PlateRead
from alpr_console.domain.read_search import fits
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
from tests.fakes.memory_releases import save_grown

if TYPE_CHECKING:
    from tests.fakes.memory_store import Contents


@dataclass
class ShiftContents:
    checks: list[ShiftCheck] = field(default_factory=list)
    faults: dict[str, EquipmentFault] = field(default_factory=dict)
    canvasses: dict[str, Canvass] = field(default_factory=dict)
    canvass_reads: dict[str, str] = field(default_factory=dict)
    """Canvass of each read."""
    notes: list[ShiftNote] = field(default_factory=list)
    hands: dict[str, HandRead] = field(default_factory=dict)

    def copy(self) -> ShiftContents:
        return ShiftContents(
            list(self.checks), dict(self.faults), dict(self.canvasses), dict(self.canvass_reads),
            list(self.notes), dict(self.hands),
        )  # fmt: skip


class MemoryShifts:
    def __init__(self, contents: ShiftContents) -> None:
        self._contents = contents

    def add_check(self, check: ShiftCheck) -> None:
        self._contents.checks.append(check)

    def checks(self, shift_id: str) -> list[ShiftCheck]:
        return [one for one in self._contents.checks if one.shift_id == shift_id]

    def save_fault(self, fault: EquipmentFault) -> None:
        save_grown(self._contents.faults, fault.fault_id, fault, "steps")

    def fault(self, fault_id: str) -> EquipmentFault:
        return self._contents.faults[fault_id]

    def faults(self) -> list[EquipmentFault]:
        return list(self._contents.faults.values())

    def save_canvass(self, canvass: Canvass) -> None:
        save_grown(self._contents.canvasses, canvass.canvass_id, canvass, "ends")

    def canvass(self, canvass_id: str) -> Canvass:
        return self._contents.canvasses[canvass_id]

    def canvasses(self) -> list[Canvass]:
        return list(self._contents.canvasses.values())

    def running(self) -> Canvass | None:
        return next((one for one in self._contents.canvasses.values() if one.runs), None)

    def add_to_canvass(self, canvass: Canvass, read_id: str) -> None:
        self._contents.canvass_reads.setdefault(read_id, canvass.canvass_id)

    def canvass_of(self, read_id: str) -> Canvass | None:
        """Under which it was taken; asked by the tests' own search."""
        return self._contents.canvasses.get(self._contents.canvass_reads.get(read_id, ""))

    def canvass_counts(self) -> dict[str, int]:
        return dict(Counter(self._contents.canvass_reads.values()))

    def add_note(self, note: ShiftNote) -> None:
        self._contents.notes.append(note)

    def notes(self, shift_id: str) -> list[ShiftNote]:
        return [one for one in self._contents.notes if one.shift_id == shift_id]

    def add_hand_read(self, one: HandRead) -> None:
        assert one.read_id not in self._contents.hands
        self._contents.hands[one.read_id] = one

    def by_hand(self, read_ids: Iterable[str]) -> dict[str, ByHand]:
        hands = self._contents.hands
        return {read_id: hands[read_id].how for read_id in read_ids if read_id in hands}


def listed(
    contents: Contents, newest: Iterable[PlateRead], hits: set[str], wanted: ReadFilter
) -> list[ListedRead]:
    """Those of `newest` that fit, newest first."""
    hands, canvass = contents.shift.hands, contents.shift.canvass_reads
    found = [
        ListedRead(
            r.read_id, r.at, r.text, r.state, r.camera, r.reading.confidence, r.read_id in hits,
            r.revision >= FIRST_BY_A_PERSON,
            hands[r.read_id].how if r.read_id in hands else None,
        )
        for r in newest
        if (not wanted.plate or fits(r.text, wanted.plate))
        and (not wanted.hits or r.read_id in hits)
        and (not wanted.by_hand or r.read_id in hands)
        and wanted.camera in ("", r.camera)
        and wanted.canvass in ("", canvass.get(r.read_id))
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.at, one.read_id), reverse=True)

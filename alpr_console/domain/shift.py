"""What is on record of a shift besides reads and alerts: checks, faults, canvasses, notes.

A shift is one person's session on one unit; its id is the session's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from alpr_console.domain.errors import ShiftRefused
from alpr_console.domain.shift_check import CheckItem, CheckKey, Standing


@dataclass(frozen=True, slots=True)
class ShiftCheck:
    check_id: str
    shift_id: str
    by: str
    unit: str
    at: datetime
    section: str
    """The clause that asks for it; '' where the policy's text is silent."""
    items: tuple[CheckItem, ...]

    def having(self, standing: Standing) -> tuple[CheckItem, ...]:
        return tuple(item for item in self.items if item.standing is standing)


class FaultAct(Enum):
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True)
class FaultStep:
    act: FaultAct
    by: str
    at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class EquipmentFault:
    """An item of a check that failed: told to every administrator until they know of it."""

    fault_id: str
    check_id: str
    shift_id: str
    key: CheckKey
    subject: str
    found: str
    by: str
    unit: str
    at: datetime
    steps: tuple[FaultStep, ...] = ()

    @property
    def is_open(self) -> bool:
        return all(step.act is not FaultAct.RESOLVED for step in self.steps)

    def waits_for(self, user_name: str) -> bool:
        """Whether this administrator has yet to say that they know of it."""
        return not any(
            step.act is FaultAct.ACKNOWLEDGED and step.by == user_name for step in self.steps
        )

    def step(self, one: FaultStep) -> EquipmentFault:
        """Raises ShiftRefused once it is resolved: only knowing of it can still be told."""
        if not self.is_open and one.act is FaultAct.RESOLVED:
            raise ShiftRefused("The fault is resolved already.", "Look at the next one.")
        return replace(self, steps=(*self.steps, one))


@dataclass(frozen=True, slots=True)
class CanvassEnd:
    by: str
    at: datetime
    why: str
    """'by key', 'at sign-out'."""


@dataclass(frozen=True, slots=True)
class Canvass:
    """Reads around a scene, recorded under its case number while it runs (OPS-3)."""

    canvass_id: str
    case_number: str
    note: str
    by: str
    unit: str
    shift_id: str
    at: datetime
    section: str
    ends: tuple[CanvassEnd, ...] = ()

    @property
    def runs(self) -> bool:
        return not self.ends

    def end(self, one: CanvassEnd) -> Canvass:
        """Raises ShiftRefused where it is over."""
        if self.ends:
            raise ShiftRefused("The canvass is over already.", "Start another one.")
        return replace(self, ends=(one,))


@dataclass(frozen=True, slots=True)
class ShiftNote:
    note_id: str
    shift_id: str
    by: str
    unit: str
    at: datetime
    text: str
    read_id: str = ""
    """What it is about; '' where it is about neither read nor alert."""
    alert_id: str = ""


class ByHand(Enum):
    TYPED = "typed"
    """A person read the plate; no camera saw it."""
    CAPTURED = "captured"
    """A person took the picture; the reader read it."""


@dataclass(frozen=True, slots=True)
class HandRead:
    """That a read came about by hand, and by whose."""

    read_id: str
    how: ByHand
    by: str
    unit: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ReadFilter:
    """What the list of a shift's reads is narrowed to; nothing set is all of them."""

    plate: str = ""
    """GLOB: `?` one character, `*` any number of them."""
    hits: bool = False
    by_hand: bool = False
    camera: str = ""
    canvass: str = ""
    """Id of a canvass."""


@dataclass(frozen=True, slots=True)
class ListedRead:
    """A read in its newest revision, without its pictures, as a list shows it."""

    read_id: str
    at: datetime
    plate: str
    state: str
    camera: str
    confidence: float
    hit: bool
    corrected: bool
    by_hand: ByHand | None

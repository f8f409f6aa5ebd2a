"""A shift in one look: what is still open at its end, and what it amounted to (HIT-10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from alpr_console.domain.alert import Alert, AlertState
from alpr_console.domain.session import Session
from alpr_console.domain.shift import Canvass, EquipmentFault, ShiftCheck, ShiftNote


@dataclass(frozen=True, slots=True)
class ShiftStanding:
    """What the screen says of a shift all the while."""

    checked: bool
    open_faults: tuple[EquipmentFault, ...]
    told: int
    """Faults that whoever is signed in has to acknowledge."""
    canvass: Canvass | None
    under_case: int
    """Reads recorded under it so far."""


@dataclass(frozen=True, slots=True)
class OpenMatters:
    """What a shift would leave behind. Signing out closes none of it."""

    alerts: tuple[Alert, ...]
    """Without an outcome, oldest first, of whatever shift."""
    canvass: Canvass | None
    faults: tuple[EquipmentFault, ...]

    @property
    def none(self) -> bool:
        return not (self.alerts or self.canvass or self.faults)

    @property
    def awaited(self) -> tuple[Alert, ...]:
        """Those whose confirmation was asked for and has not come."""
        return tuple(one for one in self.alerts if one.state is AlertState.PENDING)


@dataclass(frozen=True, slots=True)
class ShiftSummary:
    session: Session
    until: datetime
    reads: int
    by_hand: int
    hits: int
    """Alerts raised since the shift began."""
    outcomes: tuple[tuple[str, int], ...]
    """How those of them ended that have ended, by name."""
    matters: OpenMatters
    checks: tuple[ShiftCheck, ...]
    canvasses: tuple[tuple[Canvass, int], ...]
    """Of this shift, each with the reads under it."""
    notes: tuple[ShiftNote, ...]

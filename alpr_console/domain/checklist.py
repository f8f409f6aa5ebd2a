"""Visual verification: what the officer compares, one item at a time (HIT-2).

'Identical' is the only pass. An item where what was seen conflicts with the list needs a
reason in words before it can be called identical.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from alpr_console.domain.errors import DutyMissing
from alpr_console.domain.hotlist import Hit
from alpr_console.domain.plate import UNKNOWN_STATE, StateRead
from alpr_console.domain.vehicle_codes import UNKNOWN, body_conflicts, color_conflicts, is_doubtful

STATE_DOUBTED_BELOW = 0.7
"""What the reader must give the listed state for its item to stand without a mark."""


class ItemKind(Enum):
    CHARACTERS = "characters"
    STATE = "state"
    VEHICLE = "vehicle"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class Verdict(Enum):
    IDENTICAL = "identical"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One thing to compare, with what the list says and what the console saw."""

    kind: ItemKind
    listed: str
    seen: str
    """'' where the console saw nothing it can name; the officer looks for himself."""
    conflict: bool
    typed: bool = False
    """A person typed what was seen, and no picture bears it out."""
    doubtful: bool = False
    """What was seen speaks against the list, but not surely enough to be a conflict."""

    @property
    def needs_reason(self) -> bool:
        """Before it can be called identical. Of a plate that was typed the officer says how they
        see it now: else they would compare a list with their own typing."""
        return self.conflict or self.typed


@dataclass(frozen=True, slots=True)
class Answer:
    kind: ItemKind
    verdict: Verdict
    by: str
    """User name of the officer."""
    at: datetime
    reason: str = ""


def checklist_for(hit: Hit) -> tuple[ChecklistItem, ...]:
    """Items that the officer must answer for `hit`, in the order asked.

    Characters and state are always asked; a list that names no state is asked as
    'not listed', so that the officer looks at the state all the same. The vehicle is
    asked where the list describes it, and conflicts where color or body style were seen
    and cannot be the list's.
    """
    entry, read = hit.entry, hit.read
    items = [
        ChecklistItem(
            ItemKind.CHARACTERS,
            entry.lic,
            read.text,
            conflict=bool(hit.match.differences),
            typed=read.typed,
        ),
        ChecklistItem(
            ItemKind.STATE,
            entry.lis or "not listed",
            "" if read.state == UNKNOWN_STATE else read.state,
            conflict=hit.match.state_conflict,
            doubtful=not hit.match.state_conflict
            and _state_is_doubtful(read.reading.state, entry.lis),
        ),
    ]
    if entry.has_vehicle:
        seen = read.vehicle
        words, conflict, doubtful = "", False, False
        if seen is not None:
            words = " ".join(w for w in (seen.color, seen.body) if w not in ("", UNKNOWN))
            conflict = color_conflicts(entry.vco, seen.color) or body_conflicts(
                entry.vst, seen.body
            )
            doubtful = is_doubtful(entry.vco, seen.color, seen.unlikely) or is_doubtful(
                entry.vst, seen.body, seen.unlikely
            )
        items.append(
            ChecklistItem(
                ItemKind.VEHICLE, entry.vehicle_words, words, conflict,
                doubtful=doubtful and not conflict,
            )
        )  # fmt: skip
    return tuple(items)


def _state_is_doubtful(seen: StateRead, listed: str) -> bool:
    """Whether the reader gives the listed state little, be another named or none."""
    given = seen.confidence if seen.code == listed else dict(seen.alternatives).get(listed, 0.0)
    return bool(listed) and given < STATE_DOUBTED_BELOW


def identical_first(alert_id: str, kind: ItemKind) -> bool:
    """Whether 'identical' stands before 'different' for this item of this alert.

    Drawn from the alert's id: nobody can learn where the choices stand and click through by
    habit, and going back does not change them.
    """
    return hashlib.sha256(f"{alert_id}/{kind.value}".encode()).digest()[0] < 128


def check_answer(item: ChecklistItem, verdict: Verdict, reason: str) -> None:
    """Refuse 'identical' on a conflicting or typed item without a reason in words.

    Raises DutyMissing.
    """
    if item.typed and verdict is Verdict.IDENTICAL and len(reason.strip()) < 4:
        raise DutyMissing(
            f"{item.kind.label}: the plate was typed, and there is no picture.",
            "Look at the plate itself and say in words how you see it, or answer Different.",
        )
    if item.conflict and verdict is Verdict.IDENTICAL and len(reason.strip()) < 4:
        raise DutyMissing(
            f"{item.kind.label}: read and list differ.",
            "Say in words why they are identical, or answer Different.",
        )

"""Confirmation of status, exigency, lawful basis, and how a hit ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum


class ConfirmationWay(Enum):
    CLETS = "clets"
    DISPATCH = "dispatch"
    SWITCH = "switch"
    """Handed by the console to the agency's message switch, which has taken it."""

    @property
    def label(self) -> str:
        return _WAY_LABELS[self]


_WAY_LABELS = {
    ConfirmationWay.CLETS: "CLETS on the MDC",
    ConfirmationWay.DISPATCH: "Dispatch",
    ConfirmationWay.SWITCH: "Message switch",
}


class Urgency(Enum):
    """NCIC hit confirmation priority, with its clock."""

    URGENT = "urgent"
    ROUTINE = "routine"

    @property
    def limit(self) -> timedelta:
        return timedelta(minutes=10) if self is Urgency.URGENT else timedelta(hours=1)


class Reply(Enum):
    CONFIRMED = "confirmed"
    NOT_CONFIRMED = "not_confirmed"
    LATER = "later"
    """The other agency says how long it will take; the clock starts again."""


@dataclass(frozen=True, slots=True)
class ConfirmationRequest:
    way: ConfirmationWay
    urgency: Urgency
    number: int
    """1 first request, 2 second, 3 third (the YQ message's RNO)."""
    by: str
    at: datetime

    @property
    def due(self) -> datetime:
        return self.at + self.urgency.limit


@dataclass(frozen=True, slots=True)
class ConfirmationReply:
    reply: Reply
    from_whom: str
    """Name or terminal of who answered."""
    at: datetime
    by: str
    """User who wrote the reply down."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Exigency:
    """Facts, in the officer's words, that did not let confirmation be waited for."""

    facts: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LawfulBasis:
    """Reasonable suspicion or other lawful basis for a stop, in the officer's words."""

    basis: str
    by: str
    at: datetime
    person_effort: str = ""
    """What was done to confirm that the person is in the vehicle (HIT-7)."""


class Outcome(Enum):
    ARREST = "arrest"
    VEHICLE_RECOVERED = "vehicle_recovered"
    CITED = "cited"
    WARNED_RELEASED = "warned_released"
    PERSON_LOCATED = "person_located"
    MISREAD = "misread"
    WRONG_STATE = "wrong_state"
    WRONG_VEHICLE = "wrong_vehicle"
    NOT_CONFIRMED = "not_confirmed"
    NO_LONGER_ACTIVE = "no_longer_active"
    """The entry was cleared or canceled, and the list does not know yet."""
    VEHICLE_GONE = "vehicle_gone"
    DUPLICATE = "duplicate"
    HANDED_OVER = "handed_over"
    """Another unit takes it on from here; its outcome is on that unit's record."""

    @property
    def is_stop(self) -> bool:
        """Whether the outcome says that the vehicle was stopped."""
        return self in (
            Outcome.ARREST,
            Outcome.VEHICLE_RECOVERED,
            Outcome.CITED,
            Outcome.WARNED_RELEASED,
            Outcome.PERSON_LOCATED,
        )

    @property
    def label(self) -> str:
        return _OUTCOME_LABELS.get(self, self.value.replace("_", " ").capitalize())


_OUTCOME_LABELS = {
    Outcome.WARNED_RELEASED: "Warned and released",
    Outcome.VEHICLE_GONE: "Vehicle gone",
    Outcome.NOT_CONFIRMED: "Not confirmed",
    Outcome.NO_LONGER_ACTIVE: "Entry no longer active",
    Outcome.HANDED_OVER: "Handed to another unit",
}


@dataclass(frozen=True, slots=True)
class Disposition:
    outcome: Outcome
    by: str
    at: datetime
    number: str = ""
    """Call-for-service or report number; required when the outcome is a stop."""
    note: str = ""
    """Of an alert that was handed over: the unit that has it now."""

"""Stored reads that fit an entry which came after them. Never an alert."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from alpr_console.domain.hotlist import Match
from alpr_console.domain.plate import PlateText, VehicleDescription


@dataclass(frozen=True, slots=True)
class StoredRead:
    """What matching needs of a read on record, without its pictures."""

    read_id: str
    revision: int
    at: datetime
    """Capture time, UTC."""
    reading: PlateText
    vehicle: VehicleDescription | None


@dataclass(frozen=True, slots=True)
class PastHitReview:
    """Somebody has looked at it."""

    by: str
    at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class PastHit:
    past_hit_id: str
    read_id: str
    read_revision: int
    read_at: datetime
    """Capture time, UTC: where the vehicle was then, not where it is."""
    found_at: datetime
    match: Match
    review: PastHitReview | None = None

    def age(self, now: datetime) -> timedelta:
        """How long ago the vehicle was seen."""
        return max(now - self.read_at, timedelta(0))

    def age_words(self, now: datetime) -> str:
        """'seen 12 min ago', 'seen 5 h ago', 'seen 3 d ago'."""
        minutes = int(self.age(now).total_seconds() // 60)
        if minutes < 60:
            return f"seen {minutes} min ago"
        if minutes < 48 * 60:
            return f"seen {minutes // 60} h ago"
        return f"seen {minutes // 1440} d ago"

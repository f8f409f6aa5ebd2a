"""Plates that raise no alert for a while, for a stated reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from alpr_console.domain.hotlist import HotListEntry, Match, MatchKind

LONGEST = timedelta(days=30)
"""An ignored plate is looked at again within a month, or alerts again by itself."""


@dataclass(frozen=True, slots=True)
class IgnoreEnd:
    """An ignored plate that alerts again before its time."""

    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class IgnoredPlate:
    """Of one plate as it is listed; never a pattern."""

    ignored_id: str
    lic: str
    lis: str
    """As the list gives it; '' reaches only entries that name no state."""
    reason: str
    by: str
    at: datetime
    expires_at: datetime
    """UTC; from this very moment on the plate alerts again."""
    ended: IgnoreEnd | None = None

    def in_force(self, at: datetime) -> bool:
        return self.ended is None and self.at <= at < self.expires_at

    def names(self, entry: HotListEntry) -> bool:
        return bool(entry.lic) and (self.lic, self.lis) == (entry.lic, entry.lis)


def can_be_ignored(match: Match) -> bool:
    """Only a listed plate can be: a partial one or a description stands for many vehicles."""
    return match.kind in (MatchKind.EXACT, MatchKind.APPROXIMATE)

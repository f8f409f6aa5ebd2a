"""Holds that stop a purge, and what a purge took."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class HoldKind(Enum):
    EVIDENCE = "evidence"
    DISCOVERY = "discovery"
    LITIGATION = "litigation"
    OTHER = "other lawful action"


@dataclass(frozen=True, slots=True)
class HoldEnd:
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Hold:
    """While it stands, nothing that it covers is purged, whatever the limit says."""

    hold_id: str
    kind: HoldKind
    number: str
    """Of the case, request or action."""
    reason: str
    by: str
    at: datetime
    read_ids: tuple[str, ...] = ()
    alert_ids: tuple[str, ...] = ()
    plate: str = ""
    """Covers every read of this plate captured in the span; '' for none."""
    since: datetime | None = None
    until: datetime | None = None
    """None also covers reads still to come, as long as the hold stands."""
    end: HoldEnd | None = None

    def names(self, plate: str, at: datetime) -> bool:
        """Whether its plate and span cover a read of `plate`, captured at `at`."""
        return (
            bool(self.plate)
            and self.plate == plate
            and (self.since is None or self.since <= at)
            and (self.until is None or at <= self.until)
        )


class PurgeKind(Enum):
    READS = "reads"
    """Without a hit."""
    HITS = "hits"
    """Closed alerts with their course and the reads that they tell of."""
    PAST_HITS = "past hits"


@dataclass(frozen=True, slots=True)
class Purge:
    """What one slice of a purge took; no plate stands in it."""

    purge_id: str
    kind: PurgeKind
    count: int
    oldest: datetime
    newest: datetime
    cutoff: datetime
    """Everything of the kind that is older was due."""
    by: str
    """'system' where it ran by itself."""
    at: datetime
    section: str
    policy: str
    ids_digest: str
    """SHA-256, hex, over the sorted ids, one a line."""


@dataclass(frozen=True, slots=True)
class Due:
    """What is past its limit now, by kind; held records are counted apart."""

    kind: PurgeKind
    count: int
    held: int
    cutoff: datetime

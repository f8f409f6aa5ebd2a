"""What the product needs of storage for holds and purges."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from alpr_console.domain.keeping import Hold, HoldEnd, Purge, PurgeKind


class HoldStore(Protocol):
    def add(self, hold: Hold) -> None: ...

    def end(self, hold_id: str, end: HoldEnd) -> None:
        """Raises KeyError, and ValueError where it has ended already."""
        ...

    def get(self, hold_id: str) -> Hold:
        """Raises KeyError."""
        ...

    def all(self) -> list[Hold]:
        """Newest first."""
        ...

    def kept_past(self, cutoff: datetime) -> list[tuple[Hold, int]]:
        """Holds that stand and keep reads captured before `cutoff`, with how many."""
        ...


class PurgeStore(Protocol):
    def due(self, kind: PurgeKind, cutoff: datetime, too_young: datetime) -> tuple[int, int]:
        """How many `take` would take, and how many are held."""
        ...

    def take(
        self, kind: PurgeKind, cutoff: datetime, too_young: datetime, limit: int
    ) -> tuple[list[str], datetime, datetime] | None:
        """Remove at most `limit` records that are older than `cutoff` and not held.

        A hit stays as long as any sight of its vehicle that it tells of is of `too_young` or
        later: a minimum counts from the last sight, a maximum from the first.
        Their ids with the oldest and newest time among them; None where there are none. They
        are gone once the transaction is committed.
        """
        ...

    def take_arrived(
        self, kind: PurgeKind, until: datetime, limit: int
    ) -> tuple[list[str], datetime, datetime] | None:
        """As `take`, of whatever age: reads without a hit, or closed alerts with their reads,
        whose newest state has stood at the department since before `until`."""
        ...

    def add(self, purge: Purge, ids: Sequence[str]) -> None: ...

    def latest(self, limit: int) -> list[Purge]:
        """Newest first."""
        ...

    def ids_of(self, purge_id: str) -> list[str]:
        """Of the records that the purge took."""
        ...

    def was_purged(self, record_id: str) -> bool: ...

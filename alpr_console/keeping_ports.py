"""Ports, continued: what is held, what is past its limit, and what was purged."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from alpr_console.domain.keeping import (
    Cutoff,
    DuePage,
    Hold,
    HoldRelease,
    KeptPast,
    PlateSpan,
    Purge,
    RecordKind,
)


class HoldStore(Protocol):
    """Holds with their releases. Only ever added to."""

    def add(self, hold: Hold) -> None: ...

    def release(self, hold_id: str, release: HoldRelease) -> None:
        """Raises KeyError where there is no such hold, ValueError where it was released."""
        ...

    def get(self, hold_id: str) -> Hold:
        """Raises KeyError."""
        ...

    def all(self) -> list[Hold]:
        """Newest first, released ones among them."""
        ...

    def of_plate(self, span: PlateSpan) -> tuple[str, ...]:
        """Ids of the reads on record that it covers in any revision, oldest first."""
        ...

    def known(self, read_ids: Sequence[str], alert_ids: Sequence[str]) -> bool:
        """Whether all of them are on record."""
        ...

    def on_read(self, read_id: str) -> list[Hold]:
        """Open holds on the read, or on an alert that tells of it."""
        ...

    def kept_past(self, before: datetime) -> list[KeptPast]:
        """Open holds that keep reads captured before this moment, oldest read first."""
        ...


class PurgeStore(Protocol):
    """Takes records out for good, and remembers what it took."""

    def page(self, kind: RecordKind, cutoff: Cutoff, after: tuple[str, int], limit: int) -> DuePage:
        """Looks at up to `limit` records behind the place `after`."""
        ...

    def remove(self, kind: RecordKind, record_ids: Sequence[str]) -> int:
        """Take these records out with all that belongs to them; how many reads went along.

        Must be followed by `add` in the same transaction.
        """
        ...

    def add(self, purge: Purge, record_ids: Sequence[str]) -> None: ...

    def newest(self, limit: int) -> list[Purge]:
        """Whole purges, newest first: the transactions of a run and kind as one."""
        ...

    def of_alert(self, alert_id: str) -> tuple[str, str] | None:
        """The purge that took the alert, and the digest over all that it took, worked out anew;
        None where no purge did."""
        ...

    def overwrite(self) -> None:
        """After the commit, nothing of what was removed may be left in the store's files."""
        ...

    def forget_session(self) -> None:
        """Reads that were never to be written down are forgotten; see LocalKeeping."""
        ...

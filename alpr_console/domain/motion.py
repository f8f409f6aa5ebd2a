"""Whether the car drives, by what GPS says of its speed."""

from __future__ import annotations

from datetime import datetime, timedelta

from alpr_console.domain.read import PositionFix

DRIVES_MPS = 4.0
"""9 mph: faster than a car is pushed along a curb, or a receiver drifts at rest."""

STANDS_MPS = 1.0

DRIVES_AFTER = timedelta(seconds=2)
STANDS_AFTER = timedelta(seconds=4)
"""A stop sign rolled through is no stop; a red light is."""

FIX_HOLDS = timedelta(seconds=10)
"""Under a bridge the car drives on; after this nobody knows."""


class CarMotion:
    """Fed with every fix; between the two speeds it stays what it was."""

    def __init__(self) -> None:
        self._drives = False
        self._since: datetime | None = None
        """When the speed began to say otherwise."""
        self._last: datetime | None = None

    def seen(self, fix: PositionFix | None, now: datetime) -> None:
        """A fix at `now`, or that there is none. One without a speed says nothing."""
        if fix is None or fix.speed_mps is None:
            return
        self._last = now
        otherwise = fix.speed_mps < STANDS_MPS if self._drives else fix.speed_mps >= DRIVES_MPS
        if not otherwise:
            self._since = None
            return
        self._since = self._since or now
        if now - self._since >= (STANDS_AFTER if self._drives else DRIVES_AFTER):
            self._drives, self._since = not self._drives, None

    def drives(self, now: datetime) -> bool:
        if self._last is None or now - self._last > FIX_HOLDS:
            self._drives, self._since = False, None
        return self._drives

    def forget(self) -> None:
        self._drives, self._since, self._last = False, None, None

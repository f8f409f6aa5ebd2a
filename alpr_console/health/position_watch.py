"""Judges fixes against each other: what no car does is the receiver's fault.

A jump is a way between two fixes that no car makes in the time. The receiver's own time must
go on as well: a fix of a moment that was told already, or before it, is no new fix.
"""

from __future__ import annotations

import math
from collections import deque
from datetime import datetime, timedelta

from alpr_console.domain.read import PositionFix

FASTEST_MPS = 90.0
"""324 km/h: no patrol car."""
LEAST_JUMP_M = 60.0
"""Less is what buildings and bridges do to an honest receiver."""
REPEATS = 5
"""Fixes come each second; so many without the receiver's time going on, and it stands."""
JUMPS = 2
WITHIN = timedelta(seconds=30)
"""One jump is a tunnel's end; a second within this is a receiver not to be trusted."""
ENDS_AFTER = timedelta(seconds=20)
"""So long without another jump it is trusted again."""

_METERS_PER_DEGREE = 111_320.0


class PositionWatch:
    def __init__(self) -> None:
        self._last: PositionFix | None = None
        self._jumps: deque[tuple[datetime, str]] = deque(maxlen=JUMPS)
        self._repeats = 0
        self._on = False

    def see(self, fix: PositionFix, now: datetime) -> None:
        """`now` is when it came."""
        last, self._last = self._last, fix
        if last is None:
            return
        self._repeats = self._repeats + 1 if fix.at == last.at else 0
        if fix.at < last.at:
            self._jumps.append((now, "Its time goes back."))
        elif (speed := _speed(last, fix)) > FASTEST_MPS:
            self._jumps.append((now, f"{speed * 3.6:.0f} km/h between two fixes."))

    def lost(self) -> None:
        """No fix: the next may be anywhere."""
        self._last, self._repeats = None, 0

    def fault(self, now: datetime) -> str:
        """'' while the fixes can be trusted; else what was found."""
        if self._repeats >= REPEATS:
            return "Its time stands still."
        newest = self._jumps[-1][0] if self._jumps else None
        if newest is None or now - newest > ENDS_AFTER:
            self._on = False
            return ""
        if len(self._jumps) == JUMPS and newest - self._jumps[0][0] <= WITHIN:
            self._on = True
        return self._jumps[-1][1] if self._on else ""


def _speed(a: PositionFix, b: PositionFix) -> float:
    """Meters a second from a to b; 0 for a way too short to tell."""
    shrink = math.cos(math.radians((a.latitude + b.latitude) / 2))
    # Across the date line the shorter way round is meant.
    degrees = (b.longitude - a.longitude + 180.0) % 360.0 - 180.0
    east = degrees * _METERS_PER_DEGREE * shrink
    meters = math.hypot(east, (b.latitude - a.latitude) * _METERS_PER_DEGREE)
    if meters < LEAST_JUMP_M:
        return 0.0
    # Where the time stands the way was made in no more than the second between two fixes.
    return meters / max(1.0, (b.at - a.at).total_seconds())

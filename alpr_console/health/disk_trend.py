"""Whether the disk is on its way to full, from how its free space went down.

A big import takes much at once and then no more: only what goes on in each third of the time
looked at is a trend.
"""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta

EVERY = timedelta(seconds=30)
SPAN = timedelta(minutes=15)
FULL_WITHIN = timedelta(hours=6)
"""The rest of a shift: told early enough that somebody can free space before it ends."""
CALM_BEYOND = timedelta(hours=9)
_LEAST_BYTES_PER_S = 10_000.0
"""36 MB an hour; a disk that this fills by the end of the shift is at its floor already."""
_PARTS = 3


class DiskTrend:
    def __init__(self, floor_bytes: int) -> None:
        self._floor = floor_bytes
        self._seen: deque[tuple[datetime, int]] = deque()
        self._on = False

    def look(self, free_bytes: int | None, now: datetime) -> str:
        """'' while there is no trend to worry about; else how long there is room for."""
        if free_bytes is None or (self._seen and now < self._seen[-1][0]):
            self._seen.clear()
        if free_bytes is None:
            return ""
        if not self._seen or now - self._seen[-1][0] >= EVERY:
            self._seen.append((now, free_bytes))
        while now - self._seen[0][0] > SPAN + EVERY:
            self._seen.popleft()
        left = self._left(free_bytes)
        self._on = left is not None and left < (CALM_BEYOND if self._on else FULL_WITHIN)
        if not self._on or left is None:
            return ""
        minutes = int(left / timedelta(minutes=1))
        room = f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min"
        return f"{free_bytes / 1024**3:.1f} GB free, room for {room}."

    def _left(self, free_bytes: int) -> timedelta | None:
        """Until the floor, at the slowest pace of the parts; None without a trend."""
        first, last = self._seen[0][0], self._seen[-1][0]
        if last - first < SPAN:
            return None
        marks = [self._free_at(first + (last - first) * i / _PARTS) for i in range(_PARTS + 1)]
        part = (last - first).total_seconds() / _PARTS
        pace = min((marks[i] - marks[i + 1]) / part for i in range(_PARTS))
        if pace < _LEAST_BYTES_PER_S:
            return None
        return timedelta(seconds=max(0.0, (free_bytes - self._floor) / pace))

    def _free_at(self, at: datetime) -> int:
        return min(self._seen, key=lambda one: abs(one[0] - at))[1]

"""The car's own track of one shift: thinned as it grows, with its gaps left open.

Of a straight stretch only the ends are kept. Whatever was left out lay within `bound_m` of the
line that is drawn.
"""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from alpr_console.domain.map_projection import MapPoint, ground_scale, to_map
from alpr_console.domain.read import PositionFix

TOLERANCE_M = 3.0
"""A car's track is drawn this near to its fixes, meters: under what a receiver itself is off."""

MOST_POINTS = 12_000
"""So many are kept; a track that would grow beyond is thinned again, twice as coarse."""

GAP_AFTER = timedelta(seconds=10)
"""Nobody can say where a car went in a longer silence, so no line is drawn across it."""

FASTEST_MPS = 100.0
"""A fix farther off than this speed allows is a jump of the receiver, no way of the car."""

_JUMP_M = 50.0
"""A receiver may be off by so much at any speed."""

_WINDOW = 200
"""Fixes that one straight stretch is checked against: what a fix costs stays bounded."""

Stretch = tuple[MapPoint, ...]


class _Thinner:
    """One stretch between two gaps. Keeps a point once leaving it out would show."""

    def __init__(self, first: MapPoint, tolerance_m: float) -> None:
        self.kept = [first]
        self.newest = first
        self._skipped: list[MapPoint] = []
        # Map meters; a stretch is too short for its latitude to matter.
        self._tolerance = tolerance_m / ground_scale(first.y)

    def add(self, point: MapPoint) -> None:
        last, newest = self.kept[-1], self.newest
        self.newest = point
        if not self._skipped and _apart(newest, last) <= self._tolerance:
            return  # standing still: on the kept point already
        between = (*self._skipped, newest)
        straight = all(_off(p, last, point) <= self._tolerance for p in between)
        if straight and len(between) < _WINDOW:
            self._skipped.append(newest)
        else:
            self.kept.append(newest)
            self._skipped.clear()

    def __len__(self) -> int:
        return len(self.kept) + (self.newest != self.kept[-1])

    @property
    def points(self) -> Stretch:
        whole = (*self.kept, self.newest)
        return whole[: len(self)]


class Track:
    """Belongs to one thread. Empty until the first fix."""

    def __init__(self, tolerance_m: float = TOLERANCE_M, most_points: int = MOST_POINTS) -> None:
        self._first_tolerance_m = tolerance_m
        self._most = most_points
        self.clear()

    def clear(self) -> None:
        """Forget it all."""
        self._tolerance_m = self._first_tolerance_m
        self._bound_m = self._first_tolerance_m
        self._done: list[Stretch] = []
        self._done_points = 0
        self._open: _Thinner | None = None
        self._last: PositionFix | None = None
        self._together: tuple[Stretch, ...] | None = None

    @property
    def bound_m(self) -> float:
        """No fix is farther from the drawn line than this, meters."""
        return self._bound_m

    @property
    def points(self) -> int:
        """How many are kept."""
        return self._done_points + (len(self._open) if self._open is not None else 0)

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """Oldest first, each a line without a gap; one point where there was one fix.

        The same object until there is another fix.
        """
        if self._together is None:
            going_on = (self._open.points,) if self._open is not None else ()
            self._together = (*self._done, *going_on)
        return self._together

    @property
    def since(self) -> datetime | None:
        """Time of the newest fix; None while there is none."""
        return self._last.at if self._last is not None else None

    def add(self, fix: PositionFix) -> None:
        """The car was at `fix`; a gap before it where its time or its place says so."""
        point = to_map(fix.latitude, fix.longitude)
        if self._last is not None and self._breaks(self._last, fix):
            self.gap()
        self._last = fix
        self._together = None
        if self._open is None:
            self._open = _Thinner(point, self._tolerance_m)
        else:
            self._open.add(point)
        if self.points > self._most:
            self._thin_again()

    def gap(self) -> None:
        """The receiver has no fix: the next one begins a stretch of its own."""
        if self._open is not None:
            self._close(self._open.points)
            self._open = None

    def _close(self, points: Stretch) -> None:
        self._done.append(points)
        self._done_points += len(points)

    @staticmethod
    def _breaks(before: PositionFix, fix: PositionFix) -> bool:
        passed = fix.at - before.at
        if not timedelta() <= passed <= GAP_AFTER:
            return True
        one, other = to_map(before.latitude, before.longitude), to_map(fix.latitude, fix.longitude)
        ground = _apart(one, other) * ground_scale(one.y)
        return ground > FASTEST_MPS * passed.total_seconds() + _JUMP_M

    def _thin_again(self) -> None:
        self._tolerance_m *= 2
        self._bound_m += self._tolerance_m
        stretches, self._done, self._done_points = self.stretches, [], 0
        going_on = self._open is not None
        for place, points in enumerate(stretches):
            thinner = _Thinner(points[0], self._tolerance_m)
            for point in points[1:]:
                thinner.add(point)
            if going_on and place == len(stretches) - 1:
                self._open = thinner
            else:
                self._close(thinner.points)
        # Lone fixes cannot be thinned; the oldest of them go.
        while self.points > self._most and self._done:
            self._done_points -= len(self._done.pop(0))


def _apart(one: MapPoint, other: MapPoint) -> float:
    return math.hypot(other.x - one.x, other.y - one.y)


def _off(point: MapPoint, start: MapPoint, end: MapPoint) -> float:
    """Map meters from `point` to the line between `start` and `end`."""
    dx, dy = end.x - start.x, end.y - start.y
    length = dx * dx + dy * dy
    if length == 0:
        return _apart(point, start)
    along = ((point.x - start.x) * dx + (point.y - start.y) * dy) / length
    along = max(0.0, min(1.0, along))
    return math.hypot(point.x - start.x - along * dx, point.y - start.y - along * dy)

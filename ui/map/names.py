"""Where the names on a map stand: a line's along it, where it is straight and in view, and none
over another.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
"""n × 2, px."""

NOTHING: Points = np.empty((0, 4))

_STEP = 12.0
"""Px along a line at which it is asked how straight it is."""
_STRAIGHT = 0.985
"""A chord this much of the way it spans: a name bends no farther off than half its height."""
_BESIDE = 5.0
"""Px between a line and the foot of its name."""
_TRIED = 7
"""Places on one line at most."""
_LONGEST = 6000.0
"""Px of one line in view; what is longer winds so much that its beginning serves."""


@dataclass(frozen=True, slots=True)
class Slanted:
    """A rectangle that stands askew, px."""

    x: float
    y: float
    """Its middle."""
    width: float
    height: float
    angle: float = 0.0
    """Degrees clockwise, above −90 and up to 90: what stands in it is never upside down."""

    def overlaps(self, other: Slanted) -> bool:
        """Whether they share any point: unless some side of one has the other wholly beyond."""
        apart = np.array([other.x - self.x, other.y - self.y])
        ours, theirs = self.axes(), other.axes()
        half = np.array([self.width, self.height]) / 2
        half_other = np.array([other.width, other.height]) / 2
        axes = np.concatenate((ours, theirs))
        reach = np.abs(axes @ ours.T) @ half + np.abs(axes @ theirs.T) @ half_other
        return bool((np.abs(axes @ apart) < reach).all())

    def axes(self) -> Points:
        """Along it and across it, unit vectors."""
        turn = math.radians(self.angle)
        return np.array([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]])


class Taken:
    """What of the map has a name on it, and what a name had better not lie under."""

    def __init__(self, over: Points = NOTHING) -> None:
        """`over` are segments, n × 4 px, that are drawn over the names."""
        self._over = over
        self._places: list[Slanted] = []
        self._radii = np.empty((0, 3))
        """x, y and the radius around it: most pairs are told apart by these."""

    def __len__(self) -> int:
        return len(self._places)

    def is_open(self, place: Slanted) -> bool:
        """Whether nothing is drawn over it."""
        turned = place.axes()
        begin = (self._over[:, :2] - (place.x, place.y)) @ turned.T
        end = (self._over[:, 2:] - (place.x, place.y)) @ turned.T
        half = np.array([place.width, place.height]) / 2
        enters, leaves = _clipped(begin, end, -half, half)
        return not (enters < leaves).any()

    def take(self, place: Slanted) -> bool:
        """Whether there was room; then it is taken."""
        radius = math.hypot(place.width, place.height) / 2
        known = self._radii
        apart = np.hypot(known[:, 0] - place.x, known[:, 1] - place.y)
        near = np.flatnonzero(apart < known[:, 2] + radius)
        if any(self._places[one].overlaps(place) for one in near):
            return False
        self._places.append(place)
        self._radii = np.vstack((known, (place.x, place.y, radius)))
        return True


def places_along(
    line: Points, width: float, height: float, size: tuple[float, float]
) -> Iterator[Slanted]:
    """Where beside `line` a name of that width and height can stand in a picture of `size`: at
    the middle of what is in view first. None where it is nowhere straight for so long. Beside
    it, since the car's own track lies on the streets that it drove.
    """
    way = np.concatenate(([0.0], np.hypot(*np.diff(line, axis=0).T).cumsum()))
    first, last = _in_view(line, way, size)
    wanted = np.arange(first, min(last, first + _LONGEST), _STEP)
    points = np.column_stack(
        (np.interp(wanted, way, line[:, 0]), np.interp(wanted, way, line[:, 1]))
    )
    steps = max(1, math.ceil(width / _STEP))
    if len(points) <= steps:
        return
    begin, end = points[:-steps], points[steps:]
    chord = end - begin
    fits = np.hypot(chord[:, 0], chord[:, 1]) >= _STRAIGHT * steps * _STEP
    edge = np.array(size)
    for place in (begin, end):
        fits &= ((place >= height) & (place <= edge - height)).all(axis=1)
    found = np.flatnonzero(fits)
    if not len(found):
        return
    # From the middle outward, over the whole of the line.
    spread = found[:: max(1, len(found) // _TRIED)]
    for place in sorted(spread, key=lambda one: abs(one - found[len(found) // 2]))[:_TRIED]:
        x, y = (begin[place] + end[place]) / 2
        angle = math.degrees(math.atan2(chord[place, 1], chord[place, 0]))
        upright = angle - 180 if angle > 90 else angle + 180 if angle <= -90 else angle
        turn, beside = math.radians(upright), height / 2 + _BESIDE
        yield Slanted(
            float(x) + beside * math.sin(turn), float(y) - beside * math.cos(turn),
            width, height, upright,
        )  # fmt: skip


def _in_view(line: Points, way: Points, size: tuple[float, float]) -> tuple[float, float]:
    """From where to where on its way `line` is within the picture; nowhere: 0 to 0."""
    enters, leaves = _clipped(line[:-1], line[1:], np.zeros(2), np.array(size))
    seen = np.flatnonzero(enters < leaves)
    if not len(seen):
        return 0.0, 0.0
    length = np.diff(way)
    one, other = seen[0], seen[-1]
    first, last = way[one] + enters[one] * length[one], way[other] + leaves[other] * length[other]
    return float(first), float(last)


def _clipped(begin: Points, end: Points, low: Points, high: Points) -> tuple[Points, Points]:
    """By segment: the shares of its way at which it enters and leaves an upright box. It is
    outside where it does not enter before it leaves; so is one with a place that is not known.
    """
    step = end - begin
    with np.errstate(divide="ignore", invalid="ignore"):
        both = np.stack(((low - begin) / step, (high - begin) / step))
    # Along an axis it does not move on it is inside all the way or never.
    inside = (begin >= low) & (begin <= high)
    enters = np.where(step == 0, np.where(inside, 0.0, 2.0), both.min(axis=0))
    leaves = np.where(step == 0, np.where(inside, 1.0, -1.0), both.max(axis=0))
    return enters.max(axis=1).clip(min=0.0), leaves.min(axis=1).clip(max=1.0)

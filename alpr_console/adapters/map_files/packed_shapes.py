"""Lines of a map packed into few large arrays, and simplified copies of them by zoom."""

from __future__ import annotations

import math
import threading

import numpy as np

from alpr_console.domain.map_projection import MapBox, MapPoint
from alpr_console.map_ports import MapInfo, MapLabel, MapLines, Meters

_FINEST = 0.25
"""Map meters a px under which nothing is left out any more."""

_COARSEST = 18
"""Levels of half the detail each; a px of the last is 65 km."""


class Packer:
    """Collects what a file holds, in map meters; `packed` makes the map of it."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._parts: list[Meters] = []
        self._border: list[bool] = []
        self._label_of: list[int] = []
        self._labels: list[MapLabel] = []
        self.count = 0
        """Points so far."""

    @property
    def empty(self) -> bool:
        return not self._parts and not self._labels

    def add_point(self, at: Meters, name: str) -> None:
        self._labels.append(MapLabel(MapPoint(float(at[0]), float(at[1])), name, True))
        self.count += 1

    def add_line(self, points: Meters, name: str) -> None:
        self._add(points, border=False, label=len(self._labels) if name else -1)
        if name:
            x, y = points[len(points) // 2 - 1 : len(points) // 2 + 1].mean(axis=0)
            self._labels.append(MapLabel(MapPoint(float(x), float(y)), name, False))

    def add_ring(self, points: Meters, name: str, hole: bool = False) -> None:
        """An area's edge, its last point the first again. However the file has it, an area turns
        left and a hole in it right, as RFC 7946 asks: so one is filled and the other is not.
        """
        self._add(points if _turns_left(points) != hole else points[::-1], border=True, label=-1)
        if name:
            x, y = (points.min(axis=0) + points.max(axis=0)) / 2
            self._labels.append(MapLabel(MapPoint(float(x), float(y)), name, False))

    def _add(self, points: Meters, border: bool, label: int) -> None:
        self._parts.append(points)
        self._border.append(border)
        self._label_of.append(label)
        self.count += len(points)

    def packed(self) -> PackedShapes:
        points = np.concatenate(self._parts) if self._parts else np.empty((0, 2))
        lengths = [len(part) for part in self._parts]
        starts = np.concatenate(([0], np.cumsum(lengths, dtype=np.int64))).astype(np.int64)
        whole = _lines(
            points, starts, np.array(self._border, dtype=np.bool_),
            np.array(self._label_of, dtype=np.int64),
        )  # fmt: skip
        return PackedShapes(MapInfo(self._name, "", self._box(points)), tuple(self._labels), whole)

    def _box(self, points: Meters) -> MapBox:
        names = np.array([(one.at.x, one.at.y) for one in self._labels]).reshape(-1, 2)
        both = np.concatenate((points, names))
        (west, south), (east, north) = both.min(axis=0), both.max(axis=0)
        return MapBox(float(west), float(south), float(east), float(north))


class PackedShapes:
    """map_ports.ShapeMap."""

    def __init__(self, info: MapInfo, labels: tuple[MapLabel, ...], whole: MapLines) -> None:
        self.info = info
        self.labels = labels
        self._whole = whole
        self._levels: list[MapLines] = []
        self._lock = threading.Lock()

    def lines(self, resolution: float) -> MapLines:
        level = math.floor(math.log2(max(resolution, 1e-9) / _FINEST))
        with self._lock:
            # Cells of one level lie whole in those of the next: each is made of the one before.
            while len(self._levels) <= min(level, _COARSEST):
                grid = _FINEST * 2.0 ** len(self._levels)
                self._levels.append(simplified((self._levels or [self._whole])[-1], grid))
            return self._levels[min(level, _COARSEST)] if level >= 0 else self._whole


def simplified(lines: MapLines, grid: float) -> MapLines:
    """`lines` with every run of points in one cell of `grid` map meters reduced to its first.

    A line keeps its ends. What is left out lies within a cell's diagonal of what is kept; a
    line of one cell is left out whole. Each point left is one of the line's own.
    """
    points, starts = lines.points, lines.starts
    if not len(points):
        return lines
    cells = np.floor(points / grid)
    keep = np.ones(len(points), dtype=np.bool_)
    keep[1:] = (cells[1:] != cells[:-1]).any(axis=1)
    keep[starts[:-1]] = True
    # Of a line within one cell nothing would be seen.
    inside = np.add.reduceat(keep.astype(np.int64), starts[:-1]) > 1
    keep[starts[1:] - 1] = True
    keep &= np.repeat(inside, np.diff(starts))
    lengths = np.add.reduceat(keep.astype(np.int64), starts[:-1])[inside]
    kept_starts = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
    return _lines(points[keep], kept_starts, lines.border[inside], lines.labels[inside])


def _turns_left(ring: Meters) -> bool:
    """Whether it runs counterclockwise, north up; around its first point, to lose no digits."""
    x, y = (ring - ring[0]).T
    return bool((x[:-1] * y[1:] - x[1:] * y[:-1]).sum() > 0)


def _lines(points: Meters, starts: np.ndarray, border: np.ndarray, labels: np.ndarray) -> MapLines:
    if not len(points):
        return MapLines(points, starts, border, labels, np.empty((0, 4)))
    low = np.minimum.reduceat(points, starts[:-1])
    high = np.maximum.reduceat(points, starts[:-1])
    return MapLines(points, starts, border, labels, np.column_stack((low, high)))

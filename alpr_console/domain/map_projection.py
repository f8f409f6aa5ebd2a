"""Web Mercator (EPSG:3857), the projection that map files are made in: pure functions.

A place is latitude and longitude in degrees, WGS 84. A `MapPoint` is in map meters, which are
meters on the ground at the equator alone: `ground_scale` says how much shorter they are elsewhere.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

RADIUS_M = 6378137.0
"""Of the sphere that the projection unrolls, meters."""

WORLD_M = 2 * math.pi * RADIUS_M
"""Width and height of the whole map, map meters."""

EDGE_DEG = math.degrees(2 * math.atan(math.exp(math.pi)) - math.pi / 2)
"""Latitude at which the map ends, 85.05…: beyond it a place is drawn at the edge."""

TILE_PX = 256
"""Side of a tile, px of the map at the tile's own zoom."""

DEEPEST = 22
"""Zoom beyond which there are no tiles: a pixel is under 4 cm there."""

_MEAN_RADIUS_M = 6371008.8
_POINTS = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")


@dataclass(frozen=True, slots=True)
class MapPoint:
    x: float
    """East of longitude 0, map meters."""
    y: float
    """North of the equator, map meters."""


@dataclass(frozen=True, slots=True)
class MapBox:
    """Upright rectangle, map meters; west ≤ east, south ≤ north."""

    west: float
    south: float
    east: float
    north: float

    @property
    def center(self) -> MapPoint:
        return MapPoint((self.west + self.east) / 2, (self.south + self.north) / 2)

    def grown(self, by: float) -> MapBox:
        """Larger by `by` map meters on each side."""
        return MapBox(self.west - by, self.south - by, self.east + by, self.north + by)

    def overlaps(self, other: MapBox) -> bool:
        return (
            self.west <= other.east
            and other.west <= self.east
            and self.south <= other.north
            and other.south <= self.north
        )


@dataclass(frozen=True, slots=True, order=True)
class Tile:
    """One square of the map: 2^zoom columns from the west, as many rows from the north."""

    zoom: int
    column: int
    row: int

    @property
    def tms_row(self) -> int:
        """Its row counted from the south, as MBTiles count."""
        return (1 << self.zoom) - 1 - self.row

    @property
    def box(self) -> MapBox:
        side = WORLD_M / (1 << self.zoom)
        west = self.column * side - WORLD_M / 2
        north = WORLD_M / 2 - self.row * side
        return MapBox(west, north - side, west + side, north)

    def above(self, levels: int) -> Tile:
        """The tile `levels` zooms out that this one is a part of; `levels` ≤ zoom."""
        return Tile(self.zoom - levels, self.column >> levels, self.row >> levels)


def to_map(latitude: float, longitude: float) -> MapPoint:
    """A place on the map. Latitudes beyond EDGE_DEG come to its edge."""
    held = max(-EDGE_DEG, min(EDGE_DEG, latitude))
    y = RADIUS_M * math.log(math.tan(math.pi / 4 + math.radians(held) / 2))
    return MapPoint(RADIUS_M * math.radians(longitude), y)


def to_place(point: MapPoint) -> tuple[float, float]:
    """Latitude and longitude of a point, degrees."""
    latitude = 2 * math.atan(math.exp(point.y / RADIUS_M)) - math.pi / 2
    return math.degrees(latitude), math.degrees(point.x / RADIUS_M)


def ground_scale(y: float) -> float:
    """Meters on the ground that one map meter is, at `y` map meters north: 1 at the equator."""
    return 1 / math.cosh(y / RADIUS_M)


def zoom_of(resolution: float) -> int:
    """The zoom whose tiles are nearest to `resolution` map meters a px, 0 to DEEPEST."""
    exact = math.log2(WORLD_M / (TILE_PX * resolution))
    return max(0, min(DEEPEST, round(exact)))


def tile_at(point: MapPoint, zoom: int) -> Tile:
    """The tile that `point` lies on; one at the edge for points beyond it."""
    count = 1 << zoom
    side = WORLD_M / count
    column = math.floor((point.x + WORLD_M / 2) / side)
    row = math.floor((WORLD_M / 2 - point.y) / side)
    return Tile(zoom, max(0, min(count - 1, column)), max(0, min(count - 1, row)))


def tiles_in(box: MapBox, zoom: int) -> list[Tile]:
    """Tiles that `box` touches, those nearest to its middle first; none beyond the map."""
    edge = WORLD_M / 2
    if not box.overlaps(MapBox(-edge, -edge, edge, edge)):
        return []
    first = tile_at(MapPoint(box.west, box.north), zoom)
    last = tile_at(MapPoint(box.east, box.south), zoom)
    middle = ((first.column + last.column) / 2, (first.row + last.row) / 2)
    found = [
        Tile(zoom, column, row)
        for row in range(first.row, last.row + 1)
        for column in range(first.column, last.column + 1)
    ]
    found.sort(key=lambda t: (t.column - middle[0]) ** 2 + (t.row - middle[1]) ** 2)
    return found


def distance_m(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Meters on the ground between two places (latitude, longitude), along a great circle."""
    (lat1, lon1), (lat2, lon2) = one, other
    rise = math.sin(math.radians(lat2 - lat1) / 2) ** 2
    turn = math.sin(math.radians(lon2 - lon1) / 2) ** 2
    across = rise + math.cos(math.radians(lat1)) * math.cos(math.radians(lat2)) * turn
    return 2 * _MEAN_RADIUS_M * math.asin(min(1.0, math.sqrt(across)))


def bearing_deg(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Direction from `one` to `other`, degrees clockwise from north, 0 to under 360."""
    lat1, lat2 = math.radians(one[0]), math.radians(other[0])
    turn = math.radians(other[1] - one[1])
    east = math.sin(turn) * math.cos(lat2)
    north = math.cos(lat1) * math.sin(lat2) - math.sin(lat1) * math.cos(lat2) * math.cos(turn)
    # What rounds to 360 is north, and said so.
    return math.degrees(math.atan2(east, north)) % 360 % 360


def compass_point(degrees: float) -> str:
    """The nearest of the eight: 'N', 'NE' … 'NW'."""
    return _POINTS[round(degrees / 45) % 8]

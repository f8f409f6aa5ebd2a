"""What the map page asks of the agency's own map file. `adapters/map_files` reads them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from alpr_console.domain.map_projection import MapBox, MapPoint, Tile

Meters = NDArray[np.float64]
"""n × 2, map meters: east, north."""


@dataclass(frozen=True, slots=True)
class MapInfo:
    """What a map file says of itself."""

    name: str
    """The file's name, without its folder."""
    attribution: str
    """Whose map it is; plain text in one line, '' where the file does not say."""
    box: MapBox | None
    """What it covers; None where it covers nothing."""


@dataclass(frozen=True, slots=True)
class MapLabel:
    """A name on the map; that of a point marks its place too, that of a line stands along it."""

    at: MapPoint
    text: str
    """'' for a point without a name."""
    is_point: bool
    """False for an area's, which stands in its middle, and for a line's."""


@dataclass(frozen=True, slots=True, eq=False)
class MapLines:
    """Many lines, packed. The arrays are never written to."""

    points: Meters
    starts: NDArray[np.int64]
    """One more than there are lines: line i is points[starts[i]:starts[i + 1]]."""
    border: NDArray[np.bool_]
    """By line: whether it is the edge of an area."""
    labels: NDArray[np.int64]
    """By line: the place in `ShapeMap.labels` of the name that stands along it, -1 for none."""
    boxes: NDArray[np.float64]
    """By line: west, south, east, north, map meters."""


@runtime_checkable
class TileMap(Protocol):
    """A map of pictures. Belongs to the thread that opened it."""

    @property
    def info(self) -> MapInfo: ...

    @property
    def zooms(self) -> tuple[int, int]:
        """Least and deepest zoom that it has tiles of."""
        ...

    def picture(self, tile: Tile) -> bytes | None:
        """PNG or JPEG, untrusted; None where the map has no such tile.

        Raises MapFileRefused where the file turns out to be damaged there.
        """
        ...

    def close(self) -> None: ...


class ShapeMap(Protocol):
    """A map of lines and names. Immutable but for what it keeps to be faster; any thread."""

    @property
    def info(self) -> MapInfo: ...

    @property
    def labels(self) -> tuple[MapLabel, ...]: ...

    def lines(self, resolution: float) -> MapLines:
        """Simplified for `resolution` map meters a px: nothing is off by two px."""
        ...


class MapFile(Protocol):
    """A map file by its path; nothing of it is read before `open`."""

    @property
    def path(self) -> Path: ...

    def open(self) -> TileMap | ShapeMap:
        """Read and check it; takes seconds for a large one. Raises MapFileRefused."""
        ...

"""Which kind of map a file is."""

from __future__ import annotations

from pathlib import Path

from alpr_console.adapters.map_files.geojson import open_geojson
from alpr_console.adapters.map_files.mbtiles import SQLITE_MAGIC, MbTiles
from alpr_console.domain.errors import MapFileRefused
from alpr_console.map_ports import ShapeMap, TileMap

KINDS = "Give an MBTiles file with pictures (PNG or JPEG), or GeoJSON."


class LocalMap:
    """map_ports.MapFile of a file on this computer. What it holds counts, not its ending."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def path(self) -> Path:
        return self._path

    def open(self) -> TileMap | ShapeMap:
        try:
            with self._path.open("rb") as file:
                beginning = file.read(512)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise MapFileRefused(
                f"The map file {self._path.name} cannot be read: {reason}.",
                "Check the path given with --map, and that its disk is there.",
            ) from error
        if beginning.startswith(SQLITE_MAGIC):
            return MbTiles(self._path)
        # A byte order mark is allowed for; what else JSON may begin with is blank.
        if beginning.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
            return open_geojson(self._path)
        if not beginning:
            raise MapFileRefused(f"The map file {self._path.name} is empty.", "Copy it again.")
        raise MapFileRefused(
            f"The map file {self._path.name} is neither MBTiles nor GeoJSON.", KINDS
        )

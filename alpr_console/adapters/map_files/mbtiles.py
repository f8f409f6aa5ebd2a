"""MBTiles with pictures: a SQLite file, opened to read and never written to."""

from __future__ import annotations

import html
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn, TypeVar

from alpr_console.domain.errors import MapFileRefused
from alpr_console.domain.map_projection import DEEPEST, MapBox, Tile, to_map
from alpr_console.map_ports import MapInfo

T = TypeVar("T")

SQLITE_MAGIC = b"SQLite format 3\x00"
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_PICTURES = {"png", "jpg", "jpeg"}
_MOST_BYTES = 4 << 20
"""Of one tile; the largest sound ones are a tenth of that."""
_LONGEST_ATTRIBUTION = 200

_AGAIN = "Copy it again from where it was made."
_RASTER = "Export the area as MBTiles with PNG or JPEG pictures, or give GeoJSON."


class MbTiles:
    """map_ports.TileMap. Raises MapFileRefused on opening; `picture` may raise it too."""

    def __init__(self, path: Path) -> None:
        self._name = path.name
        try:
            # Immutable: no lock and no journal beside it, so read-only media serve as well.
            self._file = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True
            )
        except sqlite3.Error as error:
            self._damaged(error)
        try:
            self._guarded(self._distrust)
            said = self._guarded(self._metadata)
            self._refuse_vectors(said)
            self.zooms = self._guarded(lambda: self._zooms(said))
            self.info = MapInfo(
                self._name, plain_text(said.get("attribution", "")), self._box(said)
            )
        except BaseException:
            self.close()
            raise

    def picture(self, tile: Tile) -> bytes | None:
        def look() -> bytes | None:
            row = self._file.execute(
                "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ?"
                " AND tile_row = ?",
                (tile.zoom, tile.column, tile.tms_row),
            ).fetchone()
            return row[0] if row is not None and isinstance(row[0], bytes) else None

        untrusted_picture = self._guarded(look)
        if untrusted_picture is not None and len(untrusted_picture) > _MOST_BYTES:
            self._damaged(None)
        return untrusted_picture

    def close(self) -> None:
        self._file.close()

    # -- on opening ------------------------------------------------------------------------

    def _distrust(self) -> None:
        self._file.execute("PRAGMA query_only = ON")
        self._file.execute("PRAGMA trusted_schema = OFF")
        self._file.execute("PRAGMA cell_size_check = ON")

    def _metadata(self) -> dict[str, str]:
        tables = {
            str(name) for (name,) in self._file.execute(
                "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')"
            )
        }  # fmt: skip
        if not {"metadata", "tiles"} <= tables:
            raise MapFileRefused(
                f"The map file {self._name} is a database, but no MBTiles: it has no tiles.",
                _RASTER,
            )
        found = self._file.execute("SELECT name, value FROM metadata LIMIT 1000")
        return {str(name): str(value) for name, value in found}

    def _refuse_vectors(self, said: dict[str, str]) -> None:
        kind = said.get("format", "").strip().lower()
        first = self._guarded(
            lambda: self._file.execute("SELECT tile_data FROM tiles LIMIT 1").fetchone()
        )
        if first is None:
            raise MapFileRefused(f"The map file {self._name} has no tiles.", _AGAIN)
        data = bytes(first[0]) if isinstance(first[0], bytes) else b""
        if kind == "pbf" or data[:2] == b"\x1f\x8b":
            raise MapFileRefused(
                f"The map file {self._name} has vector tiles (pbf), which are not drawn.", _RASTER
            )
        if data.startswith((_PNG, _JPEG)):
            return
        if kind and kind not in _PICTURES:
            raise MapFileRefused(
                f"The map file {self._name} has tiles of the kind '{kind[:20]}', which are not"
                " drawn.",
                _RASTER,
            )
        raise MapFileRefused(
            f"The map file {self._name} is damaged: its tiles are no PNG or JPEG.", _AGAIN
        )

    def _zooms(self, said: dict[str, str]) -> tuple[int, int]:
        """As the tiles are: what metadata say of zooms is wrong too often to hide tiles by."""
        row = self._file.execute("SELECT MIN(zoom_level), MAX(zoom_level) FROM tiles").fetchone()
        least, deepest = row
        sound = isinstance(least, int) and isinstance(deepest, int)
        if not sound or not 0 <= least <= deepest <= DEEPEST:
            raise MapFileRefused(
                f"The map file {self._name} is damaged: its zooms are {least} to {deepest}.",
                _AGAIN,
            )
        return least, deepest

    def _box(self, said: dict[str, str]) -> MapBox:
        """By its word where that is sound, by the tiles of its least zoom otherwise."""
        try:
            west, south, east, north = (float(part) for part in said["bounds"].split(","))
            if -180 <= west < east <= 180 and -90 <= south < north <= 90:
                low, high = to_map(south, west), to_map(north, east)
                return MapBox(low.x, low.y, high.x, high.y)
        except (KeyError, ValueError):
            pass
        zoom = self.zooms[0]
        ends = self._guarded(
            lambda: self._file.execute(
                "SELECT MIN(tile_column), MAX(tile_column), MIN(tile_row), MAX(tile_row)"
                " FROM tiles WHERE zoom_level = ?",
                (zoom,),
            ).fetchone()
        )
        count = 1 << zoom
        first = Tile(zoom, int(ends[0]), count - 1 - int(ends[3])).box
        last = Tile(zoom, int(ends[1]), count - 1 - int(ends[2])).box
        return MapBox(first.west, last.south, last.east, first.north)

    def _guarded(self, look: Callable[[], T]) -> T:
        try:
            return look()
        except (sqlite3.Error, ValueError, TypeError, OverflowError) as error:
            self._damaged(error)

    def _damaged(self, error: Exception | None) -> NoReturn:
        why = f" ({error})" if error is not None else ""
        raise MapFileRefused(f"The map file {self._name} is damaged{why}.", _AGAIN) from error


def plain_text(untrusted_markup: str) -> str:
    """Attributions are written in HTML; here is what a reader of it sees, in one line."""
    bare = html.unescape(re.sub(r"<[^>]*>", " ", untrusted_markup))
    line = " ".join("".join(c if c.isprintable() else " " for c in bare).split())
    return re.sub(r" (?=[,.;:)])", "", line)[:_LONGEST_ATTRIBUTION]

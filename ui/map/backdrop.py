"""The map file on a thread of its own: opened there, its pictures decoded there.

The Qt thread asks for the tiles in view and draws what has come; the newest wish counts alone.
"""

from __future__ import annotations

import threading
from collections import OrderedDict

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, Signal
from PySide6.QtGui import QImage, QImageReader

from alpr_console.domain.errors import ConsoleError
from alpr_console.domain.map_projection import Tile
from alpr_console.map_ports import MapFile, MapInfo, ShapeMap, TileMap
from ui import strings
from ui.map.viewport import COARSEST

MOST_BYTES = 64 << 20
"""Of decoded tiles that are kept: what a large screen shows several times over."""

MOST_SIDE = 1024
"""Px of a tile's side; larger ones are no tiles."""

MOST_WANTED = 400
"""Tiles of one view; a map that would need more is shown at a coarser zoom."""


class TileCache:
    """Decoded tiles, those used last; None where the map has none. Qt thread."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._kept: OrderedDict[Tile, QImage | None] = OrderedDict()
        self._bytes = 0

    @property
    def bytes(self) -> int:
        return self._bytes

    def __contains__(self, tile: Tile) -> bool:
        return tile in self._kept

    def get(self, tile: Tile) -> QImage | None:
        if tile in self._kept:
            self._kept.move_to_end(tile)
        return self._kept.get(tile)

    def put(self, tile: Tile, image: QImage | None) -> None:
        self._bytes -= _size(self._kept.pop(tile, None))
        self._kept[tile] = image
        self._bytes += _size(image)
        # Of tiles that are not there nothing but their number grows.
        while self._bytes > self._most or len(self._kept) > 16 * MOST_WANTED:
            _, gone = self._kept.popitem(last=False)
            self._bytes -= _size(gone)


def _size(image: QImage | None) -> int:
    return image.sizeInBytes() if image is not None else 0


class Backdrop(QObject):
    """`opened` says that `info`, `shapes`, `zooms` or `refusal` are there, `ready` that tiles
    have come: `take` brings them into the cache."""

    opened = Signal()
    ready = Signal()

    def __init__(self, file: MapFile | None) -> None:
        super().__init__()
        self.file = file
        self.info: MapInfo | None = None
        self.shapes: ShapeMap | None = None
        self.zooms: tuple[int, int] | None = None
        self.refusal = ""
        self.damaged = 0
        """Tiles that could not be read or are no pictures."""
        self.waiting = 0
        """Tiles asked for last that were not there yet."""
        self.cache = TileCache()
        self._changed = threading.Condition()
        self._wanted: list[Tile] = []
        self._made: list[tuple[Tile, QImage | None]] = []
        self._stopping = False
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Open the file, once: when the map is first looked at, and not before."""
        if self.file is not None and self._thread is None:
            self._thread = threading.Thread(
                target=self._run, args=(self.file,), name="map", daemon=True
            )
            self._thread.start()

    def stop(self) -> None:
        with self._changed:
            self._stopping = True
            self._changed.notify()
        if self._thread is not None:
            self._thread.join(timeout=5)

    def want(self, tiles: list[Tile]) -> None:
        """Make these, the first of them first, and none asked for before."""
        missing = [tile for tile in tiles if tile not in self.cache]
        self.waiting = len(missing)
        with self._changed:
            self._wanted = missing
            self._changed.notify()

    def take(self) -> None:
        """Into the cache what has been made."""
        with self._changed:
            made, self._made = self._made, []
        for tile, image in made:
            self.cache.put(tile, image)

    # -- map thread ------------------------------------------------------------------------

    def _run(self, file: MapFile) -> None:
        try:
            found = file.open()
        except ConsoleError as error:
            self.refusal = str(error)
            self._tell_opened()
            return
        except Exception as error:
            self.refusal = str(ConsoleError(strings.BUG.format(error=error), strings.BUG_REMEDY))
            self._tell_opened()
            return
        if not isinstance(found, TileMap):
            # Made here, where it may take its time; the Qt thread finds each ready.
            found.lines(COARSEST)
            self.shapes, self.info = found, found.info
            self._tell_opened()
            return
        self.zooms, self.info = found.zooms, found.info
        self._tell_opened()
        try:
            self._serve(found)
        finally:
            found.close()

    def _tell_opened(self) -> None:
        if not self._stopping:
            self.opened.emit()

    def _serve(self, tiles: TileMap) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._stopping or bool(self._wanted))
                if self._stopping:
                    return
                tile = self._wanted.pop(0)
            image = self._decoded(tiles, tile)
            with self._changed:
                waiting = bool(self._made)
                self._made.append((tile, image))
                stopping = self._stopping
            if not waiting and not stopping:
                self.ready.emit()

    def _decoded(self, tiles: TileMap, tile: Tile) -> QImage | None:
        try:
            untrusted_picture = tiles.picture(tile)
        except ConsoleError:
            self.damaged += 1
            return None
        if untrusted_picture is None:
            return None
        image = decoded(untrusted_picture)
        if image is None:
            self.damaged += 1
        return image


def decoded(untrusted_picture: bytes) -> QImage | None:
    """A tile ready to be drawn; None where it is no PNG or JPEG of a tile's size."""
    buffer = QBuffer()
    buffer.setData(QByteArray(untrusted_picture))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    size = reader.size()
    kind = reader.format().data()
    if kind not in (b"png", b"jpeg") or not size.isValid():
        return None
    if max(size.width(), size.height()) > MOST_SIDE:
        return None
    image = reader.read()
    if image.isNull():
        return None
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)

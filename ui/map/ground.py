"""Paints what lies under the car's track: the map file, or a grid where there is none."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QTransform

from alpr_console.domain.map_projection import MapBox, Tile, tiles_in, zoom_of
from alpr_console.map_ports import MapLabel, MapLines, ShapeMap
from ui.map.backdrop import MOST_WANTED, Backdrop
from ui.map.names import NOTHING, Points, Slanted, Taken, places_along
from ui.map.viewport import COARSEST, Scale, Viewport
from ui.theme.fonts import text_font
from ui.theme.theme import theme

_COARSER = 6
"""So many zooms out a tile is looked for, to stand in for one that has not come yet."""

_VEIL = {"day": 0.18, "night": 0.7}
"""How much of the ground lies over a map's pictures: marks stand out, and none blinds at night."""

_MOST_LABELS, _MOST_LOOKED_AT = 60, 600

_MOST_NAMED = 200
"""Lines in view whose names are placed, the longest first."""

_MOST_POINTS = 20_000
"""Of lines that are drawn at once; where there are more, they are drawn less detailed."""


class Ground:
    """Belongs to the canvas; asks `backdrop` for the tiles in view while it paints."""

    def __init__(self, backdrop: Backdrop) -> None:
        self._backdrop = backdrop
        self._paths: tuple[QPainterPath, QPainterPath] | None = None
        self._paths_of: tuple[MapBox, float] | None = None
        self._labels: list[MapLabel] = []
        self._labels_at: np.ndarray | None = None
        self._lines: tuple[MapLines, np.ndarray] | None = None
        """Those in the paths, and which of them."""

    def paint(
        self, painter: QPainter, view: Viewport, scale: Scale | None, over: Points = NOTHING
    ) -> None:
        """Over the whole of the canvas, px. No grid without a `scale`: nobody knows where it is.
        `over` are segments that will be drawn over it, n × 4 px: names keep clear of them.
        """
        palette = theme.palette
        frame = QRectF(0, 0, view.width, view.height)
        painter.fillRect(frame, QColor(palette.surface))
        info, shapes, zooms = self._backdrop.info, self._backdrop.shapes, self._backdrop.zooms
        covered = info is not None and info.box is not None and info.box.overlaps(view.box)
        if zooms is not None and covered:
            self._paint_tiles(painter, view, zooms)
            veil = QColor(palette.ground)
            veil.setAlphaF(_VEIL[palette.name])
            painter.fillRect(frame, veil)
        elif scale is not None and not covered:
            self._paint_grid(painter, view, scale)
        if shapes is not None and covered:
            self._paint_lines(painter, view, shapes)
            self._paint_labels(painter, view, shapes, Taken(over))

    # -- pictures --------------------------------------------------------------------------

    def _paint_tiles(self, painter: QPainter, view: Viewport, zooms: tuple[int, int]) -> None:
        zoom = max(zooms[0], min(zooms[1], zoom_of(view.resolution)))
        tiles = self._in_view(view, zoom)
        self._backdrop.want(tiles)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for tile in tiles:
            self._paint_tile(painter, view, tile)

    def _in_view(self, view: Viewport, zoom: int) -> list[Tile]:
        """None at all where the view is so far out that they would be specks."""
        side = Tile(zoom, 0, 0).box
        width = side.east - side.west
        box = view.box
        if (box.east - box.west) / width * ((box.north - box.south) / width) > MOST_WANTED:
            return []
        return tiles_in(box, zoom)

    def _paint_tile(self, painter: QPainter, view: Viewport, tile: Tile) -> None:
        place = _on_screen(view, tile.box)
        for levels in range(min(_COARSER, tile.zoom) + 1):
            above = tile.above(levels)
            image = self._backdrop.cache.get(above)
            if image is not None:
                part = 1 << levels
                wide, high = image.width() / part, image.height() / part
                column = tile.column - (above.column << levels)
                row = tile.row - (above.row << levels)
                painter.drawImage(place, image, QRectF(column * wide, row * high, wide, high))
                return

    # -- the grid --------------------------------------------------------------------------

    def _paint_grid(self, painter: QPainter, view: Viewport, scale: Scale) -> None:
        box, step = view.box, scale.meters
        lines = []
        for x in np.arange(math.ceil(box.west / step), box.east / step) * step:
            at = view.on_screen(view.center)[0] + (x - view.center.x) / view.resolution
            lines.append((QPointF(at, 0), QPointF(at, view.height)))
        for y in np.arange(math.ceil(box.south / step), box.north / step) * step:
            at = view.height / 2 + (view.center.y - y) / view.resolution
            lines.append((QPointF(0, at), QPointF(view.width, at)))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(QColor(theme.palette.hairline), 1))
        for start, end in lines:
            painter.drawLine(start, end)

    # -- lines and names -------------------------------------------------------------------

    def _paint_lines(self, painter: QPainter, view: Viewport, shapes: ShapeMap) -> None:
        inner, borders = self._paths_for(view, shapes)
        palette, sizes = theme.palette, theme.sizes
        painter.save()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setTransform(self._to_screen(view), combine=True)
        # Filled as one: areas that overlap are no darker, so the contrast on them is known.
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.fillPath(borders, QColor(palette.area))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for path, color, width, style in (
            (inner, palette.edge, sizes.px(1), Qt.PenStyle.SolidLine),
            (borders, palette.text_dim, sizes.px(2), Qt.PenStyle.DashLine),
        ):
            pen = QPen(QColor(color), width, style)
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.drawPath(path)
        painter.restore()

    def _to_screen(self, view: Viewport) -> QTransform:
        """From map meters around the middle of what the paths were made for."""
        assert self._paths_of is not None
        middle = self._paths_of[0].center
        left, top = view.on_screen(middle)
        return QTransform(1 / view.resolution, 0, 0, -1 / view.resolution, left, top)

    def _paths_for(self, view: Viewport, shapes: ShapeMap) -> tuple[QPainterPath, QPainterPath]:
        """Lines and borders in view and around it: a step aside makes no new ones."""
        box, level = view.box, 2.0 ** math.floor(math.log2(view.resolution))
        made = self._paths_of
        if self._paths is None or made is None or made[1] != level or not _within(box, made[0]):
            area = box.grown(max(box.east - box.west, box.north - box.south) / 2)
            self._paths_of = (area, level)
            self._lines = lines, seen = _drawable(shapes, level, area)
            self._paths = (
                _path(lines, seen & ~lines.border, area), _path(lines, seen & lines.border, area)
            )  # fmt: skip
            self._paths[1].setFillRule(Qt.FillRule.WindingFill)
        return self._paths

    def _points_in(self, box: MapBox, shapes: ShapeMap) -> list[MapLabel]:
        """Names that stand at a place: points before areas."""
        if self._labels_at is None:
            along = set(shapes.lines(0.0).labels.tolist())
            standing = [one for place, one in enumerate(shapes.labels) if place not in along]
            self._labels = sorted(standing, key=lambda one: not one.is_point)
            self._labels_at = np.array([(one.at.x, one.at.y) for one in self._labels])
        at = self._labels_at.reshape(-1, 2)
        seen = (
            (at[:, 0] >= box.west) & (at[:, 0] <= box.east)
            & (at[:, 1] >= box.south) & (at[:, 1] <= box.north)
        )  # fmt: skip
        return [self._labels[place] for place in np.flatnonzero(seen)[:_MOST_LOOKED_AT]]

    def _paint_labels(
        self, painter: QPainter, view: Viewport, shapes: ShapeMap, taken: Taken
    ) -> None:
        """Names that have room, each over a ground of its own; points and areas before lines."""
        sizes = theme.sizes
        metrics = QFontMetricsF(text_font(sizes.caption))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = sizes.px(3)
        for label in self._points_in(view.box, shapes):
            x, y = view.on_screen(label.at)
            width = metrics.horizontalAdvance(label.text)
            if label.is_point:
                square = QRectF(x - radius, y - radius, 2 * radius, 2 * radius)
                painter.fillRect(square, QColor(theme.palette.text_dim))
            middle = x + 2 * radius + width / 2 if label.is_point else x
            place = Slanted(middle, y, width, metrics.height())
            if label.text and len(taken) < _MOST_LABELS and taken.take(_roomy(place)):
                _paint_name(painter, label.text, place, metrics)
        said: set[str] = set()
        for text, line in self._named_lines(view, shapes):
            if len(taken) >= _MOST_LABELS:
                return
            if text in said:
                continue
            width = metrics.horizontalAdvance(text)
            places = places_along(line, width, metrics.height(), (view.width, view.height))
            # Better under the car's track than not at all.
            for place in sorted(places, key=lambda one: not taken.is_open(_roomy(one))):
                if taken.take(_roomy(place)):
                    said.add(text)
                    _paint_name(painter, text, place, metrics)
                    break

    def _named_lines(self, view: Viewport, shapes: ShapeMap) -> Iterator[tuple[str, np.ndarray]]:
        """Names and points, px, of the lines that are longest in view."""
        assert self._lines is not None
        lines, seen = self._lines
        box = view.box
        across = np.minimum(lines.boxes[:, 2:], (box.east, box.north)) - np.maximum(
            lines.boxes[:, :2], (box.west, box.south)
        )  # fmt: skip
        inside = seen & (lines.labels >= 0) & (across >= 0).all(axis=1)
        named = np.flatnonzero(inside)
        longest = named[np.argsort(-across[named].max(axis=1), kind="stable")]
        for one in longest[:_MOST_NAMED]:
            points = lines.points[lines.starts[one] : lines.starts[one + 1]]
            x = (points[:, 0] - view.center.x) / view.resolution + view.width / 2
            y = (view.center.y - points[:, 1]) / view.resolution + view.height / 2
            yield shapes.labels[lines.labels[one]].text, np.column_stack((x, y))


def _roomy(place: Slanted) -> Slanted:
    return replace(place, width=place.width + 2 * theme.sizes.gap, height=place.height + 4)


def _paint_name(painter: QPainter, text: str, place: Slanted, metrics: QFontMetricsF) -> None:
    palette, sizes = theme.palette, theme.sizes
    halo = QPainterPath()
    top = -metrics.height() / 2 + metrics.ascent()
    halo.addText(QPointF(-place.width / 2, top), text_font(sizes.caption), text)
    turned = QTransform().translate(place.x, place.y).rotate(place.angle).map(halo)
    painter.strokePath(turned, QPen(QColor(palette.surface), sizes.px(4)))
    painter.fillPath(turned, QColor(palette.text_second))


def _on_screen(view: Viewport, box: MapBox) -> QRectF:
    """Whole px, so that no seam shows between neighbors."""
    left = round((box.west - view.center.x) / view.resolution + view.width / 2)
    right = round((box.east - view.center.x) / view.resolution + view.width / 2)
    top = round((view.center.y - box.north) / view.resolution + view.height / 2)
    bottom = round((view.center.y - box.south) / view.resolution + view.height / 2)
    return QRectF(left, top, right - left, bottom - top)


def _within(box: MapBox, area: MapBox) -> bool:
    return (
        area.west <= box.west
        and box.east <= area.east
        and area.south <= box.south
        and box.north <= area.north
    )


def _drawable(shapes: ShapeMap, level: float, area: MapBox) -> tuple[MapLines, np.ndarray]:
    """Lines in `area`, as detailed as `level` map meters a px asks for and as can be drawn."""
    while True:
        lines = shapes.lines(level)
        seen = (
            (lines.boxes[:, 0] <= area.east) & (lines.boxes[:, 2] >= area.west)
            & (lines.boxes[:, 1] <= area.north) & (lines.boxes[:, 3] >= area.south)
        )  # fmt: skip
        if level > COARSEST or np.diff(lines.starts)[seen].sum() <= _MOST_POINTS:
            return lines, seen
        level *= 2


def _path(lines: MapLines, wanted: np.ndarray, area: MapBox) -> QPainterPath:
    """The wanted lines as one path, map meters around the middle of `area`."""
    lengths = np.diff(lines.starts)
    points = lines.points[np.repeat(wanted, lengths)]
    if not len(points):
        return QPainterPath()
    # Each point leads to the next one, but for the last of a line.
    connect = np.ones(len(points), dtype=np.int32)
    connect[np.cumsum(lengths[wanted]) - 1] = 0
    middle = area.center
    path: QPainterPath = pg.arrayToQPath(
        points[:, 0] - middle.x, points[:, 1] - middle.y, connect=connect
    )
    return path

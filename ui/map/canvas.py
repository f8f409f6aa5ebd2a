"""The map as drawn: the ground, the car's track, reads and hits, the car, the scale bar."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QGestureEvent, QPinchGesture

from alpr_console.domain.map_projection import MapPoint
from alpr_console.domain.notices import SHAPES, Meaning, Shape
from ui import strings_map as words
from ui.map.furniture import paint_furniture
from ui.map.ground import Ground
from ui.map.marks import Mark
from ui.map.model import CarMark, MapModel
from ui.map.names import NOTHING, Points
from ui.map.seen import said_of
from ui.map.viewport import STEP, Viewport
from ui.theme.theme import theme

_READ_PX, _HIT_PX, _RING_PX = 10, 24, 40
_STEP_SHARE = 0.25
"""Of the map's shorter side: how far an arrow key moves it."""

_DRAG_PX = 8
"""A finger that moves less has touched, not dragged."""

_FARTHEST_M = 100_000.0
"""The curves are drawn around an origin no farther off: painted numbers stay small."""

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class MapCanvas(pg.GraphicsView):  # type: ignore[misc]
    """North is up. Callbacks are in px of the canvas; it draws what `show_model` is given."""

    def __init__(
        self,
        ground: Ground,
        on_pan: Callable[[float, float], None],
        on_zoom: Callable[[float], None],
        on_touch: Callable[[float, float], None],
        on_size: Callable[[int, int], None],
    ) -> None:
        super().__init__()
        self.setObjectName("map_canvas")
        self.setAccessibleName(words.SAID)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(160, 120)
        # What lies below is painted anew with each view; pyqtgraph would keep the first.
        self.setCacheMode(self.CacheModeFlag.CacheNone)
        self.setViewportUpdateMode(self.ViewportUpdateMode.FullViewportUpdate)
        self.ground = ground
        self._on_pan, self._on_zoom = on_pan, on_zoom
        self._on_touch, self._on_size = on_touch, on_size
        self._model: MapModel | None = None
        self._origin: MapPoint | None = None
        self._pressed: QPointF | None = None
        self._dragging = False
        self.viewport().grabGesture(Qt.GestureType.PinchGesture)
        self._box = pg.ViewBox(enableMenu=False, defaultPadding=0)
        self._box.setMouseEnabled(False, False)
        self.setCentralItem(self._box)
        # Two strokes: the light one keeps the track apart from whatever lies under it.
        self._casing, self._line = (pg.PlotCurveItem(connect="finite") for _ in range(2))
        self._lone, self._reads, self._hits = (pg.ScatterPlotItem(pxMode=True) for _ in range(3))
        for item in (self._casing, self._line, self._lone, self._reads, self._hits):
            self._box.addItem(item, ignoreBounds=True)
        theme.changed.connect(self._restyled)

    @property
    def model(self) -> MapModel | None:
        """What is drawn."""
        return self._model

    def show_model(self, model: MapModel) -> None:
        before, self._model = self._model, model
        moved = self._keep_origin(model.view.center)
        if moved or before is None or model.stretches is not before.stretches:
            self._draw_track()
        if moved or before is None or model.marks is not before.marks:
            self._draw_marks()
        origin, box = self._origin, model.view.box
        assert origin is not None
        self._box.setRange(
            xRange=(box.west - origin.x, box.east - origin.x),
            yRange=(box.south - origin.y, box.north - origin.y),
            padding=0,
        )
        self.setAccessibleDescription(said_of(model.chosen) if model.chosen is not None else "")
        self.viewport().update()

    # -- painting --------------------------------------------------------------------------

    def drawBackground(self, painter: QPainter, rect: QRectF) -> None:
        model = self._model
        if model is not None:
            scale = None if model.empty else model.scale
            self.ground.paint(painter, model.view, scale, self._over(model.view))

    def drawForeground(self, painter: QPainter, rect: QRectF) -> None:
        model = self._model
        if model is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if model.car is not None:
            self._paint_car(painter, model.car)
        if model.chosen is not None:
            self._paint_ring(painter, model.chosen.point)
        paint_furniture(painter, model, self.hasFocus())
        painter.restore()

    def _over(self, view: Viewport) -> Points:
        """The track and the marks as segments, px; a mark is one of no length."""
        assert self._origin is not None
        left, top = view.on_screen(self._origin)
        ends = []
        for item in (self._line, self._reads, self._hits):
            x, y = item.getData()
            if x is None or not len(x):
                continue
            at = np.column_stack((left + x / view.resolution, top - y / view.resolution))
            ends.append(np.hstack((at[:-1], at[1:])) if item is self._line else np.hstack((at, at)))
        return np.vstack(ends) if ends else NOTHING

    def _paint_car(self, painter: QPainter, car: CarMark) -> None:
        assert self._model is not None
        sizes, palette = theme.sizes, theme.palette
        x, y = self._model.view.on_screen(car.point)
        side = sizes.px(15)
        shape = QPainterPath()
        if car.heading is not None:
            tip = [(0, -1.25), (0.85, 1), (0, 0.55), (-0.85, 1)]
            shape.addPolygon(QPolygonF([QPointF(side * a, side * b) for a, b in tip]))
            shape.closeSubpath()
            shape = QTransform().rotate(car.heading).map(shape)
        else:
            shape.addEllipse(QPointF(0, 0), side * 0.75, side * 0.75)
        shape.translate(x, y)
        painter.strokePath(shape, QPen(QColor(palette.on_strong), sizes.px(6)))
        if car.fresh:
            painter.fillPath(shape, QColor(palette.strong))
            return
        painter.fillPath(shape, QColor(palette.on_strong))
        painter.strokePath(shape, QPen(QColor(palette.strong), sizes.px(3), Qt.PenStyle.DotLine))

    def _paint_ring(self, painter: QPainter, at: MapPoint) -> None:
        assert self._model is not None
        sizes, palette = theme.sizes, theme.palette
        x, y = self._model.view.on_screen(at)
        radius = sizes.px(_RING_PX) / 2
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for color, width in (
            (palette.raised, sizes.focus + 4),
            (palette.meaning(Meaning.INFORMATION).ink, sizes.focus),
        ):
            painter.setPen(QPen(QColor(color), width))
            painter.drawEllipse(QPointF(x, y), radius, radius)

    def _keep_origin(self, center: MapPoint) -> bool:
        """Whether everything is to be drawn anew, around another origin."""
        origin = self._origin
        if origin is not None:
            off = max(abs(center.x - origin.x), abs(center.y - origin.y))
            if off <= _FARTHEST_M:
                return False
        self._origin = center
        return True

    def _draw_track(self) -> None:
        assert self._model is not None
        assert self._origin is not None
        sizes, palette = theme.sizes, theme.palette
        x, y = self._origin.x, self._origin.y
        gap = (math.nan, math.nan)
        points: list[tuple[float, float]] = []
        lone: list[tuple[float, float]] = []
        for stretch in self._model.stretches:
            if len(stretch) == 1:
                lone.append((stretch[0].x - x, stretch[0].y - y))
                continue
            points.extend((p.x - x, p.y - y) for p in stretch)
            points.append(gap)
        line = np.array(points).reshape(-1, 2)
        for item, color, width in (
            (self._casing, palette.raised, sizes.px(7)),
            (self._line, palette.text_second, sizes.px(3)),
        ):
            item.setPen(pg.mkPen(color, width=width))
            item.setData(line[:, 0], line[:, 1], antialias=True)
        self._lone.setData(
            pos=np.array(lone).reshape(-1, 2), size=sizes.px(5),
            pen=pg.mkPen(palette.raised), brush=pg.mkBrush(palette.text_second),
        )  # fmt: skip

    def _draw_marks(self) -> None:
        assert self._model is not None
        assert self._origin is not None
        sizes, palette = theme.sizes, theme.palette
        reads = [mark for mark in self._model.marks if mark.meaning is None]
        hits = [mark for mark in self._model.marks if mark.meaning is not None]
        self._reads.setData(
            pos=self._places(reads), size=sizes.px(_READ_PX), symbol="s",
            pen=pg.mkPen(palette.raised, width=2), brush=pg.mkBrush(palette.text_dim),
        )  # fmt: skip
        self._hits.setData(
            pos=self._places(hits), size=sizes.px(_HIT_PX),
            symbol=[_SYMBOLS[SHAPES[mark.meaning]] for mark in hits if mark.meaning],
            pen=[_hit_pen(mark) for mark in hits], brush=[_hit_brush(mark) for mark in hits],
        )  # fmt: skip

    def _places(self, marks: list[Mark]) -> np.ndarray:
        """Oldest first: the newest is drawn on top."""
        assert self._origin is not None
        x, y = self._origin.x, self._origin.y
        return np.array([(m.point.x - x, m.point.y - y) for m in marks]).reshape(-1, 2)

    def _restyled(self) -> None:
        if self._model is not None:
            self._draw_track()
            self._draw_marks()
        self.viewport().update()

    # -- fingers, wheel and arrows ---------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed, self._dragging = event.position(), False
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if self._pressed is None:
            return
        off = event.position() - self._pressed
        if not self._dragging and off.manhattanLength() < theme.sizes.px(_DRAG_PX):
            return
        self._pressed, self._dragging = event.position(), True
        self._on_pan(-off.x(), -off.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if self._pressed is not None and not self._dragging:
            self._on_touch(event.position().x(), event.position().y())
        self._pressed = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Two touches, as far as the map goes."""
        self.mousePressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Two fingers zoom; the first of them alone drags, as a mouse does."""
        if isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                self._pressed = None
                self._on_zoom(pinch.scaleFactor())
                event.accept(pinch)
                return True
        return bool(super().viewportEvent(event))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()
        if event.angleDelta().y():
            self._on_zoom(STEP ** (event.angleDelta().y() / 240))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        way = _ARROWS.get(Qt.Key(event.key()))
        if way is None:
            event.ignore()
            return
        step = _STEP_SHARE * min(self.width(), self.height())
        self._on_pan(way[0] * step, way[1] * step)

    def focusInEvent(self, event: QEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        # pyqtgraph calls it without an event while it builds itself.
        if event is not None:
            self._on_size(self.width(), self.height())


def _hit_pen(mark: Mark) -> QPen:
    assert mark.meaning is not None
    colors = theme.palette.meaning(mark.meaning)
    pen: QPen = pg.mkPen(colors.ink, width=2)
    return pen


def _hit_brush(mark: Mark) -> QColor:
    assert mark.meaning is not None
    colors = theme.palette.meaning(mark.meaning)
    return QColor(theme.palette.raised if mark.closed else colors.fill)


def _symbol(shape: Shape) -> QPainterPath:
    """As the marks of the rest of the screen: around 0, 0 and one across."""
    path = QPainterPath()
    if shape is Shape.OCTAGON:
        turns = [math.radians(22.5 + 45 * corner) for corner in range(8)]
        path.addPolygon(QPolygonF([QPointF(math.cos(t) / 2, math.sin(t) / 2) for t in turns]))
    elif shape is Shape.TRIANGLE:
        corners = [(0, -0.5), (0.55, 0.45), (-0.55, 0.45)]
        path.addPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
    else:
        path.addEllipse(QPointF(0, 0), 0.45, 0.45)
    path.closeSubpath()
    return path


_SYMBOLS = {shape: _symbol(shape) for shape in Shape}

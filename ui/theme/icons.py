"""Icons (lucide) in the color of a token, and the shape that goes with each meaning."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from alpr_console.domain.errors import ConsoleError
from alpr_console.domain.notices import Shape
from alpr_console.locations import resources_dir

SHAPE_ICONS = {
    Shape.CIRCLE: "info",
    Shape.TRIANGLE: "triangle-alert",
    Shape.OCTAGON: "octagon-alert",
    Shape.CHECK: "circle-check",
}


@cache
def _drawing(name: str) -> str:
    path = resources_dir() / "icons" / "lucide" / f"{name}.svg"
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        raise ConsoleError(f"The icon {name} is missing.", "Install the console again.") from None


@cache
def pixmap(name: str, color: str, pixels: int, ratio: float = 1.0) -> QPixmap:
    """Icon `name` as a square of `pixels`, its lines in `color` ('#rrggbb')."""
    side = round(pixels * ratio)
    picture = QPixmap(side, side)
    picture.fill(Qt.GlobalColor.transparent)
    drawing = _drawing(name).replace("currentColor", color)
    renderer = QSvgRenderer(QByteArray(drawing.encode("utf-8")))
    painter = QPainter(picture)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture

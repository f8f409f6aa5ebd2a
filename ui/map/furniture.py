"""What stands over every map: the scale bar, north, whose map it is, where the focus is."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from alpr_console.domain.notices import Meaning
from ui import strings_map as words
from ui.map.model import MapModel
from ui.theme.fonts import text_font
from ui.theme.theme import theme


def paint_furniture(painter: QPainter, model: MapModel, focus: bool) -> None:
    """px of the canvas; leaves pen, brush and font changed."""
    width, height = model.view.width, model.view.height
    if model.empty:
        _paint_empty(painter, model.empty, width, height)
    if model.covered or not model.empty:
        _paint_scale(painter, model, height)
        _paint_north(painter, width)
    if model.attribution:
        _paint_attribution(painter, model.attribution, width, height)
    if focus:
        sizes = theme.sizes
        ring = theme.palette.meaning(Meaning.INFORMATION).ink
        inset = sizes.focus / 2
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(ring), sizes.focus))
        painter.drawRect(QRectF(0, 0, width, height).adjusted(inset, inset, -inset, -inset))


def _paint_empty(painter: QPainter, text: str, width: int, height: int) -> None:
    sizes, palette = theme.sizes, theme.palette
    painter.setFont(text_font(sizes.body))
    painter.setPen(QColor(palette.text_second))
    room = QRectF(0, 0, width, height).adjusted(*(4 * sizes.gap * s for s in (1, 1, -1, -1)))
    flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
    place = painter.boundingRect(room, flags, text)
    painter.fillRect(place.adjusted(-sizes.gap, -sizes.gap, sizes.gap, sizes.gap),
                     QColor(palette.surface))  # fmt: skip
    painter.drawText(room, flags, text)


def _paint_scale(painter: QPainter, model: MapModel, height: int) -> None:
    sizes, palette, scale = theme.sizes, theme.palette, model.scale
    font = text_font(sizes.caption, strong=True)
    metrics = QFontMetricsF(font)
    side, gap = 2 * sizes.gap, sizes.gap
    wide = max(scale.pixels, metrics.horizontalAdvance(scale.words)) + 2 * gap
    ground = QRectF(side, height - side - metrics.height() - 2 * gap, wide,
                    metrics.height() + 2 * gap)  # fmt: skip
    _paint_plate(painter, ground)
    painter.setPen(QColor(palette.text))
    painter.setFont(font)
    left, bottom = ground.left() + gap, ground.bottom() - gap
    painter.drawText(QPointF(left, ground.top() + gap / 2 + metrics.ascent()), scale.words)
    tick = sizes.px(6)
    painter.setPen(QPen(QColor(palette.text), sizes.px(2)))
    painter.drawPolyline(
        QPolygonF([QPointF(left, bottom - tick), QPointF(left, bottom),
                   QPointF(left + scale.pixels, bottom),
                   QPointF(left + scale.pixels, bottom - tick)])
    )  # fmt: skip


def _paint_north(painter: QPainter, width: int) -> None:
    sizes, palette = theme.sizes, theme.palette
    font = text_font(sizes.caption, strong=True)
    metrics = QFontMetricsF(font)
    side, gap = sizes.px(32), 2 * sizes.gap
    ground = QRectF(width - side - gap, gap, side, metrics.height() + sizes.px(20))
    _paint_plate(painter, ground)
    middle, top = ground.center().x(), ground.top() + sizes.px(5)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(palette.text))
    painter.drawPolygon(
        QPolygonF([QPointF(middle, top), QPointF(middle + sizes.px(6), top + sizes.px(11)),
                   QPointF(middle - sizes.px(6), top + sizes.px(11))])
    )  # fmt: skip
    painter.setPen(QColor(palette.text))
    painter.setFont(font)
    place = QRectF(ground.left(), top + sizes.px(11), side, metrics.height())
    painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), words.NORTH)


def _paint_attribution(painter: QPainter, text: str, width: int, height: int) -> None:
    sizes, palette = theme.sizes, theme.palette
    font = text_font(sizes.caption)
    metrics = QFontMetricsF(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width * 0.55)
    wide, high = metrics.horizontalAdvance(shown) + 2 * sizes.gap, metrics.height() + 4
    ground = QRectF(width - wide - sizes.px(4), height - high - sizes.px(4), wide, high)
    _paint_plate(painter, ground)
    painter.setPen(QColor(palette.text_second))
    painter.setFont(font)
    painter.drawText(ground, int(Qt.AlignmentFlag.AlignCenter), shown)


def _paint_plate(painter: QPainter, ground: QRectF) -> None:
    """A ground under words, whatever map is below."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.palette.surface))
    painter.drawRoundedRect(ground, theme.sizes.px(4), theme.sizes.px(4))

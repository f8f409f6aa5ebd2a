"""Read over list, character under character; differences in color, line, arrow and word."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from alpr_console.domain.notices import Meaning
from ui import strings, strings_matches, strings_shift
from ui.alert_panel.comparison import Cell, Comparison
from ui.theme.fonts import plate_font, text_font
from ui.theme.theme import theme


class ComparisonView(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("comparison")
        self._comparison = Comparison((), "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._restyled)

    def show_comparison(self, comparison: Comparison) -> None:
        if comparison == self._comparison:
            return
        self._comparison = comparison
        self.setAccessibleName(comparison.said)
        self.updateGeometry()
        self.update()

    # Heights of the rows, px.

    @property
    def _row(self) -> int:
        return theme.sizes.plate + theme.sizes.px(8)

    @property
    def _doubt(self) -> int:
        doubted = any(c.doubted for c in self._comparison.cells)
        return theme.sizes.px(18) if doubted else 0

    @property
    def _mark(self) -> int:
        return theme.sizes.px(24) if self._comparison.places else theme.sizes.px(4)

    def sizeHint(self) -> QSize:
        gap = theme.sizes.px(4)
        rows = 1 if self._comparison.one_row else 2
        return QSize(theme.sizes.px(320), rows * self._row + self._doubt + gap + self._mark)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.sizes.px(240), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        cells = self._comparison.cells
        if not cells:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        sizes, palette = theme.sizes, theme.palette
        label = sizes.px(40)
        width = min((self.width() - label) / max(len(cells), 6), sizes.px(72))
        gap = sizes.px(4)
        second = self._row + self._doubt + gap
        painter.setFont(text_font(sizes.caption, strong=True))
        painter.setPen(QColor(palette.text_second))
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        seen = strings_shift.ROW_TYPED if self._comparison.typed else strings.ROW_READ
        painter.drawText(QRectF(0, 0, label, self._row), middle, seen)
        two = not self._comparison.one_row
        if two:
            said = strings_matches.ROW_ENTRY if any(c.open for c in cells) else strings.ROW_LIST
            painter.drawText(QRectF(0, second, label, self._row), middle, said)
        for place, cell in enumerate(cells):
            left = label + place * width
            self._paint_read(painter, cell, QRectF(left, 0, width - gap, self._row))
            if two:
                self._paint_listed(painter, cell, QRectF(left, second, width - gap, self._row))
            if cell.differs:
                self._paint_mark(painter, QRectF(left, second + self._row, width - gap, self._mark))

    def _paint_ground(self, painter: QPainter, cell: Cell, place: QRectF) -> None:
        palette = theme.palette
        ground = palette.meaning(Meaning.CAUTION).wash if cell.differs else palette.raised
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(place, theme.sizes.px(4), theme.sizes.px(4))

    def _paint_read(self, painter: QPainter, cell: Cell, place: QRectF) -> None:
        sizes, palette = theme.sizes, theme.palette
        whole = place.adjusted(0, 0, 0, self._doubt)
        self._paint_ground(painter, cell, whole)
        painter.setPen(QColor(palette.text_dim if cell.doubted else palette.text))
        painter.setFont(plate_font(sizes.plate))
        center = int(Qt.AlignmentFlag.AlignCenter)
        painter.drawText(place, center, cell.read or strings.NO_TEXT)
        if cell.doubted:
            other = strings.OR.format(char=cell.alternative) if cell.alternative else ""
            painter.setPen(QColor(palette.text_second))
            painter.setFont(text_font(sizes.caption))
            below = QRectF(place.x(), place.bottom() - sizes.px(4), place.width(), self._doubt)
            painter.drawText(below, center, other or strings.DOUBTED)
            # Dim alone would make the eye pass over what it is to look at.
            pen = QPen(QColor(palette.meaning(Meaning.CAUTION).ink), sizes.px(2))
            pen.setStyle(Qt.PenStyle.DotLine)
            painter.setPen(pen)
            foot = whole.bottom() - sizes.px(1)
            painter.drawLine(QPointF(whole.left(), foot), QPointF(whole.right(), foot))

    def _paint_listed(self, painter: QPainter, cell: Cell, place: QRectF) -> None:
        sizes, palette = theme.sizes, theme.palette
        self._paint_ground(painter, cell, place)
        painter.setPen(QColor(palette.text_dim if cell.open else palette.text))
        painter.setFont(plate_font(sizes.plate))
        painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), cell.listed or strings.NO_TEXT)
        if cell.differs:
            line = QRectF(place.x(), place.bottom() - sizes.px(3), place.width(), sizes.px(3))
            painter.fillRect(line, QColor(palette.meaning(Meaning.CAUTION).ink))

    def _paint_mark(self, painter: QPainter, place: QRectF) -> None:
        sizes = theme.sizes
        ink = QColor(theme.palette.meaning(Meaning.CAUTION).ink)
        side = sizes.px(6)
        top, x = place.y() + sizes.px(2), place.center().x()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawPolygon(
            QPolygonF(
                [QPointF(x, top), QPointF(x - side, top + side), QPointF(x + side, top + side)]
            )
        )
        font = text_font(sizes.px(14), strong=True)
        width = QFontMetricsF(font).horizontalAdvance(strings.DIFFERS) + 2
        left = max(0.0, min(x - width / 2, self.width() - width))
        painter.setFont(font)
        painter.setPen(ink)
        words = QRectF(left, top + side, width, place.bottom() - top - side)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignCenter), strings.DIFFERS)

    def _restyled(self) -> None:
        self.updateGeometry()
        self.update()

"""The latest reads under the live picture, newest left."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from alpr_console.domain.notices import Meaning
from alpr_console.domain.read import PlateRead
from ui import strings, strings_matches, strings_shift
from ui.live_view.presenter import ReadCell, cell_for
from ui.theme.fonts import plate_font, text_font
from ui.theme.icons import pixmap
from ui.theme.theme import theme
from ui.widgets.jpeg import pixmap_of

KEPT = 16
"""Reads that the strip remembers; more than the widest screen shows."""


class ReadsStrip(QWidget):
    """A corrected read takes the place of the one before it.

    A touch opens a read, and so does Enter on the one that the arrows have chosen.
    """

    opened = Signal(str)
    """Id of the read."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._chosen = ""
        """Id of the read that the arrows stand on; the newest where that has gone."""
        self.setObjectName("reads_strip")
        self.setAccessibleName(strings_matches.READS_SAID)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._cells: OrderedDict[str, ReadCell] = OrderedDict()
        self._crops: dict[str, QPixmap] = {}
        theme.changed.connect(self._restyled)

    @property
    def cells(self) -> tuple[ReadCell, ...]:
        """Newest first."""
        return tuple(reversed(self._cells.values()))

    def add(self, read: PlateRead, hit: bool) -> None:
        self._cells[read.read_id] = cell_for(read, hit)
        self._crops[read.read_id] = pixmap_of(read.crop_jpeg)
        while len(self._cells) > KEPT:
            gone, _ = self._cells.popitem(last=False)
            self._crops.pop(gone, None)
        newest = self.cells[0]
        self.setAccessibleDescription(f"{newest.text} {newest.state} {newest.time}")
        self.update()

    def clear(self) -> None:
        self._cells.clear()
        self._crops.clear()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.sizes.px(320), theme.sizes.px(88 if theme.sizes.compact else 120))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        sizes, palette = theme.sizes, theme.palette
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.surface))
        painter.drawRoundedRect(self.rect(), sizes.radius, sizes.radius)
        if not self._cells:
            painter.setPen(QColor(palette.text_second))
            painter.setFont(text_font(sizes.body))
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), strings.READS_EMPTY)
            return
        for cell, place in self._shown():
            self._paint_cell(painter, place, cell)
            if self.hasFocus() and cell is self.chosen:
                ring = palette.meaning(Meaning.INFORMATION).ink
                painter.setPen(QPen(QColor(ring), sizes.focus))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(place, sizes.px(4), sizes.px(4))

    def _shown(self) -> list[tuple[ReadCell, QRectF]]:
        """The cells that there is room for, each with its place."""
        gap = theme.sizes.gap
        count = max(1, (self.width() - gap) // (theme.sizes.px(160) + gap))
        width = (self.width() - gap - count * gap) / count
        return [
            (cell, QRectF(gap + place * (width + gap), gap, width, self.height() - 2 * gap))
            for place, cell in enumerate(self.cells[:count])
        ]

    @property
    def chosen(self) -> ReadCell | None:
        """What Enter opens; None while there is no read."""
        cells = [cell for cell, _ in self._shown()]
        return next((c for c in cells if c.read_id == self._chosen), cells[0] if cells else None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        for cell, place in self._shown():
            if place.contains(event.position()):
                self._choose(cell)
                self.opened.emit(cell.read_id)
                return

    def event(self, event: QEvent) -> bool:
        # Enter would press the key on screen that carries it; here it opens what is chosen.
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and self.chosen is not None
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        chosen = self.chosen
        if chosen is None:
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(chosen.read_id)
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            cells = [cell for cell, _ in self._shown()]
            step = 1 if event.key() == Qt.Key.Key_Right else -1
            place = cells.index(chosen) + step
            self._choose(cells[max(0, min(place, len(cells) - 1))])
        else:
            super().keyPressEvent(event)

    def _choose(self, cell: ReadCell) -> None:
        self._chosen = cell.read_id
        self.setAccessibleDescription(f"{cell.text} {cell.state} {cell.time}")
        self.update()

    def _paint_cell(self, painter: QPainter, place: QRectF, cell: ReadCell) -> None:
        sizes, palette = theme.sizes, theme.palette
        danger = palette.meaning(Meaning.DANGER)
        painter.setPen(QPen(QColor(danger.ink), 2) if cell.hit else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.raised))
        painter.drawRoundedRect(place.adjusted(1, 1, -1, -1), sizes.px(4), sizes.px(4))
        pad = sizes.gap // 2
        text_height = sizes.px(24)
        caption = sizes.px(20)
        crop = self._crops.get(cell.read_id)
        room = QRectF(place.x() + pad + 2, place.y() + pad + 2, place.width() - 2 * pad - 4,
                      place.height() - text_height - caption - 2 * pad - 4)  # fmt: skip
        if crop is not None and not crop.isNull() and room.height() >= sizes.px(20):
            size = crop.size().scaled(room.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
            spot = QRectF(0, 0, size.width(), size.height())
            spot.moveCenter(room.center())
            painter.drawPixmap(spot, crop, QRectF(crop.rect()))
        elif cell.typed:
            painter.setPen(QColor(palette.text_second))
            painter.setFont(text_font(sizes.caption))
            painter.drawText(
                room, int(Qt.AlignmentFlag.AlignCenter), strings_shift.BY_HAND["typed"]
            )
        top = place.bottom() - text_height - caption - pad
        inner = QRectF(place.x() + 2 * pad, top, place.width() - 4 * pad, text_height)
        painter.setPen(QColor(palette.text))
        painter.setFont(plate_font(sizes.px(18)))
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter), cell.text)
        painter.setFont(text_font(sizes.body, strong=True))
        right = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        painter.drawText(inner, right, cell.state)
        inner = QRectF(inner.x(), inner.bottom(), inner.width(), caption)
        painter.setFont(text_font(sizes.caption))
        painter.setPen(QColor(palette.text_second))
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter), cell.time)
        if not cell.hit:
            painter.drawText(inner, right, cell.confidence)
            return
        side = sizes.px(16)
        painter.setPen(QColor(danger.ink))
        painter.setFont(text_font(sizes.caption, strong=True))
        painter.drawText(inner, right, strings.HIT)
        width = painter.fontMetrics().horizontalAdvance(strings.HIT)
        mark = pixmap("octagon-alert", danger.ink, side, self.devicePixelRatioF())
        painter.drawPixmap(
            round(inner.right() - width - side - pad),
            round(inner.y() + (caption - side) / 2), mark,
        )  # fmt: skip

    def _restyled(self) -> None:
        self.updateGeometry()
        self.update()

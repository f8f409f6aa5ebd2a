"""A still picture out of JPEG bytes, as large as its place allows."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.keymap import keymap
from ui.theme.fonts import text_font
from ui.theme.theme import theme
from ui.widgets.jpeg import pixmap_of

ZOOMS = (1.0, 2.0, 4.0)
_MIDDLE = QPointF(0.5, 0.5)


class Still(QWidget):
    """Keeps the picture's proportions; says in words when there is none.

    With a `key` that zooms, which stands in its corner, or by a touch: what was touched is shown
    twice and four times as large, then all again. The whole picture is what is touched: a
    button on it would cover characters.
    """

    def __init__(self, described: str, none: str, key: str = "") -> None:
        super().__init__()
        self._key = key
        self._zoom = ZOOMS[0]
        self._center = _MIDDLE
        self._caption = ""
        self._picture = QPixmap()
        self._source = b""
        self._none = none
        self._reason = none
        self.setAccessibleName(described)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def key(self) -> str:
        """As Qt names it; ui.shortcuts zooms every picture on screen that carries it."""
        return keymap.now(self._key)

    def show_jpeg(self, jpeg: bytes, damaged: str) -> None:
        """Show `jpeg`; the words `damaged` where it is no picture, none where it is empty."""
        if jpeg == self._source and jpeg:
            return
        self._source = jpeg
        self._zoom, self._center = ZOOMS[0], _MIDDLE
        self._picture = pixmap_of(jpeg)
        self._reason = damaged if jpeg and self._picture.isNull() else self._none
        self.update()

    def set_caption(self, caption: str) -> None:
        """Words right below the picture; '' for none."""
        if caption != self._caption:
            self._caption = caption
            self.update()

    @property
    def zoom(self) -> float:
        return self._zoom

    def zoom_next(self, center: QPointF | None = None) -> None:
        """The next of `ZOOMS`, around `center` (shares of the picture from its left and top)."""
        if self._picture.isNull():
            return
        self._zoom = ZOOMS[(ZOOMS.index(self._zoom) + 1) % len(ZOOMS)]
        self._center = center or self._center
        if self._zoom == ZOOMS[0]:
            self._center = _MIDDLE
        self.update()

    @property
    def has_picture(self) -> bool:
        return not self._picture.isNull()

    def sizeHint(self) -> QSize:
        return QSize(theme.sizes.px(240), theme.sizes.px(120))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.sizes.px(64), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.height() < theme.sizes.px(24):
            return  # a sliver says nothing
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._picture.isNull():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.palette.raised))
            painter.drawRoundedRect(self.rect(), theme.sizes.radius, theme.sizes.radius)
            painter.setPen(QColor(theme.palette.text_second))
            painter.setFont(text_font(theme.sizes.caption))
            flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
            painter.drawText(self.rect().adjusted(8, 4, -8, -4), flags, self._reason)
            return
        place = self._place()
        painter.drawPixmap(place, self._picture, self._part())
        if self.key:
            self._paint_key(painter, place)
        if self._caption:
            painter.setPen(QColor(theme.palette.text_second))
            painter.setFont(text_font(theme.sizes.caption))
            below = QRectF(0, place.bottom(), self.width(), self._caption_height)
            painter.drawText(below, int(Qt.AlignmentFlag.AlignCenter), self._caption)

    def _paint_key(self, painter: QPainter, place: QRectF) -> None:
        """A small cap in the corner, off the characters, with how large it is shown."""
        sizes = theme.sizes
        side = sizes.px(20)
        words = self.key if self._zoom == ZOOMS[0] else f"{self._zoom:.0f}×"
        font = text_font(sizes.caption, strong=True)
        wide = max(side, QFontMetrics(font).horizontalAdvance(words) + sizes.gap)
        cap = QRectF(place.right() - wide, place.bottom() - side, wide, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.palette.scrim))
        painter.drawRoundedRect(cap, 3, 3)
        painter.setPen(QColor(theme.palette.on_scrim))
        painter.setFont(font)
        painter.drawText(cap, int(Qt.AlignmentFlag.AlignCenter), words)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.key or self._picture.isNull():
            super().mousePressEvent(event)
            return
        place, part = self._place(), self._part()
        x = part.x() + (event.position().x() - place.x()) / place.width() * part.width()
        y = part.y() + (event.position().y() - place.y()) / place.height() * part.height()
        self.zoom_next(QPointF(x / self._picture.width(), y / self._picture.height()))

    def _place(self) -> QRectF:
        """Where the picture stands in the widget."""
        room = QSize(self.width(), self.height() - self._caption_height)
        size = self._picture.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (room.width() - size.width()) / 2, (room.height() - size.height()) / 2
        return QRectF(left, top, size.width(), size.height())

    @property
    def _caption_height(self) -> int:
        return theme.sizes.px(22) if self._caption else 0

    def _part(self) -> QRectF:
        """What of the picture is shown, in its pixels."""
        whole = QRectF(self._picture.rect())
        width, height = whole.width() / self._zoom, whole.height() / self._zoom
        left = self._center.x() * whole.width() - width / 2
        top = self._center.y() * whole.height() - height / 2
        left = min(max(left, 0.0), whole.width() - width)
        top = min(max(top, 0.0), whole.height() - height)
        return QRectF(left, top, width, height)

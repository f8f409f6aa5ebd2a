"""A still picture out of JPEG bytes, as large as its place allows."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.fonts import text_font
from ui.theme.theme import theme
from ui.widgets.jpeg import pixmap_of


class Still(QWidget):
    """Keeps the picture's proportions; says in words when there is none."""

    def __init__(self, described: str, none: str) -> None:
        super().__init__()
        self._picture = QPixmap()
        self._source = b""
        self._none = none
        self._reason = none
        self.setAccessibleName(described)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_jpeg(self, jpeg: bytes, damaged: str) -> None:
        """Show `jpeg`; the words `damaged` where it is no picture, none where it is empty."""
        if jpeg == self._source and jpeg:
            return
        self._source = jpeg
        self._picture = pixmap_of(jpeg)
        self._reason = damaged if jpeg and self._picture.isNull() else self._none
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
        size = self._picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
        place = QRectF(left, top, size.width(), size.height())
        painter.drawPixmap(place, self._picture, QRectF(self._picture.rect()))

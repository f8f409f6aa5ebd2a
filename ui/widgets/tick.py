"""A check box whose mark is drawn by the theme, and whose focus shows."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox

from alpr_console.domain.notices import Meaning
from ui.theme.icons import pixmap
from ui.theme.theme import theme


class Tick(QCheckBox):
    def __init__(self, text: str, name: str) -> None:
        super().__init__(text)
        self.setObjectName(name)
        self.setAccessibleName(text)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        sizes = theme.sizes
        width = QFontMetrics(self.font()).horizontalAdvance(self.text())
        return QSize(width + sizes.px(24) + 4 * sizes.gap, sizes.target)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        sizes, palette = theme.sizes, theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = sizes.px(24)
        box = QRectF(sizes.gap, (self.height() - side) / 2, side, side)
        ground = palette.strong if self.isChecked() else palette.raised
        painter.setPen(QPen(QColor(palette.strong if self.isChecked() else palette.edge), 2))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(box, sizes.px(4), sizes.px(4))
        if self.isChecked():
            mark = pixmap("check", palette.on_strong, sizes.px(20), self.devicePixelRatioF())
            inset = sizes.px(2)
            painter.drawPixmap(round(box.x()) + inset, round(box.y()) + inset, mark)
        painter.setPen(QColor(palette.text))
        left = box.right() + sizes.gap
        painter.drawText(
            QRectF(left, 0, self.width() - left, self.height()),
            int(Qt.AlignmentFlag.AlignVCenter),
            self.text(),
        )
        if self.hasFocus():
            half = sizes.focus / 2
            painter.setBrush(Qt.BrushStyle.NoBrush)
            ring = QColor(palette.meaning(Meaning.INFORMATION).ink)
            painter.setPen(QPen(ring, sizes.focus))
            painter.drawRoundedRect(
                QRectF(self.rect()).adjusted(half, half, -half, -half), sizes.radius, sizes.radius
            )

    def hitButton(self, pos: object) -> bool:
        """All of it can be touched, not the box and the words alone."""
        return True

"""The mark of a meaning: its shape in its color. Never a color alone."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from alpr_console.domain.notices import SHAPES, Meaning
from ui.theme.icons import SHAPE_ICONS, pixmap
from ui.theme.theme import theme


class Mark(QWidget):
    """A square with an icon, tinted by a meaning (or gray)."""

    def __init__(self, size: int = 20, icon: str = "", filled: bool = False) -> None:
        super().__init__()
        self._size = size
        self._icon = icon
        self._filled = filled
        """Whether the mark stands on its meaning's fill and takes the color for that."""
        self._meaning: Meaning | None = None
        self._lit = True
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme.changed.connect(self._restyled)

    def show_meaning(self, meaning: Meaning | None, icon: str = "") -> None:
        """The shape of `meaning`; `icon` where there is none, or to take its place."""
        shape = "" if meaning is None else SHAPE_ICONS[SHAPES[meaning]]
        self._meaning, self._icon = meaning, icon or shape
        self.update()

    def light(self, lit: bool) -> None:
        """Draw the mark, or leave its place empty for a moment."""
        if lit != self._lit:
            self._lit = lit
            self.update()

    def sizeHint(self) -> QSize:
        side = theme.sizes.px(self._size)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._icon or not self._lit:
            return
        palette = theme.palette
        if self._meaning is None:
            color = palette.text_second
        else:
            colors = palette.meaning(self._meaning)
            color = colors.on_fill if self._filled else colors.ink
        side = theme.sizes.px(self._size)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, pixmap(self._icon, color, side, self.devicePixelRatioF()))

    def _restyled(self) -> None:
        self.updateGeometry()
        self.update()

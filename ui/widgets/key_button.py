"""A push button that shows its icon and the key that presses it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QStylePainter

from ui.keymap import keymap
from ui.theme.fonts import text_font
from ui.theme.icons import pixmap
from ui.theme.theme import theme

Role = Literal["plain", "go", "answer", "quiet", "nav"]

CAPS = {"Return": "Enter", "Backspace": "Bksp"}
"""What stands on the key, where Qt names it otherwise."""


class KeyButton(QPushButton):
    """A button of one role of the style sheet, pressed by touch, by key, or by focus."""

    def __init__(
        self,
        text: str,
        name: str,
        on_press: Callable[[], None] | None = None,
        role: Role = "plain",
        key: str = "",
        icon: str = "",
        said: str = "",
    ) -> None:
        """`name` is the object name; `said` the accessible name where `text` is not enough."""
        super().__init__(text)
        self.setObjectName(name)
        self.setProperty("role", role)
        self.setAccessibleName(said or text)
        self._icon_name = icon
        self._given = key
        self._key = keymap.now(key)
        self._cap = CAPS.get(self._key, self._key)
        self._stacked = False
        if on_press is not None:
            self.clicked.connect(lambda _checked=False: on_press())
        theme.changed.connect(self._restyled)
        keymap.changed.connect(self._take_key)

    @property
    def key(self) -> str:
        """As Qt names it; ui.shortcuts presses the button on screen that carries it."""
        return self._key

    def set_key(self, key: str) -> None:
        """Another key presses it from now on, or whatever a person chose in its place."""
        self._given = key
        self._take_key()

    def _take_key(self) -> None:
        key = keymap.now(self._given)
        if key != self._key:
            self._key, self._cap = key, CAPS.get(key, key)
            self._restyled()

    def stack(self, stacked: bool) -> None:
        """The key's letter under its words, where several keys share a short row."""
        if stacked != self._stacked:
            self._stacked = stacked
            self._restyled()

    def sizeHint(self) -> QSize:
        sizes = theme.sizes
        text = QFontMetrics(self.font()).horizontalAdvance(self.text())
        if self._stacked and not self._icon_name:
            wide = max(text, self._cap_width()) + 2 * sizes.focus + sizes.gap // 2
            return QSize(max(wide, sizes.target), super().sizeHint().height())
        width = text + self._extra() + 2 * (sizes.focus + sizes.gap)
        return QSize(max(width, sizes.target), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _extra(self) -> int:
        parts = [self._icon_side()] if self._icon_name else []
        if self._cap:
            parts.append(self._cap_width())
        gaps = len(parts) - (0 if self.text() else 1)
        return sum(parts) + max(gaps, 0) * theme.sizes.gap

    def _icon_side(self) -> int:
        return theme.sizes.px(22 if self.property("role") == "answer" else 20)

    def _cap_font_metrics(self) -> QFontMetrics:
        return QFontMetrics(text_font(theme.sizes.caption, strong=True))

    def _cap_width(self) -> int:
        metrics = self._cap_font_metrics()
        return max(metrics.horizontalAdvance(self._cap) + theme.sizes.gap, metrics.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        # The sheet paints ground and border; icon, words and key cap are laid out here.
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_PushButton, option)
        if self.hasFocus() and (self.isChecked() or self.property("role") == "go"):
            self._paint_inner_ring()
        if self._stacked and not self._icon_name:
            self._paint_stacked()
        else:
            self._paint_contents(self.text())

    def _paint_stacked(self) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetrics(self.font())
        high = metrics.height() + self._cap_font_metrics().height()
        top = (self.height() - high) / 2 - 1
        painter.setPen(QColor(self._ink()))
        painter.setFont(self.font())
        painter.drawText(QRectF(0, top, self.width(), metrics.height()),
                         int(Qt.AlignmentFlag.AlignCenter), self.text())  # fmt: skip
        middle = top + metrics.height() + self._cap_font_metrics().height() / 2 + 1
        self._paint_cap(
            painter, (self.width() - self._cap_width()) / 2, QColor(self._ink()), middle
        )

    def _paint_inner_ring(self) -> None:
        """On a filled key the colored border alone would be lost on the eye."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.palette.on_strong), 2))
        inset = theme.sizes.focus + 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 3, 3)

    def _ink(self) -> str:
        palette = theme.palette
        if not self.isEnabled():
            return palette.text_dim
        if self.isChecked() or self.property("role") == "go":
            return palette.on_strong
        return palette.text_second if self.property("role") in ("quiet", "nav") else palette.text

    def _paint_contents(self, words: str) -> None:
        sizes, ink = theme.sizes, QColor(self._ink())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = self.font()
        metrics = QFontMetrics(font)
        gap = sizes.gap
        room = self.width() - 2 * (sizes.focus + gap // 2) - self._extra()
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(room, 0))
        width = metrics.horizontalAdvance(shown) + self._extra()
        x = (self.width() - width) / 2
        if self._icon_name:
            side = self._icon_side()
            picture = pixmap(self._icon_name, ink.name(), side, self.devicePixelRatioF())
            painter.drawPixmap(round(x), round((self.height() - side) / 2), picture)
            x += side + gap
        painter.setPen(ink)
        painter.setFont(font)
        painter.drawText(
            QRectF(x, 0, metrics.horizontalAdvance(shown) + 2, self.height()),
            int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft),
            shown,
        )
        if self._cap:
            x += metrics.horizontalAdvance(shown) + (gap if shown else 0)
            self._paint_cap(painter, x, ink)

    def _paint_cap(
        self, painter: QPainter, x: float, ink: QColor, middle: float | None = None
    ) -> None:
        height = self._cap_font_metrics().height() + 2
        top = (self.height() if middle is None else 2 * middle) / 2 - height / 2
        cap = QRectF(x + 0.5, top + 0.5, self._cap_width() - 1, height - 1)
        painter.setPen(QPen(ink, 1))
        painter.drawRoundedRect(cap, 3, 3)
        painter.setFont(text_font(theme.sizes.caption, strong=True))
        painter.drawText(cap, int(Qt.AlignmentFlag.AlignCenter), self._cap)

    def _restyled(self) -> None:
        self.updateGeometry()
        self.update()

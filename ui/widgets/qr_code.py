"""A QR code, black on white by day and by night, for a camera to read."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.theme.theme import theme

QUIET = 4
"""Modules of white around it that the standard asks for."""


class QrCode(QWidget):
    def __init__(self, name: str, said: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(said)
        self._rows: tuple[bytes, ...] = ()
        self.hide()

    @property
    def rows(self) -> tuple[bytes, ...]:
        return self._rows

    def put(self, rows: Sequence[bytes]) -> None:
        """Show a matrix, a byte of 1 a dark module; an empty one hides it."""
        self._rows = tuple(rows)
        self.setFixedSize(self.sizeHint())
        self.setVisible(bool(rows))
        self.update()

    def sizeHint(self) -> QSize:
        side = self._module() * (len(self._rows) + 2 * QUIET)
        return QSize(side, side)

    def _module(self) -> int:
        return max(theme.sizes.px(3), 3)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        side = self._module()
        for y, row in enumerate(self._rows):
            for x, dark in enumerate(row):
                if dark:
                    place = QRect((x + QUIET) * side, (y + QUIET) * side, side, side)
                    painter.fillRect(place, Qt.GlobalColor.black)

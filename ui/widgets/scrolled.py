"""A form that keeps its fields whole where the screen is low: it scrolls up and down."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ui.theme.theme import theme


def scrolled() -> tuple[QScrollArea, QVBoxLayout]:
    """The area, and the column that its contents go into. What gets the focus comes into view."""
    held = QWidget()
    column = QVBoxLayout(held)
    column.setContentsMargins(0, 0, theme.sizes.gap, 0)
    column.setSpacing(theme.sizes.gap)
    area = QScrollArea()
    area.setWidget(held)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area, column

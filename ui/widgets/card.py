"""A surface that holds one thing to look at or fill in."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.theme.theme import theme
from ui.widgets.words import words


def card(title: str, hint: str = "") -> tuple[QWidget, QVBoxLayout]:
    """A card and the column its contents go into."""
    made = QWidget()
    made.setProperty("role", "surface")
    made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    gap = theme.sizes.gap
    column = QVBoxLayout(made)
    column.setContentsMargins(2 * gap, 2 * gap, 2 * gap, 2 * gap)
    column.setSpacing(gap)
    column.addWidget(words(title, "title"))
    if hint:
        column.addWidget(words(hint, "second", wrap=True))
    return made, column


class _Sense(QWidget):
    """Words that give way where the screen is low."""

    def __init__(self, text: str) -> None:
        super().__init__()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(words(text, "second", wrap=True))
        theme.changed.connect(self._fit)
        self.setHidden(theme.sizes.compact)

    def _fit(self) -> None:
        self.setHidden(theme.sizes.compact)


def cited_card(title: str, sense: str) -> tuple[QWidget, QVBoxLayout]:
    """A card whose second line, a duty's sense, is left to its tip where the screen is low."""
    made, column = card(title)
    column.addWidget(_Sense(sense))
    made.setToolTip(sense)
    return made, column

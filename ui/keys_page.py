"""F1: the keys, listed. A page of its own, so that it covers no live picture by surprise."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui import strings
from ui.theme.theme import theme
from ui.widgets.key_button import CAPS
from ui.widgets.words import words

_TALL = 3
"""So many groups have a column of their own; the others share the last."""


class KeysPage(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("keys_page")
        gap = theme.sizes.gap
        card = QWidget()
        card.setProperty("role", "surface")
        card.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(2 * gap, 2 * gap, 2 * gap, 2 * gap)
        outer.addWidget(card)
        column = QVBoxLayout(card)
        column.setContentsMargins(3 * gap, 2 * gap, 3 * gap, 2 * gap)
        column.setSpacing(gap)
        column.addWidget(words(strings.KEYS_TITLE, "title"))
        column.addWidget(words(strings.KEYS_NOTE, "second"))
        groups = QHBoxLayout()
        groups.setSpacing(4 * gap)
        short = QVBoxLayout()
        short.setSpacing(2 * gap)
        for place, (title, keys) in enumerate(strings.KEYS_HELP):
            grid = QGridLayout()
            grid.setHorizontalSpacing(2 * gap)
            grid.setVerticalSpacing(gap)
            grid.addWidget(words(title, "label"), 0, 0, 1, 2)
            for row, (key, meaning) in enumerate(keys, start=1):
                cap = words(CAPS.get(key, key), "strong")
                grid.addWidget(cap, row, 0, Qt.AlignmentFlag.AlignTop)
                grid.addWidget(words(meaning, "body", wrap=True), row, 1)
            grid.setColumnStretch(1, 1)
            if place < _TALL:
                grid.setRowStretch(len(keys) + 1, 1)
                # The longest words are those of the keys that work everywhere.
                groups.addLayout(grid, 2 if place else 3)
            else:
                short.addLayout(grid)
        short.addStretch(1)
        groups.addLayout(short, 2)
        column.addLayout(groups, 1)

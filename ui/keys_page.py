"""F1: the keys, listed. A page of its own, so that it covers no live picture by surprise."""

from __future__ import annotations

from itertools import islice

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui import strings_keys
from ui.theme.theme import theme
from ui.widgets.key_button import CAPS
from ui.widgets.words import words

_COLUMNS = (1, 1, 2, 3)
"""How many groups stand in each."""


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
        column.addWidget(words(strings_keys.KEYS_TITLE, "title"))
        column.addWidget(words(strings_keys.KEYS_NOTE, "second"))
        groups = QHBoxLayout()
        groups.setSpacing(4 * gap)
        self._grids: list[QGridLayout] = []
        told = iter(strings_keys.KEYS_HELP)
        for place, count in enumerate(_COLUMNS):
            below = QVBoxLayout()
            below.setSpacing(2 * gap)
            for title, keys in islice(told, count):
                below.addLayout(self._grid(title, keys))
            below.addStretch(1)
            # The longest words are those of the keys that work everywhere.
            groups.addLayout(below, 2 if place else 3)
        column.addLayout(groups, 1)
        theme.changed.connect(self._fit)
        self._fit()

    def _grid(self, title: str, keys: tuple[tuple[str, str], ...]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * theme.sizes.gap)
        grid.addWidget(words(title, "label"), 0, 0, 1, 2)
        for row, (key, meaning) in enumerate(keys, start=1):
            cap = words(CAPS.get(key, key), "strong")
            grid.addWidget(cap, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(words(meaning, "body", wrap=True), row, 1)
        grid.setColumnStretch(1, 1)
        self._grids.append(grid)
        return grid

    def _fit(self) -> None:
        gap = theme.sizes.gap
        for grid in self._grids:
            grid.setVerticalSpacing(gap // 4 if theme.sizes.compact else gap)

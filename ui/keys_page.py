"""F1: the keys, listed. A page of its own, so that it covers no live picture by surprise."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui import strings_keys
from ui.keymap import keymap
from ui.theme.theme import theme
from ui.widgets.key_button import CAPS, KeyButton
from ui.widgets.words import restyle, words

_COLUMNS = (1, 2, 2, 3)
"""How many groups stand in each."""


class KeysPage(QWidget):
    def __init__(self, on_settings: Callable[[], None]) -> None:
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
        column.addLayout(self._head(on_settings))
        groups = QHBoxLayout()
        groups.setSpacing(4 * gap)
        self._grids: list[QGridLayout] = []
        self._caps: list[tuple[str, QLabel]] = []
        self._meanings: list[QLabel] = []
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
        keymap.changed.connect(self._take_keys)
        self._take_keys()
        self._fit()

    def _head(self, on_settings: Callable[[], None]) -> QHBoxLayout:
        told = QVBoxLayout()
        told.setSpacing(0)
        told.addWidget(words(strings_keys.KEYS_TITLE, "title"))
        told.addWidget(words(strings_keys.KEYS_NOTE, "second", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(2 * theme.sizes.gap)
        row.addLayout(told, 1)
        row.addWidget(
            KeyButton(
                strings_keys.SETTINGS, "keys_settings", on_settings, key=strings_keys.KEY_SETTINGS
            )
        )
        return row

    def _grid(self, title: str, keys: tuple[tuple[str, str], ...]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * theme.sizes.gap)
        grid.addWidget(words(title, "label"), 0, 0, 1, 2)
        for row, (key, meaning) in enumerate(keys, start=1):
            cap = words("", "strong")
            self._caps.append((key, cap))
            grid.addWidget(cap, row, 0, Qt.AlignmentFlag.AlignTop)
            told = words(meaning, "body", wrap=True)
            self._meanings.append(told)
            grid.addWidget(told, row, 1)
        grid.setColumnStretch(1, 1)
        self._grids.append(grid)
        return grid

    def _take_keys(self) -> None:
        for key, cap in self._caps:
            now = keymap.now(key)
            cap.setText(CAPS.get(now, now))

    def _fit(self) -> None:
        gap, compact = theme.sizes.gap, theme.sizes.compact
        for grid in self._grids:
            grid.setVerticalSpacing(gap // 4 if compact else gap)
        # Where the screen is low, all the keys in smaller words rather than some of them.
        for meaning in self._meanings:
            meaning.setProperty("role", "caption" if compact else "body")
            restyle(meaning)
        for _, cap in self._caps:
            cap.setProperty("role", "label" if compact else "strong")
            restyle(cap)

"""F1: the keys, listed. A page of its own, so that it covers no live picture by surprise.

Where the screen is high enough all of them at once; where it is low, a section at a time, in
words as large as anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from ui import strings_keys
from ui.keymap import keymap
from ui.theme.theme import theme
from ui.widgets.key_button import CAPS, KeyButton
from ui.widgets.words import words

_COLUMNS = (1, 2, 2, 3)
"""How many groups stand in each, all of them at once."""

_MOST_LINES = 9
"""Of a column, where the screen is low: what it has room for in large lines."""

Lines = tuple[tuple[str, str], ...]


class KeysPage(QWidget):
    def __init__(self, on_settings: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("keys_page")
        gap = theme.sizes.gap
        self._caps: list[tuple[str, QLabel]] = []
        card = QWidget()
        card.setProperty("role", "surface")
        card.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._outer = QVBoxLayout(self)
        self._outer.addWidget(card)
        self._column = QVBoxLayout(card)
        self._column.setSpacing(gap)
        self._title, self._tabs = self._told(), self._section_keys()
        head = QHBoxLayout()
        head.setSpacing(2 * gap)
        head.addWidget(self._title, 1)
        head.addWidget(self._tabs, 1)
        head.addWidget(
            KeyButton(
                strings_keys.SETTINGS, "keys_settings", on_settings, key=strings_keys.KEY_SETTINGS
            )
        )
        self._column.addLayout(head)
        self._whole, self._paged = self._all_at_once(), QStackedWidget()
        for _, titles in strings_keys.SECTIONS:
            self._paged.addWidget(self._section(titles))
        self._foot = words(strings_keys.KEYS_NOTE, "second", wrap=True)
        for part in (self._whole, self._paged):
            self._column.addWidget(part, 1)
        self._column.addWidget(self._foot)
        theme.changed.connect(self._fit)
        keymap.changed.connect(self._take_keys)
        self._take_keys()
        self._fit()
        self.turn_to(strings_keys.EVERYWHERE)

    def turn_to(self, group: str) -> None:
        """To the section that this group of keys is in."""
        at = [group in titles for _, titles in strings_keys.SECTIONS].index(True)
        self._paged.setCurrentIndex(at)
        for place, key in enumerate(self._tabs.findChildren(KeyButton)):
            key.setChecked(place == at)

    def _told(self) -> QWidget:
        made = QWidget()
        told = QVBoxLayout(made)
        told.setContentsMargins(0, 0, 0, 0)
        told.setSpacing(0)
        told.addWidget(words(strings_keys.KEYS_TITLE, "title"))
        told.addWidget(words(strings_keys.KEYS_NOTE, "second", wrap=True))
        return made

    def _section_keys(self) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.sizes.gap)
        for place, (title, groups) in enumerate(strings_keys.SECTIONS, start=1):
            key = KeyButton(
                title, f"keys_section_{place}", lambda first=groups[0]: self.turn_to(first),  # type: ignore[misc]
                key=str(place),
            )  # fmt: skip
            key.setCheckable(True)
            row.addWidget(key)
        row.addStretch(1)
        return made

    def _all_at_once(self) -> QWidget:
        gap = theme.sizes.gap
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4 * gap)
        told = iter(strings_keys.KEYS_HELP)
        for place, count in enumerate(_COLUMNS):
            below = QVBoxLayout()
            below.setSpacing(2 * gap)
            for title, keys in islice(told, count):
                below.addLayout(self._grid(title, keys, gap))
            below.addStretch(1)
            # The longest words are those of the keys that work everywhere.
            row.addLayout(below, 2 if place else 3)
        return made

    def _section(self, titles: Iterable[str]) -> QWidget:
        """Its groups side by side; one that is longer than the screen goes on in the next."""
        gap = theme.sizes.gap
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, gap, 0, 0)
        row.setSpacing(4 * gap)
        groups = dict(strings_keys.KEYS_HELP)
        for title in titles:
            for place, lines in enumerate(_parts(groups[title])):
                below = QVBoxLayout()
                below.addLayout(self._grid("" if place else title, lines, gap + gap // 2))
                below.addStretch(1)
                row.addLayout(below, 1)
        return made

    def _grid(self, title: str, keys: Lines, spacing: int) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * theme.sizes.gap)
        grid.setVerticalSpacing(spacing)
        grid.addWidget(words(title, "label"), 0, 0, 1, 2)
        for row, (key, meaning) in enumerate(keys, start=1):
            cap = words("", "strong")
            self._caps.append((key, cap))
            grid.addWidget(cap, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(words(meaning, "body", wrap=True), row, 1)
        grid.setColumnStretch(1, 1)
        return grid

    def _take_keys(self) -> None:
        for key, cap in self._caps:
            now = keymap.now(key)
            cap.setText(CAPS.get(now, now))

    def _fit(self) -> None:
        gap, compact = theme.sizes.gap, theme.sizes.compact
        side = gap if compact else 2 * gap
        self._outer.setContentsMargins(side, side, side, side)
        self._column.setContentsMargins(side + gap, side, side + gap, side)
        for part in (self._title, self._whole):
            part.setHidden(compact)
        for part in (self._tabs, self._paged, self._foot):
            part.setVisible(compact)


def _parts(lines: Lines) -> list[Lines]:
    """In columns of about the same length, none longer than there is room for."""
    count = -(-len(lines) // _MOST_LINES)
    each = -(-len(lines) // count)
    return [lines[at : at + each] for at in range(0, len(lines), each)]

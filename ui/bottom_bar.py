"""The bar at the bottom: what waits, and the ways to the other screens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from alpr_console.domain.operator import Permission, User
from ui import strings, strings_keys, strings_map, strings_search, strings_shift
from ui.administration.groups import anything_for
from ui.alert_panel.model import QueueModel
from ui.theme.theme import theme
from ui.widgets.key_button import KeyButton
from ui.widgets.shape import Mark
from ui.widgets.words import ElidedLabel, mean

_WAITING = 176
"""Px at scale 1 that the words of what waits have at the least."""


@dataclass(frozen=True, slots=True)
class Ways:
    """What the keys of the bar do."""

    next_alert: Callable[[], None]
    patrol: Callable[[], None]
    review: Callable[[], None]
    administration: Callable[[], None]
    entries: Callable[[], None]
    past_hits: Callable[[], None]
    search: Callable[[], None]
    map: Callable[[], None]
    shift: Callable[[], None]
    keys: Callable[[], None]
    theme: Callable[[], None]
    sign_out: Callable[[], None]


class BottomBar(QWidget):
    def __init__(self, ways: Ways) -> None:
        super().__init__()
        self.setProperty("role", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._mark = Mark(24)
        self._words = ElidedLabel("", "strong")
        self._words.setObjectName("queue_words")
        self._blink = False
        self._next = KeyButton(
            strings.NEXT_ALERT, "queue_next", ways.next_alert, key=strings_keys.KEY_NEXT
        )
        self._patrol = KeyButton(strings.PATROL, "go_patrol", ways.patrol, role="nav",
                                 key=strings_keys.KEY_PATROL)  # fmt: skip
        self._review = KeyButton(strings.REVIEW, "go_review", ways.review, role="nav",
                                 key=strings_keys.KEY_REVIEW)  # fmt: skip
        self._admin = KeyButton(
            strings.ADMINISTRATION, "go_administration", ways.administration, role="nav",
            key=strings_keys.KEY_ADMINISTRATION, said=strings.ADMINISTRATION_SAID,
        )  # fmt: skip
        self._entries = KeyButton(strings.ENTRIES, "go_entries", ways.entries, role="nav",
                                  key=strings_keys.KEY_ENTRIES)  # fmt: skip
        self._past = KeyButton(strings.PAST_HITS, "go_past_hits", ways.past_hits, role="nav",
                               key=strings_keys.KEY_PAST_HITS)  # fmt: skip
        self._search = KeyButton(strings_search.SEARCH, "go_search", ways.search, role="nav",
                                 key=strings_keys.KEY_SEARCH)  # fmt: skip
        self._map = KeyButton(strings_map.MAP, "go_map", ways.map, role="nav",
                              key=strings_keys.KEY_MAP)  # fmt: skip
        self._shift = KeyButton(strings_shift.SHIFT, "go_shift", ways.shift, role="nav",
                                key=strings_shift.KEY_SHIFT)  # fmt: skip
        self._keys = KeyButton(strings.KEYS, "go_keys", ways.keys, role="nav",
                               key=strings_keys.KEY_HELP)  # fmt: skip
        self._theme = KeyButton(strings.NIGHT, "go_theme", ways.theme, role="nav",
                                key=strings_keys.KEY_THEME)  # fmt: skip
        self._out = KeyButton("", "sign_out", ways.sign_out, role="nav", icon="log-out",
                              said=strings.SIGN_OUT)  # fmt: skip
        self._out.setToolTip(strings.SIGN_OUT)
        gap = theme.sizes.gap
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(2 * gap, gap // 2, gap, gap // 2)
        row.setSpacing(gap // 2)
        row.addWidget(self._mark)
        row.addSpacing(gap // 2)
        row.addWidget(self._words, 1)
        row.addWidget(self._next)
        self._pages = (self._patrol, self._shift, self._review, self._admin, self._entries,
                       self._past, self._map, self._search, self._keys, self._theme,
                       self._out)  # fmt: skip
        for key in self._pages:
            row.addWidget(key)
        self._name_theme()
        theme.changed.connect(self._name_theme)

    def show_queue(self, model: QueueModel) -> None:
        self._mark.show_meaning(model.meaning)
        self._words.setText(model.words)
        self._words.setAccessibleName(model.words)
        mean(self._words, model.meaning)
        self._next.setVisible(model.waiting > 0)
        self._blink = model.blink
        if not model.blink:
            self._mark.light(True)

    def light(self, lit: bool) -> None:
        self._mark.light(lit or not self._blink)

    def show_user(self, user: User) -> None:
        """Offer only the screens that the user's role covers."""
        self._review.setVisible(user.may(Permission.REVIEW_SHIFTS))
        self._admin.setVisible(anything_for(user))
        self._map.setVisible(user.may(Permission.HANDLE_ALERTS))
        self._shift.setVisible(user.may(Permission.HANDLE_ALERTS))
        self._search.setVisible(user.may(Permission.SEARCH_READS))
        self._fit()

    def show_past_hits(self, count: int) -> None:
        """How many wait for review: quietly, on the way to them."""
        text = strings.PAST_HITS_COUNT.format(count=count) if count else strings.PAST_HITS
        said = strings.PAST_HITS_SAID.format(count=count) if count else strings.PAST_HITS
        self._past.setText(text)
        self._past.setAccessibleName(said)
        self._past.updateGeometry()
        self._fit()

    def _name_theme(self) -> None:
        other = strings.DAY if theme.palette.name == "night" else strings.NIGHT
        self._theme.setAccessibleName(other)
        self._theme.setText(other)
        self._fit()

    def _fit(self) -> None:
        """Where the room is short, what waits needs it more than keys in one line."""
        shown = [key for key in self._pages if not key.isHidden()]
        for key in self._pages:
            key.stack(False)
        gap = theme.sizes.gap
        needed = sum(key.sizeHint().width() + gap // 2 for key in (self._next, *shown))
        needed += theme.sizes.px(24) + 4 * gap + theme.sizes.px(_WAITING)
        short = needed > self.width()
        for key in self._pages:
            key.stack(short)
        # The keys have no edges of their own: side by side they are told apart all the same.
        self._row.setSpacing(1 if short else gap // 2)
        self._row.setContentsMargins(gap if short else 2 * gap, gap // 2, gap // 2, gap // 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

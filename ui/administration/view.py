"""The administrator's screen: a row of keys, a page under it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui import list_strings, strings_matches
from ui.administration.lists.view import ListsPage
from ui.administration.matching.view import MatchingPage
from ui.administration.page import Page, PageKind, Parts
from ui.administration.users.view import UsersPage
from ui.shortcuts import DIGITS
from ui.theme.theme import theme
from ui.widgets.key_button import KeyButton

PAGES = (
    PageKind("lists", list_strings.LISTS_PAGE, ListsPage),
    PageKind("users", list_strings.USERS_PAGE, UsersPage),
    PageKind("matching", strings_matches.MATCHING_PAGE, MatchingPage),
)
"""In the order of their keys, 1 and on."""


class AdministrationView(QWidget):
    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self.setObjectName("administration")
        gap = theme.sizes.gap
        self._stack = QStackedWidget()
        self._keys: list[KeyButton] = []
        tabs = QHBoxLayout()
        tabs.setSpacing(gap)
        for place, kind in enumerate(PAGES):
            key = KeyButton(
                kind.title, f"page_{kind.name}", lambda n=place: self.show_page(n),  # type: ignore[misc]
                key=DIGITS[place],
            )  # fmt: skip
            key.setCheckable(True)
            self._keys.append(key)
            tabs.addWidget(key)
            self._stack.addWidget(kind.make(parts))
        tabs.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * gap, gap, 2 * gap, gap)
        column.setSpacing(gap)
        column.addLayout(tabs)
        column.addWidget(self._stack, 1)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._check_keys()

    @property
    def pages(self) -> list[Page]:
        found = [self._stack.widget(place) for place in range(self._stack.count())]
        return [page for page in found if isinstance(page, Page)]

    def entered(self) -> None:
        self.pages[self._stack.currentIndex()].entered()

    def show_page(self, place: int) -> None:
        self._stack.setCurrentIndex(place)
        self._check_keys()
        self.entered()

    def lists_changed(self) -> None:
        for page in self.pages:
            page.lists_changed()

    def clear(self) -> None:
        for page in self.pages:
            page.clear()
        self._stack.setCurrentIndex(0)
        self._check_keys()

    def _check_keys(self) -> None:
        for place, key in enumerate(self._keys):
            key.setChecked(place == self._stack.currentIndex())

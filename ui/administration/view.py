"""The screen behind F4: groups of pages, a row of keys for the pages of one, a page under it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from alpr_console.domain.operator import User
from ui.administration.groups import GROUPS
from ui.administration.page import Group, Page, Parts
from ui.shortcuts import DIGITS
from ui.theme.theme import theme
from ui.widgets.key_button import KeyButton


class _Tabs(QWidget):
    """The pages of one group with their keys."""

    def __init__(self, group: Group, parts: Parts, stack: QStackedWidget) -> None:
        super().__init__()
        self.group = group
        self._stack = stack
        self.pages: list[Page] = []
        self.keys: list[KeyButton] = []
        self.here: Page | None = None
        self._policy = parts.policy
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.sizes.gap)
        for place, kind in enumerate(group.pages):
            key = KeyButton(
                kind.title, f"page_{kind.name}", lambda n=place: self.open(n),  # type: ignore[misc]
                key=DIGITS[place],
            )  # fmt: skip
            key.setCheckable(True)
            page = kind.make(parts)
            self.keys.append(key)
            self.pages.append(page)
            row.addWidget(key)
            stack.addWidget(page)
        row.addStretch(1)

    def offer(self, user: User) -> bool:
        """Show the keys of the user's own pages; whether there are any."""
        theirs = []
        for kind, key, page in zip(self.group.pages, self.keys, self.pages, strict=True):
            offered = user.may(kind.permission) and kind.asked_by(self._policy)
            key.setVisible(offered)
            if offered:
                theirs.append(page)
        if self.here not in theirs:
            self.here = theirs[0] if theirs else None
        return bool(theirs)

    def open(self, place: int) -> None:
        self.here = self.pages[place]
        self.show_here()

    def show_here(self) -> None:
        for page, key in zip(self.pages, self.keys, strict=True):
            key.setChecked(page is self.here)
        if self.here is not None:
            self._stack.setCurrentWidget(self.here)
            self.here.entered()

    def forget(self) -> None:
        self.here = None


class AdministrationView(QWidget):
    def __init__(self, parts: Parts, groups: Sequence[Group] = GROUPS) -> None:
        super().__init__()
        self.setObjectName("administration")
        gap = theme.sizes.gap
        self._stack = QStackedWidget()
        self._tabs = [_Tabs(group, parts, self._stack) for group in groups]
        self._keys: list[KeyButton] = []
        self._here = self._tabs[0]
        self._row = QWidget()
        row = QHBoxLayout(self._row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(gap)
        for tabs in self._tabs:
            key = KeyButton(
                tabs.group.title, f"group_{tabs.group.name}",
                lambda chosen=tabs: self.show_group(chosen),  # type: ignore[misc]
                role="nav", key=tabs.group.key,
            )  # fmt: skip
            key.setCheckable(True)
            self._keys.append(key)
            row.addWidget(key)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * gap, gap, 2 * gap, gap)
        column.setSpacing(gap)
        column.addWidget(self._row)
        for tabs in self._tabs:
            column.addWidget(tabs)
            tabs.setVisible(tabs is self._here)
        column.addWidget(self._stack, 1)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    @property
    def pages(self) -> list[Page]:
        return [page for tabs in self._tabs for page in tabs.pages]

    def show_user(self, user: User) -> None:
        """Offer only the pages that the user's role covers."""
        offered = [tabs for tabs in self._tabs if tabs.offer(user)]
        for tabs, key in zip(self._tabs, self._keys, strict=True):
            key.setVisible(tabs in offered)
        self._row.setVisible(len(offered) > 1)
        if self._here not in offered and offered:
            self._here = offered[0]
        self._show_tabs()

    def entered(self) -> None:
        self._show_tabs()
        self._here.show_here()

    def show_first(self) -> None:
        """The first group that the user has pages in."""
        for tabs, key in zip(self._tabs, self._keys, strict=True):
            if not key.isHidden():
                self.show_group(tabs)
                return

    def show_group(self, chosen: _Tabs) -> None:
        self._here = chosen
        self.entered()

    def lists_changed(self) -> None:
        for page in self.pages:
            page.lists_changed()

    def clear(self) -> None:
        for page in self.pages:
            page.clear()
        for tabs in self._tabs:
            tabs.forget()
        self._here = self._tabs[0]

    def _show_tabs(self) -> None:
        for tabs, key in zip(self._tabs, self._keys, strict=True):
            key.setChecked(tabs is self._here)
            tabs.setVisible(tabs is self._here)

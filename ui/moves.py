"""The ways between the screens of a shift."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from alpr_console.domain.operator import Permission
from ui import strings_keys
from ui.administration.groups import anything_for
from ui.bottom_bar import Ways

if TYPE_CHECKING:
    from ui.main_window import MainWindow
    from ui.map.view import MapView
    from ui.past_hits.view import PastHitsView
    from ui.review.view import ReviewView
    from ui.search.view import SearchView
    from ui.shift.view import ShiftView


class Moves:
    """Turns the window's pages, each for whoever may see it."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def ways(self, theme: Callable[[], None], sign_out: Callable[[], None]) -> Ways:
        """What the keys of the bottom bar do."""
        window = self._window
        return Ways(
            next_alert=self.next_alert, patrol=self.patrol,
            shift=lambda: self._go(window.shift, Permission.HANDLE_ALERTS),
            review=lambda: self._go(window.review, Permission.REVIEW_SHIFTS),
            administration=self.administration, entries=self.entries,
            past_hits=lambda: self._go(window.past_hits, Permission.HANDLE_ALERTS),
            search=lambda: self._go(window.search, Permission.SEARCH_READS),
            map=lambda: self._go(window.map, Permission.HANDLE_ALERTS),
            keys=self.toggle_keys, theme=theme, sign_out=sign_out,
        )  # fmt: skip

    def to(self, page: QWidget) -> None:
        self._window.pages.setCurrentWidget(page)

    def patrol(self) -> None:
        self.to(self._window.patrol)

    def next_alert(self) -> None:
        self.patrol()
        self._window.panel.presenter.next_alert()

    def administration(self) -> None:
        """Again: its first page."""
        window = self._window
        if window.session is not None and anything_for(window.session.user):
            again = window.pages.currentWidget() is window.administration
            self.to(window.administration)
            if again:
                window.administration.show_first()
            else:
                window.administration.entered()

    def entries(self) -> None:
        window = self._window
        if window.session is not None and window.session.user.may(Permission.ENTER_SPECIFIC):
            self.to(window.entries)
            window.entries.entered(window.session.user)

    def open_read(self, read_id: str) -> None:
        self.to(self._window.correction)
        self._window.correction.open(read_id)

    def toggle_keys(self) -> None:
        window = self._window
        here = window.pages.currentWidget()
        if here is window.keys:
            self.to(window.patrol)
            return
        window.keys.turn_to(self._keys_of(here))
        self.to(window.keys)

    def _keys_of(self, page: QWidget | None) -> str:
        """The group of keys that somebody looks for who comes from `page`."""
        window = self._window
        if page is window.patrol and window.panel.model is not None:
            return strings_keys.ANSWERING
        groups: dict[QWidget | None, str] = {
            window.map: strings_keys.MAP,
            window.administration: strings_keys.HOT_LISTS,
            window.entries: strings_keys.ENTRIES,
            window.search: strings_keys.ENTRIES,
            window.shift: strings_keys.SHIFT,
        }
        return groups.get(page, strings_keys.EVERYWHERE)

    def settings(self) -> None:
        self.to(self._window.settings)
        self._window.settings.entered()

    def _go(
        self, page: ReviewView | PastHitsView | SearchView | MapView | ShiftView, needs: Permission
    ) -> None:
        window = self._window
        if window.session is not None and window.session.user.may(needs):
            self.to(page)
            page.entered()

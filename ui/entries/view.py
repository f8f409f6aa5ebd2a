"""The screen of specific entries: the entries, the form for a new one, the ignored plates."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from alpr_console.domain.operator import Permission, User
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.specific_entry import SpecificEntry
from ui import strings_entries as strings
from ui import strings_keys
from ui.asking import Ask, Now
from ui.entries.form import EntryForm
from ui.entries.ignored_view import IgnoredView
from ui.entries.listing import EntriesListing
from ui.entries.presenter import EntriesModel, EntriesPresenter
from ui.theme.theme import theme
from ui.widgets.key_button import KeyButton


class EntriesView(QWidget):
    def __init__(self, ask: Ask, policy: AgencyPolicy, now: Now) -> None:
        super().__init__()
        self.setObjectName("entries_page")
        self._now = now
        self._minute: datetime | None = None
        self._presenter = EntriesPresenter(ask, policy, self._show)
        self.listing = EntriesListing(self._presenter)
        self.form = EntryForm(ask, policy, self._entered, self._leave_form)
        self.ignored = IgnoredView(ask, now)
        self._parts = QStackedWidget()
        for part in (self.listing, self.form, self.ignored):
            self._parts.addWidget(part)
        self._tabs = QWidget()
        tabs = QHBoxLayout(self._tabs)
        tabs.setContentsMargins(0, 0, 0, 0)
        tabs.setSpacing(theme.sizes.gap)
        self._to_entries = KeyButton(strings.TAB_ENTRIES, "tab_entries", self._show_entries)
        self._to_ignored = KeyButton(strings.TAB_IGNORED, "tab_ignored", self._show_ignored)
        for key in (self._to_entries, self._to_ignored):
            key.setCheckable(True)
            tabs.addWidget(key)
        self._new = KeyButton(
            strings.NEW,
            "entry_new",
            self._begin,
            role="go",
            icon="plus",
            key=strings_keys.KEY_NEW_ENTRY,
        )
        tabs.addStretch(1)
        tabs.addWidget(self._new)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._tabs)
        self._column.addWidget(self._parts, 1)
        theme.changed.connect(self._fit)
        self._fit()
        self._turn_to(self.listing)
        self._presenter.forget()

    def entered(self, user: User) -> None:
        """The screen has come up, for `user`."""
        self._to_ignored.setVisible(user.may(Permission.IGNORE_PLATES))
        self._load()
        if self._parts.currentWidget() is self.listing:
            self.listing.table.setFocus()

    def tick(self) -> None:
        """Once a second, while the screen is up: entries expire on the full minute."""
        minute = self._now().replace(second=0, microsecond=0)
        if minute != self._minute:
            self._load()

    def clear(self) -> None:
        """Nothing stays for the next person to find, not even a draft."""
        self.form.clear()
        self.ignored.clear()
        self._presenter.forget()
        self._turn_to(self.listing)

    def _load(self) -> None:
        self._minute = self._now().replace(second=0, microsecond=0)
        self._presenter.load()
        if self._parts.currentWidget() is self.ignored:
            self.ignored.load()

    def _fit(self) -> None:
        side = theme.sizes.gap if theme.sizes.compact else 2 * theme.sizes.gap
        self._column.setContentsMargins(side, side, side, side)
        self._column.setSpacing(theme.sizes.gap)

    def _turn_to(self, part: QWidget) -> None:
        self._parts.setCurrentWidget(part)
        self._to_entries.setChecked(part is not self.ignored)
        self._to_ignored.setChecked(part is self.ignored)
        self._new.setVisible(part is self.listing)

    def _show_entries(self) -> None:
        self._turn_to(self.listing)

    def _show_ignored(self) -> None:
        self._turn_to(self.ignored)
        self.ignored.load()

    def _begin(self) -> None:
        self._turn_to(self.form)
        self.form.begin()

    def _leave_form(self) -> None:
        """What was typed stays in the form."""
        self._turn_to(self.listing)
        self.listing.table.setFocus()

    def _entered(self, entry: SpecificEntry) -> None:
        self._turn_to(self.listing)
        self._presenter.entered(entry)
        self.listing.table.setFocus()

    def _show(self, model: EntriesModel) -> None:
        self.listing.show_model(model)

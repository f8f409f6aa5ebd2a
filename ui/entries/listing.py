"""The entries on the left, the one chosen on the right."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui import strings_entries as strings
from ui.entries.detail import EntryView
from ui.entries.presenter import EntriesModel, EntriesPresenter, EntryFilter
from ui.table_row import TableRow
from ui.theme.theme import theme
from ui.widgets.key_button import KeyButton
from ui.widgets.rows_table import RowsTable
from ui.widgets.words import ElidedLabel, words

_FILTERS = {
    EntryFilter.ALL: strings.FILTER_ALL,
    EntryFilter.WAITING: strings.FILTER_WAITING,
    EntryFilter.IN_FORCE: strings.FILTER_IN_FORCE,
}

_LEFT_OUT = (2, 5)
"""Columns of the category and of who entered it."""


class EntriesListing(QWidget):
    def __init__(self, presenter: EntriesPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self.table = RowsTable(
            "entries", strings.ENTRIES_TITLE, strings.COLUMNS, serials=(1,), wide=1
        )
        self.detail = EntryView(presenter)
        self._count = ElidedLabel("", "second")
        self._count.setObjectName("entries_count")
        self._filters: dict[EntryFilter, KeyButton] = {}
        self._rows: tuple[TableRow, ...] = ()
        self._putting = False
        gap = theme.sizes.gap
        head = QHBoxLayout()
        head.setSpacing(gap)
        head.addWidget(words(strings.ENTRIES_TITLE, "title"))
        head.addWidget(self._count, 1)
        for kind, text in _FILTERS.items():
            key = KeyButton(text, f"entries_{kind.value}")
            key.setCheckable(True)
            key.clicked.connect(lambda _checked, k=kind: presenter.choose_filter(k))
            self._filters[kind] = key
            head.addWidget(key)
        left = QVBoxLayout()
        left.setSpacing(gap)
        left.addLayout(head)
        left.addWidget(self.table, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * gap)
        row.addLayout(left, 7)
        row.addWidget(self.detail, 4)
        theme.changed.connect(self._fit)
        self._fit()
        self.table.selectionModel().currentRowChanged.connect(self._row_changed)

    def _fit(self) -> None:
        """Where the room is short, what the entry beside says anyway is left out."""
        for column in _LEFT_OUT:
            self.table.setColumnHidden(column, theme.sizes.compact)

    def show_model(self, model: EntriesModel) -> None:
        self._count.setText(model.count_line)
        for kind, key in self._filters.items():
            key.setChecked(kind is model.filter)
        # Putting rows moves the selection about; nobody has chosen anything by that.
        self._putting = True
        if model.rows != self._rows:
            self._rows = model.rows
            self.table.rows.put(model.rows)
        chosen = model.detail.entry_id if model.detail is not None else ""
        if self._chosen != chosen:
            self.table.choose(chosen)
        self._putting = False
        self.detail.show_model(model)

    def _row_changed(self) -> None:
        if not self._putting:
            self._presenter.choose(self._chosen)

    @property
    def _chosen(self) -> str:
        row = self.table.chosen
        return "" if row is None else str(row.key)

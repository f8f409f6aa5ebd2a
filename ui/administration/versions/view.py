"""The versions of one list: a table, the whole of the chosen one, and the way back to it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from alpr_console.domain.notices import Meaning
from ui import list_strings, strings, strings_keys
from ui.administration.versions.presenter import VersionRow, VersionsModel, VersionsPresenter
from ui.asking import Ask
from ui.theme.theme import theme
from ui.widgets.field import Field, Refusal
from ui.widgets.key_button import KeyButton
from ui.widgets.rows_table import RowsTable, TableRow
from ui.widgets.words import words

_STATE, _SOURCE, _SHA = 1, 5, 6
_NUMBERS = (0, 2, 3, 4)
"""Columns that are sorted by number, in the order of `VersionRow.numbers`."""


class VersionsView(QWidget):
    def __init__(self, ask: Ask, back: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("versions_view")
        self._rows: dict[int, VersionRow] = {}
        self._busy = False
        self._presenter = VersionsPresenter(ask, self._show)
        self._title = words("", "title")
        self._title.setObjectName("versions_title")
        self._note = Refusal("versions_note")
        self._empty = words(list_strings.VERSIONS_EMPTY, "second")
        self._table = RowsTable(
            "versions",
            list_strings.VERSIONS,
            list_strings.VERSION_COLUMNS,
            numbers=(0, 2),
            wide=_SOURCE,
        )
        self._detail = words("", "caption", wrap=True, copyable=True)
        self._detail.setObjectName("version_detail")
        self._hint = words("", "second")
        self._hint.setObjectName("version_hint")
        self._reason = Field(list_strings.REASON, "version_reason", on_enter=self._act)
        self._go = KeyButton(
            list_strings.GO_BACK_NONE,
            "version_go",
            self._act,
            role="go",
            key=strings_keys.KEY_ENTER,
        )
        gap = theme.sizes.gap
        keys = QHBoxLayout()
        keys.setSpacing(gap)
        keys.addWidget(
            KeyButton(strings.BACK, "versions_back", back,
            key=strings_keys.KEY_BACK, icon="arrow-left"),
            0, Qt.AlignmentFlag.AlignBottom,
        )  # fmt: skip
        keys.addWidget(self._reason, 1)
        keys.addWidget(self._hint, 1, Qt.AlignmentFlag.AlignVCenter)
        keys.addWidget(self._go, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(gap)
        for widget in (self._title, self._note, self._empty):
            column.addWidget(widget)
        column.addWidget(self._table, 1)
        column.addWidget(self._detail)
        column.addLayout(keys)
        self._table.selectionModel().currentRowChanged.connect(lambda *_: self._choose())
        self._presenter.forget()

    def open(self, name: str) -> None:
        self._reason.set_text("")
        self._presenter.open(name)
        self._table.setFocus()

    def clear(self) -> None:
        self._reason.set_text("")
        self._presenter.forget()

    def _show(self, model: VersionsModel) -> None:
        self._rows = {row.version: row for row in model.rows}
        self._busy = model.busy
        self._title.setText(list_strings.VERSIONS_TITLE.format(name=model.name))
        self._empty.setVisible(model.loaded and not model.rows)
        self._table.put([_table_row(row) for row in model.rows])
        if model.refusal:
            self._note.say(model.refusal)
        else:
            self._note.say(model.note, Meaning.CONFIRMED)
        if model.note and self._reason.text:
            # Done: nothing typed is left to be done a second time.
            self._reason.set_text("")
            self._table.selectRow(0)
            self._table.setFocus()
        self._choose()

    def _choose(self) -> None:
        row = self._chosen()
        can = row is not None and row.can_go_back
        self._detail.setText(row.detail if row else "")
        self._reason.setVisible(can)
        self._hint.setVisible(not can)
        self._hint.setText(row.hint if row else "")
        self._go.setEnabled(can and not self._busy)
        version = row.version if row is not None and can else None
        self._go.setText(
            list_strings.GO_BACK_NONE
            if version is None
            else list_strings.GO_BACK.format(version=version)
        )
        self._go.setAccessibleName(self._go.text())
        self._go.updateGeometry()

    def _chosen(self) -> VersionRow | None:
        row = self._table.chosen
        return self._rows.get(row.key) if row is not None else None

    def _act(self) -> None:
        row = self._chosen()
        if row is not None and self._go.isEnabled():
            self._presenter.go_back(row.version, self._reason.text)


def _table_row(row: VersionRow) -> TableRow:
    return TableRow(
        row.cells,
        key=row.version,
        marks={_STATE: row.meaning} if row.meaning else {},
        tips={_SHA: row.sha256},
        order=dict(zip(_NUMBERS, row.numbers, strict=True)),
    )

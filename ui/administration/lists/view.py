"""The hot lists: the table of those designated, and in its place what is done with one."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from alpr_console.domain.notices import Meaning
from ui import list_strings, strings_keys
from ui.administration.list_import.model import Purpose
from ui.administration.list_import.view import ImportView
from ui.administration.lists.forms import DesignateForm, WithdrawForm
from ui.administration.lists.presenter import FormModel, ListRow, ListsModel, ListsPresenter
from ui.administration.page import Page, Parts
from ui.administration.versions.view import VersionsView
from ui.theme.theme import theme
from ui.widgets.field import Refusal
from ui.widgets.key_button import KeyButton
from ui.widgets.rows_table import RowsTable, TableRow
from ui.widgets.words import words

_AGE = 3
_NUMBERS = (1, 2, 3, 5, 6)
"""Columns that are sorted by number, in the order of `ListRow.numbers`."""


class ListsPage(Page):
    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self.setObjectName("lists_page")
        self._presenter = ListsPresenter(parts.ask, self._show, self._show_form)
        self._rows: dict[str, ListRow] = {}
        self._stack = QStackedWidget()
        self._overview = self._build_overview()
        self._designate = DesignateForm(self._presenter.designate, self._return)
        self._withdraw = WithdrawForm(self._presenter.withdraw, self._return)
        self._versions = VersionsView(parts.ask, self._return)
        self._import = ImportView(parts, self._return)
        for view in (self._overview, self._designate, self._withdraw, self._versions, self._import):
            self._stack.addWidget(view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self._show(ListsModel())

    @property
    def table(self) -> RowsTable:
        return self._table

    def entered(self) -> None:
        if self._stack.currentWidget() is self._overview:
            self._presenter.load()
            self._table.setFocus()

    def lists_changed(self) -> None:
        if self._overview.isVisible():
            self._presenter.load()

    def clear(self) -> None:
        self._import.clear()
        self._versions.clear()
        self._presenter.forget()
        self._stack.setCurrentWidget(self._overview)

    # -- building --------------------------------------------------------------------------

    def _build_overview(self) -> QWidget:
        gap = theme.sizes.gap
        self._table = RowsTable(
            "lists",
            list_strings.LISTS_TITLE,
            list_strings.LIST_COLUMNS,
            numbers=(1, 2, 5, 6),
            wide=0,
        )
        self._table.selectionModel().currentRowChanged.connect(lambda *_: self._show_detail())
        self._note = Refusal("lists_note")
        self._caution = Refusal("lists_caution")
        self._empty = words(list_strings.LISTS_EMPTY, "second", wrap=True)
        self._empty.setObjectName("lists_empty")
        self._detail = words("", "caption", wrap=True)
        self._detail.setObjectName("list_detail")
        self._row_keys = (
            KeyButton(list_strings.VERSIONS, "list_versions", self._open_versions,
                      key=strings_keys.KEY_VERSIONS),
            KeyButton(list_strings.COLUMNS, "list_columns", self._open_columns,
                      key=strings_keys.KEY_COLUMNS),
            KeyButton(list_strings.WITHDRAW, "list_withdraw", self._open_withdraw,
                      key=strings_keys.KEY_WITHDRAW),
        )  # fmt: skip
        keys = QHBoxLayout()
        keys.setSpacing(gap)
        keys.addWidget(
            KeyButton(list_strings.IMPORT_FILE, "list_import", self._open_import, role="go",
                      key=strings_keys.KEY_IMPORT, icon="upload")
        )  # fmt: skip
        for key in self._row_keys:
            keys.addWidget(key)
        keys.addStretch(1)
        keys.addWidget(
            KeyButton(list_strings.DESIGNATE, "list_designate", self._open_designate,
                      key=strings_keys.KEY_DESIGNATE)
        )  # fmt: skip
        head = QHBoxLayout()
        head.setSpacing(2 * gap)
        head.addWidget(words(list_strings.LISTS_TITLE, "title"))
        head.addWidget(words(list_strings.LISTS_HINT, "second"), 1)
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(gap)
        column.addLayout(head)
        column.addWidget(self._note)
        column.addWidget(self._empty)
        column.addWidget(self._table, 1)
        column.addWidget(self._caution)
        column.addWidget(self._detail)
        column.addLayout(keys)
        return made

    # -- showing ---------------------------------------------------------------------------

    def _show(self, model: ListsModel) -> None:
        self._rows = {row.name: row for row in model.rows}
        self._table.put([_table_row(row) for row in model.rows])
        if model.refusal:
            self._note.say(model.refusal)
        else:
            self._note.say(model.note, Meaning.CONFIRMED)
        self._empty.setVisible(model.loaded and not model.rows)
        for key in self._row_keys:
            key.setEnabled(bool(model.rows))
        self._show_detail()

    def _show_detail(self) -> None:
        row = self._chosen()
        self._detail.setText(row.detail if row else "")
        self._caution.say(row.caution if row else "")

    def _show_form(self, model: FormModel) -> None:
        for form in (self._designate, self._withdraw):
            form.show_model(model)
        if model.done:
            self._stack.setCurrentWidget(self._overview)
            self._table.setFocus()

    def _chosen(self) -> ListRow | None:
        row = self._table.chosen
        return self._rows.get(row.key) if row is not None else None

    # -- moving about ----------------------------------------------------------------------

    def _return(self, note: str = "") -> None:
        """Back to the table, with what has been done."""
        self._stack.setCurrentWidget(self._overview)
        self._presenter.load(note)
        self._table.setFocus()

    def _open_designate(self) -> None:
        self._stack.setCurrentWidget(self._designate)
        self._designate.open()

    def _open_withdraw(self) -> None:
        if row := self._chosen():
            self._stack.setCurrentWidget(self._withdraw)
            self._withdraw.open(row.name)

    def _open_versions(self) -> None:
        if row := self._chosen():
            self._stack.setCurrentWidget(self._versions)
            self._versions.open(row.name)

    def _open_import(self) -> None:
        row = self._chosen()
        self._stack.setCurrentWidget(self._import)
        self._import.open(Purpose.IMPORT, row.name if row else "", self._presenter.names)

    def _open_columns(self) -> None:
        if row := self._chosen():
            self._stack.setCurrentWidget(self._import)
            self._import.open(Purpose.COLUMNS, row.name, self._presenter.names)


def _table_row(row: ListRow) -> TableRow:
    return TableRow(
        row.cells,
        key=row.name,
        marks={_AGE: row.meaning} if row.meaning else {},
        order=dict(zip(_NUMBERS, row.numbers, strict=True)),
    )

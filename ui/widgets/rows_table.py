"""A table of records: sorts by any column, copies what is selected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from alpr_console.domain.notices import SHAPES
from ui.table_row import TableRow
from ui.theme.fonts import plate_font
from ui.theme.icons import SHAPE_ICONS, pixmap
from ui.theme.theme import theme

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_AS_GIVEN = -1
"""In place of a column: the order in which the rows were put."""


@dataclass(frozen=True, slots=True)
class Columns:
    heads: tuple[str, ...]
    serials: tuple[int, ...] = ()
    """Columns that carry plates."""
    marked: int = 0
    """The column whose cells carry the mark of the row's meaning."""
    stretched: int = -1
    """The column that takes the room that is left; -1: the last one."""


class RowsModel(QAbstractTableModel):
    def __init__(self, columns: Columns) -> None:
        super().__init__()
        self._columns = columns
        self._given: list[TableRow] = []
        self._rows: list[TableRow] = []
        self._order = (_AS_GIVEN, Qt.SortOrder.AscendingOrder)

    def put(self, rows: Sequence[TableRow]) -> None:
        self.beginResetModel()
        self._given = list(rows)
        self._arrange()
        self.endResetModel()

    @property
    def given(self) -> tuple[TableRow, ...]:
        """As they were put."""
        return tuple(self._given)

    @property
    def rows(self) -> tuple[TableRow, ...]:
        """As they stand."""
        return tuple(self._rows)

    def row(self, place: int) -> TableRow | None:
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def place_of(self, key: str) -> int:
        """Where the record stands; -1 where it does not."""
        return next((i for i, row in enumerate(self._rows) if row.key == key), -1)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._columns.heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row(index.row())
        if row is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return row.cells[index.column()]
        if role == Qt.ItemDataRole.FontRole and index.column() in self._columns.serials:
            # A description that stands where no plate is known stays in the words' own type.
            serial = row.cells[index.column()].isupper()
            return plate_font(theme.sizes.body) if serial else None
        if role == Qt.ItemDataRole.DecorationRole and index.column() == self._columns.marked:
            return self._mark(row)
        return None

    def _mark(self, row: TableRow) -> QIcon | None:
        shape = row.icon if row.meaning is None else SHAPE_ICONS[SHAPES[row.meaning]]
        if not shape:
            return None
        palette, side = theme.palette, theme.sizes.px(18)
        ink = palette.text_second if row.meaning is None else palette.meaning(row.meaning).ink
        mark = QIcon(pixmap(shape, ink, side))
        mark.addPixmap(pixmap(shape, palette.on_strong, side), QIcon.Mode.Selected)
        return mark

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._columns.heads[section]
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.layoutAboutToBeChanged.emit()
        self._order = (column, order)
        self._arrange()
        self.layoutChanged.emit()

    def _arrange(self) -> None:
        column, order = self._order
        self._rows = list(self._given)
        if 0 <= column < len(self._columns.heads):
            down = order is Qt.SortOrder.DescendingOrder
            self._rows.sort(key=lambda row: row.sorts_by(column), reverse=down)


class RowsTable(QTableView):
    """`name` is the object name, `said` what the table is for a screen reader.

    Rows stand as they were put until a column's head is pressed.
    """

    def __init__(self, name: str, said: str, columns: Columns) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(said)
        self.lines = RowsModel(columns)
        self.setModel(self.lines)
        self.setSortingEnabled(True)
        self.sortByColumn(_AS_GIVEN, Qt.SortOrder.AscendingOrder)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        if columns.stretched < 0:
            header.setStretchLastSection(True)
        else:
            header.setSectionResizeMode(columns.stretched, QHeaderView.ResizeMode.Stretch)
        self._fit()
        theme.changed.connect(self._fit)

    @property
    def chosen(self) -> str:
        """Id of the record whose line is selected; '' where none is."""
        row = self.lines.row(self.currentIndex().row())
        return "" if row is None else row.key

    def choose(self, key: str) -> None:
        """Select the line of a record; none where it is not there."""
        place = self.lines.place_of(key)
        if place < 0:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
        else:
            self.selectRow(place)

    def _fit(self) -> None:
        sizes = theme.sizes
        self.verticalHeader().setDefaultSectionSize(sizes.target)
        self.horizontalHeader().setFixedHeight(sizes.target)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            return
        super().keyPressEvent(event)

    def copy(self) -> None:
        """Put the selected line on the clipboard, its cells between tabs."""
        row = self.lines.row(self.currentIndex().row())
        if row is not None:
            QGuiApplication.clipboard().setText("\t".join(row.cells))

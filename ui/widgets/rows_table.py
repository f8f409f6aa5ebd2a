"""A table of lines to choose from: sorts by any column, copies what is selected."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from alpr_console.domain.notices import SHAPES
from ui.table_row import TableRow as TableRow
from ui.theme.fonts import plate_font
from ui.theme.icons import SHAPE_ICONS, pixmap
from ui.theme.theme import theme

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class RowsModel(QAbstractTableModel):
    def __init__(
        self, heads: Sequence[str], serials: Sequence[int], numbers: Sequence[int]
    ) -> None:
        super().__init__()
        self._heads = tuple(heads)
        self._serials = frozenset(serials)
        self._numbers = frozenset(numbers)
        self._rows: list[TableRow] = []
        self._order: tuple[int, Qt.SortOrder] | None = None

    @property
    def rows(self) -> tuple[TableRow, ...]:
        return tuple(self._rows)

    def put(self, rows: Sequence[TableRow]) -> None:
        self.beginResetModel()
        self._rows = list(rows)
        self._arrange()
        self.endResetModel()

    def grow(self, rows: Sequence[TableRow]) -> None:
        """More at the end; for a table that is not sorted."""
        if rows:
            known = len(self._rows)
            self.beginInsertRows(_NOWHERE, known, known + len(rows) - 1)
            self._rows.extend(rows)
            self.endInsertRows()

    def row(self, place: int) -> TableRow | None:
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row(index.row())
        if row is None:
            return None
        column = index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return row.cells[column]
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.tips.get(column, row.cells[column])
        if role == Qt.ItemDataRole.FontRole and column in self._serials:
            # A description that stands where no plate is known stays in the words' own type.
            text = row.cells[column]
            return plate_font(theme.sizes.body) if text == text.upper() else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(column)
        if column in row.icons and role == Qt.ItemDataRole.DecorationRole:
            return _icon(row.icons[column], theme.palette.text_second)
        if column in row.marks:
            meaning = row.marks[column]
            if role == Qt.ItemDataRole.DecorationRole:
                shape = SHAPE_ICONS[SHAPES[meaning]]
                return _icon(shape, theme.palette.meaning(meaning).ink)
            if role == Qt.ItemDataRole.ForegroundRole:
                return QColor(theme.palette.meaning(meaning).ink)
        return None

    def _alignment(self, column: int) -> int:
        side = (
            Qt.AlignmentFlag.AlignRight if column in self._numbers else Qt.AlignmentFlag.AlignLeft
        )
        return int(side | Qt.AlignmentFlag.AlignVCenter)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section]
        return self._alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.layoutAboutToBeChanged.emit()
        self._order = (column, order)
        self._arrange()
        self.layoutChanged.emit()

    def _arrange(self) -> None:
        if self._order is None or not 0 <= self._order[0] < len(self._heads):
            return
        column, order = self._order
        self._rows.sort(
            key=lambda row: (row.order.get(column, 0.0), row.cells[column].casefold()),
            reverse=order is Qt.SortOrder.DescendingOrder,
        )


def _icon(name: str, ink: str) -> QIcon:
    side = theme.sizes.px(18)
    icon = QIcon(pixmap(name, ink, side))
    icon.addPixmap(pixmap(name, theme.palette.on_strong, side), QIcon.Mode.Selected)
    return icon


class RowsTable(QTableView):
    """One line at a time is chosen; `rows` is the model."""

    def __init__(
        self,
        name: str,
        said: str,
        heads: Sequence[str],
        serials: Sequence[int] = (),
        numbers: Sequence[int] = (),
        sorts: bool = True,
        wide: int = -1,
        chooses: bool = True,
    ) -> None:
        """`name` is the object name; `serials` are columns of plates, `numbers` go right, `wide`
        takes the room that is left (-1: the last). Without `chooses` it is there to be read."""
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(said)
        self.rows = RowsModel(heads, serials, numbers)
        self.setModel(self.rows)
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(sorts)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        modes = QAbstractItemView.SelectionMode
        self._chooses = chooses
        self.setSelectionMode(modes.SingleSelection if chooses else modes.NoSelection)
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
        header.setSectionResizeMode(wide % len(heads), QHeaderView.ResizeMode.Stretch)
        self._fit()
        theme.changed.connect(self._fit)

    @property
    def chosen(self) -> TableRow | None:
        return self.rows.row(self.currentIndex().row())

    def put(self, rows: Sequence[TableRow]) -> None:
        """Show `rows`; the row of the same key stays chosen, else the first is."""
        before = self.chosen
        self.rows.put(rows)
        keys = [row.key for row in self.rows.rows]
        if keys and self._chooses:
            place = keys.index(before.key) if before is not None and before.key in keys else 0
            self.selectRow(place)

    def choose(self, key: object) -> None:
        """Select the line that stands for `key`; none where there is no such line."""
        keys = [row.key for row in self.rows.rows]
        if key in keys:
            self.selectRow(keys.index(key))
        else:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())

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
        row = self.chosen
        if row is not None:
            QGuiApplication.clipboard().setText("\t".join(row.cells))

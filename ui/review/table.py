"""The table of hits: sorts by any column, copies what is selected."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from alpr_console.domain.notices import SHAPES
from ui import strings
from ui.review.presenter import HitRow
from ui.theme.fonts import plate_font
from ui.theme.icons import SHAPE_ICONS, pixmap
from ui.theme.theme import theme

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_SERIALS = (1, 2)
_OUTCOME = 4
"""Columns that carry plates."""


class HitsModel(QAbstractTableModel):
    def __init__(self) -> None:
        super().__init__()
        self._rows: list[HitRow] = []
        self._order = (0, Qt.SortOrder.DescendingOrder)

    def put(self, rows: tuple[HitRow, ...]) -> None:
        self.beginResetModel()
        self._rows = list(rows)
        self._arrange()
        self.endResetModel()

    def row(self, place: int) -> HitRow | None:
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(strings.COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row(index.row())
        if row is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return row.cells[index.column()]
        if role == Qt.ItemDataRole.FontRole and index.column() in _SERIALS:
            return plate_font(theme.sizes.body)
        if role == Qt.ItemDataRole.DecorationRole and index.column() == _OUTCOME:
            return self._mark(row)
        return None

    def _mark(self, row: HitRow) -> QIcon | None:
        if row.meaning is None:
            return None
        shape, side = SHAPE_ICONS[SHAPES[row.meaning]], theme.sizes.px(18)
        mark = QIcon(pixmap(shape, theme.palette.meaning(row.meaning).ink, side))
        mark.addPixmap(pixmap(shape, theme.palette.on_strong, side), QIcon.Mode.Selected)
        return mark

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return strings.COLUMNS[section]
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
        down = order is Qt.SortOrder.DescendingOrder
        if column == 0:
            self._rows.sort(key=lambda r: r.raised_at, reverse=down)
        elif 0 < column < len(strings.COLUMNS):
            self._rows.sort(key=lambda r: r.cells[column].casefold(), reverse=down)


class HitsTable(QTableView):
    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("hits")
        self.setAccessibleName(strings.REVIEW_TITLE)
        self.hits = HitsModel()
        self.setModel(self.hits)
        self.setSortingEnabled(True)
        self.sortByColumn(0, Qt.SortOrder.DescendingOrder)
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
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self._fit()
        theme.changed.connect(self._fit)

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
        row = self.hits.row(self.currentIndex().row())
        if row is not None:
            QGuiApplication.clipboard().setText("\t".join(row.cells))

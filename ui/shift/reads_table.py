"""A table of many reads: rows are made when they are drawn, and fetched when they come near."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFontMetrics, QGuiApplication, QIcon, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from alpr_console.domain.notices import SHAPES, Meaning
from alpr_console.domain.shift import ListedRead
from ui import strings_shift as texts
from ui.shift.reads_presenter import cells_of
from ui.theme.fonts import plate_font, text_font
from ui.theme.icons import SHAPE_ICONS, pixmap
from ui.theme.theme import theme

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_PLATE, _MARK = 1, 5
_WIDEST = ("00:00:00", "W2345678", "WW", "camera name 12", "0.00")
"""What each column but the last has to hold: nothing is measured row by row."""
NEAR = 40
"""So many rows before the end of those fetched the next page is asked for."""


class ReadsRows(QAbstractTableModel):
    def __init__(self) -> None:
        super().__init__()
        self._reads: list[ListedRead] = []

    @property
    def reads(self) -> Sequence[ListedRead]:
        return self._reads

    def put(self, reads: Sequence[ListedRead], fresh: bool) -> None:
        known = len(self._reads)
        if fresh or len(reads) < known:
            self.beginResetModel()
            self._reads = list(reads)
            self.endResetModel()
        elif len(reads) > known:
            self.beginInsertRows(_NOWHERE, known, len(reads) - 1)
            self._reads.extend(reads[known:])
            self.endInsertRows()

    def row(self, place: int) -> ListedRead | None:
        return self._reads[place] if 0 <= place < len(self._reads) else None

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._reads)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(texts.READ_COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        read = self.row(index.row())
        if read is None:
            return None
        column = index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return cells_of(read)[column]
        if role == Qt.ItemDataRole.FontRole and column == _PLATE:
            return plate_font(theme.sizes.body)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        if column == _MARK and read.hit:
            # A hit of whatever standing: that it is one is all that is said here.
            ink = theme.palette.meaning(Meaning.CAUTION).ink
            if role == Qt.ItemDataRole.DecorationRole:
                side = theme.sizes.px(18)
                name = SHAPE_ICONS[SHAPES[Meaning.CAUTION]]
                icon = QIcon(pixmap(name, ink, side))
                icon.addPixmap(pixmap(name, theme.palette.on_strong, side), QIcon.Mode.Selected)
                return icon
            if role == Qt.ItemDataRole.ForegroundRole:
                return QColor(ink)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return texts.READ_COLUMNS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None


class ReadsTable(QTableView):
    """`on_near_end` is called when the last rows fetched come into view."""

    def __init__(self, on_near_end: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("shift_reads")
        self.setAccessibleName(texts.READS)
        self.rows = ReadsRows()
        self.setModel(self.rows)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(_MARK, QHeaderView.ResizeMode.Stretch)
        self._near = on_near_end
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self._fit()
        theme.changed.connect(self._fit)

    @property
    def chosen(self) -> ListedRead | None:
        return self.rows.row(self.currentIndex().row())

    def put(self, reads: Sequence[ListedRead], fresh: bool) -> None:
        """The row chosen stays chosen, wherever it stands now."""
        before, place = self.chosen, self.verticalScrollBar().value()
        self.rows.put(reads, fresh)
        if not fresh or not reads:
            return
        rows = {read.read_id: number for number, read in enumerate(reads)}
        row = rows.get(before.read_id, 0) if before is not None else 0
        self.selectRow(row)
        if before is None or place == 0:
            self.scrollToTop()

    def _scrolled(self) -> None:
        if self.rowAt(self.viewport().height() - 1) >= self.rows.rowCount() - NEAR:
            self._near()

    def _fit(self) -> None:
        sizes = theme.sizes
        self.verticalHeader().setDefaultSectionSize(sizes.target)
        self.horizontalHeader().setFixedHeight(sizes.target)
        for column, text in enumerate(_WIDEST):
            font = plate_font(sizes.body) if column == _PLATE else text_font(sizes.body)
            heads = text_font(sizes.body, strong=True)
            wide = max(
                QFontMetrics(font).horizontalAdvance(text),
                QFontMetrics(heads).horizontalAdvance(texts.READ_COLUMNS[column]),
            )
            self.setColumnWidth(column, wide + 4 * sizes.gap)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        chosen = self.chosen
        if event.matches(QKeySequence.StandardKey.Copy) and chosen is not None:
            QGuiApplication.clipboard().setText("\t".join(cells_of(chosen)))
            return
        super().keyPressEvent(event)

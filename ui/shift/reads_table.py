"""The table of many reads: fetched as they come near, and no column is measured row by row."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHeaderView

from alpr_console.domain.notices import Meaning
from alpr_console.domain.shift import ListedRead
from ui import strings_shift as texts
from ui.shift.reads_presenter import cells_of
from ui.theme.fonts import plate_font, text_font
from ui.theme.theme import theme
from ui.widgets.rows_table import RowsTable, TableRow

_PLATE, _MARK = 1, 5
_WIDEST = ("00:00:00", "W2345678", "WW", "camera name 12", "0.00")
"""What each column but the last has to hold."""
NEAR = 40
"""So many rows before the end of those fetched the next page is asked for."""


class ReadsTable(RowsTable):
    """`on_near_end` is called when the last rows fetched come into view. A row's key is its
    read."""

    def __init__(self, on_near_end: Callable[[], None]) -> None:
        super().__init__(
            "shift_reads", texts.READS, texts.READ_COLUMNS, serials=(_PLATE,), sorts=False
        )
        fixed = QHeaderView.ResizeMode.Fixed
        self.verticalHeader().setSectionResizeMode(fixed)
        for column in range(_MARK):
            self.horizontalHeader().setSectionResizeMode(column, fixed)
        self._fit()
        self._near = on_near_end
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    @property
    def reads(self) -> list[ListedRead]:
        return [row.key for row in self.rows.rows]

    def put_reads(self, reads: Sequence[ListedRead], fresh: bool) -> None:
        """Unless `fresh`, `reads` are those shown and more at their end. The read chosen stays
        chosen, wherever it stands now."""
        known = self.rows.rowCount()
        if not fresh and len(reads) >= known:
            self.rows.grow([_row(read) for read in reads[known:]])
            return
        before, place = self.chosen, self.verticalScrollBar().value()
        self.rows.put([_row(read) for read in reads])
        if not fresh or not reads:
            return
        rows = {read.read_id: number for number, read in enumerate(reads)}
        self.selectRow(rows.get(before.key.read_id, 0) if before is not None else 0)
        if before is None or place == 0:
            self.scrollToTop()

    def _scrolled(self) -> None:
        if self.rowAt(self.viewport().height() - 1) >= self.rows.rowCount() - NEAR:
            self._near()

    def _fit(self) -> None:
        super()._fit()
        sizes = theme.sizes
        heads = QFontMetrics(text_font(sizes.body, strong=True))
        for column, text in enumerate(_WIDEST):
            font = plate_font(sizes.body) if column == _PLATE else text_font(sizes.body)
            wide = max(
                QFontMetrics(font).horizontalAdvance(text),
                heads.horizontalAdvance(texts.READ_COLUMNS[column]),
            )
            self.setColumnWidth(column, wide + 4 * sizes.gap)


def _row(read: ListedRead) -> TableRow:
    # A hit of whatever standing: that it is one is all that is said here.
    marks = {_MARK: Meaning.CAUTION} if read.hit else {}
    return TableRow(cells_of(read), key=read, marks=marks)

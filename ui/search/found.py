"""What a search found: the reads as a table, one of them opened beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from alpr_console.domain.notices import Meaning
from ui import strings as common
from ui import strings_keys
from ui import strings_search as strings
from ui.search.presenter import ReadDetail, SearchModel, SearchPresenter
from ui.table_row import TableRow
from ui.theme.theme import theme
from ui.widgets.field import Refusal
from ui.widgets.key_button import KeyButton
from ui.widgets.picture import Still
from ui.widgets.rows_table import RowsTable
from ui.widgets.words import ElidedLabel, say, words


class FoundPage(QWidget):
    def __init__(self, presenter: SearchPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self._rows: tuple[TableRow, ...] = ()
        self.table = RowsTable("search_found", strings.TABLE_SAID, strings.COLUMNS, serials=(1,))
        self.table.doubleClicked.connect(lambda _index: self._open())
        self._summary = ElidedLabel("", "strong")
        self._summary.setObjectName("search_summary")
        self._count = ElidedLabel("", "second")
        self._count.setObjectName("search_count")
        gap = theme.sizes.gap
        self._keys = (
            KeyButton(strings.CHANGE, "search_change", presenter.change, key=strings_keys.KEY_BACK,
                      icon="arrow-left"),
            KeyButton(strings.STOP, "search_more_stop", presenter.stop, key=strings_keys.KEY_BACK),
            KeyButton(strings.COPY, "search_copy", self._copy),
            KeyButton(strings.MORE, "search_more", presenter.more, key=strings_keys.KEY_MORE),
            KeyButton(strings.OPEN, "search_open", self._open, role="go",
                      key=strings_keys.KEY_ENTER),
        )  # fmt: skip
        self._change, self._stop, self._copy_key, self._more, self._open_key = self._keys
        keys = QHBoxLayout()
        keys.setSpacing(gap)
        keys.addWidget(self._change)
        keys.addWidget(self._stop)
        keys.addStretch(1)
        for key in self._keys[2:]:
            keys.addWidget(key)
        self._nothing = words(strings.NOTHING_FITS, "second", wrap=True)
        left = QVBoxLayout()
        left.setSpacing(gap)
        left.addWidget(self._summary)
        left.addWidget(self._count)
        left.addWidget(self.table, 1)
        left.addWidget(self._nothing, 1, Qt.AlignmentFlag.AlignCenter)
        left.addLayout(keys)
        self._row = QHBoxLayout(self)
        self._row.addLayout(left, 8)
        self._row.addWidget(self._card(), 4)
        theme.changed.connect(self._fit)
        self._fit()

    def show_model(self, model: SearchModel) -> None:
        say(self._summary, model.summary)
        self._count.setText(model.count_line)
        self._count.setAccessibleName(model.count_line)
        if model.rows != self._rows:
            self._rows = model.rows
            self.table.put(model.rows)
        self.table.setVisible(bool(model.rows))
        self._nothing.setVisible(not model.rows)
        self._change.setVisible(not model.looking)
        self._stop.setVisible(model.looking)
        for key in (self._copy_key, self._open_key):
            key.setEnabled(bool(model.rows) and not model.looking)
        self._more.setEnabled(model.more and not model.looking)
        self._show_detail(model.detail)
        if model.result:
            self._note.say(model.result, Meaning.INFORMATION)
        else:
            self._note.say("" if model.asking else model.refusal)

    def forget(self) -> None:
        """A row that was copied here goes from the clipboard, where nothing else is there yet."""
        clipboard = QGuiApplication.clipboard()
        if any(clipboard.text() == "\t".join(row.cells) for row in self._rows):
            clipboard.clear()

    def _card(self) -> QWidget:
        card = QWidget()
        card.setProperty("role", "surface")
        card.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title = words("", "title", wrap=True, copyable=True)
        self._title.setObjectName("search_read")
        self._crop = Still(common.PLATE_PICTURE, common.NO_PICTURE)
        self._context = Still(common.CONTEXT_PICTURE, common.NO_PICTURE)
        self._facts = words("", "body", wrap=True, copyable=True)
        self._facts.setObjectName("search_facts")
        self._empty = words(strings.OPEN_HINT, "second", wrap=True)
        self._note = Refusal("search_note")
        self._column = QVBoxLayout(card)
        self._column.addWidget(self._title)
        self._column.addWidget(self._crop, 1)
        self._column.addWidget(self._context, 2)
        self._column.addWidget(self._facts)
        self._column.addWidget(self._empty)
        self._column.addStretch(0)
        self._column.addWidget(self._note)
        return card

    def _show_detail(self, detail: ReadDetail | None) -> None:
        say(self._title, detail.title if detail is not None else "")
        say(self._facts, "\n".join(detail.facts) if detail is not None else "")
        for still, jpeg in (
            (self._crop, detail.crop_jpeg if detail is not None else b""),
            (self._context, detail.context_jpeg if detail is not None else b""),
        ):
            still.show_jpeg(jpeg, common.DAMAGED_PICTURE)
            still.setVisible(detail is not None)
        self._empty.setVisible(detail is None)

    def _open(self) -> None:
        row = self.table.chosen
        if row is not None:
            self._presenter.open(str(row.key))

    def _copy(self) -> None:
        if self.table.chosen is not None:
            self.table.copy()
            self._presenter.copied()

    def _fit(self) -> None:
        sizes = theme.sizes
        side = sizes.gap if sizes.compact else 2 * sizes.gap
        for box in (self._row, self._column):
            box.setContentsMargins(side, side, side, side)
        self._row.setSpacing(side)
        self._column.setSpacing(sizes.gap // 2 if sizes.compact else sizes.gap)

"""Step two: what each column of the file is, and its first lines as they are read."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from alpr_console.domain.hotlist import Category
from alpr_console.domain.notices import Meaning
from ui import list_strings, strings, strings_keys
from ui.administration.list_import.map_draft import ReadAs
from ui.administration.list_import.model import (
    ColumnRow,
    ColumnsModel,
    EntryRow,
    ImportModel,
    Purpose,
)
from ui.administration.list_import.presenter import ImportPresenter
from ui.theme.theme import theme
from ui.widgets.choice import Choice, labeled
from ui.widgets.field import Field
from ui.widgets.key_button import KeyButton
from ui.widgets.rows_table import RowsTable, TableRow
from ui.widgets.tick import Tick
from ui.widgets.words import ElidedLabel, say, words

_FIELDS = tuple(list_strings.FIELDS.items())
_WHY = 1
"""Column of an entry's table that says why a line is left out."""


class ColumnsStep(QWidget):
    def __init__(self, presenter: ImportPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self._found = words("", "second")
        self._found.setObjectName("import_found")
        self._note = words("", "strong", wrap=True)
        self._note.setObjectName("columns_note")
        self._read_as = Choice("import_read_as", list_strings.READ_AS, presenter.read_as)
        self._skip = Field(list_strings.SKIP, "import_skip")
        self._skip.line.editingFinished.connect(self._take_texts)
        self._starts = Field(list_strings.STARTS, "import_starts")
        self._starts.line.editingFinished.connect(self._take_texts)
        self._category = Choice("import_category", list_strings.CATEGORY, presenter.set_category)
        self._grid = _ColumnsGrid(presenter)
        self._entries = RowsTable(
            "import_entries", list_strings.ENTRIES_READ, list_strings.ENTRY_COLUMNS,
            serials=(2,), numbers=(0,), sorts=False, chooses=False,
        )  # fmt: skip
        self._keep = Tick(list_strings.KEEP, "import_keep")
        self._keep.toggled.connect(presenter.set_keep)
        self._go = KeyButton(
            list_strings.CHECK, "import_check", self._act, role="go", key=strings_keys.KEY_ENTER
        )
        self._purpose = Purpose.IMPORT
        self._shown: ColumnsModel | None = None
        self._build()

    def entered(self) -> None:
        self._grid.entered()

    def _build(self) -> None:
        gap = theme.sizes.gap
        choices = QHBoxLayout()
        choices.setSpacing(gap)
        choices.addLayout(labeled(list_strings.READ_AS, self._read_as), 2)
        choices.addWidget(self._starts, 3)
        choices.addWidget(self._skip, 1)
        choices.addLayout(labeled(list_strings.CATEGORY, self._category), 2)
        left, right = QVBoxLayout(), QVBoxLayout()
        for side, title, widget in (
            (left, list_strings.COLUMNS_OF_FILE, self._grid),
            (right, list_strings.ENTRIES_READ, self._entries),
        ):
            side.setSpacing(gap // 2)
            side.addWidget(words(title, "label"))
            side.addWidget(widget, 1)
        sides = QHBoxLayout()
        sides.setSpacing(2 * gap)
        sides.addLayout(left, 5)
        sides.addLayout(right, 6)
        keys = QHBoxLayout()
        keys.setSpacing(gap)
        keys.addWidget(KeyButton(strings.BACK, "columns_back", self._presenter.back,
                                 key=strings_keys.KEY_BACK, icon="arrow-left"))  # fmt: skip
        keys.addWidget(self._keep)
        keys.addStretch(1)
        keys.addWidget(self._go)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(gap)
        column.addWidget(self._found)
        column.addWidget(self._note)
        column.addLayout(choices)
        column.addLayout(sides, 1)
        column.addLayout(keys)

    def show_model(self, model: ImportModel) -> None:
        self._purpose = model.purpose
        importing = model.purpose is Purpose.IMPORT
        self._go.setText(list_strings.CHECK if importing else list_strings.KEEP_COLUMNS)
        self._go.setAccessibleName(self._go.text())
        self._go.setEnabled(not model.busy and model.columns is not None)
        self._keep.setVisible(importing)
        self._shown = model.columns
        if model.columns is not None:
            self._show_columns(model.columns)

    def _show_columns(self, model: ColumnsModel) -> None:
        self._found.setText(model.found)
        say(self._note, model.note, Meaning.CAUTION)
        self._read_as.offer(model.ways, model.read_as)
        self._starts.setVisible(model.read_as is ReadAs.FIXED)
        if not self._starts.line.hasFocus():
            self._starts.set_text(model.starts)
        if not self._skip.line.hasFocus():
            self._skip.set_text(model.skip_lines)
        self._category.offer([(c, c.label) for c in Category], model.category)
        self._keep.setChecked(model.keep)
        self._grid.show_columns(model.columns)
        self._entries.put([_entry_row(row) for row in model.entries])

    def _take_texts(self) -> bool:
        """What was typed goes to the presenter; whether it was there before."""
        shown = self._shown
        if shown is None:
            return False
        skip, starts = self._skip.text, self._starts.text
        if skip != shown.skip_lines:
            self._presenter.set_skip(skip)
            return False
        if shown.read_as is ReadAs.FIXED and starts != shown.starts:
            self._presenter.set_starts(starts)
            return False
        return True

    def _act(self) -> None:
        # The key may be pressed from within a field: its text is looked at first.
        if not self._go.isEnabled() or not self._take_texts():
            return
        if self._purpose is Purpose.IMPORT:
            self._presenter.check()
        else:
            self._presenter.keep_columns()


class _ColumnsGrid(QScrollArea):
    """A line for each column of the file: its heading, what stands in it, what it is."""

    def __init__(self, presenter: ImportPresenter) -> None:
        super().__init__()
        self.setObjectName("import_columns")
        self.setAccessibleName(list_strings.COLUMNS_OF_FILE)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._presenter = presenter
        self._lines: list[tuple[QLabel, QLabel, Choice]] = []

    def entered(self) -> None:
        if self._lines:
            self._lines[0][2].setFocus()

    def show_columns(self, columns: tuple[ColumnRow, ...]) -> None:
        if len(columns) != len(self._lines):
            self._lay(columns)
        for (label, sample, choice), column in zip(self._lines, columns, strict=True):
            label.setText(column.label)
            sample.setText(column.sample)
            choice.show_chosen(column.field)

    def _lay(self, columns: tuple[ColumnRow, ...]) -> None:
        gap = theme.sizes.gap
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, gap, 0)
        grid.setHorizontalSpacing(gap)
        grid.setVerticalSpacing(gap // 2)
        self._lines = []
        for place, column in enumerate(columns):
            choice = Choice(f"column_{place + 1}", column.said, self._setter(place))
            choice.offer(_FIELDS, column.field)
            line = (ElidedLabel("", "strong"), ElidedLabel("", "second"), choice)
            for side, widget in enumerate(line):
                grid.addWidget(widget, place, side)
            self._lines.append(line)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        grid.setRowStretch(len(columns), 1)
        self.setWidget(inner)

    def _setter(self, place: int) -> Callable[[str], None]:
        return lambda name: self._presenter.set_field(place, name)


def _entry_row(row: EntryRow) -> TableRow:
    return TableRow(row.cells, marks={_WHY: Meaning.CAUTION} if row.left_out else {})

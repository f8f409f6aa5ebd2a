"""Step one: which file, and as which list."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui import list_strings, strings, strings_keys
from ui.administration.list_import.model import ImportModel, Purpose
from ui.administration.list_import.presenter import ImportPresenter
from ui.theme.theme import theme
from ui.widgets.choice import Choice, labeled
from ui.widgets.field import Field
from ui.widgets.key_button import KeyButton
from ui.widgets.words import say, words


class FileStep(QWidget):
    def __init__(self, presenter: ImportPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self._names: tuple[str, ...] | None = None
        gap = theme.sizes.gap
        self._hint = words("", "second", wrap=True)
        self._path = Field(list_strings.FILE, "import_file", on_enter=self._look)
        choose = KeyButton(
            list_strings.CHOOSE_FILE, "import_choose", self._choose, icon="upload",
            key=strings_keys.KEY_FILE,
        )  # fmt: skip
        self._name = Choice("import_name", list_strings.LIST)
        self._name.setEditable(True)
        self._name.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        line = self._name.lineEdit()
        if line is not None:
            line.setObjectName("import_name_line")
            line.setAccessibleName(list_strings.LIST)
            line.returnPressed.connect(self._look)
        self._new = words(list_strings.NEW_LIST, "caption")
        self._go = KeyButton(
            list_strings.LOOK, "import_look", self._look, role="go", key=strings_keys.KEY_ENTER
        )
        card = QWidget()
        card.setProperty("role", "surface")
        card.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(card)
        column.setContentsMargins(2 * gap, 2 * gap, 2 * gap, 2 * gap)
        column.setSpacing(gap)
        file_row = QHBoxLayout()
        file_row.setSpacing(gap)
        file_row.addWidget(self._path, 1)
        file_row.addWidget(choose, 0, Qt.AlignmentFlag.AlignBottom)
        column.addWidget(self._hint)
        column.addLayout(file_row)
        self._list = QWidget()
        list_column = QVBoxLayout(self._list)
        list_column.setContentsMargins(0, 0, 0, 0)
        list_column.setSpacing(gap // 2)
        list_column.addLayout(labeled(list_strings.LIST, self._name))
        list_column.addWidget(self._new)
        column.addWidget(self._list)
        self._busy = words("", "second")
        column.addWidget(self._busy)
        keys = QHBoxLayout()
        keys.setSpacing(gap)
        keys.addWidget(KeyButton(strings.BACK, "import_back", presenter.back,
                                 key=strings_keys.KEY_BACK, icon="arrow-left"))  # fmt: skip
        keys.addWidget(self._go, 1)
        column.addLayout(keys)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card, 3, Qt.AlignmentFlag.AlignTop)
        outer.addStretch(2)

    def entered(self) -> None:
        self._path.line.setFocus()

    def show_model(self, model: ImportModel) -> None:
        sample = model.purpose is Purpose.COLUMNS
        self._hint.setText(list_strings.SAMPLE_HINT if sample else list_strings.FILE_HINT)
        self._list.setVisible(not sample)
        self._go.setEnabled(not model.busy)
        say(self._busy, list_strings.LOOKING if model.busy else "")
        self._path.set_text(model.path)
        if model.names != self._names:
            self._names = model.names
            self._name.clear()
            self._name.addItems(list(model.names))
        if model.name != self._name.currentText():
            self._name.setEditText(model.name)

    def _choose(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(self, list_strings.CHOOSE_FILE)
        if chosen:
            self._path.set_text(chosen)

    def _look(self) -> None:
        if self._go.isEnabled():
            self._presenter.look(self._path.text, self._name.currentText())

"""Step three: what the file holds and would change, and putting it in force."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from ui import list_strings, strings, strings_keys
from ui.administration.list_import.model import CheckModel, ImportModel, Step
from ui.administration.list_import.presenter import ImportPresenter
from ui.theme.theme import theme
from ui.widgets.field import Refusal
from ui.widgets.key_button import KeyButton
from ui.widgets.rows_table import RowsTable, TableRow
from ui.widgets.shape import Mark
from ui.widgets.words import hairline, say, words

_STEPS_OF_BAR = 1000


class CheckStep(QWidget):
    def __init__(self, presenter: ImportPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        gap = theme.sizes.gap
        self._progress = words("", "second")
        self._progress.setObjectName("import_progress")
        self._bar = QProgressBar()
        self._bar.setObjectName("import_bar")
        self._bar.setRange(0, _STEPS_OF_BAR)
        self._bar.setTextVisible(False)
        self._caution = Refusal("import_caution")
        self._account = QWidget()
        self._account.setProperty("role", "surface")
        self._account.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._counts = QVBoxLayout(self._account)
        self._counts.setContentsMargins(2 * gap, 2 * gap, 2 * gap, 2 * gap)
        self._lines = RowsTable(
            "import_problems",
            list_strings.PROBLEMS,
            (list_strings.PROBLEMS,),
            sorts=False,
            chooses=False,
        )
        self._none = words(list_strings.NO_PROBLEMS, "second")
        self._back = KeyButton(strings.BACK, "check_back", presenter.back,
        key=strings_keys.KEY_BACK,
                               icon="arrow-left")  # fmt: skip
        self._cancel = KeyButton(
            strings.CANCEL, "check_cancel", presenter.cancel, key=strings_keys.KEY_BACK
        )
        self._go = KeyButton(
            list_strings.PUT_IN_FORCE, "import_go", presenter.put_in_force, role="go",
            key=strings_keys.KEY_ENTER,
        )  # fmt: skip
        self._shown: CheckModel | None = None
        right = QVBoxLayout()
        right.setSpacing(gap)
        right.addWidget(self._none)
        right.addWidget(self._lines, 1)
        sides = QHBoxLayout()
        sides.setSpacing(2 * gap)
        sides.addWidget(self._account, 2, Qt.AlignmentFlag.AlignTop)
        sides.addLayout(right, 3)
        keys = QHBoxLayout()
        keys.setSpacing(gap)
        keys.addWidget(self._back)
        keys.addWidget(self._cancel)
        keys.addStretch(1)
        keys.addWidget(self._go)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(gap)
        column.addWidget(self._progress)
        column.addWidget(self._bar)
        column.addWidget(self._caution)
        column.addLayout(sides, 1)
        column.addLayout(keys)

    def entered(self) -> None:
        self._cancel.setFocus()

    def show_model(self, model: ImportModel) -> None:
        check = model.check or CheckModel()
        say(self._progress, check.progress if check.running else "")
        self._bar.setVisible(check.running)
        self._bar.setValue(round(check.share * _STEPS_OF_BAR))
        self._caution.say(check.caution)
        self._cancel.setVisible(check.running)
        self._back.setVisible(not check.running)
        self._go.setEnabled(not check.running and check.can_put_in_force)
        if model.step is Step.CHECK and not check.running and check != self._shown:
            self._shown = check
            self._show_account(check)
            if check.can_put_in_force:
                self._go.setFocus()
            else:
                self._back.setFocus()
        known = bool(check.counts)
        self._account.setVisible(known)
        self._lines.setVisible(bool(check.problems))
        self._none.setVisible(known and not check.problems)

    def _show_account(self, check: CheckModel) -> None:
        while (item := self._counts.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self._counts.addWidget(_counts(check))
        self._lines.put([TableRow((line,), key=n) for n, line in enumerate(check.problems)])


def _counts(check: CheckModel) -> QWidget:
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(theme.sizes.gap)
    grid.setVerticalSpacing(theme.sizes.gap)
    for place, count in enumerate(check.counts):
        mark = Mark(20)
        mark.show_meaning(count.meaning)
        number = words(count.number, "strong")
        number.setAlignment(Qt.AlignmentFlag.AlignRight)
        grid.addWidget(mark, place, 0)
        grid.addWidget(words(count.label, "body", wrap=True), place, 1)
        grid.addWidget(number, place, 2)
    row = len(check.counts)
    grid.addWidget(hairline(), row, 0, 1, 3)
    changes = ((list_strings.BEFORE, check.before), (list_strings.AFTER, check.after))
    for place, (label, value) in enumerate((c for c in changes if c[1]), row + 1):
        grid.addWidget(words(label, "second"), place, 0, 1, 2)
        said = words(value, "strong")
        said.setAlignment(Qt.AlignmentFlag.AlignRight)
        grid.addWidget(said, place, 2)
    if check.difference:
        said = words(check.difference, "second")
        said.setAlignment(Qt.AlignmentFlag.AlignRight)
        grid.addWidget(said, row + 3, 2)
    grid.setColumnStretch(1, 1)
    return made

"""The import on screen: its title with the steps, and the step that it is at."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui import list_strings
from ui.administration.list_import.check_step import CheckStep
from ui.administration.list_import.columns_step import ColumnsStep
from ui.administration.list_import.file_step import FileStep
from ui.administration.list_import.model import ImportModel, Purpose, Step
from ui.administration.list_import.presenter import ImportPresenter
from ui.administration.page import Parts
from ui.theme.theme import theme
from ui.widgets.field import Refusal
from ui.widgets.words import restyle, words


class ImportView(QWidget):
    def __init__(self, parts: Parts, leave: Callable[[str], None]) -> None:
        """`leave` is called once it is over, with what was done or ''."""
        super().__init__()
        self.setObjectName("import_view")
        self._step: Step | None = None
        presenter = ImportPresenter(
            parts.ask, parts.files, parts.policy, parts.codes, parts.now, self._show, leave
        )
        self._presenter = presenter
        gap = theme.sizes.gap
        self._title = words("", "title")
        self._title.setObjectName("import_title")
        self._marks = [
            words(f"{place}  {text}", "dim") for place, text in enumerate(list_strings.STEPS, 1)
        ]
        self._refusal = Refusal("import_refusal")
        self._file = FileStep(presenter)
        self._columns = ColumnsStep(presenter)
        self._check = CheckStep(presenter)
        self._steps = (self._file, self._columns, self._check)
        self._stack = QStackedWidget()
        for step in self._steps:
            self._stack.addWidget(step)
        head = QHBoxLayout()
        head.setSpacing(2 * gap)
        head.addWidget(self._title, 1)
        for mark in self._marks:
            head.addWidget(mark)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(gap)
        column.addLayout(head)
        column.addWidget(self._refusal)
        column.addWidget(self._stack, 1)
        presenter.forget()

    def open(self, purpose: Purpose, name: str, names: tuple[str, ...]) -> None:
        self._step = None
        self._presenter.begin(purpose, name, names)

    def clear(self) -> None:
        self._presenter.forget()

    def _show(self, model: ImportModel) -> None:
        self._title.setText(model.title)
        self._refusal.say(model.refusal)
        last = Step.COLUMNS if model.purpose is Purpose.COLUMNS else Step.CHECK
        for place, mark in enumerate(self._marks):
            mark.setVisible(place <= last.value)
            role = "strong" if place == model.step.value else "dim"
            if mark.property("role") != role:
                mark.setProperty("role", role)
                restyle(mark)
        for step in self._steps:
            step.show_model(model)
        if model.step is not self._step:
            self._step = model.step
            self._stack.setCurrentIndex(model.step.value)
            if self.isVisible():
                self._steps[model.step.value].entered()

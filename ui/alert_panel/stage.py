"""What all stages share: the question on top, its section, and the presenter they act on."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.alert_panel.model import PanelModel
from ui.alert_panel.presenter import AlertPanelPresenter
from ui.theme.theme import theme
from ui.widgets.words import words


class StageView(QWidget):
    """One question. `show_model` is called with every change while the stage is on screen."""

    def __init__(self, presenter: AlertPanelPresenter) -> None:
        super().__init__()
        self.presenter = presenter
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._question = words("", "strong", wrap=True)
        self._question.setObjectName("question")
        self._section = words("", "dim")
        self._section.setObjectName("section")
        head = QHBoxLayout()
        head.setSpacing(theme.sizes.gap)
        head.addWidget(self._question, 1)
        head.addWidget(self._section, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.sizes.gap)
        self.column.addLayout(head)

    def show_model(self, model: PanelModel) -> None:
        self._question.setText(model.question)
        self._section.setText(model.section)

    def entered(self) -> None:
        """The stage has just come on screen; a stage of words takes the focus."""

    def row(self, *widgets: QWidget) -> QHBoxLayout:
        """A row of keys or fields of the same width."""
        row = QHBoxLayout()
        row.setSpacing(theme.sizes.gap)
        for widget in widgets:
            row.addWidget(widget, 1, Qt.AlignmentFlag.AlignBottom)
        self.column.addLayout(row)
        return row

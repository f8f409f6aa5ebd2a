"""What all stages share: the question on top, its section, and the presenter they act on."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.alert_panel.model import PanelModel
from ui.alert_panel.presenter import AlertPanelPresenter
from ui.theme.theme import theme
from ui.widgets.field import Refusal
from ui.widgets.words import words


class StageView(QWidget):
    """One question. `show_model` is called with every change while the stage is on screen."""

    def __init__(self, presenter: AlertPanelPresenter) -> None:
        super().__init__()
        self.presenter = presenter
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._question = words("", "strong", wrap=True)
        self._question.setObjectName("question")
        self._section = words("", "dim")
        self._section.setObjectName("section")
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(theme.sizes.gap)
        head.addWidget(self._question, 1)
        head.addWidget(self._section, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        self._refusal = Refusal("refusal")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.sizes.gap)
        self.column.addWidget(self._head)
        self.column.addWidget(self._refusal)

    def show_model(self, model: PanelModel) -> None:
        self._question.setText(model.question)
        self._section.setText(model.section)
        # A refusal stands where the question stood, until the next act.
        self._refusal.say(model.refusal)
        self._head.setVisible(bool(model.question) and not model.refusal)

    def hide_question(self) -> None:
        """For a stage whose keys say it all, where the room is short."""
        self._head.hide()

    def draw_together(self) -> None:
        """For a stage of many rows: where the room is short they stand closer."""
        gap = theme.sizes.gap
        self.column.setSpacing(gap // 2 if theme.sizes.compact else gap)

    def entered(self) -> None:
        """The stage has just come on screen; a stage of words takes the focus."""

    def row(self, *widgets: QWidget, shares: tuple[int, ...] = ()) -> QHBoxLayout:
        """A row of keys or fields, of the same width unless `shares` says otherwise."""
        row = QHBoxLayout()
        row.setSpacing(theme.sizes.gap)
        for widget, share in zip(widgets, shares or (1,) * len(widgets), strict=True):
            row.addWidget(widget, share, Qt.AlignmentFlag.AlignBottom)
        self.column.addLayout(row)
        return row

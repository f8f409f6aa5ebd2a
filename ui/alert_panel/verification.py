"""Identical or different: one item at a time, the same two keys at the same place."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QSizePolicy, QWidget

from alpr_console.domain.checklist import ItemKind, Verdict
from ui import strings, strings_keys
from ui.alert_panel.model import PanelModel
from ui.alert_panel.presenter import AlertPanelPresenter
from ui.alert_panel.stage import StageView
from ui.theme.theme import theme
from ui.widgets.field import Field
from ui.widgets.key_button import KeyButton

rest_ms = 400
"""So long after a new item nothing can be answered: a second tap meant for the one before is
nobody's answer."""


class AnswerStage(StageView):
    """Which of the two keys is 'identical' changes from item to item (checklist.identical_first):
    the choice has to be read, and the hand cannot run ahead of the eye."""

    def __init__(self, presenter: AlertPanelPresenter) -> None:
        super().__init__(presenter)
        self._identical = KeyButton(
            strings.IDENTICAL, "answer_identical", lambda: presenter.answer(Verdict.IDENTICAL),
            role="answer", key=strings_keys.KEY_LEFT, icon="equal",
        )  # fmt: skip
        self._different = KeyButton(
            strings.DIFFERENT, "answer_different", lambda: presenter.answer(Verdict.DIFFERENT),
            role="answer", key=strings_keys.KEY_RIGHT, icon="equal-not",
        )  # fmt: skip
        for key in (self._identical, self._different):
            key.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._choices = self.row(self._identical, self._different)
        self._shown: tuple[str, ItemKind | None] | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(lambda: self._enable(True))

    def show_model(self, model: PanelModel) -> None:
        super().show_model(model)
        keys = (self._identical, self._different)
        first, second = keys if model.identical_first else keys[::-1]
        if self._choices.indexOf(first):
            self._choices.removeWidget(first)
            self._choices.insertWidget(0, first, 1, Qt.AlignmentFlag.AlignBottom)
            QWidget.setTabOrder(first, second)
        first.set_key(strings_keys.KEY_LEFT)
        second.set_key(strings_keys.KEY_RIGHT)
        if (model.alert_id, model.asked) != self._shown:
            self._shown = (model.alert_id, model.asked)
            self._enable(not rest_ms)
            if rest_ms:
                self._rest.start(rest_ms)

    def _enable(self, enabled: bool) -> None:
        for key in (self._identical, self._different):
            key.setEnabled(enabled)


class ReasonStage(StageView):
    """Read and list conflict and the officer says identical: why, in his words."""

    def __init__(self, presenter: AlertPanelPresenter) -> None:
        super().__init__(presenter)
        self._reason = Field(strings.REASON, "reason", on_enter=self._record)
        self._reason.line.textEdited.connect(lambda text: presenter.edit("reason", text))
        self._go = KeyButton(
            strings.RECORD_IDENTICAL, "reason_go", self._record, role="go",
            key=strings_keys.KEY_ENTER,
        )  # fmt: skip
        self._different = KeyButton(
            strings.DIFFERENT, "reason_different",
            lambda: presenter.answer(Verdict.DIFFERENT), key=strings_keys.KEY_DIFFERENT,
            icon="equal-not",
        )  # fmt: skip
        self.column.addWidget(self._reason)
        self.row(self._go, self._different)

    def show_model(self, model: PanelModel) -> None:
        super().show_model(model)
        self._reason.show_label(not theme.sizes.compact)
        self._reason.set_text(model.texts.reason)

    def entered(self) -> None:
        self._reason.line.setFocus()

    def _record(self) -> None:
        self.presenter.answer(Verdict.IDENTICAL)

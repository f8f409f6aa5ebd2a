"""The lawful basis, how a stop ended, how an alert ends without one, and the closed alert."""

from __future__ import annotations

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from alpr_console.domain.disposition import Outcome
from alpr_console.domain.notices import Meaning
from ui import strings, strings_keys
from ui.alert_panel.model import PanelModel, Stage
from ui.alert_panel.presenter import AlertPanelPresenter
from ui.alert_panel.stage import StageView
from ui.shortcuts import DIGITS
from ui.theme.theme import theme
from ui.theme.tokens import Sizes
from ui.widgets.field import Field, TextArea
from ui.widgets.key_button import KeyButton
from ui.widgets.words import say, words

ROW_WIDTH = 430
"""px at scale 1 that the keys of outcomes may fill in a row: the narrowest panel."""


class BasisStage(StageView):
    def __init__(self, presenter: AlertPanelPresenter) -> None:
        super().__init__(presenter)
        self._basis = TextArea(strings.BASIS, "basis", presenter.state_basis)
        self._effort = TextArea(strings.EFFORT, "effort", presenter.state_basis)
        self._basis.area.textChanged.connect(self._edited)
        self._effort.area.textChanged.connect(self._edited)
        self._offered = ""
        self._go = KeyButton(
            strings.RECORD_BASIS, "basis_go", presenter.state_basis, role="go",
            key=strings_keys.KEY_ENTER,
        )  # fmt: skip
        self._usual = KeyButton(
            strings.USUAL_BASIS_KEY, "basis_usual", self._take_usual, key=DIGITS[0]
        )
        self._efforts = [
            KeyButton(word, f"effort_{place}", lambda t=text: self._take_effort(t),  # type: ignore[misc]
                      key=DIGITS[place], said=text)
            for place, (word, text) in enumerate(strings.EFFORTS, 1)
        ]  # fmt: skip
        self.column.addWidget(self._basis)
        self.column.addWidget(self._effort)
        self.row(self._usual, *self._efforts)
        self.column.addWidget(self._go)

    def show_model(self, model: PanelModel) -> None:
        super().show_model(model)
        self.draw_together()
        self._basis.set_text(model.texts.basis)
        self._effort.setVisible(bool(model.effort_label))
        self._effort.set_label(model.effort_label or strings.EFFORT)
        self._effort.set_text(model.texts.effort)
        self._offered = model.usual_basis
        self._basis.area.digits_press = bool(model.usual_basis)
        self._effort.area.digits_press = bool(model.effort_label)
        self._usual.setVisible(bool(model.usual_basis))
        self._usual.setAccessibleName(model.usual_basis)
        for key in self._efforts:
            key.setVisible(bool(model.effort_label))
        self._offer()

    def entered(self) -> None:
        self._basis.area.setFocus()

    def _edited(self) -> None:
        self.presenter.edit("basis", self._basis.text)
        self.presenter.edit("effort", self._effort.text)
        self._offer()

    def _offer(self) -> None:
        """What is offered never replaces what was written."""
        self._usual.setEnabled(not self._basis.text)
        for key in self._efforts:
            key.setEnabled(not self._effort.text)

    def _take_usual(self) -> None:
        self._put(self._basis, self._offered)
        if self._effort.isVisible() and not self._effort.text:
            self._effort.area.setFocus()

    def _take_effort(self, text: str) -> None:
        self._put(self._effort, text)

    def _put(self, area: TextArea, text: str) -> None:
        """Into the field, to be read and changed there: it is recorded by the next key."""
        area.set_text(text)
        area.area.setFocus()
        area.area.moveCursor(QTextCursor.MoveOperation.End)


class OutcomeStage(StageView):
    """Outcomes as keys, the call or report number, a note. For stops and for the rest."""

    def __init__(self, presenter: AlertPanelPresenter) -> None:
        super().__init__(presenter)
        self._keys = QVBoxLayout()
        self._keys.setSpacing(theme.sizes.gap)
        self._rows: list[QHBoxLayout] = []
        self._shown: tuple[tuple[Outcome, ...], Sizes] | None = None
        self._buttons: dict[Outcome, KeyButton] = {}
        self._number = Field(strings.NUMBER, "number", on_enter=presenter.record_disposition)
        self._note = Field(strings.NOTE, "note", on_enter=presenter.record_disposition)
        self._number.line.textEdited.connect(lambda text: presenter.edit("number", text))
        self._note.line.textEdited.connect(lambda text: presenter.edit("note", text))
        self._go = KeyButton(
            strings.RECORD_OUTCOME,
            "outcome_go",
            presenter.record_disposition,
            role="go",
            key=strings_keys.KEY_ENTER,
        )
        self.column.addLayout(self._keys)
        self.row(self._number, self._note)
        self.column.addWidget(self._go)

    def show_model(self, model: PanelModel) -> None:
        super().show_model(model)
        if self._shown != (model.outcomes, theme.sizes):
            self._shown = (model.outcomes, theme.sizes)
            self._lay(model.outcomes)
        for outcome, button in self._buttons.items():
            button.setChecked(outcome is model.outcome)
        self._number.setVisible(model.stage is Stage.OUTCOME)
        self._number.set_text(model.texts.number)
        handed = model.outcome is Outcome.HANDED_OVER
        self._note.set_label(strings.UNIT_THAT_TAKES_IT if handed else strings.NOTE)
        self._note.set_text(model.texts.note)
        stop = model.stage is Stage.OUTCOME
        go = strings.RECORD_OUTCOME if stop else strings.CLOSE_ALERT
        self._go.setText(go)
        self._go.setAccessibleName(go)

    def _pick(self, outcome: Outcome) -> None:
        self.presenter.pick_outcome(outcome)
        if outcome is Outcome.HANDED_OVER:
            self._note.line.setFocus()
        elif outcome.is_stop and not self._number.text:
            self._number.line.setFocus()

    def _lay(self, outcomes: tuple[Outcome, ...]) -> None:
        """As many keys in a row as have room with all their words."""
        for button in self._buttons.values():
            button.hide()
            button.deleteLater()
        for row in self._rows:
            self._keys.removeItem(row)
            row.deleteLater()
        self._rows, self._buttons = [], {}
        room = 0
        for place, outcome in enumerate(outcomes):
            button = KeyButton(outcome.label, f"outcome_{outcome.value}", key=DIGITS[place])
            button.setCheckable(True)
            button.clicked.connect(lambda _checked, o=outcome: self._pick(o))
            self._buttons[outcome] = button
            button.setParent(self)
            button.ensurePolished()
            wide = button.sizeHint().width()
            if room < wide:
                room = theme.sizes.px(ROW_WIDTH)
                row = QHBoxLayout()
                row.setSpacing(theme.sizes.gap)
                self._keys.addLayout(row)
                self._rows.append(row)
            self._rows[-1].addWidget(button, wide)
            room -= wide + theme.sizes.gap


class ClosedStage(StageView):
    """Stays until the officer moves on: the next alert never slips under a pressed key."""

    def __init__(self, presenter: AlertPanelPresenter) -> None:
        super().__init__(presenter)
        self._end = words("", "title", wrap=True)
        self._end.setObjectName("closed_line")
        self._told = words("", "strong", wrap=True)
        self._told.setObjectName("to_be_told")
        self._waiting = words("", "second")
        self._go = KeyButton(
            strings.NEXT_ALERT, "next_alert", presenter.next_alert, role="go",
            key=strings_keys.KEY_NEXT,
        )  # fmt: skip
        self.column.addWidget(self._end)
        self.column.addWidget(self._told)
        self.column.addWidget(self._waiting)
        self.column.addWidget(self._go)

    def show_model(self, model: PanelModel) -> None:
        super().show_model(model)
        say(self._end, model.closed_line, Meaning.INFORMATION)
        say(self._told, model.to_be_told)
        say(self._waiting, model.next_line)
        text = strings.NEXT_ALERT if model.next_line else strings.DONE
        self._go.setText(text)
        self._go.setAccessibleName(text)

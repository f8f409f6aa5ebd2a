"""The page of the policy in force: its rules with their sections, its signature, its page."""

from __future__ import annotations

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QHeaderView, QWidget

from alpr_console.domain.notices import Meaning
from ui import strings_keys
from ui import strings_policy as texts
from ui.administration.page import Page, Parts
from ui.administration.policy.presenter import PolicyModel, PolicyPresenter
from ui.theme.theme import theme
from ui.widgets.card import card
from ui.widgets.field import Field, Refusal
from ui.widgets.key_button import KeyButton
from ui.widgets.rows_table import RowsTable
from ui.widgets.words import say, words


class PolicyPage(Page):
    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self._presenter = PolicyPresenter(parts.ask, parts.policy, self._show)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * theme.sizes.gap)
        row.addWidget(self._state(), 2)
        row.addWidget(self._rules(), 3)
        self._presenter.forget()

    def entered(self) -> None:
        self._presenter.load()

    def clear(self) -> None:
        self._note.set_text("")
        self._presenter.forget()

    def _state(self) -> QWidget:
        made, column = card(texts.IN_FORCE)
        self._title = words("", "strong", wrap=True)
        self._facts = words("", "body", wrap=True, copyable=True)
        self._facts.setObjectName("policy_facts")
        self._waits = words("", "strong", wrap=True)
        self._waits.setObjectName("policy_waits")
        self._changes = words("", "second", wrap=True, copyable=True)
        self._changes.setObjectName("policy_changes")
        self._note = Field(texts.NOTE, "policy_note", on_enter=self._sign)
        self._sign_key = KeyButton(
            texts.SIGN, "policy_sign", self._sign, role="go", key=strings_keys.KEY_ENTER
        )
        publish = KeyButton(texts.PUBLISH, "policy_publish", self._publish, key=texts.KEY_PUBLISH)
        self._said = Refusal("policy_said")
        for label in (self._title, self._facts, self._waits, self._changes):
            column.addWidget(label)
        column.addStretch(1)
        for asked in (self._note, self._said, self._sign_key, publish):
            column.addWidget(asked)
        return made

    def _rules(self) -> QWidget:
        made, column = card(texts.RULES)
        table = RowsTable("policy_rules", texts.RULES, texts.RULES_HEADS, wide=2)
        sense = words("", "body", wrap=True, copyable=True)
        sense.setObjectName("policy_sense")

        def show_sense() -> None:
            say(sense, table.chosen.key if table.chosen is not None else "")

        table.selectionModel().currentRowChanged.connect(show_sense)
        table.put(self._presenter.rules)
        header = table.horizontalHeader()
        # A long name would push the sections out of sight.
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Interactive)
        header.resizeSection(1, theme.sizes.px(180))
        show_sense()
        column.addWidget(table, 1)
        column.addWidget(sense)
        return made

    def _sign(self) -> None:
        if self._sign_key.isEnabled():
            self._presenter.sign(self._note.text)

    def _publish(self) -> None:
        chosen, _kind = QFileDialog.getSaveFileName(self, texts.PUBLISH, texts.PUBLISH_FILE)
        if chosen:
            self._presenter.publish(chosen)

    def _show(self, model: PolicyModel) -> None:
        say(self._title, model.title)
        lines = [f"{texts.VERSION}: {model.version}", f"{texts.SUM}: {model.sha256[:16]}"]
        if model.signed:
            lines.append(f"{texts.SIGNED}: {model.signed}")
        if model.overseer:
            lines.append(model.overseer)
        say(self._facts, "\n".join(lines))
        signed = model.signed not in ("", texts.NEVER_SIGNED)
        say(self._waits, model.waits or (texts.NOTHING_WAITS if signed else ""))
        say(self._changes, "\n".join(model.changes))
        for widget in (self._note, self._sign_key):
            widget.setVisible(bool(model.waits))
        self._sign_key.setEnabled(not model.busy)
        if model.result:
            self._said.say(model.result, Meaning.CONFIRMED)
        else:
            self._said.say(model.refusal, Meaning.CAUTION)

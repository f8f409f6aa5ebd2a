"""Memoranda of understanding: the register on the left, a new one on the right."""

from __future__ import annotations

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from alpr_console.domain.notices import Meaning
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.policy_rules import Bar
from ui import strings_keys
from ui import strings_release as texts
from ui.administration.page import Page, Parts
from ui.agreements.presenter import AgreementsModel, AgreementsPresenter
from ui.citation import cite
from ui.theme.theme import theme
from ui.widgets.card import card
from ui.widgets.field import Field, Refusal
from ui.widgets.key_button import KeyButton
from ui.widgets.rows_table import RowsTable
from ui.widgets.scrolled import scrolled


class AgreementsPage(Page):
    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self._presenter = AgreementsPresenter(parts.ask, parts.now, self._show)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.sizes.gap)
        row.addWidget(self._register(), 3)
        row.addWidget(self._form(parts.policy), 2)
        self._presenter.forget()

    def entered(self) -> None:
        self._presenter.load()

    def clear(self) -> None:
        for field in (*self._fields, self._reason):
            field.set_text("")
        self._presenter.forget()

    def _register(self) -> QWidget:
        made, column = card(texts.AGREEMENTS_PAGE)
        self._table = RowsTable("agreements", texts.AGREEMENTS_PAGE, texts.AGREEMENT_HEADS, wide=0)
        self._reason = Field(texts.REASON, "agreement_reason", on_enter=self._end)
        column.addWidget(self._table, 1)
        column.addWidget(self._reason)
        column.addWidget(KeyButton(texts.END, "agreement_end", self._end, key=texts.KEY_END))
        return made

    def _form(self, policy: AgencyPolicy) -> QWidget:
        clause = policy.release.bar(Bar.NO_MOU)
        hint = f"{clause.sense} {cite(clause)}".strip() if clause is not None else ""
        made, column = card(texts.ENTER, hint)
        self._fields = tuple(
            Field(label, f"agreement_{name}", on_enter=self._enter)
            for label, name in (
                (texts.AGENCY, "agency"),
                (texts.AGREEMENT_NUMBER, "number"),
                (texts.FROM, "from"),
                (texts.UNTIL, "until"),
                (texts.AGREEMENT_FILE, "file"),
            )
        )
        self._note = Refusal("agreement_note")
        area, inner = scrolled()
        for field in self._fields:
            inner.addWidget(field)
        inner.addWidget(
            KeyButton(texts.CHOOSE_FILE, "agreement_choose", self._choose, key=texts.KEY_FOLDER)
        )
        inner.addStretch(1)
        column.addWidget(area, 1)
        column.addWidget(self._note)
        column.addWidget(
            KeyButton(
                texts.ENTER, "agreement_enter", self._enter, role="go", key=strings_keys.KEY_ENTER
            )
        )
        return made

    def _choose(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(self, texts.CHOOSE_FILE)
        if chosen:
            self._fields[-1].set_text(chosen)

    def _enter(self) -> None:
        self._presenter.enter(*(field.text for field in self._fields))

    def _end(self) -> None:
        row = self._table.chosen
        if row is not None:
            self._presenter.end(str(row.key), self._reason.text)

    def _show(self, model: AgreementsModel) -> None:
        self._table.put(model.rows)
        if model.result:
            self._note.say(model.result, Meaning.CONFIRMED)
        else:
            self._note.say(model.refusal, Meaning.CAUTION)

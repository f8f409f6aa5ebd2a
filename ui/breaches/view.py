"""Suspected breaches: the report on the left, those on record on the right."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from alpr_console.domain.notices import Meaning
from alpr_console.domain.policy import AgencyPolicy
from ui import strings_keys
from ui import strings_release as texts
from ui.administration.page import Page, Parts
from ui.breaches.presenter import BreachesModel, BreachesPresenter
from ui.citation import cite
from ui.theme.theme import theme
from ui.widgets.card import card
from ui.widgets.field import Field, Refusal
from ui.widgets.key_button import KeyButton
from ui.widgets.rows_table import RowsTable
from ui.widgets.scrolled import scrolled
from ui.widgets.words import say, words


class BreachesPage(Page):
    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self._presenter = BreachesPresenter(
            parts.ask, parts.now, parts.policy, self._show, parts.tell_breaches
        )
        self._waiting: frozenset[str] = frozenset()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.sizes.gap)
        row.addWidget(self._form(parts.policy), 1)
        row.addWidget(self._reports(), 1)
        self._presenter.forget()

    def entered(self) -> None:
        self._presenter.load()

    def clear(self) -> None:
        for field in (self._suspected, self._reached, self._since, self._done):
            field.set_text("")
        self._presenter.forget()

    def _form(self, policy: AgencyPolicy) -> QWidget:
        hint = texts.REPORT_HINT.format(title=policy.people.administrator_title)
        made, column = card(texts.REPORT_TITLE, f"{hint} {cite(policy.release.breach)}".strip())
        self._suspected = Field(texts.SUSPECT, "breach_suspected", on_enter=self._report)
        self._reached = Field(texts.REACHED, "breach_reached", on_enter=self._report)
        self._since = Field(texts.SINCE, "breach_since", on_enter=self._report)
        self._since.line.editingFinished.connect(self._propose)
        self._log = words("", "second", wrap=True, copyable=True)
        self._log.setObjectName("breach_log")
        self._note = Refusal("breach_note")
        self._go = KeyButton(
            texts.REPORT, "breach_report", self._report, role="go", key=strings_keys.KEY_ENTER
        )
        area, inner = scrolled()
        for widget in (self._suspected, self._reached, self._since, self._log):
            inner.addWidget(widget)
        inner.addStretch(1)
        column.addWidget(area, 1)
        column.addWidget(self._note)
        column.addWidget(self._go)
        return made

    def _reports(self) -> QWidget:
        made, column = card(texts.REPORTS)
        self._table = RowsTable("breach_reports", texts.REPORTS, texts.BREACH_HEADS, wide=2)
        self._table.selectionModel().currentRowChanged.connect(self._offer)
        self._done = Field(texts.WHAT_IS_DONE, "breach_done", on_enter=self._acknowledge)
        self._know = KeyButton(
            texts.ACKNOWLEDGE, "breach_acknowledge", self._acknowledge, key=texts.KEY_PICK
        )
        self._pdf = KeyButton(texts.PDF, "breach_pdf", self._save, key=texts.KEY_PDF)
        keys = QHBoxLayout()
        keys.addWidget(self._know)
        keys.addWidget(self._pdf)
        keys.addStretch(1)
        column.addWidget(self._table, 1)
        column.addWidget(self._done)
        column.addLayout(keys)
        return made

    @property
    def _chosen(self) -> str:
        row = self._table.chosen
        return "" if row is None else str(row.key)

    def _propose(self) -> None:
        if self._since.text.strip():
            self._presenter.propose(self._since.text)

    def _report(self) -> None:
        self._presenter.report(self._suspected.text, self._reached.text, self._since.text)

    def _acknowledge(self) -> None:
        if self._chosen in self._waiting:
            self._presenter.acknowledge(self._chosen, self._done.text)

    def _save(self) -> None:
        chosen, _kind = QFileDialog.getSaveFileName(self, texts.PDF, texts.PDF_FILE)
        if chosen and self._chosen:
            self._presenter.save(self._chosen, Path(chosen))

    def _offer(self) -> None:
        waits = self._chosen in self._waiting
        self._done.setVisible(waits)
        self._know.setVisible(waits)
        self._pdf.setVisible(bool(self._chosen))

    def _show(self, model: BreachesModel) -> None:
        self._waiting = model.waiting
        self._table.put(model.rows)
        self._offer()
        say(self._log, model.in_the_log)
        self._go.setEnabled(not model.busy)
        if model.result:
            self._note.say(model.result, Meaning.CONFIRMED)
        else:
            self._note.say(model.refusal, Meaning.CAUTION)

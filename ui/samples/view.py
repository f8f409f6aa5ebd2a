"""Audit samples: those drawn on the left, the inquiries of one with the judgement on the right."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from alpr_console.domain.notices import Meaning
from alpr_console.domain.oversight import Finding
from alpr_console.domain.policy import AgencyPolicy
from ui import strings_oversight as texts
from ui.administration.page import Page, Parts
from ui.citation import titled
from ui.samples.presenter import SamplesModel, SamplesPresenter
from ui.theme.theme import theme
from ui.widgets.card import cited_card
from ui.widgets.field import Field, Refusal
from ui.widgets.key_button import KeyButton
from ui.widgets.rows_table import RowsTable
from ui.widgets.scrolled import scrolled
from ui.widgets.words import say, words


class SamplesPage(Page):
    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self._presenter = SamplesPresenter(parts.ask, self._show)
        self._model = SamplesModel()
        self._putting = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.sizes.gap)
        row.addWidget(self._samples_card(parts.policy), 2)
        row.addWidget(self._inquiries_card(parts.policy), 3)
        theme.changed.connect(self._fit)
        self._fit()
        self._presenter.forget()

    def entered(self) -> None:
        self._presenter.load()

    def clear(self) -> None:
        self._empty()
        self._presenter.forget()

    def _samples_card(self, policy: AgencyPolicy) -> QWidget:
        clause = policy.oversight.sample.clause
        made, column = cited_card(titled(texts.SAMPLES_PAGE, clause), clause.sense)
        self._samples = RowsTable(
            "samples", texts.SAMPLES_PAGE, texts.SAMPLE_HEADS, numbers=(1,), wide=0
        )
        self._samples.selectionModel().currentRowChanged.connect(self._sample_chosen)
        self._sample_facts = words("", "second", wrap=True)
        self._sample_facts.setObjectName("sample_facts")
        self._note = Refusal("sample_note")
        self._draw = KeyButton(
            texts.DRAW, "sample_draw", self._presenter.draw, role="go", key=texts.KEY_DRAW
        )
        self._repeat = KeyButton(
            texts.REPEAT, "sample_repeat", self._presenter.repeat, key=texts.KEY_REPEAT
        )
        keys = QHBoxLayout()
        keys.setSpacing(theme.sizes.gap)
        keys.addWidget(self._draw, 1)
        keys.addWidget(self._repeat, 1)
        column.addWidget(self._samples, 1)
        column.addWidget(self._sample_facts)
        column.addWidget(self._note)
        column.addLayout(keys)
        return made

    def _inquiries_card(self, policy: AgencyPolicy) -> QWidget:
        clause = policy.queries.clause
        made, column = cited_card(titled(texts.INQUIRIES, clause), clause.sense)
        self._inquiries = RowsTable("inquiries", texts.INQUIRIES, texts.INQUIRY_HEADS, wide=2)
        self._inquiries.selectionModel().currentRowChanged.connect(self._inquiry_chosen)
        self._facts = words("", "body", wrap=True, copyable=True)
        self._facts.setObjectName("inquiry_facts")
        area, inner = scrolled()
        inner.addWidget(self._facts)
        inner.addStretch(1)
        self._reason = Field(texts.REASON, "judge_reason")
        self._errors = Field(texts.DATA_ERRORS, "judge_errors")
        fields = QHBoxLayout()
        fields.setSpacing(theme.sizes.gap)
        fields.addWidget(self._reason, 1)
        fields.addWidget(self._errors, 1)
        self._keys = [
            KeyButton(said, f"judge_{finding.name.lower()}", lambda f=finding: self._judge(f),  # type: ignore[misc]
                      key=key)
            for finding, said, key in (
                (Finding.MEETS, texts.MEETS, texts.KEY_MEETS),
                (Finding.FAILS, texts.FAILS, texts.KEY_FAILS),
                (Finding.UNCLEAR, texts.UNCLEAR, texts.KEY_UNCLEAR),
            )
        ]  # fmt: skip
        keys = QHBoxLayout()
        keys.setSpacing(theme.sizes.gap)
        for key in self._keys:
            keys.addWidget(key, 1)
        column.addWidget(self._inquiries, 2)
        column.addWidget(area, 1)
        column.addLayout(fields)
        column.addLayout(keys)
        return made

    def _fit(self) -> None:
        for field in (self._reason, self._errors):
            field.show_label(not theme.sizes.compact)

    def _sample_chosen(self) -> None:
        row = self._samples.chosen
        if row is not None and not self._putting:
            self._presenter.choose(str(row.key))

    def _inquiry_chosen(self) -> None:
        row = self._inquiries.chosen
        if row is not None and not self._putting:
            self._presenter.open(str(row.key))

    def _judge(self, finding: Finding) -> None:
        self._presenter.judge(finding, self._reason.text, self._errors.text)

    def _empty(self) -> None:
        self._reason.set_text("")
        self._errors.set_text("")

    def _show(self, model: SamplesModel) -> None:
        before, self._model = self._model, model
        self._putting = True
        for table, rows, old, chosen in (
            (self._samples, model.samples, before.samples, model.sample_id),
            (self._inquiries, model.inquiries, before.inquiries, model.inquiry_id),
        ):
            if rows != old:
                table.put(rows)
            if chosen:
                table.choose(chosen)
        self._putting = False
        say(self._sample_facts, model.sample_facts)
        say(self._facts, "\n".join(model.facts))
        self._draw.setEnabled(not model.busy)
        self._repeat.setEnabled(bool(model.sample_id) and not model.busy)
        for key in self._keys:
            key.setEnabled(bool(model.inquiry_id) and not model.busy)
        if (model.judged, model.inquiry_id) != (before.judged, before.inquiry_id):
            # What was typed was about the inquiry before.
            self._empty()
        if model.result:
            self._note.say(model.result, Meaning.CONFIRMED)
        else:
            self._note.say(model.refusal, Meaning.CAUTION)

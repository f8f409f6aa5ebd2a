"""Canvass mode: its start and end on the right, those of the shift on the left."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from alpr_console.domain.notices import Meaning
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.shift import Canvass
from ui import strings_keys
from ui import strings_shift as texts
from ui.asking import Ask
from ui.citation import cite
from ui.shift.canvass_presenter import CanvassModel, CanvassPresenter
from ui.shift.section import Section
from ui.theme.theme import theme
from ui.widgets.card import card, cited_card
from ui.widgets.field import Field, Refusal
from ui.widgets.key_button import KeyButton
from ui.widgets.rows_table import RowsTable
from ui.widgets.words import say, words


class CanvassSection(Section):
    def __init__(
        self,
        ask: Ask,
        policy: AgencyPolicy,
        changed: Section.Changed,
        on_show: Callable[[Canvass], None],
    ) -> None:
        super().__init__()
        self.presenter = CanvassPresenter(ask, policy, self._show, changed)
        self._on_show = on_show
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.sizes.gap)
        row.addWidget(self._past(), 7)
        row.addWidget(self._form(policy), 4)
        self.presenter.forget()

    def entered(self) -> None:
        self.presenter.load()
        if self._case.isVisible():
            self._case.line.setFocus()

    def tick(self) -> None:
        self.presenter.load()

    def clear(self) -> None:
        self._case.set_text("")
        self._what.set_text("")
        self.presenter.forget()

    def _past(self) -> QWidget:
        made, column = card(texts.CANVASSES)
        self.table = RowsTable("canvasses", texts.CANVASSES, texts.CANVASS_COLUMNS, numbers=(3,))
        self._reads = KeyButton(
            texts.CANVASS_SHOW, "canvass_show", self._show_reads, key=texts.KEY_SHOW
        )
        column.addWidget(self.table, 1)
        column.addWidget(self._reads)
        return made

    def _form(self, policy: AgencyPolicy) -> QWidget:
        clause = policy.shift.canvass
        hint = texts.CANVASS_BARRED.format(policy=policy.title)
        if clause is not None:
            hint = f"{texts.CANVASS_HINT} {cite(clause)}".strip()
        made, column = cited_card(texts.CANVASS_TITLE, hint)
        self._barred = words(hint, "body", wrap=True)
        self._running = words("", "strong", wrap=True)
        self._running.setObjectName("canvass_running")
        self._case = Field(texts.CASE, "canvass_case", on_enter=self._start)
        self._what = Field(texts.WHAT_HAPPENED, "canvass_what", on_enter=self._start)
        self._note = Refusal("canvass_note")
        self._go = KeyButton(
            texts.CANVASS_START, "canvass_start", self._start, role="go",
            key=strings_keys.KEY_ENTER,
        )  # fmt: skip
        self._end = KeyButton(
            texts.CANVASS_END, "canvass_end", self.presenter.end, role="go", key=texts.KEY_BAD
        )
        for widget in (self._barred, self._running, self._case, self._what):
            column.addWidget(widget)
        column.addStretch(1)
        column.addWidget(self._note)
        column.addWidget(self._go)
        column.addWidget(self._end)
        return made

    def _start(self) -> None:
        self.presenter.start(self._case.text, self._what.text)

    def _show_reads(self) -> None:
        row = self.table.chosen
        chosen = self.presenter.canvass(str(row.key)) if row is not None else None
        if chosen is not None:
            self._on_show(chosen)

    def _show(self, model: CanvassModel) -> None:
        if model.rows != self.table.rows.rows:
            self.table.put(model.rows)
        self._reads.setEnabled(bool(model.rows))
        say(self._running, model.running)
        starts = model.offered and not model.running
        self._barred.setVisible(not model.offered)
        for part in (self._case, self._what, self._go):
            part.setVisible(starts)
        if model.running:
            self._case.set_text("")
            self._what.set_text("")
        held = self.isAncestorOf(self.focusWidget() or self)
        self._end.setVisible(bool(model.running))
        if held and not self._case.isVisibleTo(self) and model.running:
            # The field that had the focus has gone.
            self.table.setFocus()
        for key in (self._go, self._end):
            key.setEnabled(not model.busy)
        if model.result:
            self._note.say(model.result, Meaning.CONFIRMED)
        else:
            self._note.say(model.refusal, Meaning.CAUTION)

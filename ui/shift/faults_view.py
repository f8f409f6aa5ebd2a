"""Equipment faults: the list, and under it what is said of the one chosen."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from alpr_console.domain.notices import Meaning
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.shift import FaultAct
from ui import strings_shift as texts
from ui.asking import Ask
from ui.citation import cite
from ui.shift.faults_presenter import FaultsModel, FaultsPresenter
from ui.shift.section import Section
from ui.table_row import TableRow
from ui.theme.theme import theme
from ui.widgets.card import cited_card
from ui.widgets.field import Field, Refusal
from ui.widgets.key_button import KeyButton
from ui.widgets.rows_table import RowsTable
from ui.widgets.words import ElidedLabel


class FaultsSection(Section):
    def __init__(self, ask: Ask, policy: AgencyPolicy, changed: Section.Changed) -> None:
        super().__init__()
        self.presenter = FaultsPresenter(ask, self._show, changed)
        self._waiting = self._open = frozenset[str]()
        self._rows: tuple[TableRow, ...] = ()
        report = policy.shift.report
        made, column = cited_card(texts.FAULTS_TITLE, f"{report.sense} {cite(report)}".strip())
        self._count = ElidedLabel("", "strong")
        self._count.setObjectName("faults_count")
        self.table = RowsTable("equipment_faults", texts.FAULTS_TITLE, texts.FAULT_COLUMNS, wide=2)
        self.table.selectionModel().currentRowChanged.connect(self._offer)
        self._note = Refusal("fault_refusal")
        self._words = Field(texts.FAULT_NOTE, "fault_note")
        self._know = KeyButton(
            texts.FAULT_KNOW, "fault_know", lambda: self._say(FaultAct.ACKNOWLEDGED),
            key=texts.KEY_KNOW,
        )  # fmt: skip
        self._works = KeyButton(
            texts.FAULT_WORKS, "fault_works", lambda: self._say(FaultAct.RESOLVED),
            key=texts.KEY_WORKS,
        )  # fmt: skip
        keys = QHBoxLayout()
        keys.setSpacing(theme.sizes.gap)
        keys.addWidget(self._know)
        keys.addWidget(self._works)
        keys.addStretch(1)
        for widget in (self._count, self._note, self._words):
            column.addWidget(widget)
        column.insertWidget(column.indexOf(self._note), self.table, 1)
        column.addLayout(keys)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(made)
        self.presenter.forget()

    def entered(self) -> None:
        self.presenter.load()
        self.table.setFocus()

    def clear(self) -> None:
        self._words.set_text("")
        self.presenter.forget()

    @property
    def _chosen(self) -> str:
        row = self.table.chosen
        return "" if row is None else str(row.key)

    def _say(self, act: FaultAct) -> None:
        self.presenter.note(self._chosen, act, self._words.text)

    def _offer(self) -> None:
        knows, works = self._chosen in self._waiting, self._chosen in self._open
        self._know.setVisible(knows)
        self._works.setVisible(works)
        self._words.setVisible(knows or works)

    def _show(self, model: FaultsModel) -> None:
        self._waiting, self._open = model.waiting, model.open
        self._count.setText(model.count_line)
        if model.rows != self._rows:
            self._rows = model.rows
            self.table.put(model.rows)
        self._offer()
        for key in (self._know, self._works):
            key.setEnabled(not model.busy)
        if model.result:
            self._words.set_text("")
            self._note.say(model.result, Meaning.CONFIRMED)
        else:
            self._note.say(model.refusal, Meaning.CAUTION)

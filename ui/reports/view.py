"""Reports: those due and those made on the left, the figures of one on the right."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QBoxLayout, QFileDialog, QHBoxLayout, QWidget

from alpr_console.domain.notices import Meaning
from alpr_console.domain.policy import AgencyPolicy
from ui import strings_keys
from ui import strings_oversight as texts
from ui.administration.page import Page, Parts
from ui.citation import titled
from ui.reports.figures import FiguresModel, FiguresPresenter
from ui.reports.presenter import ReportsModel, ReportsPresenter
from ui.theme.theme import theme
from ui.widgets.bar_chart import BarChart
from ui.widgets.card import cited_card
from ui.widgets.choice import Choice
from ui.widgets.field import Field, Refusal
from ui.widgets.key_button import KeyButton
from ui.widgets.rows_table import RowsTable
from ui.widgets.words import say, words


class ReportsPage(Page):
    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self._figures = FiguresPresenter(parts.ask, self._show_figures)
        self._presenter = ReportsPresenter(
            parts.ask, parts.policy, self._show, parts.tell_due, self._figures.open
        )
        self._model = ReportsModel()
        self._figured = FiguresModel()
        self._putting = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.sizes.gap)
        self._list = self._reports_card(parts.policy)
        row.addWidget(self._list, 1)
        row.addWidget(self._figures_card(), 1)
        theme.changed.connect(self._fit)
        self._presenter.forget()
        self._figures.forget()

    def entered(self) -> None:
        self._presenter.load()

    def clear(self) -> None:
        self._statement.set_text("")
        self._presenter.forget()
        self._figures.forget()

    def _reports_card(self, policy: AgencyPolicy) -> QWidget:
        clause = policy.oversight.audit
        made, column = cited_card(titled(texts.REPORTS_PAGE, clause), clause.sense)
        self._table = RowsTable("reports", texts.REPORTS_PAGE, texts.REPORT_HEADS, wide=0)
        self._table.selectionModel().currentRowChanged.connect(self._chosen)
        self._facts = words("", "second", wrap=True, copyable=True)
        self._facts.setObjectName("report_facts")
        self._statement = Field(texts.STATEMENT, "report_statement")
        self._note = Refusal("report_note")
        self._make = KeyButton(texts.MAKE, "report_make", self._make_it, role="go",
                               key=texts.KEY_MAKE)  # fmt: skip
        self._open = KeyButton(texts.FIGURES, "report_figures", self._presenter.figures,
                               key=texts.KEY_FIGURES)  # fmt: skip
        self._save = KeyButton(texts.SAVE, "report_save", self._save_it, key=texts.KEY_SAVE)
        keys = QHBoxLayout()
        keys.setSpacing(theme.sizes.gap)
        for key in (self._make, self._open, self._save):
            keys.addWidget(key, 1)
        column.addWidget(self._table, 1)
        column.addWidget(self._facts)
        column.addWidget(self._statement)
        column.addWidget(self._note)
        column.addLayout(keys)
        return made

    def _figures_card(self) -> QWidget:
        made, column = cited_card(texts.FIGURES, texts.CHART_HINT)
        self._title = words("", "strong", wrap=True)
        self._title.setObjectName("figures_title")
        self._which = Choice("figures_which", texts.FIGURE, self._figures.choose)
        self._chart = BarChart("figures_chart", texts.FIGURES, texts.BAR_SAID,
                               self._figures.choose_bar)  # fmt: skip
        self._said = words("", "second", wrap=True)
        self._said.setObjectName("figures_note")
        self._refusal = Refusal("figures_refusal")
        self._records = RowsTable("figure_records", texts.RECORDS, texts.RECORD_HEADS, wide=2)
        self._more = KeyButton(texts.MORE, "figures_more", self._figures.more,
                               key=strings_keys.KEY_MORE)  # fmt: skip
        self._back = KeyButton(texts.BACK, "figures_back", self._figures.forget,
                               key=strings_keys.KEY_BACK)  # fmt: skip
        top = QHBoxLayout()
        top.setSpacing(theme.sizes.gap)
        top.addWidget(self._which, 1)
        top.addWidget(self._back)
        self._sides = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._sides.setSpacing(theme.sizes.gap)
        self._sides.addWidget(self._chart, 3)
        self._sides.addWidget(self._records, 2)
        bottom = QHBoxLayout()
        bottom.addWidget(self._said, 1)
        bottom.addWidget(self._more)
        column.addWidget(self._title)
        column.addLayout(top)
        column.addLayout(self._sides, 1)
        column.addWidget(self._refusal)
        column.addLayout(bottom)
        return made

    def _fit(self) -> None:
        """Where the screen is low, open figures take the whole page."""
        low = theme.sizes.compact
        opened = bool(self._figured.title)
        self._list.setVisible(not (low and opened))
        self._back.setVisible(low and opened)
        directions = QBoxLayout.Direction
        self._sides.setDirection(directions.LeftToRight if low else directions.TopToBottom)
        self._sides.setStretch(0, 2 if low else 3)

    def _chosen(self) -> None:
        row = self._table.chosen
        if row is not None and not self._putting:
            self._presenter.choose(str(row.key))

    def _make_it(self) -> None:
        self._presenter.make(self._statement.text)

    def _save_it(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, texts.FOLDER)
        if folder:
            self._presenter.save(Path(folder))

    def _show(self, model: ReportsModel) -> None:
        before, self._model = self._model, model
        self._putting = True
        if model.rows != before.rows:
            self._table.put(model.rows)
        if model.chosen:
            self._table.choose(model.chosen)
        self._putting = False
        say(self._facts, "\n".join(model.facts))
        self._statement.setVisible(model.needs_statement)
        if model.made != before.made:
            self._statement.set_text("")
        self._make.setEnabled(model.may_make and not model.busy)
        self._open.setEnabled(bool(model.chosen) and not model.busy)
        self._save.setEnabled(model.may_save and not model.busy)
        if model.busy:
            self._note.say(texts.MAKING, Meaning.INFORMATION)
        elif model.result:
            self._note.say(model.result, Meaning.CONFIRMED)
        else:
            self._note.say(model.refusal, Meaning.CAUTION)

    def _show_figures(self, model: FiguresModel) -> None:
        before, self._figured = self._figured, model
        say(self._title, model.title)
        self._which.setVisible(bool(model.figures))
        if model.figures:
            self._which.offer([(f, texts.CHARTS[f]) for f in model.figures], model.figure)
        self._chart.put(model.bars, model.bar)
        say(self._said, model.note)
        self._refusal.say(model.refusal, Meaning.CAUTION)
        if model.records != before.records:
            self._records.put(model.records)
        self._records.setVisible(bool(model.bar))
        self._more.setVisible(model.more)
        self._fit()

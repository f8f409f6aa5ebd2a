"""The audit log: what to look for and what fits on the left, one entry and the proof right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from alpr_console.domain.notices import Meaning
from alpr_console.domain.policy import AgencyPolicy
from ui import strings_keys
from ui import strings_log as texts
from ui.administration.page import Page, Parts
from ui.citation import titled
from ui.log.presenter import Asked, LogModel, LogPresenter
from ui.table_row import TableRow
from ui.theme.theme import theme
from ui.widgets.card import card, cited_card
from ui.widgets.field import Field, Refusal
from ui.widgets.key_button import KeyButton
from ui.widgets.rows_table import RowsTable
from ui.widgets.scrolled import scrolled
from ui.widgets.words import say, words


class LogPage(Page):
    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self._putting = False
        self._rows: tuple[TableRow, ...] = ()
        self._presenter = LogPresenter(parts.ask, self._show)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.sizes.gap)
        row.addWidget(self._entries(parts.policy), 3)
        row.addWidget(self._entry(), 2)
        theme.changed.connect(self._fit)
        self._fit()
        self._presenter.forget()

    def entered(self) -> None:
        self._look()

    def clear(self) -> None:
        for field in (*self._terms, self._folder, self._purpose):
            field.set_text("")
        self._presenter.forget()

    def _entries(self, policy: AgencyPolicy) -> QWidget:
        clause = policy.oversight.record
        made, column = cited_card(titled(texts.LOG_PAGE, clause), clause.sense)
        self._terms = tuple(
            Field(label, f"log_{name}")
            for label, name in (
                (texts.WHO, "who"),
                (texts.ACT, "action"),
                (texts.SUBJECT, "subject"),
                (texts.SINCE, "since"),
                (texts.UNTIL, "until"),
            )
        )
        self._table = RowsTable("log", texts.LOG_PAGE, texts.HEADS, numbers=(0,), wide=3)
        self._table.selectionModel().currentRowChanged.connect(self._chosen)
        self._count = words("", "second", wrap=True)
        self._count.setObjectName("log_count")
        self._older = KeyButton(
            texts.OLDER, "log_older", self._presenter.older, key=texts.KEY_OLDER
        )
        look = KeyButton(texts.LOOK, "log_look", self._look, role="go", key=strings_keys.KEY_ENTER)
        for line in (self._terms[:3], (*self._terms[3:], look, self._older)):
            row = QHBoxLayout()
            row.setSpacing(theme.sizes.gap)
            for widget in line:
                wide = 1 if isinstance(widget, Field) else 0
                row.addWidget(widget, wide, Qt.AlignmentFlag.AlignBottom)
            column.addLayout(row)
        column.addWidget(self._table, 1)
        column.addWidget(self._count)
        return made

    def _entry(self) -> QWidget:
        made, inside = card(texts.ENTRY)
        self._facts = words("", "body", wrap=True, copyable=True)
        self._facts.setObjectName("log_entry")
        area, inner = scrolled()
        inner.addWidget(self._facts)
        inner.addStretch(1)
        inside.addWidget(area, 1)
        self._purpose = Field(texts.EXPORT_PURPOSE, "log_purpose")
        self._folder = Field(texts.FOLDER, "log_folder")
        choose = KeyButton(texts.CHOOSE_FOLDER, "log_choose", self._choose, key=texts.KEY_FOLDER)
        self._check = KeyButton(
            texts.CHECK, "log_check", self._presenter.check, key=texts.KEY_CHECK
        )
        self._go = KeyButton(texts.EXPORT, "log_export", self._export, key=texts.KEY_EXPORT)
        self._note = Refusal("log_note")
        self._busy = words("", "second", wrap=True)
        self._busy.setObjectName("log_busy")
        place = QHBoxLayout()
        place.setSpacing(theme.sizes.gap)
        place.addWidget(self._folder, 1)
        place.addWidget(choose, 0, Qt.AlignmentFlag.AlignBottom)
        keys = QHBoxLayout()
        keys.setSpacing(theme.sizes.gap)
        keys.addWidget(self._check, 1)
        keys.addWidget(self._go, 1)
        inside.addWidget(self._purpose)
        inside.addLayout(place)
        inside.addWidget(self._busy)
        inside.addWidget(self._note)
        inside.addLayout(keys)
        return made

    def _fit(self) -> None:
        for field in (*self._terms, self._purpose, self._folder):
            field.show_label(not theme.sizes.compact)

    def _look(self) -> None:
        self._presenter.look(Asked(*(field.text for field in self._terms)))

    def _chosen(self) -> None:
        row = self._table.chosen
        if row is not None and not self._putting:
            self._presenter.choose(int(row.key))

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, texts.FOLDER)
        if chosen:
            self._folder.set_text(chosen)

    def _export(self) -> None:
        self._presenter.export(self._folder.text, self._purpose.text)

    def _show(self, model: LogModel) -> None:
        self._putting = True
        if model.rows is not self._rows:
            self._rows = model.rows
            self._table.put(model.rows)
        self._table.choose(model.chosen)
        self._putting = False
        say(self._count, model.count)
        say(self._facts, "\n".join(model.entry))
        say(self._busy, model.busy)
        self._busy.setVisible(bool(model.busy))
        self._older.setEnabled(model.more)
        for key in (self._check, self._go):
            key.setEnabled(not model.busy)
        if model.result:
            self._note.say(model.result, Meaning.CONFIRMED)
        else:
            self._note.say(model.refusal, Meaning.CAUTION)

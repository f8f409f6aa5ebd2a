"""Ignored plates: those there are on the left, the two acts on them on the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from alpr_console.domain.ignored import LONGEST
from alpr_console.domain.notices import Meaning
from ui import strings_entries as strings
from ui.asking import Ask, Now
from ui.entries.ignored_presenter import IgnoredModel, IgnoredPresenter
from ui.table_row import TableRow
from ui.theme.theme import theme
from ui.widgets.field import Field, Refusal
from ui.widgets.key_button import KeyButton
from ui.widgets.rows_table import RowsTable
from ui.widgets.words import ElidedLabel, hairline, say, words


class IgnoredView(QWidget):
    def __init__(self, ask: Ask, now: Now) -> None:
        super().__init__()
        self.setObjectName("ignored")
        self._done = 0
        self._rows: tuple[TableRow, ...] = ()
        self.table = RowsTable(
            "ignored_plates", strings.IGNORED_TITLE, strings.IGNORED_COLUMNS, serials=(1,), wide=3
        )
        self._count = ElidedLabel("", "second")
        self._count.setObjectName("ignored_count")
        self._presenter = IgnoredPresenter(ask, now, self._show)
        gap = theme.sizes.gap
        head = QHBoxLayout()
        head.setSpacing(gap)
        head.addWidget(words(strings.IGNORED_TITLE, "title"))
        head.addWidget(self._count, 1)
        left = QVBoxLayout()
        left.setSpacing(gap)
        left.addLayout(head)
        left.addWidget(ElidedLabel(strings.IGNORED_HINT, "second"))
        left.addWidget(self.table, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * gap)
        row.addLayout(left, 7)
        row.addWidget(self._card(), 4)
        self.table.selectionModel().currentRowChanged.connect(
            lambda: self._presenter.choose(self._chosen)
        )
        self._presenter.forget()

    @property
    def _chosen(self) -> str:
        row = self.table.chosen
        return "" if row is None else str(row.key)

    def load(self) -> None:
        self._presenter.load()

    def clear(self) -> None:
        self._presenter.forget()

    def _card(self) -> QWidget:
        card = QWidget()
        card.setProperty("role", "surface")
        card.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._lic = Field(strings.PLATE_SAID, "ignore_plate", on_enter=self._ignore)
        self._lis = Field(strings.IGNORE_STATE, "ignore_state", on_enter=self._ignore)
        self._reason = Field(strings.REASON, "ignore_reason", on_enter=self._ignore)
        self._days = Field(
            strings.IGNORE_DAYS.format(days=LONGEST.days), "ignore_days",
            hint=str(LONGEST.days), on_enter=self._ignore,
        )  # fmt: skip
        self._note = Refusal("ignored_note")
        self._go = KeyButton(strings.IGNORE, "ignore_go", self._ignore, role="go", icon="volume-x")
        self._ending = words("", "strong")
        self._ending.setObjectName("ignored_ending")
        self._end_reason = Field(strings.END_REASON, "end_reason", on_enter=self._end)
        self._end_go = KeyButton(strings.END, "end_go", self._end, icon="volume-2")
        self._hint = words(strings.IGNORE_HINT, "second", wrap=True)
        gap = theme.sizes.gap
        column = QVBoxLayout(card)
        self._column = column
        column.addWidget(words(strings.IGNORE_TITLE, "title"))
        column.addWidget(self._hint)
        column.addLayout(_pair(self._lic, self._lis))
        column.addLayout(_pair(self._reason, self._days))
        column.addWidget(self._go)
        column.addWidget(self._note)
        column.addStretch(1)
        column.addWidget(hairline())
        column.addWidget(self._ending)
        column.addWidget(self._end_reason)
        column.addWidget(self._end_go)
        column.setSpacing(gap)
        theme.changed.connect(self._fit)
        self._fit()
        return card

    def _fit(self) -> None:
        compact = theme.sizes.compact
        side = theme.sizes.gap if compact else 2 * theme.sizes.gap
        self._column.setContentsMargins(side, side, side, side)
        self._column.setSpacing(theme.sizes.gap // 2 if compact else theme.sizes.gap)
        self._hint.setVisible(not compact)
        for field in (self._lic, self._lis, self._reason, self._days, self._end_reason):
            field.show_label(not compact)
        if not compact:
            self._days.line.setPlaceholderText(str(LONGEST.days))

    def _ignore(self) -> None:
        self._presenter.ignore(self._lic.text, self._lis.text, self._reason.text, self._days.text)

    def _end(self) -> None:
        self._presenter.end(self._end_reason.text)

    def _show(self, model: IgnoredModel) -> None:
        self._count.setText(model.count_line)
        if model.rows != self._rows:
            self._rows = model.rows
            self.table.put(model.rows)
            if self._presenter.model is not model:
                return  # choosing a line has shown the newer one
        for key in (self._go, self._end_go):
            key.setEnabled(not model.busy)
        if model.result:
            self._note.say(model.result, Meaning.CONFIRMED)
        else:
            self._note.say(model.refusal, Meaning.CAUTION)
        say(self._ending, f"{strings.END_TITLE}: {model.ends}" if model.ends else strings.END_TITLE)
        if model.done != self._done:
            self._done = model.done
            for field in (self._lic, self._lis, self._reason, self._days, self._end_reason):
                field.set_text("")


def _pair(one: QWidget, other: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.sizes.gap)
    row.addWidget(one, 3)
    row.addWidget(other, 2)
    return row

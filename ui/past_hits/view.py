"""Past hits: those that wait on the left, where one of them was and its review on the right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from alpr_console.domain.notices import Meaning
from ui import strings, strings_keys
from ui import strings_matches as texts
from ui.asking import Ask, Now
from ui.past_hits.presenter import PastHitsModel, PastHitsPresenter
from ui.table_row import TableRow
from ui.theme.theme import theme
from ui.widgets.banner import Banner
from ui.widgets.field import Field, Refusal
from ui.widgets.key_button import KeyButton
from ui.widgets.picture import Still
from ui.widgets.rows_table import RowsTable
from ui.widgets.words import ElidedLabel, say, words


class PastHitsView(QWidget):
    def __init__(self, ask: Ask, now: Now, on_count: Callable[[int], None]) -> None:
        super().__init__()
        self.setObjectName("past_hits")
        self._now = now
        self._minute: datetime | None = None
        self._rows: tuple[TableRow, ...] = ()
        self._putting = False
        self._presenter = PastHitsPresenter(ask, now, self._show, on_count)
        self.table = RowsTable(
            "past_hits_table", texts.PAST_TITLE, texts.PAST_COLUMNS, serials=(1, 2)
        )
        self._count = ElidedLabel("", "second")
        self._count.setObjectName("past_hits_count")
        gap = theme.sizes.gap
        head = QHBoxLayout()
        head.setSpacing(gap)
        head.addWidget(words(texts.PAST_TITLE, "title"))
        head.addWidget(self._count, 1)
        left = QVBoxLayout()
        left.setSpacing(gap)
        left.addLayout(head)
        left.addWidget(ElidedLabel(texts.PAST_HINT, "second"))
        left.addWidget(self.table, 1)
        self._row = QHBoxLayout(self)
        self._row.addLayout(left, 7)
        self._row.addWidget(self._card(), 5)
        self.table.selectionModel().currentRowChanged.connect(self._row_changed)
        theme.changed.connect(self._fit)
        self._fit()
        self._presenter.forget()

    def load(self) -> None:
        """The screen has come up, or something has been found."""
        self._minute = self._now().replace(second=0, microsecond=0)
        self._presenter.load()

    def entered(self) -> None:
        self.load()
        self.table.setFocus()

    def tick(self) -> None:
        """Once a second, while the screen is up: ages grow by the minute."""
        minute = self._now().replace(second=0, microsecond=0)
        if minute != self._minute:
            self._minute = minute
            self._presenter.render()

    def clear(self) -> None:
        self._presenter.forget()

    def _card(self) -> QWidget:
        card = QWidget()
        card.setProperty("role", "surface")
        card.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        gap = theme.sizes.gap
        self._mark = Banner("past_mark")
        self._title = words("", "title", wrap=True, copyable=True)
        self._title.setObjectName("past_title")
        self._crop = Still(strings.PLATE_PICTURE, strings.NO_PICTURE)
        self._context = Still(strings.CONTEXT_PICTURE, strings.NO_PICTURE)
        self._pictures = QWidget()
        pictures = QHBoxLayout(self._pictures)
        pictures.setContentsMargins(0, 0, 0, 0)
        pictures.setSpacing(gap)
        pictures.addWidget(self._crop, 1)
        pictures.addWidget(self._context, 1)
        self._facts = words("", "body", wrap=True, copyable=True)
        self._facts.setObjectName("past_facts")
        self._empty = words(texts.PAST_CHOOSE, "second", wrap=True)
        self._note = Refusal("past_note")
        self._words = Field(texts.PAST_NOTE, "past_words", on_enter=self._presenter.review)
        self._words.line.textEdited.connect(self._presenter.edit_note)
        self._go = KeyButton(
            texts.PAST_REVIEW, "past_review", self._presenter.review, role="go",
            key=strings_keys.KEY_ENTER,
        )  # fmt: skip
        column = QVBoxLayout(card)
        self._column = column
        column.addWidget(self._mark)
        column.addWidget(self._title)
        column.addWidget(self._pictures, 1)
        column.addWidget(self._facts)
        column.addWidget(self._empty)
        column.addStretch(0)
        column.addWidget(self._note)
        column.addWidget(self._words)
        column.addWidget(self._go)
        return card

    def _fit(self) -> None:
        sizes = theme.sizes
        side = sizes.gap if sizes.compact else 2 * sizes.gap
        for box in (self._row, self._column):
            box.setContentsMargins(side, side, side, side)
        self._row.setSpacing(side)
        self._column.setSpacing(sizes.gap // 2 if sizes.compact else sizes.gap)
        self._pictures.setMinimumHeight(sizes.px(40 if sizes.compact else 120))

    def _row_changed(self) -> None:
        row = self.table.chosen
        if not self._putting:
            self._presenter.choose("" if row is None else str(row.key))

    def _show(self, model: PastHitsModel) -> None:
        self._count.setText(model.count_line)
        detail = model.detail
        # Putting rows moves the selection about; nobody has chosen anything by that.
        self._putting = True
        if model.rows != self._rows:
            self._rows = model.rows
            self.table.put(model.rows)
        if detail is not None:
            self.table.choose(detail.past_hit_id)
        self._putting = False
        self._mark.say(detail.mark if detail is not None else "", Meaning.INFORMATION)
        say(self._title, detail.title if detail is not None else "")
        say(self._facts, "\n".join(detail.facts) if detail is not None else "")
        for still, jpeg in (
            (self._crop, detail.crop_jpeg if detail is not None else b""),
            (self._context, detail.context_jpeg if detail is not None else b""),
        ):
            still.show_jpeg(jpeg, strings.DAMAGED_PICTURE)
        self._pictures.setVisible(detail is not None)
        self._empty.setVisible(detail is None)
        self._words.setVisible(detail is not None)
        self._words.set_text(detail.note if detail is not None else "")
        self._go.setVisible(detail is not None)
        self._go.setEnabled(not model.busy)
        if model.result:
            self._note.say(model.result, Meaning.CONFIRMED)
        else:
            self._note.say(model.refusal, Meaning.CAUTION)

"""The review screen: the span and the table on the left, the course of one hit on the right."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import QDateTime, Qt
from PySide6.QtWidgets import QDateTimeEdit, QHBoxLayout, QVBoxLayout, QWidget

from ui import strings, strings_keys
from ui.asking import Ask, Now
from ui.review.detail import DetailView
from ui.review.presenter import Filter, ReviewModel, ReviewPresenter
from ui.theme.theme import theme
from ui.widgets.field import Refusal, touchable
from ui.widgets.key_button import KeyButton
from ui.widgets.rows_table import RowsTable
from ui.widgets.words import words

SPAN = timedelta(hours=12)
"""What is offered at first: the shift that has just been."""


class ReviewView(QWidget):
    def __init__(self, ask: Ask, now: Now) -> None:
        super().__init__()
        self.setObjectName("review")
        self._now = now
        self._entered = False
        self._table = RowsTable("hits", strings.REVIEW_TITLE, strings.COLUMNS, serials=(1, 2))
        self._table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
        self._detail = DetailView()
        self._count = words("", "second")
        self._count.setObjectName("review_count")
        self._refusal = Refusal("review_refusal")
        self._since = _moment(strings.FROM, "review_since")
        self._until = _moment(strings.UNTIL, "review_until")
        self._show_key = KeyButton(
            strings.SHOW, "review_show", self.load, role="go", key=strings_keys.KEY_ENTER
        )
        self._filters = {
            Filter.ALL: strings.FILTER_ALL,
            Filter.OPEN: strings.FILTER_OPEN,
            Filter.CLOSED: strings.FILTER_CLOSED,
        }
        self._filter_keys: dict[Filter, KeyButton] = {}
        self._presenter = ReviewPresenter(ask, self._show)
        self._build()
        self._table.selectionModel().currentRowChanged.connect(
            lambda current, _before: self._chosen(current.row())
        )
        self._presenter.forget()

    @property
    def table(self) -> RowsTable:
        return self._table

    @property
    def detail(self) -> DetailView:
        return self._detail

    def entered(self) -> None:
        """The first look offers the last hours; later ones keep what was chosen."""
        if not self._entered:
            self._entered = True
            now = self._now()
            self.set_span(now - SPAN, now + timedelta(minutes=1))
        self.load()

    def set_span(self, since: datetime, until: datetime) -> None:
        for edit, at in ((self._since, since), (self._until, until)):
            edit.setDateTime(QDateTime.fromSecsSinceEpoch(int(at.timestamp())))

    def load(self) -> None:
        since, until = (
            datetime.fromtimestamp(edit.dateTime().toSecsSinceEpoch()).astimezone()
            for edit in (self._since, self._until)
        )
        self._presenter.load(since, until)

    def clear(self) -> None:
        self._entered = False
        self._presenter.forget()
        self._detail.show_detail(None)

    def _build(self) -> None:
        gap = theme.sizes.gap
        top = QHBoxLayout()
        top.setSpacing(gap)
        for label, edit in ((strings.FROM, self._since), (strings.UNTIL, self._until)):
            box = QVBoxLayout()
            box.setSpacing(2)
            box.addWidget(words(label, "label"))
            box.addWidget(edit)
            top.addLayout(box)
        top.addWidget(self._show_key, 0, Qt.AlignmentFlag.AlignBottom)
        top.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(gap)
        head.addWidget(words(strings.REVIEW_TITLE, "title"))
        head.addWidget(self._count, 1)
        for kind, text in self._filters.items():
            key = KeyButton(text, f"filter_{kind.value}")
            key.setCheckable(True)
            key.clicked.connect(lambda _checked, k=kind: self._presenter.choose(k))
            self._filter_keys[kind] = key
            head.addWidget(key)
        left = QVBoxLayout()
        left.setSpacing(gap)
        left.addLayout(head)
        left.addLayout(top)
        left.addWidget(self._refusal)
        left.addWidget(self._table, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * gap, 2 * gap, 2 * gap, 2 * gap)
        row.setSpacing(2 * gap)
        row.addLayout(left, 2)
        row.addWidget(self._detail, 1)

    def _show(self, model: ReviewModel) -> None:
        self._count.setText(model.count_line)
        self._refusal.say(model.refusal)
        self._show_key.setEnabled(not model.busy)
        for kind, key in self._filter_keys.items():
            key.setChecked(kind is model.filter)
        if not model.busy:
            self._table.rows.put(model.rows)
            self._detail.show_detail(None)

    def _chosen(self, place: int) -> None:
        row = self._table.rows.row(place)
        self._detail.show_detail(None if row is None else self._presenter.detail(row.key))


def _moment(name: str, object_name: str) -> QDateTimeEdit:
    edit = QDateTimeEdit()
    edit.setObjectName(object_name)
    edit.setAccessibleName(name)
    edit.setDisplayFormat("yyyy-MM-dd HH:mm")
    edit.setMinimumWidth(theme.sizes.px(176))
    line = edit.lineEdit()
    if line is not None:  # the style sheet's padding does not reach the line inside
        line.setTextMargins(theme.sizes.gap, 0, 0, 0)
    touchable(edit)
    return edit

"""Keeping: the limits with what is due, the purge, and what was purged."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel

from alpr_console.domain.notices import Meaning
from ui import strings_keeping as texts
from ui.administration.page import Page, Parts
from ui.keeping.presenter import KeepingModel, KeepingPresenter
from ui.theme.theme import theme
from ui.widgets.card import card
from ui.widgets.field import Refusal
from ui.widgets.key_button import KeyButton
from ui.widgets.rows_table import RowsTable
from ui.widgets.words import words

LOOK_AGAIN_MS = 500


class KeepingPage(Page):
    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self._presenter = KeepingPresenter(parts.ask, parts.policy.retention, self._show)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_AGAIN_MS)
        self._timer.timeout.connect(self._presenter.look)
        gap = theme.sizes.gap
        limits, left = card(texts.LIMITS)
        self._cells: list[list[QLabel]] = []
        self._about = words("", "second", wrap=True)
        self._about.setObjectName("keeping_about")
        self._note = Refusal("keeping_note")
        self._count = KeyButton(texts.LOOK, "keeping_look", self._presenter.load,
                                key=texts.KEY_LOOK)  # fmt: skip
        self._purge = KeyButton(texts.PURGE, "keeping_purge", self._presenter.purge,
                                key=texts.KEY_PURGE)  # fmt: skip
        keys = QHBoxLayout()
        keys.setSpacing(gap)
        keys.addWidget(self._count, 1)
        keys.addWidget(self._purge, 1)
        left.addLayout(self._grid())
        left.addWidget(self._about)
        left.addStretch(1)
        left.addWidget(self._note)
        left.addLayout(keys)
        last, right = card(texts.LAST)
        self._purges = RowsTable("keeping_purges", texts.LAST, texts.LAST_HEADS, wide=2)
        right.addWidget(self._purges, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(gap)
        row.addWidget(limits, 1)
        row.addWidget(last, 1)
        self._presenter.forget()

    def _grid(self) -> QGridLayout:
        """Five lines that never scroll: heads, three kinds of record, the log."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * theme.sizes.gap)
        grid.setVerticalSpacing(theme.sizes.gap)
        grid.setColumnStretch(0, 1)
        for line in range(5):
            cells = []
            for place, head in enumerate(texts.LIMIT_HEADS):
                cell = words(head, "label") if line == 0 else words("", "body", wrap=place == 0)
                cell.setObjectName(f"keeping_limit_{line}_{place}")
                grid.addWidget(cell, line, place)
                cells.append(cell)
            self._cells.append(cells)
        return grid

    def entered(self) -> None:
        self._presenter.load()

    def clear(self) -> None:
        self._presenter.forget()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def _show(self, model: KeepingModel) -> None:
        for row, cells in zip(model.limits, self._cells[1:], strict=True):
            for cell, said in zip(cells, row.cells, strict=True):
                cell.setText(said)
            cells[0].setToolTip(row.tips[0])
        self._purges.put(model.purges)
        self._about.setText(model.note)
        said = texts.PURGE
        if model.sure and model.due is not None:
            said = texts.PURGE_REALLY.format(count=model.due)
        self._purge.setText(said)
        self._purge.setAccessibleName(said)
        self._purge.setEnabled(model.due is not None and not model.going)
        self._count.setEnabled(not model.going)
        if model.refusal:
            self._note.say(model.refusal, Meaning.CAUTION)
        elif model.sure and model.due is not None:
            self._note.say(texts.WILL_GO.format(count=model.due), Meaning.CAUTION)
        else:
            meaning = Meaning.INFORMATION if model.going else Meaning.CONFIRMED
            self._note.say(model.result, meaning)

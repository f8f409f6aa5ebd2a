"""Keeping: the limits with what is due, the purge, and what was purged."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

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
        limits, upper = card(texts.LIMITS)
        self._limits = RowsTable("keeping_limits", texts.LIMITS, texts.LIMIT_HEADS, wide=0)
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
        upper.addWidget(self._limits, 1)
        upper.addWidget(self._about)
        upper.addWidget(self._note)
        upper.addLayout(keys)
        last, lower = card(texts.LAST)
        self._purges = RowsTable("keeping_purges", texts.LAST, texts.LAST_HEADS, wide=2)
        lower.addWidget(self._purges, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(gap)
        column.addWidget(limits, 3)
        column.addWidget(last, 2)
        self._presenter.forget()

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
        self._limits.put(model.limits)
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

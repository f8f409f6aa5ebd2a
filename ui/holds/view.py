"""Holds: those on record on the left, a new one on the right."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from alpr_console.domain.keeping import HoldKind
from alpr_console.domain.notices import Meaning
from alpr_console.domain.policy import AgencyPolicy
from ui import strings_keeping as texts
from ui import strings_keys
from ui.administration.page import Page, Parts
from ui.citation import cite
from ui.holds.presenter import HoldsModel, HoldsPresenter, Typed
from ui.theme.theme import theme
from ui.widgets.card import card
from ui.widgets.choice import Choice, labeled
from ui.widgets.field import Field, Refusal
from ui.widgets.key_button import KeyButton
from ui.widgets.rows_table import RowsTable
from ui.widgets.scrolled import scrolled


class HoldsPage(Page):
    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self._placed = 0
        self._presenter = HoldsPresenter(parts.ask, self._show)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.sizes.gap)
        row.addWidget(self._register(parts.policy), 3)
        row.addWidget(self._form(), 2)
        self._presenter.forget()

    def entered(self) -> None:
        self._presenter.load()

    def clear(self) -> None:
        self._empty()
        self._why.set_text("")
        self._presenter.forget()

    def _register(self, policy: AgencyPolicy) -> QWidget:
        clause = policy.retention.holds
        made, column = card(texts.HOLDS_PAGE, f"{clause.sense} {cite(clause)}".strip())
        self._table = RowsTable("holds", texts.HOLDS_PAGE, texts.HOLD_HEADS, wide=2)
        self._why = Field(texts.RELEASE_REASON, "hold_why", on_enter=self._release)
        column.addWidget(self._table, 1)
        column.addWidget(self._why)
        column.addWidget(
            KeyButton(texts.RELEASE, "hold_release", self._release, key=texts.KEY_RELEASE)
        )
        return made

    def _form(self) -> QWidget:
        made, column = card(texts.NEW_HOLD)
        self._kind = Choice("hold_kind", texts.KIND)
        self._kind.offer(list(texts.KINDS.items()), HoldKind.EVIDENCE)
        self._fields = tuple(
            Field(label, f"hold_{name}", on_enter=self._place)
            for label, name in (
                (texts.NUMBER, "number"),
                (texts.REASON, "reason"),
                (texts.PLATE, "plate"),
                (texts.SINCE, "since"),
                (texts.UNTIL, "until"),
                (texts.READ_IDS, "reads"),
                (texts.ALERT_IDS, "alerts"),
            )
        )
        area, inner = scrolled()
        inner.addLayout(labeled(texts.KIND, self._kind))
        for field in self._fields:
            inner.addWidget(field)
        inner.addStretch(1)
        self._note = Refusal("hold_note")
        self._go = KeyButton(
            texts.HOLD, "hold_place", self._place, role="go", key=strings_keys.KEY_ENTER
        )
        column.addWidget(area, 1)
        column.addWidget(self._note)
        column.addWidget(self._go)
        return made

    def _place(self) -> None:
        self._presenter.place(
            Typed(self._kind.currentData(), *(field.text for field in self._fields))
        )

    def _release(self) -> None:
        row = self._table.chosen
        self._presenter.release("" if row is None else str(row.key), self._why.text)

    def _empty(self) -> None:
        for field in self._fields:
            field.set_text("")

    def _show(self, model: HoldsModel) -> None:
        self._table.put(model.rows)
        self._go.setEnabled(not model.busy)
        if model.placed != self._placed:
            self._placed = model.placed
            self._empty()
        if model.result:
            self._note.say(model.result, Meaning.CONFIRMED)
        else:
            self._note.say(model.refusal, Meaning.CAUTION)

"""The page of computers: which may open the store, and what is done about this one."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from alpr_console.domain.notices import Meaning
from ui import strings_account as texts
from ui.administration.devices.presenter import DevicesModel, DevicesPresenter, facts_of
from ui.administration.page import Page, Parts
from ui.citation import cite
from ui.theme.theme import theme
from ui.widgets.card import card, cited_card
from ui.widgets.field import Field, Refusal
from ui.widgets.key_button import KeyButton
from ui.widgets.rows_table import RowsTable
from ui.widgets.scrolled import scrolled
from ui.widgets.words import say, words


class DevicesPage(Page):
    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self._now = parts.now
        self._presenter = DevicesPresenter(parts.ask, parts.now, self._show)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * theme.sizes.gap)
        row.addWidget(self._known(parts), 3)
        area, column = scrolled()
        column.addWidget(self._register())
        column.addWidget(self._permit())
        column.addWidget(self._end())
        column.addStretch(1)
        row.addWidget(area, 2)
        self._presenter.forget()

    def entered(self) -> None:
        self._presenter.load()
        self._table.setFocus()

    def clear(self) -> None:
        for field in (self._reason, self._name, self._owner, self._why, self._until):
            field.set_text("")
        self._presenter.forget()

    def _known(self, parts: Parts) -> QWidget:
        clause = parts.policy.people.device
        duty = f"{clause.sense} {cite(clause)}".strip() if clause is not None else ""
        made, column = cited_card(texts.DEVICES, duty)
        self._table = RowsTable("devices", texts.DEVICES, texts.DEVICE_HEADS, wide=1)
        self._table.selectionModel().currentRowChanged.connect(self._chosen)
        self._facts = words("", "body", wrap=True, copyable=True)
        self._facts.setObjectName("device_facts")
        self._said = Refusal("device_said")
        column.addWidget(self._table, 1)
        for widget in (self._facts, self._said):
            column.addWidget(widget)
        return made

    def _end(self) -> QWidget:
        made, column = card(texts.WITHDRAW_TITLE)
        self._reason = Field(texts.REASON, "device_reason", on_enter=self._withdraw)
        column.addWidget(self._reason)
        column.addWidget(KeyButton(texts.WITHDRAW, "device_withdraw", self._withdraw))
        return made

    def _register(self) -> QWidget:
        made, column = card(texts.REGISTER_TITLE)
        self._name = Field(texts.REGISTER_NAME, "device_name", on_enter=self._go_register)
        column.addWidget(self._name)
        column.addWidget(KeyButton(texts.REGISTER, "device_register", self._go_register, role="go"))
        return made

    def _permit(self) -> QWidget:
        made, column = card(texts.PERMIT_TITLE)
        self._owner = Field(texts.OWNER, "device_owner", on_enter=self._go_permit)
        self._why = Field(texts.REASON, "device_why", on_enter=self._go_permit)
        self._until = Field(texts.UNTIL, "device_until", on_enter=self._go_permit)
        for field in (self._owner, self._why, self._until):
            column.addWidget(field)
        column.addWidget(KeyButton(texts.PERMIT, "device_permit", self._go_permit, role="go"))
        return made

    def _chosen(self) -> None:
        row = self._table.chosen
        say(self._facts, facts_of(row.key, self._now()) if row is not None else "")

    def _withdraw(self) -> None:
        row = self._table.chosen
        if row is not None:
            self._presenter.withdraw(row.key.device_id, self._reason.text)

    def _go_register(self) -> None:
        self._presenter.register(self._name.text)

    def _go_permit(self) -> None:
        self._presenter.permit(self._owner.text, self._why.text, self._until.text)

    def _show(self, model: DevicesModel) -> None:
        self._table.put(model.rows)
        self._chosen()
        if not self._name.text:
            self._name.set_text(model.here)
        if model.result:
            self._said.say(model.result, Meaning.CONFIRMED)
            for field in (self._reason, self._owner, self._why, self._until):
                field.set_text("")
        else:
            self._said.say(model.refusal, Meaning.CAUTION)

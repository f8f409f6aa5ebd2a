"""The page on the transfer: where records go, how it stands, what leaves when."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from alpr_console.domain.notices import Meaning
from ui import strings_keys
from ui import strings_transfer as texts
from ui.administration.page import Page, Parts
from ui.theme.theme import theme
from ui.transfer.presenter import TransferModel, TransferPresenter, Typed
from ui.widgets.card import card
from ui.widgets.field import Field, Refusal
from ui.widgets.key_button import KeyButton
from ui.widgets.words import say, words

LOOK_AGAIN_MS = 2000


class TransferPage(Page):
    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self._presenter = TransferPresenter(parts.ask, parts.policy.retention, self._show)
        self._filled = False
        self._columns: list[QVBoxLayout] = []
        self._landing = False
        """Just opened: where the keys go is settled by what is found."""
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_AGAIN_MS)
        self._timer.timeout.connect(self._presenter.load)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * theme.sizes.gap)
        row.addWidget(self._where(), 1)
        row.addWidget(self._standing(), 1)
        theme.changed.connect(self._fit)
        self._fit()
        self._presenter.forget()

    def entered(self) -> None:
        self._landing = True
        self._presenter.load()

    def clear(self) -> None:
        self._filled = False
        for field in self._fields:
            field.set_text("")
        self._presenter.forget()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def _fit(self) -> None:
        sizes = theme.sizes
        side = sizes.gap if sizes.compact else 2 * sizes.gap
        for column in self._columns:
            column.setContentsMargins(2 * sizes.gap, side, 2 * sizes.gap, side)
            column.setSpacing(sizes.gap // 2 if sizes.compact else sizes.gap)

    def _where(self) -> QWidget:
        made, column = card(texts.WHERE)
        self._columns.append(column)
        self._address = Field(texts.ADDRESS, "transfer_address", on_enter=self._set)
        self._database = Field(texts.DATABASE, "transfer_database", on_enter=self._set)
        self._user = Field(texts.ACCOUNT, "transfer_user", on_enter=self._set)
        self._device = Field(texts.DEVICE, "transfer_device", on_enter=self._set)
        self._ca = Field(texts.AUTHORITY, "transfer_ca", on_enter=self._set)
        self._password = Field(texts.PASSWORD, "transfer_password", secret=True, on_enter=self._set)
        self._fields = (
            self._address, self._database, self._user, self._device, self._ca, self._password,
        )  # fmt: skip
        self._go = KeyButton(
            texts.SET, "transfer_set", self._set, role="go", key=strings_keys.KEY_ENTER
        )
        choose = KeyButton(texts.CHOOSE, "transfer_choose", self._choose, key=texts.KEY_CHOOSE)
        self._note = Refusal("transfer_note")
        for pair in (
            (self._address, self._database), (self._device, self._user),
            (self._ca, self._password),
        ):  # fmt: skip
            line = QHBoxLayout()
            line.setSpacing(theme.sizes.gap)
            for field in pair:
                line.addWidget(field, 1)
            column.addLayout(line)
        keys = QHBoxLayout()
        keys.setSpacing(theme.sizes.gap)
        keys.addWidget(choose)
        keys.addWidget(self._go, 1)
        column.addStretch(1)
        column.addWidget(self._note)
        column.addLayout(keys)
        return made

    def _standing(self) -> QWidget:
        made, column = card(texts.STANDING)
        self._columns.append(column)
        self._state = Refusal("transfer_state")
        self._facts = words("", "body", wrap=True, copyable=True)
        self._facts.setObjectName("transfer_facts")
        self._caution = Refusal("transfer_caution")
        self._rules = words("", "second", wrap=True)
        self._rules.setObjectName("transfer_rules")
        self._try = KeyButton(texts.TRY, "transfer_try", self._presenter.try_now,
                              key=texts.KEY_TRY)  # fmt: skip
        for widget in (self._state, self._facts, self._caution):
            column.addWidget(widget)
        column.addStretch(1)
        column.addWidget(self._rules)
        column.addWidget(self._try)
        return made

    def _set(self) -> None:
        if self._go.isEnabled():
            self._presenter.set(
                Typed(
                    self._address.text, self._database.text, self._user.text,
                    self._device.text, self._ca.text, self._password.text,
                )
            )  # fmt: skip

    def _choose(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(self, texts.AUTHORITY)
        if chosen:
            self._ca.set_text(chosen)

    def _show(self, model: TransferModel) -> None:
        storage = model.storage
        if storage is not None and not self._filled:
            self._filled = True
            self._address.set_text(storage.address)
            self._database.set_text(storage.database)
            self._user.set_text(storage.user)
            self._device.set_text(storage.device)
        self._ca.line.setPlaceholderText(
            texts.AUTHORITY_KEPT if storage is not None and storage.ca else ""
        )
        self._state.say(model.state, model.meaning)
        say(self._facts, "\n".join(model.facts))
        self._caution.say(model.caution)
        say(self._rules, "\n".join(model.rules))
        self._try.setEnabled(storage is not None)
        self._go.setEnabled(not model.busy)
        if self._landing and model.loaded:
            self._landing = False
            # In a field the letter keys would be typed.
            (self._address.line if storage is None else self._try).setFocus()
        if model.result:
            self._note.say(model.result, Meaning.CONFIRMED)
            self._password.set_text("")
        else:
            self._note.say(model.refusal, Meaning.CAUTION)

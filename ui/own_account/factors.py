"""The card on which a person sets their second factor up, on their page and before the gates."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from alpr_console.domain.notices import Meaning
from ui import strings_account as texts
from ui.own_account.presenter import OwnAccountModel, OwnAccountPresenter
from ui.theme.theme import theme
from ui.widgets.field import Field, Refusal
from ui.widgets.key_button import KeyButton
from ui.widgets.qr_code import QrCode
from ui.widgets.words import say, words


class Factors(QWidget):
    """Its presenter is given it after it is made; what is said stands at its end."""

    def __init__(self, name: str) -> None:
        """Parts are named '<name>_app' and so on."""
        super().__init__()
        self._presenter: OwnAccountPresenter | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.sizes.gap)
        self._list = words("", "strong", wrap=True)
        self._list.setObjectName(f"{name}_factors")
        self._column.addWidget(self._list)
        self._ways(name)
        self._app(name)
        self._key(name)
        self._codes = words("", "serial", copyable=True)
        self._codes.setObjectName(f"{name}_codes")
        self._codes_hint = words(texts.CODES_HINT, "second", wrap=True)
        self._said = Refusal(f"{name}_said")
        for widget in (self._codes_hint, self._codes, self._said):
            self._column.addWidget(widget)
        self._codes_hint.hide()

    def serve(self, presenter: OwnAccountPresenter) -> None:
        self._presenter = presenter

    def clear(self) -> None:
        for field in (self._code, self._key_name, self._pin):
            field.set_text("")
        self._key_form.hide()

    def show_model(self, model: OwnAccountModel) -> None:
        say(self._list, "\n".join((*model.factors, model.codes_left)).strip())
        self._qr.put(model.qr)
        self._app_form.setVisible(bool(model.secret))
        say(self._secret, texts.SECRET.format(secret=model.secret) if model.secret else "")
        if not model.secret:
            self._code.set_text("")
        say(self._touch, model.touch)
        if self._pin.isVisibleTo(self) != model.pin_asked:
            self._pin.setVisible(model.pin_asked)
            if model.pin_asked:
                self._pin.line.setFocus()
        self._go_key.setEnabled(not model.waiting)
        say(self._codes, "\n".join(model.codes))
        self._codes_hint.setVisible(bool(model.codes))
        if model.result == texts.KEY_SET:
            self._key_form.hide()
            self._key_name.set_text("")
        if model.result:
            self._said.say(model.result, Meaning.CONFIRMED)
        else:
            self._said.say(model.refusal, Meaning.CAUTION)

    def _ways(self, name: str) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.sizes.gap)
        for part, title, act in (
            ("app", texts.NEW_APP, self._begin_app),
            ("key", texts.NEW_KEY, self._begin_key),
            ("new_codes", texts.NEW_CODES, self._make_codes),
        ):
            row.addWidget(KeyButton(title, f"{name}_{part}", act))
        row.addStretch(1)
        self._column.addLayout(row)

    def _app(self, name: str) -> None:
        self._app_form = QWidget()
        row = QHBoxLayout(self._app_form)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * theme.sizes.gap)
        self._qr = QrCode(f"{name}_qr", texts.QR_SAID)
        row.addWidget(self._qr, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(theme.sizes.gap)
        self._secret = words("", "body", wrap=True, copyable=True)
        self._secret.setObjectName(f"{name}_secret")
        self._code = Field(texts.APP_CODE, f"{name}_app_code", on_enter=self._prove)
        column.addWidget(words(texts.SCAN, "body", wrap=True))
        column.addWidget(self._secret)
        column.addWidget(self._code)
        column.addWidget(KeyButton(texts.PROVE_APP, f"{name}_prove", self._prove, role="go"))
        column.addStretch(1)
        row.addLayout(column, 1)
        self._app_form.hide()
        self._column.addWidget(self._app_form)

    def _key(self, name: str) -> None:
        self._key_form = QWidget()
        column = QVBoxLayout(self._key_form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.sizes.gap)
        self._key_name = Field(
            texts.KEY_NAME, f"{name}_key_name", hint=texts.KEY_HINT, on_enter=self._set_up_key
        )
        self._touch = words("", "strong", wrap=True)
        self._touch.setObjectName(f"{name}_touch")
        self._pin = Field(texts.PIN, f"{name}_pin", secret=True, on_enter=self._set_up_key)
        self._go_key = KeyButton(texts.NEW_KEY, f"{name}_key_go", self._set_up_key, role="go")
        for widget in (self._key_name, self._touch, self._pin, self._go_key):
            column.addWidget(widget)
        self._key_form.hide()
        self._pin.hide()
        self._column.addWidget(self._key_form)

    def _begin_app(self) -> None:
        self._key_form.hide()
        if self._presenter is not None:
            self._presenter.begin_app()
            self._code.line.setFocus()

    def _begin_key(self) -> None:
        if self._presenter is not None:
            self._presenter.put_app_away()
        self._key_form.show()
        self._key_name.line.setFocus()

    def _make_codes(self) -> None:
        self._key_form.hide()
        if self._presenter is not None:
            self._presenter.make_codes()

    def _prove(self) -> None:
        if self._presenter is not None:
            self._presenter.prove_app(self._code.text)

    def _set_up_key(self) -> None:
        if self._presenter is not None and self._go_key.isEnabled():
            pin = self._pin.text
            self._pin.set_text("")
            self._presenter.set_up_key(self._key_name.text, pin)

"""The page of one's own account: who one is on record, the password, the second factor."""

from __future__ import annotations

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui import strings_account as texts
from ui import strings_people
from ui.administration.page import Page, Parts
from ui.own_account.factors import Factors
from ui.own_account.presenter import OwnAccountModel, OwnAccountPresenter
from ui.theme.theme import theme
from ui.widgets.card import card
from ui.widgets.field import Field
from ui.widgets.key_button import KeyButton
from ui.widgets.scrolled import scrolled
from ui.widgets.words import say, words


class OwnAccountPage(Page):
    def __init__(self, parts: Parts) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * theme.sizes.gap)
        left, column = scrolled()
        column.addWidget(self._person())
        column.addWidget(self._password())
        column.addStretch(1)
        row.addWidget(left, 2)
        right, column = scrolled()
        column.addWidget(self._factors())
        column.addStretch(1)
        row.addWidget(right, 3)
        self._presenter = OwnAccountPresenter(parts.ask, parts.policy, parts.keys, self._show)
        self._two.serve(self._presenter)
        self._presenter.forget()

    def entered(self) -> None:
        self._presenter.load()
        self._old.line.setFocus()

    def clear(self) -> None:
        self._empty()
        self._removal.set_text("")
        self._two.clear()
        self._presenter.forget()

    def hideEvent(self, event: QHideEvent) -> None:
        # Recovery codes and a secret are shown once: not to whoever comes by later.
        self._empty()
        self._removal.set_text("")
        self._two.clear()
        self._presenter.forget_secrets()
        super().hideEvent(event)

    def _person(self) -> QWidget:
        made, column = card(texts.PAGE)
        self._name = words("", "strong", wrap=True)
        self._name.setObjectName("own_name")
        self._who = words("", "body", wrap=True)
        self._who.setObjectName("own_who")
        self._trained = words("", "body", wrap=True)
        self._trained.setObjectName("own_training")
        for label in (self._name, self._who, self._trained):
            column.addWidget(label)
        return made

    def _password(self) -> QWidget:
        made, column = card(texts.PASSWORD)
        self._old = Field(strings_people.OLD_PASSWORD, "own_old", secret=True, on_enter=self._set)
        self._new = Field(strings_people.NEW_PASSWORD, "own_new", secret=True, on_enter=self._set)
        self._again = Field(strings_people.AGAIN, "own_again", secret=True, on_enter=self._set)
        for field in (self._old, self._new, self._again):
            column.addWidget(field)
        column.addWidget(KeyButton(strings_people.SET_PASSWORD, "own_set", self._set, role="go"))
        return made

    def _factors(self) -> QWidget:
        made, column = card(texts.FACTORS, texts.FACTORS_HINT)
        self._two = Factors("own")
        self._removal = Field(
            texts.PASSWORD_FOR_REMOVAL, "own_removal", secret=True, on_enter=self._remove
        )
        self._remove_key = KeyButton(texts.REMOVE, "own_remove", self._remove, role="quiet")
        for widget in (self._two, self._removal, self._remove_key):
            column.addWidget(widget)
        return made

    def _set(self) -> None:
        self._presenter.set_password(self._old.text, self._new.text, self._again.text)

    def _remove(self) -> None:
        self._presenter.remove_factors(self._removal.text)
        self._removal.set_text("")

    def _empty(self) -> None:
        for field in (self._old, self._new, self._again):
            field.set_text("")

    def _show(self, model: OwnAccountModel) -> None:
        say(self._name, model.name)
        say(self._who, model.who)
        say(self._trained, "\n".join(model.trainings))
        self._two.show_model(model)
        removable = bool(model.factors) and model.factors != (texts.NO_FACTOR,)
        self._removal.setVisible(removable)
        self._remove_key.setVisible(removable)
        if model.result:
            self._empty()

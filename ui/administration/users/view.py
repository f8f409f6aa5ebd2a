"""Accounts: the form that adds one."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from alpr_console.domain.notices import Meaning
from alpr_console.domain.operator import Role
from ui import strings, strings_keys, strings_people
from ui.administration.page import Page, Parts
from ui.administration.users.presenter import FormModel, UsersPresenter
from ui.theme.theme import theme
from ui.widgets.card import card
from ui.widgets.choice import Choice, labeled
from ui.widgets.field import Field, Refusal
from ui.widgets.key_button import KeyButton
from ui.widgets.position import PositionField
from ui.widgets.scrolled import scrolled


class UsersPage(Page):
    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self._presenter = UsersPresenter(parts.ask, self._show)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        area, column = scrolled()
        column.addWidget(self._card(parts))
        column.addStretch(1)
        row.addWidget(area, 1)
        row.addStretch(1)

    def entered(self) -> None:
        self._name.line.setFocus()

    def clear(self) -> None:
        for field in self._fields:
            field.set_text("")
        self._presenter.forget()

    def _card(self, parts: Parts) -> QWidget:
        made, column = card(strings.USER_TITLE, strings.USER_HINT)
        self._name = Field(strings.NAME, "user_name", on_enter=self._add)
        self._badge = Field(strings.BADGE, "user_badge", on_enter=self._add)
        self._full_name = Field(strings.FULL_NAME, "user_full_name", on_enter=self._add)
        self._password = Field(
            strings_people.FIRST_PASSWORD, "user_password", secret=True, on_enter=self._add
        )
        self._position = PositionField("user_position", parts.policy, self._add)
        self._organization = Field(
            strings_people.ORGANIZATION, "user_organization", hint=parts.policy.agency,
            on_enter=self._add,
        )  # fmt: skip
        self._fields = (
            self._name, self._full_name, self._badge, self._position, self._password,
            self._organization,
        )  # fmt: skip
        self._role = Choice("user_role", strings.ROLE)
        self._role.offer([(role, role.label) for role in Role], next(iter(Role)))
        self._go = KeyButton(strings.ADD_USER, "user_go", self._add, role="go", icon="user-plus",
                             key=strings_keys.KEY_ENTER)  # fmt: skip
        self._note = Refusal("user_note")
        first, second = QHBoxLayout(), QHBoxLayout()
        for line in (first, second):
            line.setSpacing(theme.sizes.gap)
            column.addLayout(line)
        first.addWidget(self._name, 1)
        first.addWidget(self._badge, 1)
        second.addWidget(self._full_name, 1)
        second.addLayout(labeled(strings.ROLE, self._role), 1)
        third = QHBoxLayout()
        third.setSpacing(theme.sizes.gap)
        third.addWidget(self._position, 1)
        third.addWidget(self._organization, 1)
        column.addLayout(third)
        column.addWidget(self._password)
        column.addWidget(self._note)
        column.addWidget(self._go)
        return made

    def _add(self) -> None:
        if self._go.isEnabled():
            self._presenter.add_user(
                self._name.text, self._full_name.text, self._badge.text,
                self._role.currentData(), self._position.text, self._password.text,
                self._organization.text,
            )  # fmt: skip

    def _show(self, model: FormModel) -> None:
        self._go.setEnabled(not model.busy)
        if model.result:
            self._note.say(model.result, Meaning.CONFIRMED)
            for field in self._fields:
                field.set_text("")
        else:
            self._note.say(model.refusal, Meaning.CAUTION)

"""Accounts without Qt: one form, with its result or refusal in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from alpr_console.domain.errors import ConsoleError
from alpr_console.domain.operator import Role, User
from alpr_console.workflow.desk import Desk
from ui import strings
from ui.asking import Ask


@dataclass(frozen=True, slots=True)
class FormModel:
    busy: bool = False
    result: str = ""
    refusal: str = ""


class UsersPresenter:
    def __init__(self, ask: Ask, show: Callable[[FormModel], None]) -> None:
        self._ask = ask
        self._show = show

    def forget(self) -> None:
        self._show(FormModel())

    def add_user(
        self, name: str, full_name: str, badge: str, role: Role, position: str, password: str,
        organization: str = "",
    ) -> None:  # fmt: skip
        self._show(FormModel(busy=True))

        def act(desk: Desk) -> User:
            return desk.add_user(
                name, full_name, badge, role, password, position, organization, temporary=True
            )

        def done(user: User) -> None:
            words = strings.USER_ADDED.format(
                full_name=user.full_name, role=user.role.label.lower()
            )
            self._show(FormModel(result=words))

        def refused(error: ConsoleError) -> None:
            self._show(FormModel(refusal=str(error)))

        self._ask(act, done, refused)

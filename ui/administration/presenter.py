"""Administration without Qt: two forms, each with its result or refusal in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from alpr_console.domain.errors import ConsoleError
from alpr_console.domain.hotlist import Category, HotList
from alpr_console.domain.operator import Role, User
from alpr_console.workflow.desk import Desk
from ui import strings
from ui.asking import Ask
from ui.clock_words import age_words


@dataclass(frozen=True, slots=True)
class FormModel:
    busy: bool = False
    result: str = ""
    refusal: str = ""


class AdministrationPresenter:
    """Renders the two forms through `show_import` and `show_user`."""

    def __init__(
        self, ask: Ask, show_import: Callable[[FormModel], None],
        show_user: Callable[[FormModel], None],
    ) -> None:  # fmt: skip
        self._ask = ask
        self._show_import = show_import
        self._show_user = show_user

    def forget(self) -> None:
        self._show_import(FormModel())
        self._show_user(FormModel())

    def import_list(self, untrusted_path: str, name: str, category: Category | None) -> None:
        if not untrusted_path.strip():
            self._show_import(FormModel(refusal=strings.FILE_NEEDED))
            return
        if not name.strip():
            self._show_import(FormModel(refusal=strings.LIST_NAME_NEEDED))
            return
        model = FormModel(busy=True)
        self._show_import(model)
        path = Path(untrusted_path.strip())

        def act(desk: Desk) -> HotList:
            return desk.hot_lists.import_file(path, name.strip(), category)

        def done(hot_list: HotList) -> None:
            age = age_words(datetime.now(UTC) - hot_list.data_at)
            words = strings.IMPORTED.format(
                name=hot_list.name, version=hot_list.version, count=hot_list.count, age=age
            )
            self._show_import(replace(model, busy=False, result=words))

        self._ask(act, done, _refused(self._show_import))

    def add_user(self, name: str, full_name: str, badge: str, role: Role, password: str) -> None:
        self._show_user(FormModel(busy=True))

        def act(desk: Desk) -> User:
            return desk.add_user(name, full_name, badge, role, password)

        def done(user: User) -> None:
            words = strings.USER_ADDED.format(
                full_name=user.full_name, role=user.role.label.lower()
            )
            self._show_user(FormModel(result=words))

        self._ask(act, done, _refused(self._show_user))


def _refused(show: Callable[[FormModel], None]) -> Callable[[ConsoleError], None]:
    return lambda error: show(FormModel(refusal=str(error)))

"""What the scripted administrator does first: lists, accounts, training."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from alpr_console.domain.gates import GateKind
from alpr_console.domain.operator import Role
from ui.administration.people.presenter import for_others
from ui.table_row import TableRow
from ui.widgets.key_button import KeyButton
from ui.widgets.rows_table import RowsTable

if TYPE_CHECKING:
    from alpr_console.cli.demo import Rehearsal

W = TypeVar("W", bound=QWidget)

PEOPLE = {
    "admin": ("admin", "Dana Whitfield", "1001", "correct-horse-7"),
    "officer": ("mreyes", "Maria Reyes", "2044", "blue-canyon-42"),
    "supervisor": ("tokafor", "Tobe Okafor", "1203", "tall-cedar-88"),
}
"""Sign-in name, full name, badge and password of the made-up people of the demo."""

FIRST_PASSWORD = "paper-lantern-63"
"""What the administrator gives each; they change it at their first sign-in."""


class ScriptedSetup:
    """The first of a scripted officer's parts; the hand that types is the officer's."""

    _rehearsal: Rehearsal

    if TYPE_CHECKING:

        def _until(self, condition: Callable[[], bool], what: str) -> None: ...
        def _visible(self, name: str) -> bool: ...
        def _find(self, kind: type[W], name: str) -> W: ...
        def _type(self, name: str, text: str) -> None: ...
        def _press(self, name: str) -> None: ...
        def _note(self, name: str) -> str: ...
        def _keep(self, name: str) -> None: ...
        def _sign_in(self, key: str, keep: str = "") -> None: ...
        def _sign_out(self) -> None: ...

    def _prepare(self) -> None:
        """First start: the administrator, the hot lists, two accounts."""
        name, full_name, badge, password = PEOPLE["admin"]
        self._until(lambda: self._visible("first_name"), "the first-start form")
        self._keep("first-start")
        for field, text in (
            ("first_name", name), ("first_badge", badge), ("first_full_name", full_name),
            ("first_password", password), ("first_again", password),
        ):  # fmt: skip
            self._type(field, text)
        self._find(QCheckBox, "first_trained").click()
        self._press("first_go")
        self._until(lambda: self._visible("first_codes_kept"), "the recovery codes")
        self._press("first_codes_kept")
        self._until(lambda: self._visible("sign_in_name"), "the sign-in form")
        self._sign_in("admin")
        self._press("go_administration")
        for list_name, path in self._rehearsal.list_files.items():
            self._import(list_name, path)
        self._keep("hot-lists")
        self._press("page_users")
        for key, role in (("officer", Role.OPERATOR), ("supervisor", Role.SUPERVISOR)):
            self._add_user(key, role)
        self._keep("administration")
        self._train(("officer", "supervisor"))
        self._sign_out()

    def _import(self, list_name: str, path: Path) -> None:
        """From the file to its columns, to what the check says, to being in force."""
        first = list_name == next(iter(self._rehearsal.list_files))
        self._press("list_import")
        self._until(lambda: self._visible("import_look"), "the form for a file")
        self._type("import_file", str(path))
        self._type("import_name_line", list_name)
        self._press("import_look")
        self._until(lambda: self._visible("import_check"), f"the columns of {list_name}")
        if first:
            self._keep("import-columns")
        self._press("import_check")
        self._until(
            lambda: self._visible("import_go") and self._find(KeyButton, "import_go").isEnabled(),
            f"the check of {list_name}",
        )
        if first:
            self._keep("import-check")
        self._press("import_go")
        self._until(lambda: list_name in self._note("lists_note"), f"the import of {list_name}")

    def _add_user(self, key: str, role: Role) -> None:
        name, full_name, badge, _password = PEOPLE[key]
        for field, text in (
            ("user_name", name), ("user_badge", badge), ("user_full_name", full_name),
            ("user_password", FIRST_PASSWORD),
        ):  # fmt: skip
            self._type(field, text)
        choice = self._find(QComboBox, "user_role")
        choice.setCurrentIndex(choice.findData(role))
        self._press("user_go")
        self._until(lambda: full_name in self._note("user_note"), f"the account of {full_name}")

    def _own_password(self, key: str) -> None:
        """Nothing is open before the first password has been changed."""
        self._until(lambda: self._visible("gates_old"), "the form for an own password")
        password = PEOPLE[key][3]
        for field, text in (
            ("gates_old", FIRST_PASSWORD), ("gates_new", password), ("gates_again", password),
        ):  # fmt: skip
            self._type(field, text)
        self._press("gates_set")
        self._until(lambda: not self._visible("gates_old"), "the open console")

    def _train(self, keys: Sequence[str]) -> None:
        """The administrator records what must be on record before access."""
        self._press("page_people")
        table = self._find(RowsTable, "people")

        def row_of(full_name: str) -> TableRow | None:
            return next((r for r in table.rows.rows if full_name in r.cells), None)

        for key in keys:
            full_name = PEOPLE[key][1]
            self._until(lambda: row_of(full_name) is not None, "the people")  # noqa: B023
            while (row := row_of(full_name)) is not None and (missing := for_others(row.key)):
                table.choose(row.key)
                if missing[0].kind is GateKind.APPROVAL:
                    self._type("person_reason", "Training complete")
                    self._press("person_approve")
                else:
                    self._type("person_taught", "Sgt. Lee")
                    self._press("person_train")
                self._until(
                    lambda: for_others(row_of(full_name).key) != missing,  # type: ignore[union-attr]  # noqa: B023
                    f"what {full_name} needs",
                )
        self._keep("people")

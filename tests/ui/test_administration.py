"""Hot-list import and accounts."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox

from alpr_console.domain.hotlist import Category
from alpr_console.domain.operator import Role
from tests.ui import cast
from tests.ui.driver import Driver


@pytest.fixture
def administrator(driver: Driver) -> Driver:
    driver.sign_in("rivera")
    driver.key("F4")
    return driver


def test_that_an_imported_list_is_in_force_at_once(administrator: Driver, tmp_path: Path) -> None:
    path = tmp_path / "svs.csv"
    path.write_text("LIC,LIS\n7ABC128,CA\n5SOW350,CA\n", encoding="utf-8")
    administrator.write("import_file", str(path))
    administrator.write("import_name", "SVS")
    box = administrator.window.findChild(QComboBox, "import_category")
    box.setCurrentText("Felony vehicle")
    administrator.press("import_go")
    assert administrator.words("import_note_words").startswith("SVS version 1 in force: 2 entries")
    alerts = administrator.see("7ABC128")
    assert alerts[0].hit.entry.category is Category.FELONY_VEHICLE


def test_that_a_malformed_list_says_which_line_and_changes_nothing(
    administrator: Driver, tmp_path: Path
) -> None:
    cast.put_lists(administrator.console)
    path = tmp_path / "svs.csv"
    path.write_text("LIC,LIS\n7ABC128,CA\n7ABC?!,XX\n", encoding="utf-8")
    administrator.write("import_file", str(path))
    administrator.write("import_name", "SVS")
    administrator.press("import_go")
    assert "3" in administrator.words("import_note_words")
    lists = {h.name: h.count for h, _ in administrator.console.desk.lists()}
    assert lists["SVS"] == 3


def test_that_a_missing_file_or_name_is_said_in_place(administrator: Driver) -> None:
    administrator.press("import_go")
    assert administrator.words("import_note_words") == "Choose a file first."
    administrator.write("import_file", "nowhere.csv")
    administrator.press("import_go")
    assert "List name needed" in administrator.words("import_note_words")


def test_that_a_user_is_added_with_a_role_and_can_sign_in(administrator: Driver) -> None:
    for name, text in (
        ("user_name", "chen"), ("user_badge", "5120"), ("user_full_name", "L. Chen"),
        ("user_password", cast.PASSWORD),
    ):  # fmt: skip
        administrator.write(name, text)
    administrator.press("user_go")
    assert administrator.words("user_note_words") == "L. Chen added as operator."
    administrator.press("sign_out")
    administrator.sign_in("chen")
    session = administrator.console.desk.session
    assert session is not None
    assert session.user.role is Role.OPERATOR


def test_that_an_officer_does_not_reach_administration(officer: Driver) -> None:
    assert not officer.visible("go_administration")
    officer.key("F4")
    assert not officer.visible("administration")

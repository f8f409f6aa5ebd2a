"""Administration: its pages, who reaches them, and accounts."""

from __future__ import annotations

import pytest

from alpr_console.domain.operator import Role
from tests.ui import cast
from tests.ui.driver import Driver


@pytest.fixture
def administrator(driver: Driver) -> Driver:
    driver.sign_in("rivera")
    driver.key("F4")
    return driver


def test_that_the_pages_change_by_their_keys(administrator: Driver) -> None:
    assert administrator.visible("lists_page")
    administrator.key("2")
    assert administrator.visible("user_name")
    assert not administrator.visible("lists_page")
    administrator.key("Tab")  # out of the field, which keeps its digits
    administrator.press("page_lists")
    assert administrator.visible("lists_page")


def test_that_a_user_is_added_with_a_role_and_can_sign_in(administrator: Driver) -> None:
    administrator.key("2")
    for name, text in (
        ("user_name", "chen"), ("user_badge", "5120"), ("user_full_name", "L. Chen"),
        ("user_password", cast.PASSWORD),
    ):  # fmt: skip
        administrator.write(name, text)
    administrator.press("user_go")
    assert administrator.words("user_note_words") == "L. Chen added as operator."
    administrator.sign_out()
    administrator.sign_in("chen")
    assert administrator.words("gate_0").startswith("The password is temporary.")
    session = administrator.console.desk.session
    assert session is not None
    assert session.user.role is Role.OPERATOR


def test_that_an_officer_reaches_there_their_own_account_and_the_report_of_a_breach(
    officer: Driver,
) -> None:
    officer.key("F4")
    assert officer.words("own_name") == "J. Okafor"
    others = ("page_lists", "page_users", "page_people", "page_policy", "page_evidence")
    for name in (*others, "page_releases", "group_records"):
        assert not officer.visible(name)
    officer.key("F11")
    assert officer.visible("breach_suspected")


def test_that_the_next_administrator_finds_nothing_of_the_one_before(
    administrator: Driver,
) -> None:
    administrator.key("2")
    administrator.write("user_name", "chen")
    administrator.sign_out()
    administrator.sign_in("rivera")
    administrator.key("F4")
    assert administrator.visible("lists_page")
    administrator.key("2")
    assert administrator.field("user_name").text() == ""  # type: ignore[union-attr]

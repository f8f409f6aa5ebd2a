"""People and computers on the administrator's pages (ACC-1, ACC-3, ACC-4, ACC-6, ACC-8)."""

from __future__ import annotations

from dataclasses import replace

import pyotp
import pytest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from alpr_console.domain.errors import SignInRefused
from alpr_console.domain.operator import Role
from alpr_console.domain.policy import Clause
from tests.fakes.profiles import BY_NUMBER, NUMBERS
from tests.fakes.rules import PEOPLE
from tests.ui import cast
from tests.ui.driver import Driver
from ui.widgets.rows_table import RowsTable

ASKS_FOR_DEVICES = replace(PEOPLE, device=Clause("430.7(f)", "Department-owned devices only."))


@pytest.fixture
def page(driver: Driver) -> Driver:
    """The administrator is at the people page, J. Okafor chosen."""
    driver.sign_in("rivera")
    driver.key("F4")
    driver.press("page_people")
    choose(driver, "okafor")
    return driver


def table(driver: Driver, name: str = "people") -> RowsTable:
    (found,) = driver.window.findChildren(RowsTable, name)
    return found


def choose(driver: Driver, name: str) -> None:
    rows = table(driver).rows.rows
    table(driver).choose(next(row.key for row in rows if row.key.user.name == name))
    driver.settle()


def state_of(driver: Driver, full_name: str) -> str:
    return next(row.cells[3] for row in table(driver).rows.rows if full_name in row.cells)


def pick(driver: Driver, name: str, words: str) -> None:
    (box,) = driver.window.findChildren(QComboBox, name)
    box.setCurrentText(words)


def test_that_role_and_position_change_for_a_reason_and_the_history_tells(page: Driver) -> None:
    pick(page, "person_role", "Supervisor")
    page.press("person_set_role")
    assert "A reason is needed" in page.words("person_said_words")
    page.write("person_reason", "Promoted")
    page.press("person_set_role")
    assert page.words("person_said_words") == "On record."
    pick(page, "person_position", "Dispatcher")
    page.press("person_set_position")
    rows = table(page, "person_history").rows.rows
    newest = [row.cells[1:] for row in rows[:2]]
    assert newest == [
        ("position changed: Dispatcher", "rivera", "Promoted"),
        ("role changed: supervisor", "rivera", "Promoted"),
    ]
    choose(page, "rivera")
    told = [row.cells[1] for row in table(page, "person_history").rows.rows]
    assert told == ["access approved", "password set", "created: administrator"]
    page.press("person_set_role")
    assert "Nobody changes their own account" in page.words("person_said_words")


@pytest.mark.requirement("ACC-1")
def test_that_a_locked_account_shows_and_is_released(page: Driver) -> None:
    desk = page.console.desk
    session = desk.session
    for _ in range(5):
        with pytest.raises(SignInRefused, match="wrong"):
            desk.sign_in("okafor", "not the password", acknowledged=True)
    assert desk.session is session
    page.press("page_people")
    assert state_of(page, "J. Okafor") == "locked out"
    page.write("person_reason", "Was on the phone")
    page.press("person_release")
    assert state_of(page, "J. Okafor") == "open"


def test_that_a_temporary_password_is_told_once_and_opens_only_its_change(page: Driver) -> None:
    page.write("person_reason", "Forgotten")
    page.press("person_reset")
    told = page.words("person_said_words")
    temporary = told.removeprefix("Temporary password: ").split(". ")[0]
    page.sign_out()
    page.sign_in("okafor", temporary)
    assert page.words("gate_0").startswith("The password is temporary.")
    for name, text in (
        ("gates_old", temporary), ("gates_new", "quite another secret"),
        ("gates_again", "quite another secret"),
    ):  # fmt: skip
        page.write(name, text)
    page.key("Return")
    assert page.visible("live_view")


@pytest.mark.requirement("TRN-1")
def test_that_a_training_has_its_day_and_certificate(page: Driver) -> None:
    people = page.console.desk.people
    okafor = next(a.user for a in people.accounts() if a.user.name == "okafor")
    page.write("person_taught", "Sgt. Lee")
    page.write("person_day", "last week")
    page.press("person_train")
    assert "is no day" in page.words("person_said_words")
    page.write("person_day", "2027-01-01")
    page.press("person_train")
    assert "lies in the future" in page.words("person_said_words")
    page.write("person_day", "2026-10-01")
    page.write("person_certificate", "C-77")
    page.press("person_train")
    assert page.words("person_said_words") == "On record."
    newest = people.trainings(okafor.user_id)[-1]
    assert f"{newest.completed_at.astimezone():%Y-%m-%d}" == "2026-10-01"
    assert (newest.certificate, newest.taught_by) == ("C-77", "Sgt. Lee")


@pytest.mark.requirement("ACC-5")
def test_that_a_trainer_records_training_and_changes_nothing_else(page: Driver) -> None:
    page.console.desk.add_user("kim", "P. Kim", "7001", Role.TRAINER, cast.PASSWORD, "Officer")
    page.sign_out()
    page.sign_in("kim")
    assert page.window.page is page.window.gates
    page.key("F4")
    choose(page, "okafor")
    for name in ("person_reason", "person_release", "person_role", "designee_name"):
        assert not page.visible(name)
    assert not page.visible("person_history")
    page.write("person_taught", "Sgt. Lee")
    page.press("person_train")
    assert page.words("person_said_words") == "On record."


@pytest.mark.requirement("ACC-8")
@pytest.mark.parametrize("number", NUMBERS)
def test_that_the_current_designee_is_shown_before_the_sign_in_and_with_the_policy(
    qtbot: QtBot, number: str
) -> None:
    people = BY_NUMBER[number].people
    rules = replace(PEOPLE, administrator_title=people.administrator_title)
    driver = Driver(qtbot, people_rules=rules)
    driver.sign_in("rivera")
    driver.key("F4")
    driver.press("page_policy")
    assert f"{people.administrator_title}: nobody is named yet" in driver.words("policy_facts")
    driver.press("page_people")
    driver.write("designee_name", "Capt. R. Alvarez")
    driver.key("Return")
    driver.press("page_policy")
    named = f"{people.administrator_title}: Capt. R. Alvarez"
    assert named in driver.words("policy_facts")
    driver.sign_out()
    assert driver.words("sign_in_overseer") == named


@pytest.mark.requirement("ACC-4")
def test_that_only_positions_of_the_policy_are_offered(driver: Driver) -> None:
    driver.sign_in("rivera")
    driver.key("F4")
    driver.press("page_users")
    (choice,) = driver.window.findChildren(QComboBox, "user_position")
    offered = tuple(choice.itemText(place) for place in range(choice.count()))
    assert offered == driver.console.policy.people.listed_positions
    assert not choice.isEditable()


def test_that_where_the_policy_lists_none_the_position_is_in_words(qtbot: QtBot) -> None:
    driver = Driver(qtbot, people_rules=replace(PEOPLE, listed_positions=()))
    driver.sign_in("rivera")
    driver.key("F4")
    driver.press("page_users")
    driver.write("user_position", "Parking officer")
    assert driver.field("user_position").text() == "Parking officer"  # type: ignore[union-attr]


@pytest.mark.requirement("ACC-6")
def test_that_computers_are_registered_permitted_and_withdrawn(qtbot: QtBot) -> None:
    driver = Driver(qtbot, people_rules=ASKS_FOR_DEVICES)
    driver.console.desk.people.device_id = "ab12"
    driver.console.desk.people.device_name = "unit-12"
    driver.sign_in("rivera")
    assert driver.words("gate_0").startswith("This computer is not registered. §430.7(f).")
    driver.key("F4")
    driver.press("page_devices")
    driver.write("device_owner", "Det. Cruz")
    driver.write("device_why", "Homicide canvass")
    driver.write("device_until", "tomorrow")
    driver.press("device_permit")
    assert "is no day" in driver.words("device_said_words")
    driver.write("device_until", "2026-01-01")
    driver.press("device_permit")
    assert "over already" in driver.words("device_said_words")
    driver.write("device_until", "2026-12-31")
    driver.press("device_permit")
    (row,) = table(driver, "devices").rows.rows
    assert row.cells[:2] == ("unit-12 (this one)", "permitted until 2026-12-31")
    driver.write("device_name", "Unit 12 MDC")
    driver.press("device_register")
    (row,) = table(driver, "devices").rows.rows
    assert row.cells[:2] == ("Unit 12 MDC (this one)", "department-owned")
    driver.press("device_withdraw")
    assert "reason are needed" in driver.words("device_said_words")
    driver.write("device_reason", "Replaced")
    driver.key("Return")
    session = driver.console.desk.session
    assert session is not None
    assert [gate.kind.value for gate in session.gates] == ["device"]


@pytest.mark.requirement("ACC-6")
def test_that_a_policy_without_the_duty_has_no_page_of_computers(page: Driver) -> None:
    assert page.console.policy.people.device is None
    assert not page.visible("page_devices")


@pytest.mark.requirement("ACC-3")
def test_that_a_missing_second_factor_is_set_up_before_the_gates(qtbot: QtBot) -> None:
    rules = replace(PEOPLE, second_factor=Clause("100.9", "Two factors for everyone."))
    driver = Driver(qtbot, people_rules=rules)
    driver.sign_in("okafor")
    assert driver.words("gate_0") == "No second factor is set up. §100.9. Set one up."
    driver.press("gates_app")
    secret = driver.words("gates_secret").removeprefix("Secret: ")
    driver.write("gates_app_code", pyotp.TOTP(secret).at(driver.clock.now()))
    driver.key("Return")
    assert driver.visible("live_view")
    assert driver.words("gates_secret") == ""

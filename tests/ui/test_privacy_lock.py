"""The privacy lock by idle time, and the gates on screen (ACC-3, ACC-7)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from alpr_console.domain.operator import Role
from tests.ui import cast
from tests.ui.driver import Driver
from ui.widgets.rows_table import RowsTable


@pytest.mark.requirement("ACC-7")
def test_that_the_screen_locks_after_the_policy_s_idle_time_and_says_why(qtbot: QtBot) -> None:
    driver = Driver(qtbot)
    driver.window.idle._lock_after = timedelta(minutes=30)
    driver.sign_in("okafor")
    driver.clock.go_on(minutes=29)
    driver.window.tick()
    driver.settle()
    assert driver.window.page is not driver.window.lock_screen
    # As a keyboard does: to the window, which gives it on to whatever has the focus.
    QTest.keyClick(driver.window.windowHandle(), Qt.Key.Key_F1)
    driver.clock.go_on(minutes=29)
    driver.window.tick()
    driver.settle()
    assert driver.window.page is not driver.window.lock_screen
    driver.clock.go_on(minutes=1)
    driver.window.tick()
    driver.settle()
    assert driver.window.page is driver.window.lock_screen
    assert driver.words("lock_reason") == "Locked after 30 minutes without a touch."


@pytest.mark.requirement("ACC-7")
def test_that_a_touch_of_a_window_without_the_focus_counts_too(qtbot: QtBot) -> None:
    driver = Driver(qtbot)
    driver.window._lock_after = timedelta(minutes=30)
    driver.sign_in("okafor")
    driver.clock.go_on(minutes=29)
    QTest.mouseClick(driver.window.windowHandle(), Qt.MouseButton.LeftButton)
    driver.clock.go_on(minutes=29)
    driver.window.tick()
    driver.settle()
    assert driver.window.page is not driver.window.lock_screen


@pytest.mark.requirement("ACC-3")
def test_that_a_person_without_training_sees_what_is_missing_and_nothing_else(
    driver: Driver,
) -> None:
    desk = driver.console.desk
    desk.sign_in("rivera", cast.PASSWORD, acknowledged=True)
    desk.add_user("chen", "L. Chen", "5120", Role.OPERATOR, cast.PASSWORD, "Officer")
    desk.sign_out()
    driver.sign_in("chen")
    assert driver.window.page is driver.window.gates
    assert driver.words("gate_0").startswith("ALPR training is not on record. §100.25.")
    for key in ("F2", "F3", "F4", "F5", "F8"):
        driver.key(key)
        assert driver.window.page is driver.window.gates


@pytest.mark.requirement("ACC-3")
def test_that_the_administrator_records_training_on_the_people_page(driver: Driver) -> None:
    desk = driver.console.desk
    desk.sign_in("rivera", cast.PASSWORD, acknowledged=True)
    desk.add_user("chen", "L. Chen", "5120", Role.OPERATOR, cast.PASSWORD, "Officer")
    desk.sign_out()
    driver.sign_in("rivera")
    driver.key("F4")
    driver.press("page_people")
    table = driver.window.administration.findChild(RowsTable, "people")
    assert isinstance(table, RowsTable)
    table.choose(next(r.key for r in table.rows.rows if r.key.user.name == "chen"))
    driver.write("person_taught", "Sgt. Lee")
    driver.press("person_train")
    assert driver.words("person_said_words") == "On record."
    (chen,) = [a for a in desk.people.accounts() if a.user.name == "chen"]
    assert [gate.kind.value for gate in chen.gates] == ["acknowledgement"]
    driver.sign_out()
    driver.sign_in("chen")
    assert driver.window.page is driver.window.patrol

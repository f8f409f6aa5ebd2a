"""Nothing is on screen before somebody has signed in."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from alpr_console.domain.errors import SignInRefused
from tests.ui import cast
from tests.ui.driver import Driver


def test_that_the_first_start_makes_the_administrator_and_then_asks_to_sign_in(
    qtbot: QtBot,
) -> None:
    driver = Driver(qtbot, people=False)
    assert not driver.visible("sign_in_name")
    driver.write("first_name", "rivera")
    driver.write("first_badge", "2201")
    driver.write("first_full_name", "M. Rivera")
    driver.write("first_password", cast.PASSWORD)
    driver.write("first_again", cast.PASSWORD)
    driver.tick("first_trained")
    driver.key("Return")
    codes = driver.words("first_codes").split()
    assert len(set(codes)) == 10
    driver.key("Return")
    assert not driver.visible("first_codes")
    assert driver.words("sign_in_note") == "Administrator created. Sign in."
    driver.sign_in("rivera")
    assert driver.visible("live_view")
    assert driver.visible("go_administration")
    # The codes shown open the account that nobody else could release.
    desk = driver.console.desk
    desk.sign_out()
    for _ in range(5):
        with pytest.raises(SignInRefused, match="wrong"):
            desk.sign_in("rivera", "not the password", acknowledged=True)
    desk.sign_in("rivera", cast.PASSWORD, acknowledged=True, code=codes[3])
    assert codes[3] not in driver.all_words()


def test_that_two_different_passwords_make_no_account(qtbot: QtBot) -> None:
    driver = Driver(qtbot, people=False)
    driver.write("first_name", "rivera")
    driver.write("first_password", cast.PASSWORD)
    driver.write("first_again", "another password")
    driver.press("first_go")
    assert "differ" in driver.words("sign_in_refusal_words")
    assert driver.console.desk.first_start_needed()


def test_that_a_wrong_password_shows_the_refusal_and_nothing_else(driver: Driver) -> None:
    driver.sign_in("okafor", "not the password")
    assert driver.words("sign_in_refusal_words") == "Name or password is wrong. Try again."
    assert driver.visible("sign_in_name")
    assert not driver.visible("live_view")


@pytest.mark.requirement("OPS-1")
def test_that_nobody_signs_in_without_acknowledging_the_permitted_uses(driver: Driver) -> None:
    driver.write("sign_in_name", "okafor")
    driver.write("sign_in_password", cast.PASSWORD)
    driver.press("sign_in_go")
    assert driver.console.desk.session is None
    assert "Acknowledge" in driver.words("sign_in_refusal_words")
    rules = driver.console.policy
    for use in (*rules.permitted_use, *rules.prohibited_use, "§100.1"):
        assert use in driver.all_words()


def test_that_the_unit_named_at_sign_in_is_the_units_session(driver: Driver) -> None:
    driver.write("sign_in_unit", "7-Lincoln-3")
    driver.sign_in("okafor")
    session = driver.console.desk.session
    assert session is not None
    assert session.unit == "7-Lincoln-3"
    assert driver.words("who") == "J. Okafor · 7-Lincoln-3"


def test_that_signing_out_leaves_nothing_of_the_shift_on_screen(officer: Driver) -> None:
    officer.see("7ABC128")
    officer.sign_out()
    assert officer.visible("sign_in_name")
    assert officer.window.panel.model is None
    assert officer.window.patrol.strip.cells == ()
    assert officer.window.live.frame is None
    boxes = officer.window.findChildren(QCheckBox, "sign_in_acknowledge")
    assert not boxes[0].isChecked()
    assert officer.field("sign_in_password").text() == ""  # type: ignore[union-attr]


def test_that_what_was_a_hit_is_marked_when_the_next_person_signs_in(officer: Driver) -> None:
    officer.see("8XYZ441")
    officer.see("7ABC128")
    officer.sign_out()
    officer.sign_in("rivera")
    cells = officer.window.patrol.strip.cells
    assert {cell.text: cell.hit for cell in cells} == {"8XYZ441": False, "7ABC128": True}


@pytest.mark.requirement("ACC-7")
def test_that_one_key_hides_everything_until_the_password_is_given(officer: Driver) -> None:
    officer.see("7ABC128")
    officer.key("F12")
    assert not officer.visible("live_view")
    assert "7ABC128" not in officer.all_words()
    assert "Alert waiting" in officer.all_words()
    officer.write("lock_password", "not the password")
    officer.key("Return")
    assert officer.words("lock_refusal_words") == "Name or password is wrong. Try again."
    officer.write("lock_password", cast.PASSWORD)
    officer.key("Return")
    assert officer.words("alert_title") == "Stolen vehicle"


@pytest.mark.requirement("ACC-7")
def test_that_an_alert_while_locked_is_told_without_a_word_of_what_it_is(officer: Driver) -> None:
    officer.key("F12")
    assert "Alert waiting" not in officer.all_words()
    officer.see("5SOW350")
    assert "Alert waiting" in officer.all_words()
    assert "Felony" not in officer.all_words()

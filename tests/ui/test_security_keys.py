"""A security key at the sign-in, at the privacy lock and on one's own page."""

from __future__ import annotations

from collections.abc import Callable

import pyotp
import pytest

from tests.fakes.soft_key import SoftKey
from tests.ui import cast
from tests.ui.driver import Driver
from ui.widgets.qr_code import QrCode


def until(driver: Driver, true: Callable[[], bool]) -> None:
    """A key is waited for on a thread of its own."""
    driver.wait_for(true)
    driver.settle()


def set_up(driver: Driver, key: SoftKey, pin: str = "") -> None:
    """On the page that F4 leads an officer to."""
    driver.console.plugged[:] = [key]
    driver.key("F4")
    driver.press("own_key")
    driver.write("own_key_name", "blue key")
    driver.key("Return")
    if pin:
        until(driver, lambda: driver.visible("own_pin"))
        driver.write("own_pin", pin)
        driver.key("Return")
    until(driver, lambda: driver.visible("own_said_words"))


def test_that_a_key_set_up_on_one_s_own_page_opens_sign_in_and_lock_by_a_touch(
    officer: Driver,
) -> None:
    key = SoftKey()
    set_up(officer, key)
    assert "second factor now" in officer.words("own_said_words")
    assert "Security key 'blue key'" in officer.words("own_factors")
    officer.key("F12")
    officer.write("lock_password", cast.PASSWORD)
    officer.key("Return")
    until(officer, lambda: not officer.visible("lock_password"))
    officer.sign_out()
    officer.sign_in("okafor")
    until(officer, lambda: officer.visible("live_view"))


def test_that_a_key_that_is_not_there_is_said_and_tried_again(officer: Driver) -> None:
    key = SoftKey()
    set_up(officer, key)
    officer.sign_out()
    officer.console.plugged.clear()
    officer.sign_in("okafor")
    until(officer, lambda: "No security key" in officer.words("sign_in_touch"))
    assert not officer.visible("live_view")
    officer.console.plugged.append(key)
    officer.press("sign_in_use_key")
    until(officer, lambda: officer.visible("live_view"))


def test_that_another_person_s_key_opens_nothing(officer: Driver) -> None:
    set_up(officer, SoftKey())
    officer.sign_out()
    officer.console.plugged[:] = [SoftKey()]
    officer.sign_in("okafor")
    until(officer, lambda: "not one of yours" in officer.words("sign_in_touch"))
    assert officer.console.desk.session is None


def test_that_the_key_s_pin_is_asked_for_and_left_nowhere(officer: Driver) -> None:
    key = SoftKey(pin="4711-x")
    set_up(officer, key, "4711-x")
    officer.sign_out()
    officer.sign_in("okafor")
    until(officer, lambda: officer.visible("sign_in_pin"))
    officer.write("sign_in_pin", "0000")
    officer.key("Return")
    until(officer, lambda: "PIN is wrong" in officer.words("sign_in_touch"))
    officer.write("sign_in_pin", "4711-x")
    officer.key("Return")
    until(officer, lambda: officer.visible("live_view"))
    officer.sign_out()
    officer.sign_in("okafor")
    until(officer, lambda: officer.visible("sign_in_pin"))
    assert officer.field("sign_in_pin").text() == ""  # type: ignore[union-attr]


def test_that_a_code_typed_takes_the_place_of_the_touch(officer: Driver) -> None:
    set_up(officer, SoftKey())
    officer.press("own_new_codes")
    code = officer.words("own_codes").split()[0]
    officer.sign_out()
    officer.console.plugged.clear()
    officer.sign_in("okafor")
    until(officer, lambda: officer.visible("sign_in_use_key"))
    officer.write("sign_in_code", code)
    officer.key("Return")
    assert officer.visible("live_view")


def test_that_a_code_app_is_set_up_by_its_picture_or_its_secret(officer: Driver) -> None:
    officer.key("F4")
    assert officer.words("own_factors").startswith("None is set up.")
    officer.press("own_app")
    picture = officer.window.findChild(QrCode, "own_qr")
    assert isinstance(picture, QrCode)
    assert picture.isVisible()
    assert len(picture.rows) > 20
    app = pyotp.TOTP(officer.words("own_secret").removeprefix("Secret: "))
    officer.write("own_app_code", "000000")
    officer.key("Return")
    assert "not the app's" in officer.words("own_said_words")
    officer.write("own_app_code", app.at(officer.clock.now()))
    officer.key("Return")
    assert officer.words("own_factors").startswith("Code app, since 2026-")
    assert not picture.isVisible()
    officer.sign_out()
    officer.clock.go_on(seconds=30)
    officer.sign_in("okafor")
    assert officer.words("sign_in_note") == "Second factor: type the code of your app."
    officer.write("sign_in_code", "000000")
    officer.key("Return")
    assert "wrong or was used" in officer.words("sign_in_refusal_words")
    officer.write("sign_in_code", app.at(officer.clock.now()))
    officer.key("Return")
    assert officer.visible("live_view")


@pytest.mark.parametrize("leave", ["F2", "F12"])
def test_that_recovery_codes_are_gone_once_the_page_is_left(officer: Driver, leave: str) -> None:
    officer.key("F4")
    officer.press("own_new_codes")
    assert len(set(officer.words("own_codes").split())) == 10
    officer.write("own_old", "something")
    officer.key(leave)
    if leave == "F12":
        officer.write("lock_password", cast.PASSWORD)
        officer.key("Return")
    officer.key("F4")
    assert officer.words("own_codes") == ""
    assert officer.field("own_old").text() == ""  # type: ignore[union-attr]
    assert "10 recovery codes are left." in officer.words("own_factors")


def test_that_second_factors_are_removed_for_the_password_alone(officer: Driver) -> None:
    set_up(officer, SoftKey())
    officer.write("own_removal", "not the password")
    officer.key("Return")
    assert "password is wrong" in officer.words("own_said_words")
    officer.write("own_removal", cast.PASSWORD)
    officer.key("Return")
    assert officer.words("own_factors").startswith("None is set up.")
    assert not officer.visible("own_removal")


@pytest.mark.requirement("ACC-1")
def test_that_one_s_own_password_is_changed_on_the_page(officer: Driver) -> None:
    officer.key("F4")
    for name, text in (
        ("own_old", cast.PASSWORD), ("own_new", "quite another secret"), ("own_again", "other"),
    ):  # fmt: skip
        officer.write(name, text)
    officer.key("Return")
    assert "differ" in officer.words("own_said_words")
    officer.write("own_again", "quite another secret")
    officer.key("Return")
    assert officer.words("own_said_words") == "On record."
    assert officer.field("own_new").text() == ""  # type: ignore[union-attr]
    officer.sign_out()
    officer.sign_in("okafor", "quite another secret")
    assert officer.visible("live_view")


@pytest.mark.requirement("TRN-1")
def test_that_everybody_sees_how_long_their_own_training_holds(officer: Driver) -> None:
    officer.key("F4")
    (course,) = officer.console.policy.people.courses
    until_day = (officer.clock.now() + course.valid_for).astimezone()
    assert officer.words("own_training") == f"{course.name} until {until_day:%Y-%m-%d}"

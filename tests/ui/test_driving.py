"""The head-up layout: the worst thing and nothing else, while the car drives."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from alpr_console.domain.alert import AlertState
from alpr_console.domain.events import FaultCleared, FaultRaised
from alpr_console.domain.officer_settings import DrivingChoice, OfficerSettings, PanelSide
from tests.fakes.shift import START
from tests.screens.tour_driving import drive
from tests.ui.driver import Driver
from ui.theme.theme import theme
from ui.widgets.key_button import KeyButton


def test_that_it_comes_while_the_car_drives_and_goes_when_it_stands(officer: Driver) -> None:
    officer.see("7ABC128")
    drive(officer)
    assert officer.words("driving_title") == "Stolen vehicle"
    assert officer.words("driving_plate") == "7ABC128"
    assert officer.words("driving_tag") == "NOT VISUALLY VERIFIED"
    assert not officer.visible("answer_identical")
    drive(officer, 0.0)
    assert not officer.visible("driving")
    assert officer.visible("answer_identical")


def test_that_only_the_worst_of_several_is_shown_with_how_many_wait(officer: Driver) -> None:
    officer.see("8KLM204", "NV")
    officer.see("7ABC128")
    officer.see("5SOW350")
    drive(officer)
    assert officer.words("driving_title") == "Felony vehicle"
    assert officer.words("driving_danger_words").startswith("ARMED ROBBERY")
    assert officer.words("driving_more") == "2 more alerts"


@pytest.mark.requirement("HIT-5", "HIT-10")
def test_that_no_duty_can_be_answered_that_is_not_on_screen(officer: Driver) -> None:
    (alert,) = officer.see("7ABC128")
    drive(officer)
    for key in ("1", "2", "D", "W", "C", "Y", "N"):
        officer.key(key)
    assert officer.alert(alert.alert_id).state is AlertState.RAISED


def test_that_answer_leads_to_the_alert_that_was_shown(officer: Driver) -> None:
    officer.see("8KLM204", "NV")
    (worst,) = officer.see("5SOW350")
    drive(officer)
    officer.key("Return")
    assert officer.visible("answer_identical")
    model = officer.window.panel.model
    assert model is not None
    assert model.alert_id == worst.alert_id


def test_that_the_full_view_stays_while_it_is_used_and_goes_when_left_alone(
    officer: Driver,
) -> None:
    officer.see("7ABC128")
    drive(officer)
    officer.key("F2")
    assert officer.window.page is officer.window.patrol
    drive(officer, seconds=20)
    assert not officer.visible("driving")
    drive(officer, seconds=12)
    assert officer.visible("driving")


def test_that_it_takes_nothing_from_under_a_hand_at_the_keys(officer: Driver) -> None:
    officer.see("7ABC128")
    for _ in range(12):
        drive(officer, seconds=1)
        officer.key("Z")
    assert not officer.visible("driving")


def test_that_what_was_typed_is_there_afterwards(officer: Driver) -> None:
    officer.see("7ABC128")
    officer.verify()
    officer.key("P")
    officer.key("Return")
    officer.write("reply_from", "Dispatcher Chen")
    drive(officer)
    assert officer.visible("driving")
    officer.key("Return")
    assert officer.field("reply_from").text() == "Dispatcher Chen"  # type: ignore[union-attr]


def test_that_a_failure_of_reading_comes_before_a_lesser_alert(officer: Driver) -> None:
    officer.see("8KLM204", "NV")
    officer.console.send(FaultRaised("recognition_stopped", "", "No result.", START))
    drive(officer)
    assert officer.words("driving_title") == "Plate reading stopped"
    assert officer.words("driving_more") == "1 alert waits"
    officer.console.send(FaultCleared("recognition_stopped", "", START))
    drive(officer, seconds=1)
    assert officer.words("driving_title") == "Stolen plate"


def test_that_without_an_alert_it_shows_the_latest_read(officer: Driver) -> None:
    officer.see("8XYZ441")
    drive(officer)
    assert officer.words("driving_title") == "No alert"
    assert officer.words("driving_plate") == "8XYZ441"
    assert not officer.visible("driving_answer")


def test_that_it_stays_away_where_the_officer_does_not_want_it(officer: Driver) -> None:
    officer.window.apply_settings(OfficerSettings(driving=DrivingChoice.OFF))
    drive(officer)
    assert not officer.visible("driving")


def test_that_it_leaves_other_pages_alone_and_locks(officer: Driver) -> None:
    officer.key("F6")
    drive(officer)
    assert officer.window.page is officer.window.past_hits
    officer.key("F2")
    drive(officer)
    officer.see("7ABC128")
    assert officer.visible("driving")
    officer.key("F12")
    officer.window.bridge.ask(lambda desk: desk.lock(), lambda _s: None, lambda _e: None)
    officer.settle()
    assert not officer.visible("driving")
    assert "7ABC128" not in officer.all_words()
    drive(officer)
    assert officer.window.page is officer.window.lock_screen


@pytest.mark.parametrize("size", [(1024, 600), (1280, 800), (1920, 1200)])
def test_that_it_fits_every_screen_with_keys_of_a_finger(
    qtbot: QtBot, size: tuple[int, int]
) -> None:
    driver = Driver(qtbot, size)
    driver.sign_in("okafor")
    driver.go_on_patrol()
    driver.see("5SOW350")
    drive(driver)
    for name in ("driving_answer", "driving_full"):
        (key,) = driver.window.findChildren(KeyButton, name)
        assert key.height() >= theme.sizes.finger
        assert key.visibleRegion().boundingRect().height() == key.height()
    assert (driver.window.width(), driver.window.height()) == size


def test_that_the_alert_stands_on_the_side_of_the_hand(officer: Driver) -> None:
    window = officer.window
    assert window.panel.x() > window.live.x()
    window.apply_settings(OfficerSettings(panel_side=PanelSide.LEFT))
    officer.settle()
    assert window.panel.x() < window.live.mapTo(window, window.live.rect().topLeft()).x()


@pytest.mark.parametrize("percent", [125, 150, 200])
def test_that_a_chosen_scale_enlarges_what_fits(qtbot: QtBot, percent: int) -> None:
    driver = Driver(qtbot, (1920, 1200))
    driver.sign_in("okafor")
    driver.go_on_patrol()
    before = theme.sizes.scale
    driver.window.apply_settings(OfficerSettings(scale=percent))
    driver.settle()
    assert theme.sizes.scale == min(before * percent / 100, 1920 / 1024)
    assert (driver.window.width(), driver.window.height()) == (1920, 1200)
    driver.press("sign_out")
    assert theme.sizes.scale == before

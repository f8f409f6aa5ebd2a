"""A tour of the screens: what is done on the way, and a name for each stop."""

from __future__ import annotations

from collections.abc import Iterator

from alpr_console.domain.events import CameraChanged, FaultRaised, SourceState
from tests.fakes.shift import START
from tests.screens.tour_lists import lists_tour
from tests.ui import cast
from tests.ui.driver import Driver

DOUBT = {6: (0.62, (("8", 0.31),))}


def tour(driver: Driver) -> Iterator[str]:
    """Drives a console without people from its first start to the lock."""
    yield from _sign_in(driver)
    driver.go_on_patrol(stale=True)
    for plate in ("8XYZ441", "4DKF902", "6RTY118", "7GHB663"):
        driver.see(plate)
    yield "live"
    driver.console.send(CameraChanged("front", SourceState.LOST, START, "The stream ended."))
    driver.console.send(FaultRaised("audio_failed", "", "", START))
    driver.settle()
    yield "camera-lost"
    driver.console.send(CameraChanged("front", SourceState.LIVE, START))
    yield from _misread(driver)
    yield from _hit(driver)
    driver.key("F3")
    driver.window.review.table.selectRow(1)
    driver.settle()
    yield "review"
    yield from lists_tour(driver)
    driver.key("F1")
    yield "keys"
    driver.key("F12")
    yield "lock"


def _sign_in(driver: Driver) -> Iterator[str]:
    yield "first-start"
    for name, text in (
        ("first_name", "rivera"), ("first_badge", "2201"), ("first_full_name", "M. Rivera"),
        ("first_password", cast.PASSWORD), ("first_again", cast.PASSWORD),
    ):  # fmt: skip
        driver.write(name, text)
    driver.tick("first_trained")
    driver.key("Return")
    driver.key("Return")
    driver.write("sign_in_password", cast.PASSWORD)
    driver.press("sign_in_go")
    yield "sign-in"
    driver.sign_in("rivera")


def _misread(driver: Driver) -> Iterator[str]:
    driver.see("7ABC123", doubts=DOUBT)
    yield "alert-characters"
    driver.answer("identical")
    driver.key("Return")
    yield "alert-reason"
    driver.press("reason_different")
    yield "alert-different"
    driver.key("1")
    driver.key("Return")
    yield "alert-closed"
    driver.key("N")


def _hit(driver: Driver) -> Iterator[str]:
    driver.see("7ABC128")
    driver.see("6TRJ244")
    driver.see("5SOW350")
    driver.answer("identical")
    yield "alert-state"
    driver.answer("identical")
    yield "alert-vehicle"
    driver.answer("identical")
    yield "alert-request"
    driver.key("E")
    yield "alert-exigency"
    driver.key("Esc")
    driver.key("P")
    driver.key("Return")
    driver.wait(minutes=4, seconds=12)
    _frames_again(driver)
    yield "alert-pending"
    driver.wait(minutes=8)
    _frames_again(driver)
    yield "alert-overdue"
    driver.write("reply_from", "Dispatcher Chen")
    driver.press("reply_confirmed")
    yield "alert-basis"
    driver.write("basis", "Stolen, confirmed by SDPD; plate and vehicle match")
    driver.key("Return")
    driver.key("2")
    yield "alert-outcome"
    driver.write("number", "26-104500")
    driver.key("Return")


def _frames_again(driver: Driver) -> None:
    """The clock was put forward; the camera has gone on all the while."""
    cast.live(driver.console)
    driver.settle()
    driver.window.tick()

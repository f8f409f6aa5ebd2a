"""The officer's screens while the car drives, and the course of a hit at every size."""

from __future__ import annotations

from collections.abc import Iterator

from alpr_console.domain.events import FaultCleared, FaultRaised, PositionChanged
from alpr_console.domain.read import PositionFix
from tests.fakes.shift import START
from tests.screens.tour import DOUBT
from tests.ui import cast
from tests.ui.driver import Driver


def drive(driver: Driver, speed: float = 15.0, seconds: int = 8) -> None:
    for _ in range(seconds):
        fix = PositionFix(32.7948, -116.9625, START, speed_mps=speed)
        driver.console.send(PositionChanged(fix))
        driver.wait(seconds=1)
    cast.live(driver.console)
    driver.settle()
    driver.window.tick()


def driving_tour(driver: Driver) -> Iterator[str]:
    """For a console with people, nobody signed in."""
    driver.sign_in("okafor")
    driver.go_on_patrol()
    driver.see("8XYZ441")
    drive(driver)
    yield "driving-calm"
    driver.see("8KLM204", "NV")
    driver.settle()
    yield "driving-alert"
    driver.console.send(FaultRaised("recognition_stopped", "", "No result.", START))
    drive(driver, seconds=1)
    yield "driving-fault"
    driver.console.send(FaultCleared("recognition_stopped", "", START))
    driver.see("7ABC128")
    driver.see("5SOW350")
    drive(driver, seconds=1)
    yield "driving-worst"


def course_tour(driver: Driver) -> Iterator[str]:
    """What an officer must be able to take in on whatever screen the car has."""
    yield from driving_tour(driver)
    drive(driver, 0.0)
    yield "alert-queue"
    driver.verify()
    if driver.visible("reason"):
        driver.write("reason", "Repainted, says dispatch")
        driver.key("Return")
    yield "alert-request"
    driver.key("C")
    driver.key("Return")
    yield "alert-pending"
    driver.write("reply_from", "Dispatcher Chen")
    driver.press("reply_confirmed")
    yield "alert-basis"
    driver.write("basis", "Felony vehicle, confirmed by dispatch")
    driver.key("Return")
    yield "alert-outcome"
    driver.key("1")
    driver.write("number", "26-104500")
    driver.key("Return")
    yield "alert-closed"
    driver.key("N")
    driver.see("7ABC123", doubts=DOUBT)
    yield "alert-characters"
    driver.answer("identical")
    yield "alert-state"
    driver.answer("identical")
    yield "alert-vehicle"
    driver.key("W")
    yield "alert-close"
    driver.key("F1")
    yield "keys"

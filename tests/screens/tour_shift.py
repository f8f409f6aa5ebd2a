"""The tour of a shift: its check with a failure, reads, a canvass, notes, faults, its end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from alpr_console.domain.picture_quality import PictureQuality
from tests.ui import cast
from tests.ui.driver import Driver


def shift_tour(driver: Driver) -> Iterator[str]:
    """Drives a console with people, nobody signed in."""
    driver.sign_in("rivera")
    driver.go_on_patrol(stale=True)
    blurred = PictureQuality(brightness=0.41, contrast=0.18, sharpness=0.07)
    driver.console.put_frame(cast.frame("8XYZ441"), replace(cast.seen("8XYZ441"), quality=blurred))
    for plate in ("8XYZ441", "4DKF902", "6RTY118", "7ABC128"):
        _pass(driver, plate)
        driver.clock.go_on(seconds=41)
    cast.live(driver.console)
    driver.key("0")
    driver.key("T")
    driver.write("check_shown", "8XYZ441")
    driver.key("Return")
    driver.key("Tab")
    driver.window.shift.check.table.setFocus()
    driver.key("Y")
    yield "shift-check"
    driver.key("Y")
    driver.write("check_wrong", "Rear housing cracked")
    driver.press("check_bad")
    driver.window.shift.check.table.setFocus()
    driver.key("A")
    driver.key("3")
    driver.write("canvass_case", "26-118204")
    driver.write("canvass_what", "Shooting, 300 block of Main")
    driver.key("Return")
    for plate in ("5KTR310", "9BVC227"):
        _pass(driver, plate)
        driver.clock.go_on(seconds=7)
    cast.live(driver.console)
    driver.key("3")
    yield "shift-canvass"
    driver.window.shift.canvass.table.setFocus()
    driver.key("2")
    yield "shift-reads"
    driver.key("E")
    driver.write("note_text", "Witness says the car left north on Main")
    driver.key("Return")
    yield "shift-notes"
    driver.window.shift.notes.table.setFocus()
    driver.key("5")
    yield "shift-faults"
    driver.key("6")
    yield "shift-end"
    driver.key("F2")
    driver.console.still_reader.plates = ()
    driver.key(".")
    yield "shift-type"


def _pass(driver: Driver, plate: str) -> None:
    """A vehicle that is seen now: what is seen at one moment has no order."""
    driver.console.put_read(replace(cast.read(plate), at=driver.clock.now()))
    driver.settle()

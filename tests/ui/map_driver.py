"""Drives the car past plates, for the map."""

from __future__ import annotations

import math
from dataclasses import replace

from PySide6.QtGui import QColor, QImage

from alpr_console.domain.events import PositionChanged
from alpr_console.domain.read import PositionFix
from tests.fakes.map_files import CENTER
from tests.ui import cast
from tests.ui.driver import Driver
from ui.map.canvas import MapCanvas
from ui.map.model import MapModel

LEGS = ((0, 1, 60), (1, 0, 45), (0, -1, 30), (0, 0, 0), (-1, 0, 50), (0, 1, 20), (1, 0, 12))
"""North, east, seconds at 13 m/s; 0 seconds: no fix for three minutes and 440 m."""

PLATES = ("8XYZ441", "4DKF902", "6RTY118", "7GHB663", "5ABC111", "9KLM222", "7ABC128", "8TTT100",
          "6TRJ244", "5SOW350", "3QWE555", "8KLM204")  # fmt: skip
"""One every 17 seconds; four of them are listed by cast.put_lists."""


def drive(driver: Driver) -> None:
    """The legs, once, with the plates beside the road."""
    north = east = 0.0
    second, left = 0, list(PLATES)
    for up, right, seconds in LEGS:
        if not seconds:
            driver.console.send(PositionChanged(None, "The GPS receiver has no valid fix."))
            driver.clock.go_on(minutes=3)
            north -= 440
        for _ in range(seconds):
            second += 1
            north, east = north + 13 * up, east + 13 * right
            driver.clock.go_on(seconds=1)
            fix = place(driver, north, east, math.degrees(math.atan2(right, up)) % 360)
            driver.console.send(PositionChanged(fix))
            if second % 17 == 5 and left:
                pass_by(driver, left.pop(0), place(driver, north + 9, east))
    cast.live(driver.console)
    driver.settle()
    driver.window.tick()
    driver.key("F2")  # the partner looks at the whole screen while the car drives


def place(driver: Driver, north: float, east: float, course: float = 0.0) -> PositionFix:
    """So many meters from CENTER, now."""
    latitude = CENTER[0] + north / 111_195
    longitude = CENTER[1] + east / (111_195 * math.cos(math.radians(CENTER[0])))
    return PositionFix(latitude, longitude, driver.clock.now(), 13.0, course)


def pass_by(driver: Driver, plate: str, at: PositionFix) -> None:
    read = cast.read(plate, "NV" if plate == "8KLM204" else "CA")
    driver.console.put_read(replace(read, position=at, at=driver.clock.now()))
    driver.settle()


def canvas(driver: Driver) -> MapCanvas:
    return driver.window.map.canvas


def model(driver: Driver) -> MapModel:
    shown = canvas(driver).model
    assert shown is not None
    return shown


def drawn(driver: Driver) -> QImage:
    driver.settle()
    return canvas(driver).grab().toImage()


def colors_around(image: QImage, x: float, y: float, radius: int = 14) -> set[str]:
    return {
        QColor(image.pixel(px, py)).name()
        for px in range(max(0, round(x) - radius), min(image.width(), round(x) + radius))
        for py in range(max(0, round(y) - radius), min(image.height(), round(y) + radius))
    }


def wait_for_tiles(driver: Driver) -> None:
    """Until the map file is open and every tile in view has been decoded."""
    backdrop = driver.window.map.backdrop
    driver.wait_for(lambda: backdrop.info is not None or bool(backdrop.refusal))
    driver.settle()

    def all_there() -> bool:
        drawn(driver)
        return not backdrop.waiting

    if backdrop.zooms is not None:
        driver.wait_for(all_there)
    drawn(driver)

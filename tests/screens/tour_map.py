"""The tour of the map: a shift over a map file, one hit looked at."""

from __future__ import annotations

from collections.abc import Iterator

from tests.ui import cast
from tests.ui.driver import Driver
from tests.ui.map_driver import drive, wait_for_tiles


def map_tour(driver: Driver) -> Iterator[str]:
    """Drives a console with people and a map file, nobody signed in."""
    driver.sign_in("rivera")
    cast.put_lists(driver.console)
    cast.live(driver.console)
    drive(driver)
    driver.key("F7")
    driver.key("A")
    driver.key("E")
    driver.key("Return")
    wait_for_tiles(driver)
    yield "map"

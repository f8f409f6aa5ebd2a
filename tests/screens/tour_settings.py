"""The tour of a person's own settings: muted, the page, a key that is taken."""

from __future__ import annotations

from collections.abc import Iterator

from tests.ui import cast
from tests.ui.driver import Driver
from tests.ui.settings_driver import choose


def settings_tour(driver: Driver) -> Iterator[str]:
    """Drives a console with people, nobody signed in."""
    driver.sign_in("okafor")
    driver.go_on_patrol()
    cast.live(driver.console)
    driver.see("7ABC128")
    driver.key("Q")
    yield "muted"
    driver.key("F1")
    driver.key("S")
    driver.key("+")
    choose(driver, "phonetics", "icao")
    choose(driver, "voice", "en-us")
    choose(driver, "key_choice", "H")
    yield "settings"
    choose(driver, "key_choice", "F")
    yield "settings-refused"

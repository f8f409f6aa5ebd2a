"""The tour of a search: its grounds asked for, what it found, one read opened."""

from __future__ import annotations

from collections.abc import Iterator

from tests.ui.driver import Driver


def search_tour(driver: Driver) -> Iterator[str]:
    """Drives a console with people, nobody signed in."""
    driver.sign_in("rivera")
    driver.go_on_patrol()
    for plate in ("4DKF902", "8FGH447", "7ABC999", "8FGH441"):
        driver.see(plate)
        driver.clock.go_on(minutes=7)
    driver.key("F8")
    driver.write("search_plate", "8FG*")
    driver.key("Return")
    yield "search"
    driver.write("search_reason", "Vehicle of a witness")
    driver.write("search_number", "26-000114")
    driver.key("Return")
    driver.key("Return")
    yield "search-found"

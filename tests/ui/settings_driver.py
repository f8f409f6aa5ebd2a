"""Chooses out of the lists of the settings page."""

from __future__ import annotations

from typing import Any

from tests.ui.driver import Driver
from ui.widgets.choice import Choice


def choice(driver: Driver, name: str) -> Choice:
    found = [one for one in driver.window.findChildren(Choice, name) if one.isVisible()]
    assert found, f"no list {name} on screen"
    return found[0]


def choose(driver: Driver, name: str, data: Any) -> None:
    """The item whose data is `data`, as when a person picks it from the list."""
    box = choice(driver, name)
    places = [n for n in range(box.count()) if box.itemData(n) == data]
    assert places, f"{name} does not offer {data!r}"
    box.setFocus()
    box.setCurrentIndex(places[0])
    box.activated.emit(places[0])
    driver.settle()

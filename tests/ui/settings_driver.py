"""Chooses out of lists as a person does: open, go to the item, Enter."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt

from tests.ui.driver import Driver
from ui.widgets.choice import Choice


def choice(driver: Driver, name: str) -> Choice:
    found = [one for one in driver.window.findChildren(Choice, name) if one.isVisible()]
    assert found, f"no list {name} on screen"
    return found[0]


def choose(driver: Driver, name: str, data: Any) -> None:
    """The item whose data is `data`, by the keyboard."""
    box = choice(driver, name)
    places = [n for n in range(box.count()) if box.itemData(n) == data]
    assert places, f"{name} does not offer {data!r}"
    box.setFocus()
    box.showPopup()
    box.view().setCurrentIndex(box.model().index(places[0], 0))
    driver.qtbot.keyClick(box.view(), Qt.Key.Key_Return)
    driver.settle()

"""The bar at the bottom: what waits keeps its words, and no page loses its name."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.ui.driver import Driver
from ui.widgets.key_button import KeyButton

NAMED = {"go_patrol", "go_review", "go_administration", "go_entries", "go_past_hits", "go_map",
         "go_search", "go_keys", "go_theme"}  # fmt: skip


@pytest.mark.parametrize("size", [(1024, 600), (1280, 800), (1920, 1080)])
def test_that_with_every_page_open_each_key_is_named_and_what_waits_has_room(
    qtbot: QtBot, size: tuple[int, int]
) -> None:
    driver = Driver(qtbot, size)
    driver.sign_in("rivera")
    driver.go_on_patrol()
    for plate in ("7ABC128", "5SOW350", "6TRJ244"):
        driver.see(plate)
    keys = driver.window.bottom_bar.findChildren(KeyButton)
    shown = {key.objectName() for key in keys if key.isVisible() and key.text()}
    assert shown >= NAMED
    (waiting,) = driver.window.bottom_bar.findChildren(QLabel, "queue_words")
    assert waiting.width() >= 140
    rightmost = max(key.geometry().right() for key in keys if key.isVisible())
    assert rightmost < driver.window.width()


def test_that_an_officers_keys_stand_in_one_line_where_there_is_room(qtbot: QtBot) -> None:
    narrow, wide = (Driver(qtbot, size) for size in ((1024, 600), (1920, 1080)))
    widths = []
    for driver in (narrow, wide):
        driver.sign_in("okafor")
        driver.settle()
        (key,) = driver.window.bottom_bar.findChildren(KeyButton, "go_map")
        widths.append(key.width())
    assert widths[0] < widths[1]

"""F1 on a low screen: a section at a time, in words as large as anywhere, by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.ui.driver import Driver
from ui import strings_keys
from ui.theme.theme import theme
from ui.widgets.key_button import KeyButton

LOW = (1024, 600)


@pytest.fixture
def low(qtbot: QtBot) -> Iterator[Driver]:
    driver = Driver(qtbot, LOW)
    driver.sign_in("rivera")
    driver.go_on_patrol()
    yield driver
    driver.window.close()


def labels(driver: Driver) -> list[QLabel]:
    return [one for one in driver.window.keys.findChildren(QLabel) if one.isVisible()]


def section(driver: Driver) -> str:
    keys = driver.window.keys.findChildren(KeyButton)
    (chosen,) = [key.text() for key in keys if key.isVisible() and key.isChecked()]
    return chosen


def test_that_every_key_is_in_one_section_that_a_digit_turns_to(low: Driver) -> None:
    low.key("F1")
    shown: list[str] = []
    for place, (title, groups) in enumerate(strings_keys.SECTIONS, start=1):
        low.key(str(place))
        assert section(low) == title
        words = [one.text() for one in labels(low)]
        assert set(groups) <= set(words)
        shown += words
    for _, keys in strings_keys.KEYS_HELP:
        for _, meaning in keys:
            assert meaning in shown
    groups = [group for _, groups in strings_keys.SECTIONS for group in groups]
    assert sorted(groups) == sorted(group for group, _ in strings_keys.KEYS_HELP)


def test_that_each_section_stands_on_the_screen_in_words_of_full_size(low: Driver) -> None:
    low.key("F1")
    for place in range(1, len(strings_keys.SECTIONS) + 1):
        low.key(str(place))
        page = low.window.keys
        for one in labels(low):
            at = one.mapTo(page, one.rect().bottomRight())
            assert at.y() < page.height(), one.text()
            assert at.x() < page.width(), one.text()
            assert one.height() >= one.heightForWidth(one.width()), one.text()
            if one.property("role") in ("body", "strong"):
                assert one.font().pixelSize() == theme.sizes.body, one.text()
    assert (low.window.width(), low.window.height()) == LOW


def test_that_it_opens_at_the_keys_of_the_page_it_was_asked_from(low: Driver) -> None:
    low.key("F1")
    assert section(low) == "Everywhere"
    for page, title in (("F7", "Map, lists"), ("F8", "Map, lists"), ("0", "Shift")):
        low.key("F2")
        low.key(page)
        low.window.setFocus()
        low.key("F1")
        assert section(low) == title, page
    low.see("7ABC128")
    low.key("F2")
    low.key("F1")
    assert section(low) == "Alert"


def test_that_a_screen_that_is_high_enough_lists_all_at_once(qtbot: QtBot) -> None:
    driver = Driver(qtbot, (1280, 800))
    driver.sign_in("rivera")
    driver.key("F1")
    shown = {one.text() for one in labels(driver)}
    assert {title for title, _ in strings_keys.KEYS_HELP} <= shown
    assert not driver.visible("keys_section_1")
    driver.window.close()

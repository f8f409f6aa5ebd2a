"""What holds for every control on every screen."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDateTimeEdit,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from alpr_console.domain.hotlist import Category
from tests.fakes.bolo import bolo
from tests.ui.bolo_driver import entered, in_force
from tests.ui.driver import Driver
from ui import strings_keys
from ui.shortcuts import PRESSING
from ui.theme.theme import theme
from ui.widgets.key_button import KeyButton

KINDS = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QDateTimeEdit, QAbstractItemView)

SIZES = [(1024, 600), (1280, 800), (1920, 1080), (1920, 1200)]


def controls(within: QWidget) -> list[QWidget]:
    """Controls of ours, each kind; not the parts that Qt builds its own out of."""
    found = [w for kind in KINDS for w in within.findChildren(kind)]
    return [w for w in found if not w.objectName().startswith("qt_") and w.objectName()]


def too_small(driver: Driver, screen: str) -> list[str]:
    """Controls in view that a finger would miss, or that are not whole on screen."""
    driver.settle()
    wrong = []
    for w in controls(driver.window):
        if not w.isVisible() or isinstance(w, QAbstractItemView):
            continue
        area = w.visibleRegion().boundingRect()
        answers = w.property("role") == "answer"
        least = theme.sizes.finger if answers else theme.sizes.target
        if w.height() < least or w.width() < least or area.height() < w.height():
            wrong.append(f"{screen}: {w.objectName()} {w.width()}x{area.height()}")
    return wrong


def test_that_every_control_has_a_name_for_screen_readers(driver: Driver) -> None:
    driver.sign_in("rivera")
    nameless = [w.objectName() for w in controls(driver.window) if not w.accessibleName()]
    assert nameless == []
    assert len(controls(driver.window)) > 50


@pytest.mark.parametrize("size", SIZES)
def test_that_everything_to_touch_is_large_enough_and_whole_on_screen(
    qtbot: QtBot, size: tuple[int, int]
) -> None:
    driver = Driver(qtbot, size)
    driver.sign_in("rivera")
    driver.go_on_patrol(stale=True)
    driver.see("6TRJ244", doubts={6: (0.62, (("5", 0.31),))})
    driver.see("7ABC128")
    wrong: list[str] = []

    def look(screen: str) -> None:
        wrong.extend(too_small(driver, screen))

    look("answer")
    driver.verify()
    look("request")
    driver.key("E")
    look("exigency")
    driver.key("Esc")
    driver.key("C")
    driver.key("Return")
    driver.key("Y")
    look("reply refused")
    driver.write("reply_from", "Dispatcher Chen")
    driver.press("reply_confirmed")
    driver.key("Return")
    look("basis refused")
    driver.write("basis", "Felony warrant confirmed with the court")
    driver.key("Return")
    driver.write("effort", "Driver matches the booking photograph")
    driver.key("Return")
    driver.key("1")
    driver.key("Return")
    look("outcome refused")
    driver.write("number", "26-104500")
    driver.key("Return")
    look("closed")
    driver.key("F3")
    look("review")
    driver.key("F4")
    look("administration")
    driver.key("F12")
    look("lock")
    assert wrong == []
    assert (driver.window.width(), driver.window.height()) == size


@pytest.mark.parametrize("size", SIZES)
def test_that_entries_and_what_becomes_of_matches_can_be_touched(
    qtbot: QtBot, size: tuple[int, int]
) -> None:
    driver = Driver(qtbot, size)
    waiting = entered(driver, bolo("7?BC*", lis="", covert=True))
    in_force(driver, bolo("8XY*", category=Category.WANTED_PERSON, covert=True))
    driver.sign_in("rivera")
    driver.go_on_patrol(stale=True)
    driver.see("7ABC999")
    driver.console.ask(lambda desk: desk.specific.approve(waiting.entry_id))
    driver.console.look_back()
    wrong = too_small(driver, "patrol")
    driver.see("8XYZ441", doubts={6: (0.62, (("7", 0.31),))})
    driver.see("8XYZ441")
    wrong += too_small(driver, "covert alert")
    driver.answer("different")
    wrong += too_small(driver, "different")
    driver.key("K")
    driver.key("Return")
    wrong += too_small(driver, "correction refused")
    driver.key("F6")
    driver.key("Return")
    wrong += too_small(driver, "past hit refused")
    driver.key("F5")
    driver.window.entries.listing.table.selectRow(0)
    driver.press("entry_withdraw")
    wrong += too_small(driver, "entry refused")
    driver.key("B")
    driver.press("bolo_submit")
    wrong += too_small(driver, "form refused")
    driver.press("tab_ignored")
    driver.press("ignore_go")
    wrong += too_small(driver, "ignored refused")
    assert wrong == []
    assert (driver.window.width(), driver.window.height()) == size


def test_that_every_key_on_a_button_is_listed_under_f1_and_works(officer: Driver) -> None:
    for button in officer.window.findChildren(KeyButton):
        if button.key:
            assert button.key in PRESSING, button.objectName()
    officer.key("F1")
    shown = officer.all_words()
    for _, keys in strings_keys.KEYS_HELP:
        for _key, meaning in keys:
            assert meaning in shown


def test_that_a_whole_course_is_driven_by_the_keyboard_alone(officer: Driver) -> None:
    alert_id = officer.see("7ABC128")[0].alert_id

    def type_words(text: str) -> None:
        focus = officer.window.focusWidget()
        assert isinstance(focus, QLineEdit | QPlainTextEdit)
        officer.qtbot.keyClicks(focus, text)
        officer.settle()

    def tab_to(name: str) -> None:
        for _ in range(60):
            focus = QApplication.focusWidget()
            if focus is not None and focus.objectName() == name:
                return
            officer.key("Tab")
        raise AssertionError(f"Tab does not reach {name}")

    officer.verify()
    for key in ("P", "Return"):
        officer.key(key)
    tab_to("reply_from")
    type_words("Dispatcher Chen")
    tab_to("reply_confirmed")
    officer.key("Space")
    type_words("Stolen, confirmed by SDPD; plate and vehicle match")
    officer.key("Return")
    officer.key("2")
    tab_to("number")
    type_words("26-104500")
    officer.key("Return")
    assert not officer.alert(alert_id).is_open


def test_that_day_and_night_change_by_one_key(officer: Driver) -> None:
    assert theme.palette.name == "day"
    officer.key("F9")
    assert theme.palette.name == "night"
    assert officer.window.findChild(KeyButton, "go_theme").text() == "Day"
    officer.key("F9")
    assert theme.palette.name == "day"


def test_that_nothing_blinks_but_an_unanswered_danger(officer: Driver) -> None:
    officer.see("8KLM204", "NV")
    assert officer.window.panel.model is not None
    officer.see("7ABC128")
    model = officer.window.panel.model
    assert model is not None
    assert (model.title, model.unanswered) == ("Stolen plate", True)
    assert officer.window.bottom_bar._blink
    officer.key("N")
    officer.answer("identical")
    model = officer.window.panel.model
    assert model is not None
    assert not model.unanswered


@pytest.mark.parametrize("size", SIZES)
def test_that_the_map_can_be_touched(qtbot: QtBot, size: tuple[int, int]) -> None:
    driver = Driver(qtbot, size)
    driver.sign_in("rivera")
    driver.go_on_patrol()
    driver.see("7ABC128")
    driver.see("8XYZ441")
    driver.key("F7")
    wrong = too_small(driver, "map")
    driver.key("E")
    wrong += too_small(driver, "mark")
    driver.key("Return")
    wrong += too_small(driver, "plate")
    driver.key("F1")
    wrong += too_small(driver, "keys")
    assert wrong == []
    assert (driver.window.width(), driver.window.height()) == size

"""The window over the real console with its own thread: what the fake leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from alpr_console.domain.alert import AlertState
from alpr_console.domain.notices import Meaning
from tests.fakes.car import FRAME, LIVE, SEEN, Car, hit, miss
from tests.fakes.shift import listed
from tests.ui.driver import PATIENCE_MS
from ui.app import build_window
from ui.main_window import MainWindow


@pytest.fixture
def car(tmp_path: Path) -> Iterator[Car]:
    made = Car(tmp_path)
    yield made
    made.works_left = None
    made.console.stop()


@pytest.fixture
def window(car: Car, qtbot: QtBot) -> MainWindow:
    made = build_window(car.console, "day", now=car.clock.now)
    qtbot.addWidget(made)
    made.show()
    car.console.start()
    car.sit_down()
    qtbot.waitUntil(lambda: made.page is made.patrol, timeout=PATIENCE_MS)
    return made


def press(qtbot: QtBot, window: MainWindow, name: str) -> None:
    button = next(b for b in window.findChildren(QPushButton, name) if b.isVisible())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_that_an_alert_of_the_console_is_answered_through_the_window(
    car: Car, window: MainWindow, qtbot: QtBot
) -> None:
    car.emit(LIVE)
    car.pipeline.show(FRAME, SEEN)
    car.emit(SEEN, hit())
    qtbot.waitUntil(lambda: window.panel.model is not None, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: window.live.frame is not None, timeout=PATIENCE_MS)
    for _ in range(2):
        count = len(car.actions)
        press(qtbot, window, "answer_identical")
        qtbot.waitUntil(lambda at=count: len(car.actions) > at, timeout=PATIENCE_MS)  # type: ignore[misc]
        qtbot.waitUntil(
            lambda: window.panel.model is not None and not window.panel.model.busy,
            timeout=PATIENCE_MS,
        )
    (alert,) = car.store.contents.alerts.values()
    assert alert.state is AlertState.VERIFIED


def test_that_an_act_that_could_not_be_saved_says_so_in_place_and_on_its_chip(
    car: Car, window: MainWindow, qtbot: QtBot
) -> None:
    car.emit(hit())
    qtbot.waitUntil(lambda: window.panel.model is not None, timeout=PATIENCE_MS)
    car.works_left = 0
    press(qtbot, window, "answer_identical")

    def refusals() -> list[str]:
        labels = window.findChildren(QLabel, "refusal_words")
        return [label.text() for label in labels if label.isVisible()]

    qtbot.waitUntil(lambda: refusals() == ["The disk is full. Free space."], timeout=PATIENCE_MS)
    chips = window.status_bar.chips
    qtbot.waitUntil(lambda: chips["storage"].chip.meaning is Meaning.DANGER, timeout=PATIENCE_MS)
    model = window.panel.model
    assert model is not None
    assert model.tag.text == "NOT VISUALLY VERIFIED"


def test_that_a_console_that_is_stopping_refuses_in_words(
    car: Car, window: MainWindow, qtbot: QtBot
) -> None:
    car.emit(hit())
    qtbot.waitUntil(lambda: window.panel.model is not None, timeout=PATIENCE_MS)
    car.console.stop()
    press(qtbot, window, "answer_identical")
    qtbot.waitUntil(
        lambda: window.panel.model is not None and "closing" in window.panel.model.refusal,
        timeout=PATIENCE_MS,
    )


@pytest.mark.requirement("OPS-4")
def test_that_what_the_console_finds_among_stored_reads_is_counted_on_its_key(
    tmp_path: Path, qtbot: QtBot
) -> None:
    car = Car(tmp_path, past_reads=True)
    window = build_window(car.console, "day", now=car.clock.now)
    qtbot.addWidget(window)
    window.show()
    car.console.start()
    try:
        car.sit_down()
        qtbot.waitUntil(lambda: window.page is window.patrol, timeout=PATIENCE_MS)
        car.emit(miss("8BBB777"))
        car.put_list("local", listed("8BBB777"))
        car.act(lambda desk: desk.lists_touched())
        key = window.findChild(QPushButton, "go_past_hits")
        qtbot.waitUntil(lambda: key.text() == "Past hits 1", timeout=PATIENCE_MS)
        qtbot.mouseClick(key, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: len(window.past_hits.table.rows.rows) == 1, timeout=PATIENCE_MS)
        assert window.past_hits.table.rows.rows[0].cells[1] == "8BBB777 CA"
        assert window.panel.model is None
    finally:
        car.console.stop()

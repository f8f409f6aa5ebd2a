"""From the console's thread to Qt's."""

from __future__ import annotations

import threading

import pytest
from pytestqt.qtbot import QtBot

from alpr_console.domain.errors import ConsoleError, PermissionRefused
from alpr_console.domain.events import CameraChanged, ConsoleEvent, FrameSeen, SourceState
from alpr_console.workflow.desk import Desk
from tests.fakes.fake_console import FakeConsole
from tests.fakes.shift import START
from tests.ui import cast
from tests.ui.driver import PATIENCE_MS
from ui.bridge import Bridge


@pytest.fixture
def console() -> FakeConsole:
    return cast.console()


def bridge_of(console: FakeConsole) -> Bridge:
    return Bridge(console)  # type: ignore[arg-type]


def test_that_events_of_another_thread_arrive_on_this_one_in_their_order(
    qtbot: QtBot, console: FakeConsole
) -> None:
    bridge = bridge_of(console)
    arrived: list[tuple[ConsoleEvent, threading.Thread]] = []
    bridge.happened.connect(lambda event: arrived.append((event, threading.current_thread())))
    sent = [CameraChanged(f"camera {i}", SourceState.LIVE, START) for i in range(20)]
    sender = threading.Thread(target=lambda: [console.send(event) for event in sent])
    sender.start()
    sender.join()
    qtbot.waitUntil(lambda: len(arrived) == len(sent), timeout=PATIENCE_MS)
    assert [event for event, _ in arrived] == sent
    assert {thread for _, thread in arrived} == {threading.current_thread()}


def test_that_of_frames_that_wait_only_the_newest_of_each_camera_arrives(
    qtbot: QtBot, console: FakeConsole
) -> None:
    bridge = bridge_of(console)
    arrived: list[ConsoleEvent] = []
    bridge.happened.connect(arrived.append)
    for number in range(50):
        for camera in ("front", "rear"):
            console.send(FrameSeen(camera, number, START, (), 30.0, 0, 50.0))
    qtbot.waitUntil(lambda: len(arrived) == 2, timeout=PATIENCE_MS)
    seen = [e for e in arrived if isinstance(e, FrameSeen)]
    assert [(e.camera, e.number) for e in seen] == [("front", 49), ("rear", 49)]


def test_that_a_refusal_and_a_bug_both_come_back_in_words(
    qtbot: QtBot, console: FakeConsole
) -> None:
    bridge = bridge_of(console)
    refusals: list[ConsoleError] = []

    def broken(_desk: Desk) -> None:
        raise ZeroDivisionError("division by zero")

    bridge.ask(lambda desk: desk.open_alerts(), lambda _: None, refusals.append)
    bridge.ask(broken, lambda _: None, refusals.append)
    qtbot.waitUntil(lambda: len(refusals) == 2, timeout=PATIENCE_MS)
    assert isinstance(refusals[0], PermissionRefused)
    assert "division by zero" in str(refusals[1])


def test_that_nothing_arrives_once_the_window_is_closed(qtbot: QtBot, console: FakeConsole) -> None:
    bridge = bridge_of(console)
    arrived: list[ConsoleEvent] = []
    bridge.happened.connect(arrived.append)
    console.send(CameraChanged("front", SourceState.LIVE, START))
    bridge.close()
    qtbot.wait(20)
    assert arrived == []

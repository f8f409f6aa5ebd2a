"""The mailbox between capture and recognition."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime

from alpr_console.pipeline.inbox import Inbox
from alpr_console.ports import Frame
from tests.fakes.fake_source import blank

PICTURE = blank(8, 8)


def frame(number: int, camera: str = "front") -> Frame:
    return Frame(camera, number, datetime.now(UTC), PICTURE, time.monotonic())


def numbers(inbox: Inbox) -> list[int | None]:
    taken = []
    while (one := inbox.take(0)) is not None:
        taken.append(one.frame.number if one.frame else None)
    return taken


def test_that_only_the_newest_frame_waits_and_the_others_are_counted() -> None:
    inbox = Inbox(["front"])
    for i in range(5):
        inbox.put("front", frame(i))
    assert numbers(inbox) == [4]
    assert inbox.dropped("front") == 4


def test_that_a_number_the_source_left_out_counts_as_dropped() -> None:
    inbox = Inbox(["front"])
    for i in (0, 3):
        inbox.put("front", frame(i))
        inbox.take(0)
    assert inbox.dropped("front") == 2


def test_that_a_break_keeps_its_place_between_frames() -> None:
    inbox = Inbox(["front"])
    inbox.put("front", frame(0))
    inbox.put_break("front")
    inbox.put_break("front")
    inbox.put("front", frame(1))
    inbox.put("front", frame(2))
    assert numbers(inbox) == [0, None, 2]


def test_that_cameras_take_turns() -> None:
    inbox = Inbox(["front", "rear"])
    order = []
    for i in range(3):
        inbox.put("front", frame(i))
        inbox.put("rear", frame(i, "rear"))
        for _ in range(2):
            taken = inbox.take(0)
            assert taken is not None
            order.append(taken.camera)
    assert order == ["front", "rear"] * 3


def test_that_a_recording_waits_until_its_frame_is_taken() -> None:
    inbox = Inbox(["drive"])

    def put_all() -> None:
        for i in range(20):
            inbox.wait_for_room("drive", lambda: False)
            inbox.put("drive", frame(i, "drive"))
        inbox.close("drive")

    source = threading.Thread(target=put_all)
    source.start()
    seen = []
    while not inbox.drained:
        taken = inbox.take(1)
        if taken is not None and taken.frame is not None:
            seen.append(taken.frame.number)
    source.join()
    assert seen == list(range(20))
    assert inbox.dropped("drive") == 0


def test_that_nobody_waits_for_a_recognition_that_gave_up() -> None:
    inbox = Inbox(["drive"])
    inbox.abandon()
    for i in range(3):
        inbox.wait_for_room("drive", lambda: False)
        inbox.put("drive", frame(i, "drive"))
    assert inbox.drained


def test_that_whoever_waits_for_a_frame_is_let_go_when_it_has_something_else_to_do() -> None:
    inbox = Inbox(["front"])
    searched = threading.Event()

    def search() -> None:
        searched.set()
        inbox.nudge()

    threading.Thread(target=search).start()
    assert inbox.take(20, searched.is_set) is None
    assert searched.is_set()


def test_that_only_a_frame_that_a_newer_one_replaced_was_overtaken() -> None:
    inbox = Inbox(["front", "rear"])
    inbox.put("front", frame(3))
    inbox.put("rear", frame(0, "rear"))
    assert inbox.overtaken == 0
    inbox.put("front", frame(4))
    inbox.put("rear", frame(1, "rear"))
    assert inbox.overtaken == 2

"""What is told of hits after a second look, and of everything else behind them."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from alpr_console.domain.events import FrameSeen, ReadReleased, RecognitionFailed
from alpr_console.domain.plate import PlateText
from alpr_console.pipeline import recognition_thread
from alpr_console.pipeline.second_looks import MOST_WAITING, SecondLooks
from tests.fakes.fake_recogniser import TEXTS, FakeRecogniser
from tests.fakes.fake_source import ScriptedCamera
from tests.fakes.made_videos import passing
from tests.pipeline.test_pipeline import Run, listed


def listing(running: list[Run], recogniser: FakeRecogniser) -> tuple[Run, ScriptedCamera]:
    """A pipeline at work for which TEXTS[1] is listed."""
    camera = ScriptedCamera(live=False)
    run = Run(camera, recogniser=recogniser)
    running.append(run)
    run.pipeline.set_index(listed(TEXTS[1]))
    run.pipeline.start()
    return run, camera


def test_that_a_hit_is_looked_at_again_and_no_other_read(running: list[Run]) -> None:
    looked: list[str] = []

    class Looks(FakeRecogniser):
        def look_again(self, crop_jpeg: bytes, reading: PlateText) -> PlateText:
            assert crop_jpeg.startswith(b"\xff\xd8")
            looked.append(reading.text)
            doubted = tuple(replace(c, again=((c.char, 0.5),)) for c in reading.characters)
            return replace(reading, characters=doubted)

    run, camera = listing(running, Looks())
    camera.feed(*passing(0))
    plain = run.wait_for(ReadReleased)
    camera.feed(*passing(1))
    hit = run.wait_for(ReadReleased, lambda e: e.read.text == TEXTS[1])
    assert set(looked) == {TEXTS[1]}
    assert [c.held_up for c in hit.read.reading.characters] == [0.5] * 7
    assert all(c.again == () for c in plain.read.reading.characters)


def test_that_a_hit_whose_second_look_fails_goes_on_without_it_and_says_so(
    running: list[Run],
) -> None:
    class Fails(FakeRecogniser):
        def look_again(self, crop_jpeg: bytes, reading: PlateText) -> PlateText:
            raise RuntimeError("the network broke")

    run, camera = listing(running, Fails())
    camera.feed(*passing(1))
    hit = run.wait_for(ReadReleased)
    assert [m.entry.lic for m in hit.matches] == [TEXTS[1]]
    assert "second look" in run.of(RecognitionFailed)[0].reason


def test_that_frames_go_on_while_a_hit_is_looked_at_again_and_nothing_overtakes_it(
    running: list[Run],
) -> None:
    going_on = threading.Event()

    class Ponders(FakeRecogniser):
        def look_again(self, crop_jpeg: bytes, reading: PlateText) -> PlateText:
            assert going_on.wait(10)
            return reading

    run, camera = listing(running, Ponders())
    frames = passing(1, 0)
    camera.feed(*frames)
    # Another vehicle passes and is read, and the first is long gone: all of it waits.
    run.wait_for(FrameSeen, lambda e: e.number == len(frames) - 1)
    assert run.of(ReadReleased) == []
    assert run.ended == []
    going_on.set()
    run.wait_for(ReadReleased, lambda e: e.read.text == TEXTS[0])
    assert run.of(ReadReleased)[0].read.text == TEXTS[1]
    run.stop()
    assert [read.text for read in run.ended] == [TEXTS[1], TEXTS[0]]


def test_that_a_look_that_hangs_is_told_of(
    running: list[Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recognition_thread, "STALL_LIMIT_S", 0.2)
    going_on = threading.Event()

    class Hangs(FakeRecogniser):
        def look_again(self, crop_jpeg: bytes, reading: PlateText) -> PlateText:
            assert going_on.wait(10)
            return reading

    run, camera = listing(running, Hangs())
    camera.feed(*passing(1))
    run.wait_for(RecognitionFailed)
    going_on.set()
    run.wait_for(ReadReleased)


def test_that_of_many_hits_the_latest_go_on_without_a_second_look() -> None:
    told: list[bool] = []
    going_on = threading.Event()
    looks = SecondLooks(failed=lambda error: pytest.fail(str(error)))
    looks.start()

    def look(in_time: bool) -> None:
        assert going_on.wait(10)
        told.append(in_time)

    for _ in range(MOST_WAITING + 3):
        looks.after_look(look)
    going_on.set()
    looks.close()
    assert told == [True] * MOST_WAITING + [False] * 3


def test_that_what_cannot_be_told_stops_nothing_behind_it() -> None:
    failed: list[Exception] = []
    told: list[str] = []
    looks = SecondLooks(failed.append)
    looks.start()

    def breaks(in_time: bool) -> None:
        raise RuntimeError("no room")

    looks.after_look(breaks)
    looks.after_look(lambda in_time: told.append("hit"))
    looks.now(lambda: told.append("end"))
    looks.close()
    assert told == ["hit", "end"]
    assert [str(error) for error in failed] == ["no room"]


def test_that_nothing_waits_where_no_hit_is_looked_at() -> None:
    told: list[int] = []
    looks = SecondLooks(failed=lambda error: pytest.fail(str(error)))
    looks.start()
    looks.now(lambda: told.append(threading.get_ident()))
    assert told == [threading.get_ident()]
    looks.close()

"""Recognition ahead of its turn, and recognition that cannot keep up, behind real threads."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from alpr_console.adapters.camera.video_file import VideoFile
from alpr_console.domain.events import FrameSeen, PipelineEvent, ReadReleased
from alpr_console.domain.plate import Detection
from alpr_console.domain.read import PlateRead
from alpr_console.locations import models_dir
from alpr_console.pipeline import recognition_thread
from alpr_console.pipeline.pipeline import Pipeline
from alpr_console.pipeline.recognition_thread import SearchesAhead
from alpr_console.ports import Frame, Picture
from alpr_console.recognition.detector import LOOK_AHEAD
from alpr_console.recognition.passes import PassKeeper
from alpr_console.recognition.recogniser import Recogniser, open_recogniser
from tests.fakes.drawn_street import street_with_car
from tests.fakes.fake_recogniser import FakeRecogniser
from tests.fakes.fake_source import ScriptedCamera, blank
from tests.fakes.made_videos import write_video

PATIENCE_S = 60.0
"""Far beyond what anything here takes; only a hang reaches it."""

Said = tuple[str, str, float, int, int, int, int]


@pytest.fixture(scope="module")
def drive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two vehicles that come nearer, one after the other, and an empty street between."""
    frames = [
        street_with_car(100 + 6 * n, center=(560 + 8 * n, 420 + 2 * n), text=text)[0]
        for text in ("7ABC123", "4KLM590")
        for n in range(10)
    ]
    return write_video(tmp_path_factory.mktemp("drive") / "drive.avi", frames)


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    return open_recogniser(models_dir(), precision="f32")


def said(read: PlateRead) -> Said:
    confidence = round(read.reading.confidence, 6)
    return (
        read.text, read.state, confidence, read.first_frame, read.last_frame, read.frames,
        read.revision,
    )  # fmt: skip


def frames_of(video: Path) -> Iterator[Frame]:
    source = VideoFile(video, "max")
    source.open()
    while (frame := source.read()) is not None:
        yield frame
    source.close()


def through_the_pipeline(video: Path, recogniser: SearchesAhead) -> tuple[list[Said], list[Said]]:
    events: list[PipelineEvent] = []
    ended: list[PlateRead] = []
    pipeline = Pipeline(
        [VideoFile(video, "max")], None, recogniser, events.append, None, ended.append
    )
    pipeline.start()
    assert pipeline.wait_finished(PATIENCE_S)
    pipeline.stop()
    released = [e.read for e in events if isinstance(e, ReadReleased)]
    return [said(read) for read in released], [said(read) for read in ended]


def test_that_what_is_searched_ahead_reads_as_what_is_searched_in_turn(
    drive: Path, recogniser: Recogniser
) -> None:
    keeper = PassKeeper()
    followed = [keeper.follow(frame, recogniser) for frame in frames_of(drive)]
    followed.append(keeper.flush())
    in_turn = (
        [said(read) for one in followed for read in one.reads],
        [said(read) for one in followed for read in one.ended],
    )
    assert {text for text, *_ in in_turn[1]} == {"7ABC123", "4KLM590"}
    for _ in range(3):
        assert through_the_pipeline(drive, recogniser) == in_turn


class Ahead(FakeRecogniser):
    """Tells in which order pictures were begun and asked for; none is done before."""

    def __init__(self) -> None:
        super().__init__()
        self.log: list[tuple[str, int]] = []

    def begin(self, picture: Picture, done: Callable[[], None]) -> None:
        self.log.append(("begun", int(picture[0, 0, 0])))

    def detect(self, picture: Picture) -> list[Detection]:
        self.log.append(("asked", int(picture[0, 0, 0])))
        return super().detect(picture)


def test_that_the_next_frame_is_searched_while_one_waits_for_its_answer() -> None:
    camera = ScriptedCamera(live=False)
    recogniser = Ahead()
    pipeline = Pipeline([camera], None, recogniser, lambda event: None)
    camera.feed(*(numbered(n) for n in range(6)), None)
    pipeline.start()
    assert pipeline.wait_finished(PATIENCE_S)
    pipeline.stop()
    order = recogniser.log
    assert [n for kind, n in order if kind == "asked"] == list(range(6))
    assert order.index(("begun", 1)) < order.index(("asked", 0))


def numbered(number: int) -> Picture:
    picture = blank()
    picture[0, 0, 0] = number
    return picture


class Slow(FakeRecogniser):
    """Stays in each frame until it is let on."""

    def __init__(self) -> None:
        super().__init__()
        self.entered = threading.Semaphore(0)
        self.let_on = threading.Semaphore(0)

    def detect(self, picture: Picture) -> list[Detection]:
        self.entered.release()
        assert self.let_on.acquire(timeout=PATIENCE_S)
        return super().detect(picture)


def test_that_a_slow_recognition_falls_no_further_behind_than_the_frames_in_hand() -> None:
    camera, recogniser = ScriptedCamera(), Slow()
    seen: list[FrameSeen] = []
    behind: list[int] = []
    captured = 0

    def note(frame: Frame, about: FrameSeen) -> None:
        seen.append(about)
        behind.append(captured - 1 - frame.number)

    pipeline = Pipeline([camera], None, recogniser, lambda event: None, note)
    pipeline.start()
    for _ in range(12):
        # Ten frames come while recognition is in one.
        captured += 10
        camera.feed(*[blank()] * 10)
        assert camera.wait_until_taken(PATIENCE_S)
        assert recogniser.entered.acquire(timeout=PATIENCE_S)
        recogniser.let_on.release()
    camera.feed(None)
    for _ in range(LOOK_AHEAD + 1):
        recogniser.let_on.release()
    assert pipeline.wait_finished(PATIENCE_S)
    pipeline.stop()
    # Never older than what comes while the frames in hand and the one that waits are read,
    # however long it goes on.
    assert max(behind) <= 10 * (LOOK_AHEAD + 1)
    assert len(seen) + seen[-1].dropped == captured
    assert seen[-1].number == captured - 1
    assert seen[-1].dropped > 60


def test_that_recognition_that_stays_behind_searches_sparingly(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[int] = []

    class Behind:
        def sparing(self, overtaken: int, now: float) -> bool:
            asked.append(overtaken)
            return overtaken > 3

    monkeypatch.setattr(recognition_thread, "Effort", Behind)
    camera, recogniser = ScriptedCamera(), Slow()
    pipeline = Pipeline([camera], None, recogniser, lambda event: None)
    pipeline.start()
    camera.feed(blank())
    assert recogniser.entered.acquire(timeout=PATIENCE_S)
    assert not recogniser.sparing
    camera.feed(*[blank()] * 10)
    assert camera.wait_until_taken(PATIENCE_S)
    camera.feed(None)
    for _ in range(5):
        recogniser.let_on.release()
    assert pipeline.wait_finished(PATIENCE_S)
    pipeline.stop()
    assert recogniser.sparing
    assert asked[0] == 0

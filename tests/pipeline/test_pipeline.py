"""The threads together, on cameras whose every answer the test decides."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest

from alpr_console.adapters.camera.picture_folder import PictureFolder
from alpr_console.adapters.camera.video_file import VideoFile
from alpr_console.domain.errors import PositionUnavailable, SourceUnavailable
from alpr_console.domain.events import (
    CameraChanged,
    FrameSeen,
    PipelineEvent,
    PositionChanged,
    ReadReleased,
    RecognitionFailed,
    SourceState,
)
from alpr_console.domain.hotlist import HotList, HotListEntry, MatchKind
from alpr_console.domain.read import PlateRead, PositionFix
from alpr_console.matching.index import HotListIndex
from alpr_console.matching.packed import packed
from alpr_console.pipeline import position_thread, recognition_thread
from alpr_console.pipeline.pipeline import Pipeline
from alpr_console.ports import Frame, FrameSource, PositionSource
from tests.fakes.fake_recogniser import TEXTS, FakeRecogniser
from tests.fakes.fake_source import HANG, ScriptedCamera, blank
from tests.fakes.made_videos import passing, write_folder, write_video

PATIENCE_S = 20.0
"""Far beyond what anything here takes; only a hang reaches it."""
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
E = TypeVar("E", bound=PipelineEvent)


class Run:
    """A pipeline with everything it said, in order."""

    def __init__(
        self,
        *sources: FrameSource,
        position: PositionSource | None = None,
        recogniser: FakeRecogniser | None = None,
    ) -> None:
        self.said: queue.SimpleQueue[PipelineEvent] = queue.SimpleQueue()
        self.events: list[PipelineEvent] = []
        self.ended: list[PlateRead] = []
        self.pictures: list[tuple[Frame, FrameSeen]] = []
        self.pipeline = Pipeline(
            sources, position, recogniser or FakeRecogniser(), self.said.put,
            lambda frame, seen: self.pictures.append((frame, seen)), self.ended.append,
        )  # fmt: skip

    def finish(self) -> None:
        self.pipeline.start()
        assert self.pipeline.wait_finished(PATIENCE_S)
        self.stop()

    def stop(self) -> None:
        self.pipeline.stop()
        while not self.said.empty():
            self.events.append(self.said.get_nowait())

    def of(self, kind: type[E]) -> list[E]:
        return [event for event in self.events if isinstance(event, kind)]

    def wait_for(self, kind: type[E], such: Callable[[E], bool] = lambda _: True) -> E:
        while True:
            event = self.said.get(timeout=PATIENCE_S)
            self.events.append(event)
            if isinstance(event, kind) and such(event):
                return event


def listed(*plates: str) -> HotListIndex:
    hot_list = HotList("1", "SVS", 1, "0" * 64, len(plates), "svs.csv", NOON, NOON)
    return HotListIndex([(hot_list, packed([HotListEntry(p, p, "CA") for p in plates]))])


def test_that_each_vehicle_of_a_video_gives_one_read_and_no_frame_is_dropped(
    tmp_path: Path,
) -> None:
    frames = passing(0, 1, 2)
    run = Run(VideoFile(write_video(tmp_path / "drive.avi", frames), "max"))
    run.pipeline.set_index(listed(TEXTS[1]))
    run.finish()
    first_reads = [e for e in run.of(ReadReleased) if e.read.revision == 0]
    assert [e.read.text for e in first_reads] == list(TEXTS)
    assert [[m.kind for m in e.matches] for e in first_reads] == [[], [MatchKind.EXACT], []]
    assert [(r.text, r.frames > 1) for r in run.ended] == [(text, True) for text in TEXTS]
    assert [e.number for e in run.of(FrameSeen)] == list(range(len(frames)))
    assert run.of(FrameSeen)[-1].dropped == 0
    assert [e.state for e in run.of(CameraChanged)] == [
        SourceState.STARTING, SourceState.LIVE, SourceState.ENDED,
    ]  # fmt: skip
    assert len({r.track_id for r in run.ended}) == 3
    assert any(o.hit for e in run.of(FrameSeen) for o in e.overlays)
    assert [p.number for p, _ in run.pictures] == [s.number for _, s in run.pictures]


def test_that_a_damaged_picture_of_a_folder_counts_as_dropped(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "drive", passing(0))
    (folder / "frame-7.png").write_bytes(b"not a picture")
    run = Run(PictureFolder(folder, "max"))
    run.finish()
    assert run.of(FrameSeen)[-1].dropped == 1
    assert [r.text for r in run.ended] == [TEXTS[0]]


def test_that_two_cameras_of_one_name_are_told_apart(tmp_path: Path) -> None:
    sources = []
    for i in range(2):
        (tmp_path / str(i)).mkdir()
        sources.append(PictureFolder(write_folder(tmp_path / str(i) / "cam", passing(i)), "max"))
    run = Run(*sources)
    run.finish()
    assert {(r.camera, r.text) for r in run.ended} == {
        ("cam (1)", TEXTS[0]), ("cam (2)", TEXTS[1]),
    }  # fmt: skip
    assert len({r.track_id for r in run.ended}) == 2
    assert all(f.camera == s.camera for f, s in run.pictures)


def test_that_a_lost_camera_is_told_at_once_and_comes_back_by_itself(running: list[Run]) -> None:
    camera = ScriptedCamera()
    run = Run(camera)
    running.append(run)
    run.pipeline.start()
    camera.feed(blank())
    run.wait_for(CameraChanged, lambda e: e.state is SourceState.LIVE)
    camera.refuse_opening = "No cable."
    camera.feed(SourceUnavailable("The cable was pulled."))
    lost = run.wait_for(CameraChanged, lambda e: e.state is SourceState.LOST)
    assert lost.reason == "The cable was pulled."
    camera.refuse_opening = ""
    camera.feed(blank())
    run.wait_for(CameraChanged, lambda e: e.state is SourceState.LIVE)
    assert camera.opened > 1
    assert run.wait_for(FrameSeen).number == 1


def test_that_a_camera_that_was_never_there_is_lost_and_tried_again(running: list[Run]) -> None:
    camera = ScriptedCamera()
    camera.refuse_opening = "There is no camera."
    run = Run(camera)
    running.append(run)
    run.pipeline.start()
    assert run.wait_for(CameraChanged, lambda e: e.state is SourceState.LOST).reason == (
        "There is no camera."
    )
    camera.refuse_opening = ""
    camera.feed(blank())
    run.wait_for(CameraChanged, lambda e: e.state is SourceState.LIVE)
    assert [e.state for e in run.of(CameraChanged)] == [
        SourceState.STARTING, SourceState.LOST, SourceState.LIVE,
    ]  # fmt: skip


def test_that_a_camera_whose_read_hangs_is_noticed(running: list[Run]) -> None:
    camera = ScriptedCamera()
    run = Run(camera)
    running.append(run)
    run.pipeline.start()
    camera.feed(blank(), HANG)
    assert (
        "sends no picture"
        in run.wait_for(CameraChanged, lambda e: e.state is SourceState.LOST).reason
    )
    camera.feed(blank())
    run.wait_for(CameraChanged, lambda e: e.state is SourceState.LIVE)
    assert camera.opened == 1


def test_that_a_bug_in_a_driver_is_a_lost_camera_and_not_a_dead_thread(
    running: list[Run],
) -> None:
    camera = ScriptedCamera()
    run = Run(camera)
    running.append(run)
    run.pipeline.start()
    camera.feed(blank(), ZeroDivisionError("driver"), blank())
    assert (
        "ZeroDivisionError"
        in run.wait_for(CameraChanged, lambda e: e.state is SourceState.LOST).reason
    )
    run.wait_for(CameraChanged, lambda e: e.state is SourceState.LIVE)


def test_that_a_vehicle_in_view_when_the_camera_is_lost_is_still_released(
    running: list[Run],
) -> None:
    camera = ScriptedCamera(live=False)
    run = Run(camera)
    running.append(run)
    run.pipeline.start()
    camera.feed(*passing(0)[:8], SourceUnavailable("The cable was pulled."))
    run.wait_for(CameraChanged, lambda e: e.state is SourceState.LOST)
    camera.feed(blank())
    run.wait_for(FrameSeen, lambda e: e.number == 8)
    assert [r.text for r in run.ended] == [TEXTS[0]]


def test_that_a_failure_of_recognition_is_told_and_the_next_frame_is_seen() -> None:
    camera = ScriptedCamera(live=False)
    camera.feed(*[blank()] * 4, None)
    run = Run(camera, recogniser=FakeRecogniser(fail_on=range(2, 4)))
    run.finish()
    assert [e.number for e in run.of(FrameSeen)] == [0, 3]
    assert ["the network broke" in e.reason for e in run.of(RecognitionFailed)] == [True, True]


def test_that_recognition_that_keeps_failing_is_given_up_and_says_so() -> None:
    camera = ScriptedCamera(live=False)
    camera.feed(*[blank()] * 50, None)
    run = Run(camera, recogniser=FakeRecogniser(fail_on=range(1, 1000)))
    run.finish()
    failures = run.of(RecognitionFailed)
    assert len(failures) == recognition_thread.MOST_FAILURES
    assert "given up" in failures[-1].reason


def test_that_a_stalled_recognition_is_told(
    running: list[Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recognition_thread, "STALL_LIMIT_S", 0.1)
    release: queue.SimpleQueue[None] = queue.SimpleQueue()

    class Stalled(FakeRecogniser):
        def detect(self, picture: np.ndarray) -> list:  # type: ignore[type-arg]
            release.get()
            return []

    camera = ScriptedCamera()
    run = Run(camera, recogniser=Stalled())
    running.append(run)
    run.pipeline.start()
    camera.feed(blank())
    assert "in recognition" in run.wait_for(RecognitionFailed).reason
    release.put(None)
    run.wait_for(FrameSeen)


def test_that_reads_are_matched_against_the_lists_in_force_at_that_moment(
    running: list[Run],
) -> None:
    camera = ScriptedCamera(live=False)
    run = Run(camera)
    running.append(run)
    run.pipeline.start()
    camera.feed(*passing(0))
    assert run.wait_for(ReadReleased).matches == ()
    run.pipeline.set_index(listed(TEXTS[1]))
    camera.feed(*passing(1))
    matches = run.wait_for(ReadReleased, lambda e: e.read.text == TEXTS[1]).matches
    assert [m.entry.lic for m in matches] == [TEXTS[1]]


def test_that_stopping_releases_what_is_in_view_and_ends_every_thread() -> None:
    camera = ScriptedCamera(live=False)
    run = Run(camera)
    run.pipeline.start()
    camera.feed(*passing(2)[:10])
    run.wait_for(FrameSeen, lambda e: e.number == 9)
    run.stop()
    assert [r.text for r in run.ended] == [TEXTS[2]]
    assert run.pipeline.wait_finished(0)


class ScriptedReceiver:
    """Gives what is fed: fixes, None, or an error to raise."""

    name = "gps"

    def __init__(self) -> None:
        self.steps: queue.SimpleQueue[PositionFix | Exception | None] = queue.SimpleQueue()

    def fixes(self, stopped: Callable[[], bool]) -> Iterator[PositionFix | None]:
        while not stopped():
            try:
                step = self.steps.get(timeout=0.02)
            except queue.Empty:
                continue
            if isinstance(step, Exception):
                raise step
            yield step


def test_that_reads_carry_the_latest_fix_but_never_an_old_one(
    running: list[Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    receiver, camera = ScriptedReceiver(), ScriptedCamera(live=False)
    run = Run(camera, position=receiver)
    running.append(run)
    run.pipeline.start()
    fix = PositionFix(37.86, -122.24, NOON)
    receiver.steps.put(fix)
    assert run.wait_for(PositionChanged).fix == fix
    camera.feed(*passing(0))
    assert run.wait_for(ReadReleased).read.position == fix
    monkeypatch.setattr(position_thread, "FIX_LIMIT_S", 0.0)
    assert run.wait_for(PositionChanged).fix is None
    camera.feed(*passing(1))
    assert run.wait_for(ReadReleased, lambda e: e.read.text == TEXTS[1]).read.position is None


def test_that_a_receiver_that_is_gone_is_told_and_tried_again(running: list[Run]) -> None:
    receiver = ScriptedReceiver()
    run = Run(position=receiver)
    running.append(run)
    run.pipeline.start()
    receiver.steps.put(PositionUnavailable("The receiver is gone."))
    assert run.wait_for(PositionChanged) == PositionChanged(None, "The receiver is gone.")
    fix = PositionFix(37.86, -122.24, NOON)
    receiver.steps.put(fix)
    assert run.wait_for(PositionChanged).fix == fix

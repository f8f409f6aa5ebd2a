"""What is wrong with a camera, told from real recordings through the real pipeline: a picture
that is dark, covered, out of focus, frozen or slow is told as that and nothing else, and what a
patrol car sees by day and by night is told as nothing.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import cv2
import numpy as np
import pytest

from alpr_console.adapters.camera.video_file import VideoFile
from alpr_console.domain.events import FaultRaised, FrameSeen, PipelineEvent
from alpr_console.health import monitor
from alpr_console.health.monitor import HealthMonitor
from alpr_console.pipeline.pipeline import Pipeline
from alpr_console.ports import Picture
from tests.fakes import views
from tests.fakes.fake_recogniser import FakeRecogniser
from tests.fakes.made_videos import write_video
from tests.fakes.shift import StandingClock, hot_list

FPS = 10.0
WELL_S, WRONG_S = 4, 36


def small(view: views.View, number: int) -> Picture:
    """A frame of `view` as a camera of half the size gives it, its grain its own."""
    half = cv2.resize(view(number), (640, 360), interpolation=cv2.INTER_AREA)
    return views.grained(np.asarray(half, np.uint8), number, 2.0)


def recording(path: Path, *spans: tuple[views.View, int], fps: float = FPS) -> Path:
    """So many seconds of each view. Twenty frames of each are drawn, with new grain each time."""
    frames: list[Picture] = []
    for view, seconds in spans:
        drawn = [small(view, i) for i in range(20)]
        frames += [views.grained(drawn[i % 20], i, 1.5) for i in range(round(seconds * fps))]
    return write_video(path, frames, fps)


def told(video: Path, tmp_path: Path) -> list[tuple[str, str]]:
    """('+' or '-', row) in order, of what the console's health says while the video runs."""
    events: list[PipelineEvent] = []
    pipeline = Pipeline([VideoFile(video, "max")], None, FakeRecogniser(), events.append)
    pipeline.start()
    assert pipeline.wait_finished(120)
    pipeline.stop()
    clock = StandingClock()
    health = HealthMonitor(clock, tmp_path, timedelta(days=9))
    health.lists([hot_list()])
    changes = health.pipeline_started()
    for event in events:
        if isinstance(event, FrameSeen):
            clock.go_on(seconds=1 / FPS)
        changes += health.seen(event) + health.look("")
    return [("+" if isinstance(c, FaultRaised) else "-", c.notice) for c in changes]


@pytest.fixture(autouse=True)
def roomy_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(monitor, "_free", lambda _: 10**12)


@pytest.mark.parametrize(
    ("view", "row"),
    [
        (views.capped, "camera_dark"),
        (views.taped, "camera_covered"),
        (views.defocused, "camera_blurred"),
    ],
)
def test_that_a_picture_that_goes_wrong_is_told_as_what_it_is_until_it_is_well(
    view: views.View, row: str, tmp_path: Path
) -> None:
    video = recording(
        tmp_path / "drive.avi", (views.day, WELL_S), (view, WRONG_S), (views.day, 2 * WELL_S)
    )
    assert told(video, tmp_path) == [("+", row), ("-", row)]


def test_that_a_frozen_picture_is_told_and_a_parked_car_s_is_not(tmp_path: Path) -> None:
    live = [views.grained(small(views.day, 1), i, 1.5) for i in range(150)]
    frozen = live + [live[-1]] * 150 + live[:80]
    assert told(write_video(tmp_path / "frozen.avi", frozen, FPS), tmp_path) == [
        ("+", "camera_frozen"), ("-", "camera_frozen"),
    ]  # fmt: skip
    assert told(write_video(tmp_path / "parked.avi", live * 2, FPS), tmp_path) == []


def test_that_a_camera_of_five_pictures_a_second_is_told_as_slow(tmp_path: Path) -> None:
    video = recording(tmp_path / "slow.avi", (views.day, 20), fps=5.0)
    # It ends with the recording.
    assert told(video, tmp_path) == [("+", "camera_slow"), ("-", "camera_slow")]


@pytest.mark.parametrize("view", [views.day, views.night, views.unlit_road, views.tunnel])
def test_that_what_a_patrol_car_sees_by_day_and_by_night_is_no_fault(
    view: views.View, tmp_path: Path
) -> None:
    assert told(recording(tmp_path / "drive.avi", (view, 45)), tmp_path) == []


def test_that_a_truck_before_the_lens_and_a_hand_over_it_for_ten_seconds_are_no_fault(
    tmp_path: Path,
) -> None:
    video = recording(
        tmp_path / "drive.avi",
        (views.day, 3), (views.truck, 40), (views.day, 3), (views.taped, 10), (views.day, 3),
    )  # fmt: skip
    assert told(video, tmp_path) == []

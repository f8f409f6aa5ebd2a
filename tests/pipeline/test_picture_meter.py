"""What a picture's quality is measured to be, and how often."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import cv2
import numpy as np
import pytest

from alpr_console.adapters.camera.video_file import VideoFile
from alpr_console.domain.events import FrameSeen, PipelineEvent
from alpr_console.pipeline.picture_meter import PictureMeter, measured
from alpr_console.pipeline.pipeline import Pipeline
from alpr_console.ports import Frame, Picture
from tests.fakes import views
from tests.fakes.fake_recogniser import FakeRecogniser
from tests.fakes.made_videos import write_video

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def frame(picture: Picture, seconds: float) -> Frame:
    return Frame("front", round(seconds * 25), NOON + timedelta(seconds=seconds), picture, 0.0)


def test_that_light_and_contrast_are_told_on_a_scale_of_one() -> None:
    half = np.zeros((720, 1280, 3), np.uint8)
    half[:, 640:] = 255
    quality = measured(half)
    assert quality.brightness == pytest.approx(0.5, abs=0.01)
    assert quality.contrast == pytest.approx(0.5, abs=0.01)
    assert quality.highlights == 1.0
    assert quality.detail > 0.1


@pytest.mark.parametrize("view", [views.day, views.tunnel])
def test_that_a_sharp_picture_measures_sharper_than_itself_out_of_focus(view: views.View) -> None:
    sharp = view(40)
    blurred = views.grained(np.asarray(cv2.GaussianBlur(sharp, (0, 0), 6.0), np.uint8), 40)
    assert measured(sharp).sharpness > 2 * measured(blurred).sharpness


def test_that_noise_is_no_sharpness_of_a_picture_far_out_of_focus() -> None:
    for sigma in (4.0, 8.0, 16.0):
        assert measured(views.defocused(40, sigma)).sharpness < 0.2, sigma


def test_that_a_picture_without_anything_in_it_has_no_detail_whatever_its_noise() -> None:
    for strength in (0.0, 3.0, 8.0):
        covered = views.grained(np.full((720, 1280, 3), 90, np.uint8), 3, strength)
        assert measured(covered).detail < 0.016, strength
    assert measured(views.unlit_road(3)).detail > 0.016


def test_that_only_a_repeated_picture_has_changed_nowhere() -> None:
    meter = PictureMeter()
    first = meter.measure(frame(views.night(1), 0))
    assert first is not None
    assert first.changed is None
    again = meter.measure(frame(views.night(1), 1))
    assert again is not None
    assert again.changed == 0.0
    parked = meter.measure(frame(views.grained(views.night(1), 2, 1.0), 2))
    assert parked is not None
    assert parked.changed is not None
    assert parked.changed > 0.3


def test_that_another_size_of_picture_is_not_compared() -> None:
    meter = PictureMeter()
    meter.measure(frame(views.day(1), 0))
    other = meter.measure(frame(np.ascontiguousarray(views.day(1)[:480, :640]), 1))
    assert other is not None
    assert other.changed is None


def test_that_a_clock_put_back_does_not_stop_the_measuring() -> None:
    meter = PictureMeter()
    assert meter.measure(frame(views.day(1), 0)) is not None
    assert meter.measure(frame(views.day(1), 0.5)) is None
    assert meter.measure(frame(views.day(1), -3600)) is not None


def test_that_the_pipeline_measures_each_second_of_a_video(tmp_path: Path) -> None:
    video = write_video(tmp_path / "drive.avi", [views.day(i) for i in range(60)])
    events: list[PipelineEvent] = []
    pipeline = Pipeline([VideoFile(video, "max")], None, FakeRecogniser(), events.append)
    pipeline.start()
    assert pipeline.wait_finished(60)
    pipeline.stop()
    seen = [e for e in events if isinstance(e, FrameSeen)]
    assert [e.number for e in seen if e.quality is not None] == [0, 25, 50]
    assert all(e.quality.detail > 0.1 for e in seen if e.quality is not None)

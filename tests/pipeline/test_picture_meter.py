"""What a picture's quality is measured to be, and how often."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import cv2
import numpy as np
import pytest

from alpr_console.adapters.camera.video_file import VideoFile
from alpr_console.domain.events import FrameSeen, PipelineEvent
from alpr_console.domain.picture_quality import BLURRED_EDGES, BLURRED_PLATE, picture_fault
from alpr_console.domain.plate import Corners
from alpr_console.pipeline.picture_meter import PictureMeter, measured, plate_edges
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


def out_of_focus(picture: Picture, sigma: float, number: int) -> Picture:
    return views.grained(np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma), np.uint8), number)


def test_that_three_pixels_out_of_focus_widen_the_clearest_edges_beyond_any_sharp_street_s() -> (
    None
):
    for number in (40, 160, 320):
        sharp = views.day(number)
        assert (measured(sharp).edge_width or 0.0) < 0.7, number
        shaken = cv2.filter2D(sharp, -1, np.full((1, 9), 1 / 9, np.float32))
        assert (measured(np.asarray(shaken, np.uint8)).edge_width or 0.0) < 0.9, number
        blurred = measured(out_of_focus(sharp, 3.0, number))
        assert blurred.edge_width is not None, number
        assert blurred.edge_width > BLURRED_EDGES, number


def test_that_neither_little_light_nor_noise_make_an_edge_wider_or_sharper() -> None:
    for number in (40, 160, 320):
        dim = views.grained(np.asarray(views.day(number) // 4, np.uint8), number, 4.0)
        assert picture_fault(measured(dim)) == "", number
        soft = np.asarray(cv2.GaussianBlur(views.day(number), (0, 0), 3.0) // 4, np.uint8)
        assert picture_fault(measured(views.grained(soft, number, 4.0))) == "camera_blurred", number


def test_that_a_sharp_street_at_night_an_unlit_road_and_a_tunnel_are_in_focus() -> None:
    for view in (views.night, views.unlit_road, views.tunnel):
        for number in range(0, 400, 50):
            assert picture_fault(measured(view(number))) == "", (view, number)


def test_that_noise_alone_has_no_edge_to_be_measured() -> None:
    assert measured(views.capped(3)).edge_width is None
    assert measured(views.taped(3)).edge_width is None


@pytest.mark.parametrize("scenario", ["shift", "night"])
def test_that_two_pixels_out_of_focus_show_on_plates_by_day_and_by_night(scenario: str) -> None:
    sharp, blurred = [], []
    for number in range(0, 1600, 20):
        followed = list(enumerate(views.plates(scenario, number)))
        if followed:
            picture = views.drawn(scenario, number)
            sharp += [p.width for p in plate_edges(picture, followed)]
            soft = out_of_focus(picture, 2.0, number)
            blurred += [p.width for p in plate_edges(soft, followed)]
    assert len(sharp) == len(blurred) > 10
    assert max(sharp) < BLURRED_PLATE
    assert sum(width >= BLURRED_PLATE for width in blurred) > 0.75 * len(blurred)


def test_that_a_plate_of_a_larger_picture_measures_as_in_one_1280_wide() -> None:
    number = next(n for n in range(0, 1600, 10) if wide_enough(views.plates("night", n)))
    picture, corners = views.drawn("night", number), views.plates("night", number)[0]
    soft = out_of_focus(picture, 2.0, number)
    double = cv2.resize(soft, None, fx=2.0, fy=2.0, interpolation=cv2.INTER_LINEAR)
    twice: Corners = tuple((2 * x, 2 * y) for x, y in corners)  # type: ignore[assignment]
    (one,) = plate_edges(soft, [(7, corners)])
    (two,) = plate_edges(np.asarray(double, np.uint8), [(7, twice)])
    assert one.track_id == two.track_id == 7
    assert two.width == pytest.approx(one.width, rel=0.1)
    assert two.middle == pytest.approx(one.middle)
    assert two.across == pytest.approx(one.across)


def wide_enough(plates: list[Corners]) -> bool:
    return bool(plates) and plates[0][1][0] - plates[0][0][0] > 80


def test_that_plates_too_small_or_out_of_the_picture_are_left_out_and_four_at_most_asked() -> None:
    picture = views.day(40)
    assert plate_edges(picture, [(1, box(600, 300, 40, 20))]) == ()
    assert plate_edges(picture, [(1, box(-90, 300, 100, 50)), (2, box(1275, 715, 100, 50))]) == ()
    most = plate_edges(picture, [(n, box(100 * n, 380, 100, 50)) for n in range(1, 9)])
    assert len(most) <= 4


def box(x: float, y: float, width: float, height: float) -> Corners:
    return ((x, y), (x + width, y), (x + width, y + height), (x, y + height))

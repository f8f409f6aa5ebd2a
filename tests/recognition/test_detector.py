"""The shipped detector on drawn streets, precision pinned so that every CPU says the same."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import numpy as np
import pytest

from alpr_console.domain.errors import ModelDamaged
from alpr_console.domain.plate import Box
from alpr_console.locations import models_dir
from alpr_console.recognition.detector import LOOK_AHEAD, PlateDetector
from alpr_console.recognition.registry import load_manifest
from tests.fakes.drawn_street import detection_at, empty_street, street_with_car


@pytest.fixture(scope="module")
def detector() -> PlateDetector:
    return PlateDetector(load_manifest(models_dir()), precision="f32")


@pytest.mark.parametrize("width", [72, 110, 150, 240])
def test_that_a_plate_is_found_in_a_video_frame(detector: PlateDetector, width: int) -> None:
    frame, truth = street_with_car(width)
    best = detector.detect(frame)[0]
    assert best.box.iou(truth) > 0.6
    corners = np.array(best.corners)
    wanted = [[truth.x, truth.y], [truth.x + truth.w, truth.y]]
    wanted += [[truth.x + truth.w, truth.y + truth.h], [truth.x, truth.y + truth.h]]
    assert np.abs(corners - np.array(wanted)).max() < 0.15 * width


def test_that_an_empty_street_has_no_plate(detector: PlateDetector) -> None:
    assert detector.detect(empty_street()) == []
    assert detector.detect_still(empty_street()) == []


def test_that_boxes_are_in_the_pixels_of_a_picture_of_any_shape(detector: PlateDetector) -> None:
    frame, truth = street_with_car(150)
    tall = np.ascontiguousarray(frame[:, 340:940])
    moved = Box(truth.x - 340, truth.y, truth.w, truth.h)
    assert detector.detect(tall)[0].box.iou(moved) > 0.6
    assert detector.detect_still(tall)[0].box.iou(moved) > 0.6
    # The letterbox of the last picture leaves nothing behind in the next.
    assert detector.detect(frame)[0].box.iou(truth) > 0.6


def test_that_one_plate_is_reported_once_though_two_scales_find_it(
    detector: PlateDetector,
) -> None:
    frame, truth = street_with_car(110)
    found = detector.detect_still(frame)
    assert [d.box.iou(truth) > 0.5 for d in found] == [True]


@pytest.mark.parametrize("off", [(-0.25, 0.1, 1.5, 1.4), (0.2, -0.1, 1.3, 1.2)])
def test_that_a_plate_boxed_badly_is_placed_better_by_a_closer_look(
    detector: PlateDetector, off: tuple[float, float, float, float]
) -> None:
    frame, truth = street_with_car(110)
    x, y, wider, taller = off
    around = Box(
        truth.x + x * truth.w, truth.y + y * truth.h, truth.w * wider, truth.h * taller
    )  # fmt: skip
    found = detector.closer(frame, detection_at(around, 0.7))
    assert found.box.iou(truth) > max(0.7, around.iou(truth))
    assert found.score == 0.7


def test_that_a_closer_look_at_nothing_leaves_what_was_found(detector: PlateDetector) -> None:
    nowhere = detection_at(Box(300, 100, 90, 45), 0.4)
    assert detector.closer(empty_street(), nowhere) == nowhere


def test_that_a_frame_searched_ahead_gives_what_it_gives_in_its_turn(
    detector: PlateDetector,
) -> None:
    frames = [street_with_car(width)[0] for width in (110, 150, 240)]
    in_turn = [detector.detect(frame) for frame in frames]
    searched = [threading.Event() for _ in frames]
    for frame, event in zip(frames, searched, strict=True):
        detector.begin(frame, event.set)
    assert all(event.wait(60) for event in searched)
    assert [detector.detect(frame) for frame in frames] == in_turn


def test_that_frames_begun_and_never_asked_for_do_not_stop_the_next(
    detector: PlateDetector,
) -> None:
    for _ in range(2 * LOOK_AHEAD):
        detector.begin(empty_street(), lambda: None)
    for _ in range(2 * LOOK_AHEAD):
        frame, truth = street_with_car(150)
        assert detector.detect(frame)[0].box.iou(truth) > 0.6


def test_that_far_plates_are_found_better_by_the_larger_search(detector: PlateDetector) -> None:
    far = [street_with_car(width, center=(640, 400)) for width in range(24, 52, 4)]
    near, place = street_with_car(150)

    def closeness() -> float:
        assert detector.detect(near)[0].box.iou(place) > 0.6
        found = [(truth, detector.detect(frame)) for frame, truth in far]
        return sum(max((d.box.iou(truth) for d in seen), default=0.0) for truth, seen in found)

    larger = closeness()
    detector.spare(True)
    try:
        assert closeness() < larger
    finally:
        detector.spare(False)


def test_that_what_is_no_picture_is_refused(detector: PlateDetector) -> None:
    with pytest.raises(ValueError, match="H×W×3"):
        detector.detect(np.zeros((720, 1280), np.uint8))


def test_that_a_damaged_weight_file_is_refused(tmp_path: Path) -> None:
    models = tmp_path / "models"
    models.mkdir()
    for name in ("manifest.toml", "plate_detector.xml", "plate_detector.bin"):
        shutil.copy(models_dir() / name, models / name)
    weights = models / "plate_detector.bin"
    content = bytearray(weights.read_bytes())
    content[1000] ^= 1
    weights.write_bytes(content)
    with pytest.raises(ModelDamaged, match="plate_detector"):
        PlateDetector(load_manifest(models), precision="f32")

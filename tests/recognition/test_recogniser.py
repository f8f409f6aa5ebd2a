"""Detector and reader together, as shipped."""

from __future__ import annotations

import pytest

from alpr_console.domain.read import PlateRead
from alpr_console.locations import models_dir
from alpr_console.recognition.passes import PassKeeper
from alpr_console.recognition.recogniser import Recogniser, open_recogniser
from alpr_console.simulation.plate_renderer import render_plate
from tests.fakes.drawn_street import empty_street, frame_of, np_rng, street_with_car


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    return open_recogniser(models_dir(), precision="f32")


def test_that_a_plate_in_a_frame_is_found_and_read(recogniser: Recogniser) -> None:
    frame, truth = street_with_car(150)
    for seen in (recogniser.see(frame), recogniser.see_still(frame)):
        assert seen[0].detection.box.iou(truth) > 0.6
        assert seen[0].reading.text == "7ABC123"
    times = recogniser.times
    assert times.detect > 0
    assert times.read > 0
    assert times.total == pytest.approx(times.detect + times.read)


def test_that_the_eight_bit_weights_find_and_read_the_same_plate(recogniser: Recogniser) -> None:
    frame, truth = street_with_car(150)
    seen = open_recogniser(models_dir(), precision="int8").see(frame)
    assert [s.reading.text for s in seen] == [s.reading.text for s in recogniser.see(frame)]
    assert seen[0].detection.box.iou(truth) > 0.6


def test_that_a_picture_of_a_plate_alone_is_read_without_searching(
    recogniser: Recogniser,
) -> None:
    plate = render_plate("7KLM482", "CA", np_rng(1))
    seen = recogniser.see_crop(plate.image)
    assert seen.reading.text == "7KLM482"
    assert seen.detection.box.w == plate.image.shape[1]
    assert recogniser.times.detect == 0


def test_that_nothing_is_read_where_nothing_is_found(recogniser: Recogniser) -> None:
    assert recogniser.see(empty_street()) == []
    assert recogniser.times.read == 0


def test_that_a_vehicle_driving_up_gives_one_read(recogniser: Recogniser) -> None:
    keeper = PassKeeper()
    reads: list[PlateRead] = []
    for n in range(8):
        frame, _ = street_with_car(110 + 8 * n, center=(560 + 10 * n, 420 + 3 * n))
        reads += keeper.follow(frame_of(frame, n), recogniser).reads
    reads += keeper.flush().reads
    assert [r.text for r in reads if r.revision == 0] == ["7ABC123"]

"""The shipped reader on drawn plates, precision pinned so that every CPU says the same."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from alpr_console.domain.plate import (
    ALPHABET,
    MAX_CHARACTERS,
    STATES,
    UNKNOWN_STATE,
    Legibility,
)
from alpr_console.locations import models_dir
from alpr_console.recognition.reader import CROP_MARGIN, PlateReader
from alpr_console.recognition.rectify import rectify
from alpr_console.recognition.registry import load_manifest
from alpr_console.simulation.plate_renderer import RenderedPlate, random_serial, render_plate
from tests.fakes.drawn_street import empty_street


@pytest.fixture(scope="module")
def reader() -> PlateReader:
    return PlateReader(load_manifest(models_dir()), precision="f32")


@pytest.fixture(scope="module")
def plates() -> list[RenderedPlate]:
    rng = np.random.default_rng(7)
    return [render_plate(random_serial(state, rng), state, rng) for state in STATES]


def folded(text: str) -> str:
    """Many a die makes no difference between the letter O and the digit; nor can the reader."""
    return text.replace("O", "0")


def test_that_clean_plates_of_every_state_are_read(
    reader: PlateReader, plates: list[RenderedPlate]
) -> None:
    readings = reader.read([plate.image for plate in plates])
    wrong = [
        (plate.state, plate.text, reading.text)
        for plate, reading in zip(plates, readings, strict=True)
        if folded(plate.text) != folded(reading.text)
    ]
    assert len(wrong) <= 3, wrong


def test_that_a_plate_in_a_street_scene_is_read_by_its_corners(reader: PlateReader) -> None:
    plate = render_plate("7KLM482", "CA", np.random.default_rng(1))
    frame = np.full((480, 640, 3), 70, np.uint8)
    frame[200:290, 250:430] = rectify(
        plate.image, ((0, 0), (440, 0), (440, 220), (0, 220)), 180, 90, 0.0
    )
    corners = ((250.0, 200.0), (430.0, 200.0), (430.0, 290.0), (250.0, 290.0))
    width, height = reader.input_size
    reading = reader.read([rectify(frame, corners, width, height, CROP_MARGIN)])[0]
    assert reading.text == "7KLM482"
    assert reading.confidence > 0.5


def test_that_every_character_carries_a_probability_and_its_rivals_in_order(
    reader: PlateReader, plates: list[RenderedPlate]
) -> None:
    for reading in reader.read([plate.image for plate in plates[:12]]):
        assert 0 <= reading.confidence <= min(c.confidence for c in reading.characters)
        assert len(reading.characters) <= MAX_CHARACTERS
        for character in reading.characters:
            rivals = [probability for _, probability in character.alternatives]
            assert character.char in ALPHABET
            assert len(rivals) <= 5
            assert rivals == sorted(rivals, reverse=True)
            assert all(0.001 <= rival <= character.confidence for rival in rivals)
            assert sum(rivals) + character.confidence <= 1.0001
            assert character.char not in dict(character.alternatives)
        assert reading.state.code in (*STATES, UNKNOWN_STATE)


def test_that_a_crop_reads_the_same_alone_and_among_others(
    reader: PlateReader, plates: list[RenderedPlate]
) -> None:
    crops = [plate.image for plate in plates[:20]]
    together = reader.read(crops)
    alone = [reader.read([crop])[0] for crop in crops]
    for one, other in zip(together, alone, strict=True):
        assert one.text == other.text
        assert one.state.code == other.state.code
        assert one.confidence == pytest.approx(other.confidence, abs=1e-3)


def test_that_a_crop_without_a_plate_is_not_read_with_confidence(reader: PlateReader) -> None:
    rng = np.random.default_rng(3)
    gray = np.full((90, 180, 3), 128, np.uint8)
    noise = rng.integers(0, 255, (90, 180, 3), np.uint8)
    for reading in reader.read([gray, noise]):
        assert reading.confidence < 0.5


def test_that_no_crops_give_no_readings(reader: PlateReader) -> None:
    assert reader.read([]) == []


@pytest.mark.parametrize("shape", [(0, 10, 3), (10, 10), (10, 10, 4)])
def test_that_a_crop_of_another_kind_is_refused(
    reader: PlateReader, shape: tuple[int, ...]
) -> None:
    with pytest.raises(ValueError, match="plate crop"):
        reader.read([np.zeros(shape, np.uint8)])


def test_that_a_piece_of_street_is_no_plate(reader: PlateReader) -> None:
    street = empty_street()
    pieces = [street[y : y + 80, x : x + 160] for x, y in ((100, 500), (600, 560), (900, 420))]
    readings = reader.read(pieces)
    assert all(r.legibility is not Legibility.READABLE or r.confidence < 0.2 for r in readings)
    assert Legibility.NOT_A_PLATE in {r.legibility for r in readings}


def test_that_a_plate_too_far_away_is_not_readable_and_has_no_text(
    reader: PlateReader, plates: list[RenderedPlate]
) -> None:
    tiny = [cv2.resize(p.image, (12, 6), interpolation=cv2.INTER_AREA) for p in plates[:12]]
    far = [np.asarray(cv2.resize(t, (160, 80)), np.uint8) for t in tiny]
    readings = reader.read(far)
    assert all(r.legibility is Legibility.NOT_READABLE for r in readings)
    assert {r.text for r in readings} == {""}


def test_that_looking_thrice_reads_what_looking_once_reads(
    reader: PlateReader, plates: list[RenderedPlate]
) -> None:
    crops = [plate.image for plate in plates[:9]]
    once, thrice = reader.read(crops), reader.read(crops, thorough=True)
    same = [a.text == b.text for a, b in zip(once, thrice, strict=True)]
    assert sum(same) >= 8

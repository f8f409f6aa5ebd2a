"""A second look at a hit's picture, by the shipped reader, precision pinned."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, repeat

import cv2
import numpy as np
import pytest

from alpr_console.domain.plate import CharacterRead, PlateText, StateRead
from alpr_console.locations import models_dir
from alpr_console.ports import Picture
from alpr_console.recognition.reader import PlateReader
from alpr_console.recognition.registry import load_manifest
from alpr_console.recognition.second_look import LOOKS, look_again, views
from alpr_console.simulation.plate_renderer import render_plate


@pytest.fixture(scope="module")
def reader() -> PlateReader:
    return PlateReader(load_manifest(models_dir()), precision="f32")


def jpeg(picture: Picture) -> bytes:
    small = cv2.resize(picture, (256, 128), interpolation=cv2.INTER_AREA)
    done, data = cv2.imencode(".jpg", small)
    assert done
    return data.tobytes()


def plate(text: str) -> Picture:
    return render_plate(text, "CA", np.random.default_rng(4)).image


def text_of(*characters: tuple[str, float]) -> PlateText:
    read = tuple(CharacterRead(char, sure, (("8", 0.1),)) for char, sure in characters)
    return PlateText(read, StateRead("CA", 0.9), 0.9)


class Says:
    """A reader with one answer for each view, the last of them for all that follow."""

    def __init__(self, *answers: PlateText) -> None:
        self._answers = chain(answers, repeat(answers[-1]))

    def read(self, crops: Sequence[Picture], *, thorough: bool = False) -> list[PlateText]:
        return [next(self._answers) for _ in crops]


def test_that_a_clear_plate_holds_up_in_every_character(reader: PlateReader) -> None:
    picture = jpeg(plate("7KLM482"))
    (reading,) = reader.read([cv2.imdecode(np.frombuffer(picture, np.uint8), 1)])
    again = look_again(reader, picture, reading)
    assert again.text == reading.text == "7KLM482"
    assert all(c.again[0][0] == c.char for c in again.characters)
    assert min(c.held_up for c in again.characters) > 0.9


def test_that_a_character_read_out_of_a_blur_holds_up_less_than_the_reader_was_sure_of_it(
    reader: PlateReader,
) -> None:
    picture = plate("7KLM482")
    blurred = jpeg(np.asarray(cv2.GaussianBlur(picture, (0, 0), picture.shape[1] / 42), np.uint8))
    (reading,) = reader.read([cv2.imdecode(np.frombuffer(blurred, np.uint8), 1)])
    again = look_again(reader, blurred, reading)
    assert again.text == "7KLM482"
    worst = min(again.characters, key=lambda c: c.held_up)
    assert worst.held_up < 0.5 < 0.8 < worst.confidence
    assert max(c.held_up for c in again.characters) > 0.98


def test_that_a_look_changes_neither_text_nor_confidence(reader: PlateReader) -> None:
    given = text_of(("7", 0.99), ("K", 0.98), ("X", 0.97))
    again = look_again(reader, jpeg(plate("7KLM482")), given)
    assert again.text == given.text
    assert [c.confidence for c in again.characters] == [0.99, 0.98, 0.97]
    assert again.characters[2].held_up < 0.5


def test_that_the_least_look_counts_for_a_character_and_the_most_for_another() -> None:
    given = text_of(("A", 0.99), ("B", 0.99))
    looks = (text_of(("A", 0.9), ("B", 0.9)), text_of(("A", 0.8), ("D", 0.7)))
    a, b = look_again(Says(*looks), jpeg(plate("7KLM482")), given).characters
    assert a.held_up == 0.8
    assert b.held_up == 0.0
    assert dict(b.again)["D"] == 0.7


def test_that_what_a_frame_of_the_pass_doubted_is_not_forgotten() -> None:
    doubted = CharacterRead("A", 0.99, again=(("A", 0.4), ("H", 0.5)))
    given = PlateText((doubted,), StateRead("CA", 0.9), 0.9)
    looks = (text_of(("A", 0.9)), text_of(("A", 0.8)))
    (a,) = look_again(Says(*looks), jpeg(plate("7KLM482")), given).characters
    assert a.held_up == 0.4
    assert dict(a.again)["H"] == 0.5


def test_that_a_look_that_lost_a_character_speaks_of_the_others() -> None:
    given = text_of(("A", 0.99), ("B", 0.99), ("C", 0.99))
    looks = (text_of(("A", 0.9), ("B", 0.9), ("C", 0.9)), text_of(("A", 0.85), ("C", 0.8)))
    again = look_again(Says(*looks), jpeg(plate("7KLM482")), given)
    assert [c.held_up for c in again.characters] == [0.85, 0.0, 0.8]


def test_that_a_look_that_read_nothing_bears_nothing_out() -> None:
    given = text_of(("A", 0.99))
    again = look_again(Says(text_of()), jpeg(plate("7KLM482")), given)
    assert again.characters[0].held_up == 0.0


@pytest.mark.parametrize("picture", [b"", b"no picture"])
def test_that_without_a_picture_a_reading_stays_as_it_is(picture: bytes) -> None:
    given = text_of(("A", 0.99))
    assert look_again(Says(text_of()), picture, given) == given
    assert given.characters[0].held_up == 1.0


def test_that_every_view_is_another_and_of_the_same_size() -> None:
    picture = plate("7KLM482")
    seen = list(views(picture))
    assert len(seen) == LOOKS
    assert all(view.shape == picture.shape for view in seen)
    assert len({view.tobytes() for view in seen}) == LOOKS


def test_that_a_twin_reads_on_another_thread_what_the_reader_reads(reader: PlateReader) -> None:
    pictures = [cv2.imdecode(np.frombuffer(jpeg(plate(text)), np.uint8), 1)
                for text in ("7KLM482", "8XYZ441", "4JKL555")]  # fmt: skip
    alone, twin = [reader.read([one])[0].text for one in pictures], reader.twin()
    with ThreadPoolExecutor(2) as threads:
        both = [
            threads.submit(lambda of=of: [of.read([p])[0].text for p in pictures * 10])
            for of in (reader, twin)
        ]
        assert [one.result(60) for one in both] == [alone * 10] * 2

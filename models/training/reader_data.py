"""Pictures, texts and states for the reader: photographs, official samples, drawn plates."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from alpr_console.domain.plate import ALPHABET, MAX_CHARACTERS, STATES
from alpr_console.simulation.plate_renderer import draw_plate
from models.training.reader_degrade import Picture
from models.training.reader_net import END, HEIGHT, OTHER, WIDTH

STORED = (224, 120)
"""Width and height that every picture is kept at; near the photographs' own."""
HELD_OUT_PERCENT = 8
NO_TEXT = -1
COLUMNS = WIDTH // 4

_LENGTHS = (0.06, 0.12, 0.2, 0.2, 0.1, 0.16, 0.16)
"""How often an odd serial has 2, 3 to 8 characters."""
_VOWELS, _CONSONANTS = "AEIOUY", "BCDFGHJKLMNPQRSTVWXZ"


@dataclass(frozen=True, slots=True)
class Sample:
    """One picture with what is known of it."""

    picture: Picture
    text: str | None
    state: int
    centers: tuple[float, ...] = ()
    """Where the characters stand, pixels of `picture`, in the order of `text`; may be unknown."""


def state_class(folder: str) -> int:
    """The class of a label such as 'CA' or 'other-guam'."""
    return STATES.index(folder) if folder in STATES else OTHER


def encode(text: str | None) -> NDArray[np.int64]:
    """`text` as 8 slot classes; all `NO_TEXT` without one."""
    if text is None:
        return np.full(MAX_CHARACTERS, NO_TEXT, np.int64)
    slots = np.full(MAX_CHARACTERS, END, np.int64)
    slots[: len(text)] = [ALPHABET.index(char) for char in text]
    return slots


def held_out(name: str) -> bool:
    """Whether a photograph belongs to the validation split (by its name, so for ever)."""
    return zlib.crc32(name.encode()) % 100 < HELD_OUT_PERCENT


def load(data: Path, work: Path, labels: str) -> tuple[list[Sample], list[Sample]]:
    """Training photographs and official samples, as the file `labels` of `work` has them."""
    train: list[Sample] = []
    designs: list[Sample] = []
    for row in _rows(work / labels):
        if row["file"].startswith("plate_designs"):
            designs.append(_sample(data, row, row["text"]))
        elif not held_out(row["file"]):
            train.append(_sample(data, row, row["text"]))
    return train, designs


def load_validation(data: Path, work: Path, labels: str) -> list[Sample]:
    """The photographs held out of training, with the text that the published readers agreed on:
    our own reader does not set its own examination."""
    return [sample for _, sample in named_validation(data, work, labels)]


def named_validation(data: Path, work: Path, labels: str) -> list[tuple[str, Sample]]:
    """The same, each with its file."""
    rows = [row for row in _rows(work / labels) if not row["file"].startswith("plate_designs")]
    return [
        (str(row["file"]), _sample(data, row, row.get("first_text", row["text"])))
        for row in rows
        if held_out(row["file"])
    ]


def _rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [row for row in rows if not row["keep_out"]]


def _sample(data: Path, row: Mapping[str, Any], text: str | None) -> Sample:
    picture = cv2.imread(str(data / str(row["file"])))
    small = np.asarray(cv2.resize(picture, STORED, interpolation=cv2.INTER_AREA), np.uint8)
    centers = tuple(share * STORED[0] for share in row.get("centers", ()))
    return Sample(small, text, state_class(str(row["state"])), centers)


def whole(picture: Picture) -> Picture:
    """The whole picture at the network's input size."""
    size = (WIDTH, HEIGHT)
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def draw(count: int, seed: int) -> list[Sample]:
    """`count` drawn plates of every kind; one in three with an odd serial."""
    rng = np.random.default_rng(seed)
    drawn = []
    for index in range(count):
        state = STATES[int(rng.integers(len(STATES)))]
        plate = draw_plate(state, rng, text=odd_serial(rng) if index % 3 == 0 else None)
        small = np.asarray(cv2.resize(plate.image, STORED, interpolation=cv2.INTER_AREA))
        centers = tuple(center * STORED[0] / plate.image.shape[1] for center in plate.centers)
        drawn.append(Sample(small, plate.text, STATES.index(state), centers))
    return drawn


def odd_serial(rng: np.random.Generator) -> str:
    """A serial of no state's making: any length, words, and characters that repeat."""
    length = int(rng.choice(range(2, MAX_CHARACTERS + 1), p=_LENGTHS))
    if rng.random() < 0.45:
        vowel = rng.random() < 0.4
        text = ""
        while len(text) < length:
            text += str(rng.choice(list(_VOWELS if vowel else _CONSONANTS)))
            vowel = not vowel if rng.random() < 0.8 else vowel
        if rng.random() < 0.3:
            text = text[:-1] + str(rng.integers(10))
    else:
        letters = rng.random()
        text = "".join(
            ALPHABET[int(rng.integers(10, 36) if rng.random() < letters else rng.integers(10))]
            for _ in range(length)
        )
    for index in range(1, length):
        if rng.random() < 0.15:
            text = text[:index] + text[index - 1] + text[index + 1 :]
    return text


def column_classes(sample: Sample, homography: NDArray[np.float64]) -> NDArray[np.int64]:
    """What each of the network's columns shows of a plate whose characters' places are known:
    characters at their centers, `END` half way between two and beyond the ends, `NO_TEXT`
    elsewhere."""
    classes = np.full(COLUMNS, NO_TEXT, np.int64)
    if sample.text is None or len(set(sample.centers)) < 3:
        return classes
    middle = sample.picture.shape[0] * 0.52
    points = np.array([[[x, middle]] for x in sample.centers], np.float64)
    seen = cv2.perspectiveTransform(points, homography)[:, 0, 0] * COLUMNS / WIDTH
    pitch = float(np.diff(seen).max())
    gaps = [(a + b) / 2 for a, b in pairwise(seen) if b - a > 1.5]
    for gap in [*gaps, seen[0] - pitch, seen[-1] + pitch]:
        if 0 <= gap < COLUMNS:
            classes[int(gap)] = END
    for center, char in zip(seen, sample.text, strict=True):
        if 0 <= center < COLUMNS:
            classes[int(center)] = ALPHABET.index(char)
    return classes


def surroundings(data: Path, count: int, seed: int) -> list[Picture]:
    """Patches of street pictures to stand around a plate."""
    rng = np.random.default_rng(seed)
    paths = sorted((data / "street_negatives").rglob("*.jpg"))
    patches = []
    for index in rng.integers(0, len(paths), count):
        picture = cv2.imread(str(paths[int(index)]))
        if picture is None or min(picture.shape[:2]) < 120:
            continue
        y = int(rng.integers(0, picture.shape[0] - 100))
        x = int(rng.integers(0, picture.shape[1] - 110))
        patches.append(np.ascontiguousarray(picture[y : y + 50, x : x + 100]))
    return patches

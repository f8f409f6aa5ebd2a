"""Pictures, texts and states for the reader: photographs, official samples, drawn plates."""

from __future__ import annotations

import dataclasses
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch.utils.data import IterableDataset

from alpr_console.domain.plate import ALPHABET, MAX_CHARACTERS, STATES
from alpr_console.simulation.plate_renderer import random_serial, render_plate
from alpr_console.simulation.plate_styles import STYLES
from models.training.reader_degrade import Picture, degrade, framed
from models.training.reader_net import END, HEIGHT, OTHER, WIDTH

STORED = (224, 120)
"""Width and height that every picture is kept at; near the photographs' own."""
HELD_OUT_PERCENT = 8
NO_TEXT = -1
GENTLE_UNTIL = 1200
"""Steps with pictures hardly spoilt: letters are learned sooner from clean ones."""

COLUMNS = WIDTH // 4

Batch = tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]
"""Pictures N×H×W×3 uint8, slots N×8 (`NO_TEXT` without a text), states N, state weights N,
columns N×40 (`NO_TEXT` where not known what a column shows)."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One picture with what is known of it."""

    picture: Picture
    text: str | None
    state: int
    centers: tuple[float, ...] = ()
    """Where the characters stand, pixels of `picture`; drawn plates know, photographs don't."""


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


def load(data: Path, work: Path) -> tuple[list[Sample], list[Sample], list[Sample]]:
    """Training photographs, validation photographs, official samples."""
    train: list[Sample] = []
    designs: list[Sample] = []
    for row in _rows(work):
        if row["file"].startswith("plate_designs"):
            designs.append(_sample(data, row | {"text": None}))
        elif not held_out(row["file"]):
            train.append(_sample(data, row))
    return train, load_validation(data, work), designs


def load_validation(data: Path, work: Path) -> list[Sample]:
    """The photographs held out of training."""
    rows = [row for row in _rows(work) if not row["file"].startswith("plate_designs")]
    return [_sample(data, row) for row in rows if held_out(row["file"])]


def _rows(work: Path) -> list[dict[str, str]]:
    with (work / "labels.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [row for row in rows if not row["keep_out"]]


def _sample(data: Path, row: Mapping[str, str | None]) -> Sample:
    picture = cv2.imread(str(data / str(row["file"])))
    small = np.asarray(cv2.resize(picture, STORED, interpolation=cv2.INTER_AREA), np.uint8)
    return Sample(small, row["text"], state_class(str(row["state"])))


def whole(picture: Picture) -> Picture:
    """The whole picture at the network's input size."""
    size = (WIDTH, HEIGHT)
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def draw(count: int, seed: int) -> list[Sample]:
    """`count` drawn plates; one in four with a serial of no state's making."""
    rng = np.random.default_rng(seed)
    drawn = []
    for _ in range(count):
        state = STATES[int(rng.integers(len(STATES)))]
        text = random_serial(state, rng)
        style = None
        if rng.random() < 0.3:
            length = int(rng.choice([4, 5, 6, 7, 7, 8]))
            text = "".join(ALPHABET[i] for i in rng.integers(0, len(ALPHABET), length))
        if rng.random() < 0.06:
            style = dataclasses.replace(STYLES[state][0], stacked=True)
        plate = render_plate(text, state, rng, style)
        small = np.asarray(cv2.resize(plate.image, STORED, interpolation=cv2.INTER_AREA))
        centers = tuple(center * STORED[0] / plate.image.shape[1] for center in plate.centers)
        drawn.append(Sample(small, text, STATES.index(state), centers))
    return drawn


def column_classes(sample: Sample, homography: NDArray[np.float64]) -> NDArray[np.int64]:
    """What each of the network's columns shows of a drawn plate: characters at their centers,
    `END` half way between two and beyond the ends, `NO_TEXT` elsewhere."""
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


class Batches(IterableDataset[Batch]):
    """Endless batches; the same `seed` and start step give the same ones."""

    def __init__(
        self,
        photographs: list[Sample],
        designs: list[Sample],
        drawn: list[Sample],
        patches: list[Picture],
        size: int,
        seed: int,
        first_step: int,
    ) -> None:
        super().__init__()
        self._pools = (photographs, designs, drawn)
        self._patches = patches
        self._size = size
        self._seed = seed
        self._first_step = first_step

    def __iter__(self) -> Iterator[Batch]:
        cv2.setNumThreads(1)
        step = self._first_step
        while True:
            yield self._batch(step, np.random.default_rng((self._seed, step)))
            step += 1

    @staticmethod
    def _shares(step: int) -> list[float]:
        """Photographs, official samples, drawn plates: many drawn at first, whose characters'
        places are known, then few."""
        return [0.5, 0.05, 0.45] if step < GENTLE_UNTIL else [0.75, 0.13, 0.12]

    def _batch(self, step: int, rng: np.random.Generator) -> Batch:
        pictures, slots, states, weights, columns = [], [], [], [], []
        strength = min(1.0, 0.25 + max(0, step - GENTLE_UNTIL) / 3000)
        for _ in range(self._size):
            pool = int(rng.choice(3, p=self._shares(step)))
            samples = self._pools[pool]
            sample = samples[int(rng.integers(len(samples)))]
            patch = self._patches[int(rng.integers(len(self._patches)))]
            seen, homography = framed(sample.picture, patch, WIDTH, HEIGHT, rng)
            pictures.append(degrade(seen, rng, strength))
            columns.append(column_classes(sample, homography))
            slots.append(encode(sample.text))
            states.append(sample.state)
            weights.append((1.0, 0.7, 0.25)[pool])
        return (
            torch.from_numpy(np.stack(pictures)),
            torch.from_numpy(np.stack(slots)),
            torch.tensor(states),
            torch.tensor(weights),
            torch.from_numpy(np.stack(columns)),
        )

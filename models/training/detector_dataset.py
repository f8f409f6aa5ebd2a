"""What the plate detector is trained from: photographs, plates, and the targets of a picture."""

from __future__ import annotations

import csv
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from alpr_console.domain.plate import STATES
from alpr_console.simulation.plate_renderer import draw_plate

Picture = NDArray[np.uint8]
"""H×W×3, BGR."""
Floats = NDArray[np.float32]

STRIDE = 8
MAX_OBJECTS = 8
REVIEW = "review.json"
"""In the work folder; see `detector_review`."""
SMALLEST_WIDTH = 14.0
"""Plates narrower than this, in network pixels, are neither demanded nor punished."""


@dataclass(frozen=True, slots=True)
class Scene:
    """An encoded photograph and the tight upright boxes (N×4: x, y, w, h) of its plates."""

    name: str
    jpeg: NDArray[np.uint8]
    boxes: Floats
    unlabeled: Floats
    """N×4: what reads like a plate and has no label; neither demanded nor punished."""
    mistaken: Floats
    """N×4: what an earlier detector took for a plate and is none."""


@dataclass(frozen=True, slots=True)
class Sources:
    """Everything a composer draws from, as encoded bytes so that workers share memory."""

    scenes: tuple[Scene, ...]
    plates: tuple[NDArray[np.uint8], ...]
    negatives: tuple[NDArray[np.uint8], ...]


@dataclass(frozen=True, slots=True)
class Truth:
    """One plate in a composed picture."""

    box: Floats
    """x, y, w, h in pixels of the composed picture."""
    corners: Floats
    """4×2, top left first, clockwise; zeros where the corners are not known."""
    has_corners: bool


@dataclass(frozen=True, slots=True)
class Sample:
    """A composed picture, the plates to find in it, and areas that do not count (N×4)."""

    picture: Picture
    truths: tuple[Truth, ...]
    ignored: tuple[Floats, ...]
    pasted: bool


def held_out(name: str) -> bool:
    """Whether a file belongs to the tenth that is kept for validation."""
    return hashlib.sha256(name.encode()).digest()[0] < 26


def _bytes(path: Path) -> NDArray[np.uint8]:
    return np.frombuffer(path.read_bytes(), dtype=np.uint8)


def labeled_boxes(data: Path) -> dict[str, list[list[float]]]:
    """x, y, w, h of the labeled plates of each scene."""
    boxes: dict[str, list[list[float]]] = {}
    with (data / "scenes" / "boxes.csv").open(newline="") as rows:
        for row in csv.DictReader(rows):
            boxes.setdefault(row["file"], []).append([float(row[k]) for k in "xywh"])
    return boxes


def load_sources(data: Path, *, validation: bool, work: Path | None = None) -> Sources:
    """Read scenes, plates and negatives under `data`; raises FileNotFoundError if absent.

    `work` may hold the review of an earlier round, which is then heeded.
    """
    review: dict[str, dict[str, list[list[float]]]] = {}
    if work is not None and (work / REVIEW).exists():
        review = json.loads((work / REVIEW).read_text())

    def reviewed(name: str, kind: str) -> Floats:
        return np.array(review.get(name, {}).get(kind, []), np.float32).reshape(-1, 4)

    scenes = tuple(
        Scene(
            name,
            _bytes(data / "scenes" / name),
            np.array(found, dtype=np.float32),
            reviewed(name, "unlabeled"),
            reviewed(name, "mistaken"),
        )
        for name, found in sorted(labeled_boxes(data).items())
        if held_out(name) == validation
    )
    plate_files = [*data.glob("plates_by_state/*/*.jpg"), *data.glob("plate_designs/*.jpg")]
    negative_files = data.glob("street_negatives/*.jpg")

    def chosen(files: object) -> tuple[NDArray[np.uint8], ...]:
        paths = sorted(p for p in files if isinstance(p, Path))  # type: ignore[attr-defined]
        return tuple(_bytes(p) for p in paths if held_out(p.parent.name + p.name) == validation)

    plates = chosen(plate_files) + _rendered(200 if validation else 1600, seed=int(validation))
    return Sources(scenes, plates, chosen(negative_files))


def _rendered(count: int, seed: int) -> tuple[NDArray[np.uint8], ...]:
    """Plates drawn by the product's own renderer, all states in turn, encoded."""
    rng = np.random.default_rng(seed)
    drawn = []
    for i in range(count):
        state = STATES[i % len(STATES)]
        image = draw_plate(state, rng).image
        small = cv2.resize(image, (224, 112), interpolation=cv2.INTER_AREA)
        drawn.append(np.asarray(cv2.imencode(".jpg", small)[1], dtype=np.uint8).ravel())
    return tuple(drawn)


def decode_picture(encoded: NDArray[np.uint8]) -> Picture:
    picture = cv2.imdecode(encoded, cv2.IMREAD_COLOR)
    if picture is None:
        raise ValueError("A training picture cannot be decoded; unpack the data again.")
    return np.asarray(picture, dtype=np.uint8)


@dataclass(frozen=True, slots=True)
class Targets:
    """What the network should answer for one picture, on the stride-8 grid."""

    heat: Floats
    """h×w; 1 at a plate's center, falling off; -1 where nothing is demanded."""
    owner: NDArray[np.int64]
    """h×w; index of the plate whose geometry a cell must give, -1 for none."""
    boxes: Floats
    """MAX_OBJECTS×4: center x, center y, w, h."""
    corners: Floats
    """MAX_OBJECTS×4×2."""
    has_corners: Floats
    """MAX_OBJECTS; 1 or 0."""


def targets_of(sample: Sample) -> Targets:
    """Lay the plates of a sample on the grid."""
    height, width = sample.picture.shape[:2]
    gh, gw = height // STRIDE, width // STRIDE
    heat = np.zeros((gh, gw), np.float32)
    owner = np.full((gh, gw), -1, np.int64)
    boxes = np.zeros((MAX_OBJECTS, 4), np.float32)
    corners = np.zeros((MAX_OBJECTS, 4, 2), np.float32)
    known = np.zeros(MAX_OBJECTS, np.float32)
    ys = (np.arange(gh, dtype=np.float32) + 0.5) * STRIDE
    xs = (np.arange(gw, dtype=np.float32) + 0.5) * STRIDE
    for area in sample.ignored:
        x, y, w, h = (float(v) for v in area)
        inside_y = (ys > y - STRIDE) & (ys < y + h + STRIDE)
        inside_x = (xs > x - STRIDE) & (xs < x + w + STRIDE)
        heat[np.ix_(inside_y, inside_x)] = -1.0
    for i, truth in enumerate(sample.truths):
        x, y, w, h = (float(v) for v in truth.box)
        cx, cy = x + w / 2, y + h / 2
        boxes[i] = (cx, cy, w, h)
        corners[i] = truth.corners
        known[i] = float(truth.has_corners)
        # The cell nearest to the center counts as the center itself.
        px = float(np.clip(np.floor(cx / STRIDE), 0, gw - 1) + 0.5) * STRIDE
        py = float(np.clip(np.floor(cy / STRIDE), 0, gh - 1) + 0.5) * STRIDE
        sx, sy = max(w / 7, 0.45 * STRIDE), max(h / 7, 0.45 * STRIDE)
        bump = np.exp(-((ys - py) ** 2)[:, None] / (2 * sy * sy))
        bump = bump * np.exp(-((xs - px) ** 2)[None] / (2 * sx * sx))
        mine = (bump > 0.45) & (bump >= heat)
        owner[mine] = i
        heat = np.maximum(heat, bump.astype(np.float32)) if not sample.ignored else np.where(
            bump > np.maximum(heat, 0.05), bump, heat).astype(np.float32)  # fmt: skip
    return Targets(heat, owner, boxes, corners, known)

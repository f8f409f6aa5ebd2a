"""What is no plate but looks like one to a detector: the reader learns to say so.

Windows that a detector of an earlier round takes for plates, at a threshold far below the one
in use, in street pictures without plates and beside the labeled plates of vehicles; and windows
on lights, lettering and grilles near them.
"""

from __future__ import annotations

import csv
import pickle
from pathlib import Path

import cv2
import numpy as np

from alpr_console.domain.plate import Box, Corners
from alpr_console.recognition.detector import PlateDetector
from alpr_console.recognition.rectify import rectify
from alpr_console.recognition.registry import load_manifest
from models.training.detector_dataset import held_out
from models.training.reader_degrade import Picture

_SIZE = (224, 120)
_LEAST = 0.02
_SURE_PLATE = 0.5
"""Beside a labeled plate, what the detector is surer of may be a plate without a label."""
_MOST_A_PICTURE = 6


def gather(data: Path, models: Path, store: Path, seed: int) -> list[Picture]:
    """Windows that show no plate, 224×120; made once, then kept in `store`."""
    if not store.exists():
        store.write_bytes(pickle.dumps(_gathered(data, models, seed)))
    windows: list[Picture] = pickle.loads(store.read_bytes())
    return windows


def _gathered(data: Path, models: Path, seed: int) -> list[Picture]:
    rng = np.random.default_rng(seed)
    detector = PlateDetector(load_manifest(models), least_score=_LEAST)
    boxes: dict[str, list[Box]] = {}
    with (data / "scenes" / "boxes.csv").open(newline="") as rows:
        for row in csv.DictReader(rows):
            box = Box(*(float(row[key]) for key in "xywh"))
            boxes.setdefault(row["file"], []).append(box)
    sources = [(data / "scenes" / name, plates) for name, plates in sorted(boxes.items())]
    sources += [(path, []) for path in sorted((data / "street_negatives").glob("*.jpg"))]
    windows: list[Picture] = []
    for path, plates in sources:
        if held_out(path.name):
            continue
        picture = np.asarray(cv2.imread(str(path)), np.uint8)
        found = [
            d
            for d in detector.detect_still(picture)
            if (not plates or d.score < _SURE_PLATE) and _clear(d.box, plates)
        ]
        chosen = [_jittered(d.corners, rng) for d in found[:_MOST_A_PICTURE]]
        chosen += [c for c in (_anywhere(picture, rng) for _ in range(2)) if _free(c, plates)]
        windows += [rectify(picture, corners, *_SIZE, 0.06) for corners in chosen]
    return windows


def _clear(box: Box, plates: list[Box]) -> bool:
    """Whether a box keeps away from every plate, overlapping or around it."""
    return all(
        box.x + box.w < p.x - p.w * 0.1
        or p.x + p.w * 1.1 < box.x
        or box.y + box.h < p.y - p.h * 0.1
        or p.y + p.h * 1.1 < box.y
        for p in plates
    )


def _free(corners: Corners, plates: list[Box]) -> bool:
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return _clear(Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)), plates)


def _jittered(corners: Corners, rng: np.random.Generator) -> Corners:
    width = max(x for x, _ in corners) - min(x for x, _ in corners)
    moved = np.asarray(corners) + rng.normal(0, 0.02 * width, (4, 2))
    a, b, c, d = ((float(x), float(y)) for x, y in moved)
    return a, b, c, d


def _anywhere(picture: Picture, rng: np.random.Generator) -> Corners:
    height, width = picture.shape[:2]
    w = float(np.exp(rng.uniform(np.log(30), np.log(max(40.0, width * 0.4)))))
    h = w * float(rng.uniform(0.4, 0.65))
    x, y = float(rng.uniform(0, max(1.0, width - w))), float(rng.uniform(0, max(1.0, height - h)))
    return (x, y), (x + w, y), (x + w, y + h), (x, y + h)

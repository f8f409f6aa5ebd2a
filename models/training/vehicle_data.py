"""Vehicles with the labels that we gave them by eye, cut out around their plates.

vehicle_labels.csv has a line for each plate box of `scenes`, vehicle_extras.csv vehicles beside
them, with boxes of their own, that show rare body styles and colors. A color of two words
('black/blue') is one that the eye could not settle; 'unclear' is left to no color at all.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import openvino as ov
from numpy.typing import NDArray

from alpr_console.domain.plate import Box
from alpr_console.domain.vehicle_codes import BODIES, COLORS
from alpr_console.recognition.vehicle_window import cut, window_of

Picture = NDArray[np.uint8]
Floats = NDArray[np.float32]

HERE = Path(__file__).parent
WIDER = 1.4
"""A picture is kept this much wider than the window, so that jitter finds a surrounding."""
KEPT = 140
"""Side of a kept picture, pixels."""
_TWINS = 0.93
_SAME_COLOR = {"silver": "gray"}
_SAME_BODY = {
    "sedan": "car", "hatchback": "car", "coupe": "car", "suv": "SUV", "pickup": "truck",
    "bus": "truck",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Vehicle:
    """One labelled vehicle; a target of all zeros is one that nobody knows."""

    name: str
    """Of the file."""
    picture: Picture
    """140×140×3 BGR, 1.4 windows wide."""
    inside: Floats
    """Left, top, right, bottom of what the photograph shows of it, in its pixels."""
    color: Floats
    """A share for each of COLORS."""
    body: Floats
    """1 for one of BODIES."""
    place: Floats | None
    """Left, top, right, bottom in shares of the window; None where the teacher saw none."""
    held_out: bool

    @property
    def is_mixed(self) -> bool:
        """Whether the eye saw a vehicle and no single color."""
        return not self.color.any()


def colors_of(words: str) -> Floats:
    """The target for a color label: shared equally among the words it names."""
    target = np.zeros(len(COLORS), np.float32)
    for word in {_SAME_COLOR.get(w, w) for w in words.split("/")}:
        if word in COLORS:
            target[COLORS.index(word)] = 1
    return target / max(float(target.sum()), 1.0)


def body_of(word: str) -> Floats:
    """The target for a body label; zeros for one that has no class."""
    word = _SAME_BODY.get(word, word)
    return np.array([float(word == body) for body in BODIES], np.float32)


def is_held_out(name: str) -> bool:
    """Whether a file is of the fifth kept for validation.

    Ten files that follow one another go the same way: neighbors often show one vehicle.
    """
    number = int("".join(re.findall(r"\d", name)))
    return hashlib.sha256(f"vehicles {number // 10}".encode()).digest()[0] < 51


def load_vehicles(data: Path, teacher: Path, work: Path) -> list[Vehicle]:
    """All labelled vehicles of `data`/scenes. Raises FileNotFoundError where it is absent.

    `teacher` is vehicle-detection-0200 (IR), whose boxes the network learns to place. It is
    asked once; its answers are kept in `work`.
    """
    plates = _plates(data)
    asked = work / "teacher_boxes.json"
    told: dict[str, list[float] | None] = (
        json.loads(asked.read_text()) if asked.exists() else _ask(teacher, data, plates)
    )
    asked.write_text(json.dumps(told))
    found = []
    for row in _rows("vehicle_labels.csv"):
        if row["color"] == "none":
            continue
        plate = plates[row["file"]][int(row["box"])]
        sides = told[f"{row['file']} {row['box']}"]
        place = None if sides is None else Box(*sides)
        found.append(_vehicle(row, _read(data, row["file"]), window_of(plate), place))
    for row in _rows("vehicle_extras.csv"):
        whole = Box(*(float(row[k]) for k in "xywh"))
        window = window_of(plate_on(whole))
        found.append(_vehicle(row, _read(data, row["file"]), window, whole))
    return _without_twins(found)


def described(
    name: str,
    picture: Picture,
    window: Box,
    color: Floats,
    body: Floats,
    place: Floats | None = None,
    held_out: bool = False,
) -> Vehicle:
    """The vehicle that `window` of a picture (H×W×3 BGR) shows."""
    wide = _wider(window)
    height, width = picture.shape[:2]
    edges = np.array([-wide.x, -wide.y, width - wide.x, height - wide.y], np.float32)
    inside = edges / wide.w * KEPT
    return Vehicle(name, _kept(picture, window), inside, color, body, place, held_out)


def plate_on(vehicle: Box) -> Box:
    """Where a US plate might be on a vehicle that shows none."""
    width = float(np.sqrt(vehicle.w * vehicle.h)) / 5.8
    x, y = vehicle.x + vehicle.w / 2, vehicle.y + 0.72 * vehicle.h
    return Box(x - width / 2, y - width / 4, width, width / 2)


def empty_windows(data: Path, count: int, seed: int) -> list[Picture]:
    """Windows around what is no plate: places in pictures without, and beside vehicles."""
    draw = np.random.default_rng(seed)
    streets = sorted((data / "street_negatives").glob("*.jpg"))
    plates = _plates(data)
    names = sorted(plates)
    windows: list[Picture] = []
    while len(windows) < count:
        beside = draw.random() < 0.5
        path = data / "scenes" / names[draw.integers(len(names))] if beside else (
            streets[draw.integers(len(streets))])  # fmt: skip
        if is_held_out(path.name):
            continue
        picture = np.asarray(cv2.imread(str(path)), np.uint8)
        height, width = picture.shape[:2]
        w = draw.uniform(0.03, 0.12) * width
        plate = Box(draw.uniform(0, width - w), draw.uniform(0, height - w / 2), w, w / 2)
        reach = window_of(plate)
        if beside and any(reach.iou(window_of(p)) > 0 for p in plates[path.name]):
            continue
        windows.append(_kept(picture, reach))
    return windows


def _ask(teacher: Path, data: Path, plates: dict[str, list[Box]]) -> dict[str, list[float] | None]:
    find = Teacher(teacher)
    told: dict[str, list[float] | None] = {}
    for name, boxes in plates.items():
        picture = _read(data, name)
        for i, plate in enumerate(boxes):
            box = find.box(picture, plate)
            told[f"{name} {i}"] = None if box is None else [box.x, box.y, box.w, box.h]
    return told


class Teacher:
    """Open Model Zoo's vehicle-detection-0200, asked for the vehicle around a plate."""

    def __init__(self, topology: Path) -> None:
        core = ov.Core()
        self._network = core.compile_model(topology, "CPU", {"INFERENCE_NUM_THREADS": 1})

    def box(self, picture: Picture, plate: Box) -> Box | None:
        """The surest vehicle that holds the plate's center; None where there is none."""
        window = window_of(plate)
        side = 1.6 * window.w
        near = Box(window.x - 0.3 * window.w, window.y - 0.3 * window.h, side, side)
        height, width = picture.shape[:2]
        best, score = None, 0.4
        for view in (Box(0, 0, width, height), near):
            small = np.empty((256, 256, 3), np.uint8)
            cut(picture, view, small)
            answer = self._network(small.transpose(2, 0, 1)[None].astype(np.float32))[0][0, 0]
            for _, _, sure, x0, y0, x1, y1 in answer.tolist():
                box = Box(view.x + x0 * view.w, view.y + y0 * view.h,
                          (x1 - x0) * view.w, (y1 - y0) * view.h)  # fmt: skip
                if sure > score and _holds(box, plate) and 0.25 < box.w / window.w < 1.5:
                    best, score = box, sure
        return best


def _holds(box: Box, plate: Box) -> bool:
    x, y = plate.x + plate.w / 2, plate.y + plate.h / 2
    return box.x < x < box.x + box.w and box.y < y < box.y + box.h


def _vehicle(row: dict[str, str], picture: Picture, window: Box, place: Box | None) -> Vehicle:
    shares = None
    if place is not None:
        x, y = (place.x - window.x) / window.w, (place.y - window.y) / window.h
        shares = np.array(
            [x, y, x + place.w / window.w, y + place.h / window.h], np.float32
        )  # fmt: skip
    return described(
        row["file"], picture, window, colors_of(row["color"]), body_of(row["body"]), shares,
        is_held_out(row["file"]),
    )  # fmt: skip


def _kept(picture: Picture, window: Box) -> Picture:
    kept = np.empty((KEPT, KEPT, 3), np.uint8)
    cut(picture, _wider(window), kept)
    return kept


def _wider(window: Box) -> Box:
    more = (WIDER - 1) / 2
    return Box(window.x - more * window.w, window.y - more * window.h,
               WIDER * window.w, WIDER * window.h)  # fmt: skip


def _without_twins(vehicles: list[Vehicle]) -> list[Vehicle]:
    """Leaves out of the training what shows almost the same picture as one held out."""
    small = np.stack([cv2.resize(v.picture, (12, 12), interpolation=cv2.INTER_AREA)
                      for v in vehicles]).astype(np.float32).reshape(len(vehicles), -1)  # fmt: skip
    small -= small.mean(axis=1, keepdims=True)
    small /= np.linalg.norm(small, axis=1, keepdims=True) + 1e-6
    out = np.array([v.held_out for v in vehicles])
    alike = (small @ small[out].T).max(axis=1) > _TWINS
    return [v for v, twin in zip(vehicles, alike, strict=True) if v.held_out or not twin]


def _plates(data: Path) -> dict[str, list[Box]]:
    plates: dict[str, list[Box]] = {}
    with (data / "scenes" / "boxes.csv").open(newline="") as rows:
        for row in csv.DictReader(rows):
            plates.setdefault(row["file"], []).append(Box(*(float(row[k]) for k in "xywh")))
    return plates


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(newline="") as rows:
        return list(csv.DictReader(rows))


def _read(data: Path, name: str) -> Picture:
    picture = cv2.imread(str(data / "scenes" / name))
    if picture is None:
        raise FileNotFoundError(f"{data / 'scenes' / name} is missing or no picture")
    return np.asarray(picture, np.uint8)

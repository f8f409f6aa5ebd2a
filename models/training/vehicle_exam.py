"""Examines the shipped vehicle network through the console's own describer.

    python -m models.training.vehicle_exam --models models --data DIR
    python -m models.training.vehicle_exam --models models --pictures DIR --labels FILE.csv

The first examines the held-out vehicles of `scenes`, the second any pictures with a table of
file, x, y, w, h (the plate's box), color, body, side. For each class: how often it was named at
all, and how often what was named was right, with 95 % Wilson intervals.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from alpr_console.domain.plate import Box, Detection, VehicleDescription
from alpr_console.domain.vehicle_codes import (
    BODIES,
    COLORS,
    OR,
    UNKNOWN,
    body_conflicts,
    color_conflicts,
    is_doubtful,
)
from alpr_console.examination.share import Share
from alpr_console.recognition.registry import load_manifest
from alpr_console.recognition.vehicle import VehicleDescriber
from models.training.vehicle_data import HERE, body_of, colors_of, is_held_out


@dataclass(frozen=True, slots=True)
class Case:
    """A picture, a plate in it, and the words that are right for its vehicle."""

    picture: Path
    plate: Box
    colors: frozenset[str]
    """Empty where the eye saw no single color."""
    bodies: frozenset[str]
    side: str


@dataclass(slots=True)
class Tally:
    asked: int = 0
    named: int = 0
    right: int = 0

    def count(self, word: str, right: bool) -> None:
        self.asked += 1
        self.named += word != UNKNOWN
        self.right += word != UNKNOWN and right

    def __str__(self) -> str:
        told = f"named {self.named} of {self.asked}"
        if not self.named:
            return told
        low, high = Share(self.right, self.named).interval
        share = self.right / self.named
        return f"{told}, right {self.right} = {share:.1%} ({low:.1%} to {high:.1%})"


@dataclass(slots=True)
class Marks:
    """How often an alert would mark a listed color or body beside what was seen."""

    asked: int = 0
    conflicts: int = 0
    doubts: int = 0

    def count(self, conflict: bool, doubt: bool) -> None:
        self.asked += 1
        self.conflicts += conflict
        self.doubts += doubt and not conflict

    def __str__(self) -> str:
        either = self.conflicts + self.doubts
        low, high = Share(either, self.asked).interval
        return (f"marked {either} of {self.asked} = {either / self.asked:.1%} "
                f"({low:.1%} to {high:.1%}), {self.conflicts} of them conflicts")  # fmt: skip


LISTED = {word: word.upper() for word in COLORS} | {
    "car": "SEDAN", "SUV": "SUV", "van": "VAN", "truck": "PICKUP",
}  # fmt: skip
"""What a list would say of each word."""


def held_out_cases(data: Path) -> Iterator[Case]:
    plates: dict[tuple[str, int], Box] = {}
    seen: dict[str, int] = defaultdict(int)
    with (data / "scenes" / "boxes.csv").open(newline="") as rows:
        for row in csv.DictReader(rows):
            plates[row["file"], seen[row["file"]]] = _box(row)
            seen[row["file"]] += 1
    with (HERE / "vehicle_labels.csv").open(newline="") as rows:
        for row in csv.DictReader(rows):
            if is_held_out(row["file"]) and row["color"] != "none":
                box = plates[row["file"], int(row["box"])]
                yield _case(row, data / "scenes" / row["file"], box)


def listed_cases(pictures: Path, labels: Path) -> Iterator[Case]:
    with labels.open(newline="") as rows:
        for row in csv.DictReader(rows):
            yield _case(row, pictures / row["file"], _box(row))


def examine(cases: Iterator[Case], describer: VehicleDescriber) -> None:
    """Print what the describer says of each class, and what it takes of the processor."""
    color: dict[str, Tally] = defaultdict(Tally)
    body: dict[str, Tally] = defaultdict(Tally)
    mistaken: dict[str, int] = defaultdict(int)
    marks: dict[str, Marks] = defaultdict(Marks)
    asked = unsettled = none = 0
    spent = 0.0
    for case in cases:
        picture = _read(case.picture)
        corners = ((0.0, 0.0),) * 4
        begun = time.process_time()
        said = describer.describe(picture, Detection(case.plate, corners, 1.0))
        spent += time.process_time() - begun
        asked += 1
        if said is None:
            none += 1
            said = VehicleDescription(UNKNOWN, 0.0, UNKNOWN, 0.0)
        for word in COLORS if case.colors else ():
            listed, right = LISTED[word], word in case.colors
            marks[f"color, {'right' if right else 'another'} listed"].count(
                color_conflicts(listed, said.color),
                is_doubtful(listed, said.color, said.unlikely),
            )
        for word in BODIES if case.bodies else ():
            listed, right = LISTED[word], word in case.bodies
            own = "".join(case.bodies)
            told = {f"body, {'right' if right else 'another'} listed"}
            for title in told | (set() if right else {f"body, {own}, {word} listed"}):
                marks[title].count(
                    body_conflicts(listed, said.body),
                    is_doubtful(listed, said.body, said.unlikely),
                )
        words = set(said.color.split(OR))
        if not case.colors:
            unsettled += said.color != UNKNOWN
        else:
            for name in ("all", "/".join(sorted(case.colors)), case.side, f"{len(words)} word"):
                color[name].count(said.color, bool(words & case.colors))
        is_right = said.body in case.bodies
        for name in ("all", "/".join(sorted(case.bodies)), case.side):
            if case.bodies:
                body[name].count(said.body, is_right)
        if case.colors and said.color != UNKNOWN and not words & case.colors:
            mistaken[f"{'/'.join(sorted(case.colors))} named {said.color}"] += 1
        if case.bodies and said.body != UNKNOWN and not is_right:
            mistaken[f"{'/'.join(sorted(case.bodies))} named {said.body}"] += 1
    for title, tallies in (("color", color), ("body", body)):
        for name, tally in sorted(tallies.items(), key=lambda item: -item[1].asked):
            print(f"{title:5} {name:22} {tally}")
    for name, counted in sorted(marks.items()):
        print(f"{name:34} {counted}")
    print("mistaken:", ", ".join(f"{k} ×{n}" for k, n in sorted(mistaken.items())))
    print(f"no vehicle seen: {none}; named where the eye saw no single color: {unsettled}; "
          f"{1000 * spent / max(asked, 1):.2f} ms of processor each")  # fmt: skip


def _case(row: dict[str, str], picture: Path, plate: Box) -> Case:
    colors = frozenset(COLORS[i] for i in np.nonzero(colors_of(row["color"]))[0])
    bodies = frozenset(BODIES[i] for i in np.nonzero(body_of(row["body"]))[0])
    return Case(picture, plate, colors, bodies, row["side"])


def _box(row: dict[str, str]) -> Box:
    return Box(*(float(row[k]) for k in "xywh"))


def _read(path: Path) -> NDArray[np.uint8]:
    picture = cv2.imread(str(path))
    if picture is None:
        raise FileNotFoundError(f"{path} is missing or no picture")
    return np.asarray(picture, np.uint8)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", type=Path, default=Path("models"))
    parser.add_argument("--data", type=Path, help="unpacked training data: its held-out vehicles")
    parser.add_argument("--pictures", type=Path)
    parser.add_argument("--labels", type=Path)
    args = parser.parse_args()
    describer = VehicleDescriber(load_manifest(args.models))
    if args.data is not None:
        examine(held_out_cases(args.data), describer)
    elif args.pictures is not None and args.labels is not None:
        examine(listed_cases(args.pictures, args.labels), describer)
    else:
        parser.error("name --data, or --pictures with --labels")


if __name__ == "__main__":
    main()

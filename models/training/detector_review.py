"""Looks through the training pictures for plates without a label, and for what is mistaken for one.

    python -m models.training.detector_review --data DIR --models FOLDER --work DIR

A detector and a reader of an earlier round (FOLDER with manifest.toml) search every vehicle and
every plate-less street. Beside the labeled plates, what reads like a plate must not be punished
as a false one, and what does not is worth showing more often. Writes WORK/review.json:
{file: {"unlabeled": [[x, y, w, h]…], "mistaken": [[x, y, w, h]…]}}, pixels.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import cv2
import numpy as np

from alpr_console.domain.plate import Box, Detection
from alpr_console.recognition.detector import PlateDetector
from alpr_console.recognition.reader import CROP_MARGIN, PlateReader
from alpr_console.recognition.rectify import rectify
from alpr_console.recognition.registry import load_manifest
from models.training.detector_dataset import REVIEW, Picture, held_out, labeled_boxes

_LEAST = 0.08
_READS = 0.35
"""A reading this sure makes a plate of what was found."""
_LOOKS = 0.6
"""So does a score this high, beside a vehicle's own plate."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--models", type=Path, default=Path("models"))
    parser.add_argument("--work", type=Path, required=True)
    chosen = parser.parse_args()
    cv2.setNumThreads(1)
    chosen.work.mkdir(parents=True, exist_ok=True)
    manifest = load_manifest(chosen.models)
    detector, reader = PlateDetector(manifest, least_score=_LEAST), PlateReader(manifest)
    plates = labeled_boxes(chosen.data)
    sources = [(chosen.data / "scenes" / name, [Box(*b) for b in boxes])
               for name, boxes in sorted(plates.items())]  # fmt: skip
    sources += [(path, []) for path in sorted((chosen.data / "street_negatives").glob("*.jpg"))]
    review: dict[str, dict[str, list[list[float]]]] = {}
    for path, labeled in sources:
        if held_out(path.name):
            continue
        picture = np.asarray(cv2.imread(str(path)), np.uint8)
        found = [d for d in detector.detect_still(picture) if _apart(d.box, labeled)]
        if not found:
            continue
        kinds = ["unlabeled" if labeled and _is_plate(picture, d, reader) else "mistaken"
                 for d in found]  # fmt: skip
        review[path.name] = {
            name: [
                [round(v, 1) for v in (d.box.x, d.box.y, d.box.w, d.box.h)]
                for d, kind in zip(found, kinds, strict=True)
                if kind == name
            ]
            for name in ("unlabeled", "mistaken")
        }
    (chosen.work / REVIEW).write_text(json.dumps(review, indent=0))
    counts = {k: sum(len(r[k]) for r in review.values()) for k in ("unlabeled", "mistaken")}
    print(f"{len(sources)} pictures: {counts}")


def _apart(box: Box, labeled: list[Box]) -> bool:
    return all(
        box.x + box.w < p.x or p.x + p.w < box.x or box.y + box.h < p.y or p.y + p.h < box.y
        for p in labeled
    )


def _is_plate(picture: Picture, found: Detection, reader: PlateReader) -> bool:
    if found.score >= _LOOKS:
        return True
    (reading,) = reader.read([rectify(picture, found.corners, *reader.input_size, CROP_MARGIN)])
    return len(reading.characters) >= 3 and reading.confidence >= _READS


if __name__ == "__main__":
    main()

"""Shows what each threshold would cost, on the held-out tenth of scenes, plates and streets.

`python -m models.training.detector_threshold --data D`. Every held-out vehicle is seen once
with a US plate in place of its own, as a still and as a 1280×720 video frame (searched at both
sizes); false plates are counted there and on the held-out street pictures.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np

from alpr_console.domain.plate import Box, Detection
from alpr_console.recognition.detector import NAME, PlateDetector
from alpr_console.recognition.registry import ModelManifest, load_manifest
from models.training.detector_composer import Composer
from models.training.detector_dataset import Picture, Sources, decode_picture, load_sources

_LOWEST = 0.1
_STEPS = (0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7)


def _lowered(models: Path) -> ModelManifest:
    """The manifest with the detector's threshold at its lowest, to count at each above it."""
    manifest = load_manifest(models)
    lowest = dict.fromkeys(("video", "larger", "still"), _LOWEST)
    entry = replace(manifest.entry(NAME), thresholds=lowest)
    return replace(manifest, models={**manifest.models, NAME: entry})


def _video_frame(picture: Picture, share: float) -> tuple[Picture, float]:
    """The picture in a 1280×720 frame, and by what it was scaled."""
    scale = share * min(1280 / picture.shape[1], 720 / picture.shape[0])
    part = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    frame = np.full((720, 1280, 3), 114, np.uint8)
    frame[: part.shape[0], : part.shape[1]] = part
    return frame, scale


def _print(name: str, cases: list[tuple[list[Box], list[Detection]]]) -> None:
    for step in _STEPS:
        hits = plates = false = 0
        for truths, found in cases:
            sure = [d for d in found if d.score >= step]
            plates += len(truths)
            hits += sum(any(d.box.iou(t) >= 0.5 for d in sure) for t in truths)
            false += sum(all(d.box.iou(t) < 0.3 for t in truths) for d in sure)
        recall = f"recall {hits / plates:.3f} of {plates}, " if plates else ""
        print(f"{name} {step:.2f}: {recall}false {false / len(cases):.3f} a picture")


@dataclass(frozen=True, slots=True)
class Case:
    """A held-out vehicle with an unseen US plate, as a still and in a video frame."""

    still: Picture
    still_boxes: list[Box]
    frame: Picture
    frame_boxes: list[Box]


def held_out_cases(sources: Sources) -> Iterator[Case]:
    """Of each vehicle of the held-out `sources`; always the same."""
    composer = Composer(sources, 640, 384, seed=11)
    rng = np.random.default_rng(11)
    for scene in sources.scenes:
        picture = decode_picture(scene.jpeg)
        glow = np.zeros(picture.shape[:2], np.float32)
        truths = [composer.put_us_plate(picture, box, 1.0, glow).box for box in scene.boxes]
        boxes = [Box(*(float(v) for v in t)) for t in truths]
        frame, scale = _video_frame(picture, float(rng.uniform(0.4, 1.0)))
        scaled = [Box(b.x * scale, b.y * scale, b.w * scale, b.h * scale) for b in boxes]
        yield Case(picture, boxes, frame, scaled)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--models", type=Path, default=Path("models"))
    chosen = parser.parse_args()
    cv2.setNumThreads(1)
    detector = PlateDetector(_lowered(chosen.models))
    sources = load_sources(chosen.data, validation=True)
    cases = list(held_out_cases(sources))
    streets = [decode_picture(n) for n in sources.negatives]
    _print("still", [(c.still_boxes, detector.detect_still(c.still)) for c in cases])
    _print("street still", [([], detector.detect_still(p)) for p in streets])
    for size, sparing in (("video", True), ("larger", False)):
        detector.spare(sparing)
        _print(size, [(c.frame_boxes, detector.detect(c.frame)) for c in cases])
        _print(f"street {size}", [([], detector.detect(p)) for p in streets])


if __name__ == "__main__":
    main()

"""How well the shipped reader reads in each condition, on the photographs held out of training.

    python -m models.training.reader_conditions --data DIR --work DIR --models models

Prints a row of Markdown for each condition: text wholly right (O as 0, I as 1), state named and
right, not readable or no plate. Each photograph is spoilt in one way and always the same.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path

import cv2
import numpy as np

from alpr_console.domain.plate import STATES, Legibility
from alpr_console.matching.look_alikes import folded
from alpr_console.recognition.reader import PlateReader
from alpr_console.recognition.registry import load_manifest
from models.training import reader_data, reader_degrade
from models.training.reader_degrade import Picture
from models.training.reader_net import HEIGHT, WIDTH
from models.training.reader_relabel import RELABELED
from models.training.reader_train import SEED

Spoil = Callable[[Picture, np.random.Generator], Picture]


def _as_floats(spoil: Callable[..., np.ndarray]) -> Spoil:
    def spoilt(picture: Picture, rng: np.random.Generator) -> Picture:
        image = spoil(picture.astype(np.float32), rng)
        return np.asarray(np.clip(image, 0, 255), np.uint8)

    return spoilt


def _far(pixels: int) -> Spoil:
    def spoilt(picture: Picture, rng: np.random.Generator) -> Picture:
        height, width = picture.shape[:2]
        size = (pixels, round(pixels * height / width))
        small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
        return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR))

    return spoilt


def _packed(picture: Picture, rng: np.random.Generator) -> Picture:
    _, packed = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 20])
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8)


def _dim(picture: Picture, rng: np.random.Generator) -> Picture:
    noisy = picture * 0.22 + 12 + rng.normal(0, 3, picture.shape)
    return np.clip(noisy, 0, 255).astype(np.uint8)


CONDITIONS: Mapping[str, Spoil | None] = {
    "straightened, clear": None,
    "plate 90 px wide": _far(90),
    "plate 60 px wide": _far(60),
    "plate 45 px wide": _far(45),
    "motion blur": _as_floats(reader_degrade.smeared),
    "rolling shutter": _as_floats(reader_degrade.rolling_shutter),
    "night, infrared": _as_floats(reader_degrade.infrared),
    "dusk, a fifth of the light": _dim,
    "glare": _as_floats(reader_degrade.glaring),
    "shadow across": _as_floats(reader_degrade.shadowed),
    "dirt": _as_floats(reader_degrade.dirty),
    "frame or band over the words": reader_degrade.covered,
    "JPEG of quality 20": _packed,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--models", type=Path, default=Path("models"))
    args = parser.parse_args()
    cv2.setNumThreads(1)
    reader = PlateReader(load_manifest(args.models))
    labels = RELABELED if (args.work / RELABELED).exists() else "labels.jsonl"
    samples = [
        s for s in reader_data.load_validation(args.data, args.work, labels)
        if s.text is not None and s.state < len(STATES)
    ]  # fmt: skip
    patches = reader_data.surroundings(args.data, 60, SEED)
    print(f"| {len(samples)} photographs held out | text right | state right | not read |")
    print("|---|---|---|---|")
    for name, spoil in CONDITIONS.items():
        rng = np.random.default_rng(3)
        pictures = []
        for index, sample in enumerate(samples):
            patch = patches[index % len(patches)]
            seen, _ = reader_degrade.framed(sample.picture, patch, WIDTH, HEIGHT, rng)
            pictures.append(seen if spoil is None else spoil(seen, rng))
        readings = reader.read(pictures)
        pairs = list(zip(readings, samples, strict=True))
        shares = (
            np.mean([folded(r.text) == folded(s.text or "") for r, s in pairs]),
            np.mean([r.state.code == STATES[s.state] for r, s in pairs]),
            np.mean([r.legibility is not Legibility.READABLE for r in readings]),
        )
        print("|".join(["", f" {name} ", *(f" {share:.1%} " for share in shares), ""]), flush=True)


if __name__ == "__main__":
    main()

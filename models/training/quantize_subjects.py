"""What each network is calibrated on for eight bits, and how what it then loses is measured.

Calibration pictures come from the training part of the data, the measured ones from the part
that is held out. Everything measured is 1 at best, most of it a share of right answers, through
the product's own code, at the sizes that the manifest names.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from alpr_console.domain.plate import STATES, Box, Detection
from alpr_console.recognition import detector
from alpr_console.recognition.detector import PlateDetector
from alpr_console.recognition.reader import PlateReader, log_softmax
from alpr_console.recognition.registry import ModelEntry, ModelManifest, compile_model
from models.training import reader_data, reader_degrade
from models.training.detector_composer import Composer
from models.training.detector_dataset import decode_picture, load_sources
from models.training.detector_threshold import held_out_cases
from models.training.reader_relabel import RELABELED

Picture = NDArray[np.uint8]
Shares = dict[str, float]

SEED = 8
CALIBRATED = 100
"""Pictures; more change nothing that could be measured."""
_SURROUNDINGS = 60
_HEATS = np.exp(np.linspace(np.log(0.5), np.log(2), 100))


@dataclass(frozen=True, slots=True)
class Subject:
    """One network to be quantized."""

    name: str
    calibration: list[Picture]
    """Each 1×H×W×3, as the network gets it."""
    shares: Callable[[ModelManifest], Shares]
    """Of right answers, by what was asked; the manifest holds the weights to measure."""
    heats: Callable[[ModelEntry], Mapping[str, float]] = lambda entry: {}
    """By output, the temperature that suits the weights, but for a factor that is the same for
    all weights of the network."""


def subject(name: str, entry: ModelEntry, data: Path, work: Path) -> Subject | None:
    """The network called `name` in the manifest; None where nothing is known of such a one."""
    if name == detector.NAME:
        return _detector(entry, data)
    if name == "reader":
        return _reader(entry, data, work)
    return None


# -- detector ----------------------------------------------------------------------------


def _detector(entry: ModelEntry, data: Path) -> Subject:
    size = (entry.input_width, entry.input_height)
    composer = Composer(load_sources(data, validation=False), *size, SEED)
    calibration = [composer.sample().picture[None] for _ in range(CALIBRATED)]
    held_out = load_sources(data, validation=True)
    cases = list(held_out_cases(held_out))
    streets = [decode_picture(picture) for picture in held_out.negatives]

    def shares(manifest: ModelManifest) -> Shares:
        plates = PlateDetector(manifest)
        found = [(case.frame_boxes, plates.detect(case.frame)) for case in cases]
        every = [(box, seen) for boxes, seen in found for box in boxes]
        clean = [_is_clean(boxes, seen) for boxes, seen in found]
        clean += [not plates.detect(street) for street in streets]
        return {
            "plates found": _mean([_overlap(box, seen) >= 0.5 for box, seen in every]),
            "overlap with the plates": _mean([_overlap(box, seen) for box, seen in every]),
            "pictures without a false plate": _mean(clean),
        }

    return Subject(entry.name, calibration, shares)


def _overlap(box: Box, seen: list[Detection]) -> float:
    return max((one.box.iou(box) for one in seen), default=0.0)


def _is_clean(boxes: list[Box], seen: list[Detection]) -> bool:
    return all(any(one.box.iou(box) >= 0.3 for box in boxes) for one in seen)


# -- reader ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Plate:
    picture: Picture
    text: str | None
    state: str


def _reader(entry: ModelEntry, data: Path, work: Path) -> Subject:
    size = (entry.input_width, entry.input_height)
    patches = reader_data.surroundings(data, _SURROUNDINGS, SEED)
    rng = np.random.default_rng(SEED)
    rows = _labels(work)
    trained = [row for row in rows if not reader_data.held_out(row["file"])]
    calibration = []
    for index in rng.permutation(len(trained))[:CALIBRATED]:
        patch = patches[int(rng.integers(len(patches)))]
        picture = _picture(data, trained[int(index)])
        seen = reader_degrade.framed(picture, patch, *size, rng)[0]
        calibration.append(reader_degrade.degrade(seen, rng, 0.7)[None])
    plates = [
        _Plate(_picture(data, row), row["first_text"], str(row["state"]))
        for row in rows
        if reader_data.held_out(row["file"])
    ]
    framed = [
        reader_degrade.framed(plate.picture, patches[i % len(patches)], *size, rng)[0]
        for i, plate in enumerate(plates)
    ]
    views = {"alone": [plate.picture for plate in plates], "cut out": framed}

    def shares(manifest: ModelManifest) -> Shares:
        reader = PlateReader(manifest)
        found: Shares = {}
        for view, pictures in views.items():
            read = list(zip(reader.read(pictures), plates, strict=True))
            texts = [r.text == plate.text for r, plate in read if plate.text is not None]
            found[f"texts, {view}"] = _mean(texts)
            found[f"states, {view}"] = _mean(
                [r.state.code == plate.state for r, plate in read if plate.state in STATES]
            )
        return found

    def heats(weights: ModelEntry) -> Mapping[str, float]:
        answers = _answers(weights, [cv2.resize(p, size)[None] for p in framed])
        told = [i for i, plate in enumerate(plates) if plate.text is not None]
        named = [i for i, plate in enumerate(plates) if plate.state in STATES]
        texts = np.stack([reader_data.encode(plates[i].text) for i in told])
        states = np.array([STATES.index(plates[i].state) for i in named])
        slots = answers[0][told]
        return {
            "characters": _heat(slots.reshape(-1, slots.shape[-1]), texts.ravel()),
            "state": _heat(answers[1][named], states),
        }

    return Subject(entry.name, calibration, shares, heats)


def _labels(work: Path) -> list[dict[str, Any]]:
    with (work / RELABELED).open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [r for r in rows if not r["keep_out"] and not r["file"].startswith("plate_designs")]


def _picture(data: Path, row: Mapping[str, Any]) -> Picture:
    picture = cv2.imread(str(data / row["file"]))
    assert picture is not None, row["file"]
    return np.asarray(
        cv2.resize(picture, reader_data.STORED, interpolation=cv2.INTER_AREA), np.uint8
    )


def _heat(logits: NDArray[np.float32], classes: NDArray[np.int64]) -> float:
    """What to divide `logits` by so that the probability of `classes` is highest."""

    def surprise(heat: float) -> float:
        return -float(log_softmax(logits, heat)[np.arange(len(classes)), classes].mean())

    return float(min(_HEATS, key=lambda heat: surprise(float(heat))))


# ----------------------------------------------------------------------------------------


def _answers(entry: ModelEntry, pictures: list[Picture]) -> list[NDArray[np.float32]]:
    """Every output of the network for the pictures, one after another."""
    precision = None if entry.precision == "int8" else "f32"
    request = compile_model(entry, threads=1, precision=precision).create_infer_request()
    rows = []
    for picture in pictures:
        result = request.infer([picture])
        rows.append([np.array(result[i]) for i in range(len(result))])
    return [np.concatenate(column) for column in zip(*rows, strict=True)]


def _mean(right: Sequence[float]) -> float:
    return float(np.mean(right)) if right else 0.0

"""Other networks, given by path, measured beside the console's own on the same pictures."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import openvino as ov

from alpr_console.domain.errors import ModelDamaged
from alpr_console.domain.plate import ALPHABET
from alpr_console.examination.line_reader import LineReader
from alpr_console.recognition.fast_plate_ocr import DEFAULT_PAD, FastPlateReader
from alpr_console.recognition.formats import FAST_PLATE_OCR, LPD_YUNET
from alpr_console.recognition.lpd_yunet import LpdYunetDetector
from alpr_console.recognition.registry import ModelEntry, ModelManifest

DETECTOR_SIZE = (640, 384)
DETECTOR_THRESHOLD = 0.3
"""At which LPD-YuNet reads best end to end, whatever it costs in false plates."""


def open_peer_detector(path: Path, *, precision: str | None = None) -> LpdYunetDetector:
    """A network of LPD-YuNet's kind. Raises ModelDamaged naming the file."""
    entry = _entry(
        path, "detector", LPD_YUNET, DETECTOR_SIZE,
        thresholds={"video": DETECTOR_THRESHOLD, "still": DETECTOR_THRESHOLD},
    )  # fmt: skip
    return LpdYunetDetector(_manifest(entry), precision=precision)


def open_peer_reader(path: Path, *, precision: str | None = None) -> FastPlateReader:
    """A network of fast-plate-ocr's kind with its usual alphabet. Raises as the detector does."""
    entry = _entry(
        path, "reader", FAST_PLATE_OCR, _picture_size(path),
        labels={"characters": (*ALPHABET, DEFAULT_PAD)},
    )  # fmt: skip
    return FastPlateReader(_manifest(entry), precision=precision)


def open_peer_ocr(path: Path, *, precision: str | None = None) -> LineReader:
    """A recogniser of text lines of PP-OCR's kind. Raises as the detector does."""
    return LineReader(_entry(path, "ocr", "", (1, 1)), precision=precision)


def _entry(
    path: Path,
    name: str,
    kind: str,
    size: tuple[int, int],
    *,
    labels: Mapping[str, tuple[str, ...]] | None = None,
    thresholds: Mapping[str, float] | None = None,
) -> ModelEntry:
    weights = path.with_suffix(".bin") if path.suffix.lower() == ".xml" else None
    return ModelEntry(
        name=name,
        topology=path,
        weights=weights,
        # There is no sum to hold it against: whoever names a peer vouches for it.
        sha256_topology=_sum(path),
        sha256_weights=_sum(weights) if weights is not None else "",
        input_width=size[0],
        input_height=size[1],
        labels=labels or {},
        temperatures={},
        thresholds=thresholds or {},
        precision="fastest",
        format=kind,
        told_as=f"The peer {path}",
    )


def _manifest(entry: ModelEntry) -> ModelManifest:
    return ModelManifest(entry.topology.parent, {entry.name: entry})


def _sum(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise ModelDamaged(
            f"The peer {path} cannot be read ({error.strerror}).", "Check the path."
        ) from error


def _picture_size(path: Path) -> tuple[int, int]:
    """Width and height that the network takes, which its kind fixes in the file."""
    try:
        shape = ov.Core().read_model(path).input(0).partial_shape
    except RuntimeError as error:
        reason = str(error).strip().splitlines()[-1]
        raise ModelDamaged(
            f"The peer {path} cannot be loaded ({reason}).", "Check the path."
        ) from error
    if len(shape) != 4 or shape[1].is_dynamic or shape[2].is_dynamic:
        raise ModelDamaged(
            f"The peer {path} takes {shape}, not N×height×width×3 pictures.", "Name another file."
        )
    return shape[2].get_length(), shape[1].get_length()

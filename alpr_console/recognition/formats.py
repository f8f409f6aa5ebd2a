"""Which class serves which `format` of the manifest: the one place that picks."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from alpr_console.recognition import detector
from alpr_console.recognition.detector import PlateDetector
from alpr_console.recognition.fast_plate_ocr import FastPlateReader
from alpr_console.recognition.lpd_yunet import LpdYunetDetector
from alpr_console.recognition.reader import PlateReader
from alpr_console.recognition.registry import CONSOLE_FORMAT, ModelManifest, unfit

LPD_YUNET, FAST_PLATE_OCR = "lpd-yunet", "fast-plate-ocr"

Kind = TypeVar("Kind")

Detector = PlateDetector | LpdYunetDetector
Reader = PlateReader | FastPlateReader

_DETECTORS: Mapping[str, type[Detector]] = {
    CONSOLE_FORMAT: PlateDetector,
    LPD_YUNET: LpdYunetDetector,
}
_READERS: Mapping[str, type[Reader]] = {
    CONSOLE_FORMAT: PlateReader,
    FAST_PLATE_OCR: FastPlateReader,
}


def open_detector(
    manifest: ModelManifest,
    *,
    threads: int = 1,
    precision: str | None = None,
    cache_dir: Path | None = None,
) -> Detector:
    """The manifest's 'detector', in its format; arguments as for `compile_model`.

    Raises ModelDamaged if the format is unknown, or the entry or a file of it is missing,
    changed or not of the format.
    """
    kind = _chosen(manifest, detector.NAME, _DETECTORS)
    return kind(manifest, threads=threads, precision=precision, cache_dir=cache_dir)


def open_reader(
    manifest: ModelManifest,
    *,
    threads: int = 1,
    precision: str | None = None,
    cache_dir: Path | None = None,
) -> Reader:
    """The manifest's 'reader'; as `open_detector`."""
    kind = _chosen(manifest, "reader", _READERS)
    return kind(manifest, threads=threads, precision=precision, cache_dir=cache_dir)


def _chosen(manifest: ModelManifest, name: str, kinds: Mapping[str, Kind]) -> Kind:
    entry = manifest.entry(name)
    if entry.format not in kinds:
        known = ", ".join(kinds)
        raise unfit(entry, f"has the format {entry.format!r}; a {name} is one of: {known}")
    return kinds[entry.format]

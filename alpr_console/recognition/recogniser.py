"""Detector, reader and vehicle description together: what one picture shows."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from alpr_console.domain.plate import Box, Corners, Detection, PlateText, SeenPlate
from alpr_console.domain.plate import VehicleDescription as Described
from alpr_console.recognition import vehicle as vehicle_network
from alpr_console.recognition.detector import PlateDetector
from alpr_console.recognition.reader import CROP_MARGIN, PlateReader
from alpr_console.recognition.rectify import rectify
from alpr_console.recognition.registry import load_manifest

Picture = NDArray[np.uint8]


class DetectsPlates(Protocol):
    """As `PlateDetector` does."""

    def detect(self, frame: Picture) -> list[Detection]: ...

    def detect_still(self, picture: Picture) -> list[Detection]: ...


class ReadsCrops(Protocol):
    """As `PlateReader` does."""

    @property
    def input_size(self) -> tuple[int, int]: ...

    def read(self, crops: Sequence[Picture]) -> list[PlateText]: ...


class DescribesVehicles(Protocol):
    """Says what vehicle bears a plate."""

    def describe(self, picture: Picture, plate: Detection) -> Described | None: ...


@dataclass(frozen=True, slots=True)
class StageTimes:
    """Milliseconds of wall clock that the latest picture took."""

    detect: float = 0.0
    read: float = 0.0
    """Straightening, characters, state and vehicle."""
    total: float = 0.0


class Recogniser:
    """Stateless but for `times`. One instance serves one thread at a time."""

    def __init__(
        self, detector: DetectsPlates, reader: ReadsCrops, vehicle: DescribesVehicles | None = None
    ) -> None:
        self._detector = detector
        self._reader = reader
        self._vehicle = vehicle
        self.times = StageTimes()
        """Of the picture last seen; `detect` followed by `read` counts as one picture."""

    def see(self, frame: Picture) -> list[SeenPlate]:
        """Plates of a video frame (H×W×3 BGR) with what they say, best first."""
        return self._with_vehicles(frame, self.read(frame, self.detect(frame)))

    def see_still(self, picture: Picture) -> list[SeenPlate]:
        """The same for a single picture of any size, searched more thoroughly."""
        begun = time.perf_counter()
        found = self._detector.detect_still(picture)
        self._detected(begun)
        return self._with_vehicles(picture, self.read(picture, found))

    def see_crop(self, picture: Picture) -> SeenPlate:
        """Reads a picture that is a plate from edge to edge; nothing is searched for."""
        self.times = StageTimes()
        height, width = picture.shape[:2]
        corners: Corners = (
            (0.0, 0.0), (float(width), 0.0), (float(width), float(height)), (0.0, float(height)),
        )  # fmt: skip
        whole = Detection(Box(0.0, 0.0, float(width), float(height)), corners, 1.0)
        begun = time.perf_counter()
        (text,) = self._reader.read([picture])
        self._was_read(begun)
        return SeenPlate(whole, text)

    def detect(self, picture: Picture) -> list[Detection]:
        """Plates of a video frame, not read yet, best first."""
        begun = time.perf_counter()
        found = self._detector.detect(picture)
        self._detected(begun)
        return found

    def read(self, picture: Picture, detections: Sequence[Detection]) -> list[SeenPlate]:
        """Reads plates that were found in a picture, in their order; describes no vehicle."""
        if not detections:
            return []
        begun = time.perf_counter()
        width, height = self._reader.input_size
        texts = self._reader.read(
            [rectify(picture, d.corners, width, height, CROP_MARGIN) for d in detections]
        )
        seen = [SeenPlate(d, text) for d, text in zip(detections, texts, strict=True)]
        self._was_read(begun)
        return seen

    def describe(self, picture: Picture, plate: Detection) -> Described | None:
        """The vehicle that bears a plate of a picture; None where none can be seen."""
        return None if self._vehicle is None else self._vehicle.describe(picture, plate)

    def _with_vehicles(self, picture: Picture, seen: list[SeenPlate]) -> list[SeenPlate]:
        if not seen:
            return seen
        begun = time.perf_counter()
        described = [
            replace(s, vehicle=self.describe(picture, s.detection)) if s.reading.characters else s
            for s in seen
        ]
        spent, times = (time.perf_counter() - begun) * 1000, self.times
        self.times = StageTimes(times.detect, times.read + spent, times.total + spent)
        return described

    def _detected(self, begun: float) -> None:
        spent = (time.perf_counter() - begun) * 1000
        self.times = StageTimes(spent, 0.0, spent)

    def _was_read(self, begun: float) -> None:
        spent = (time.perf_counter() - begun) * 1000
        self.times = StageTimes(self.times.detect, spent, self.times.detect + spent)


def open_recogniser(
    models_dir: Path,
    *,
    threads: int = 1,
    precision: str | None = None,
    cache_dir: Path | None = None,
) -> Recogniser:
    """The recogniser of a models folder, its networks checked and compiled.

    `threads` CPU threads for each network; `precision` as for `compile_model`. A manifest
    without a 'vehicle' gives a recogniser that describes none. Raises ModelDamaged if the
    manifest or a weight file is missing or changed.
    """
    manifest = load_manifest(models_dir)
    vehicle = None
    if vehicle_network.NAME in manifest.models:
        vehicle = vehicle_network.VehicleDescriber(
            manifest, threads=threads, precision=precision, cache_dir=cache_dir
        )
    return Recogniser(
        PlateDetector(manifest, threads=threads, precision=precision, cache_dir=cache_dir),
        PlateReader(manifest, threads=threads, precision=precision, cache_dir=cache_dir),
        vehicle,
    )

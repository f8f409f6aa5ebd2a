"""Detector, reader and vehicle description together: what one picture shows."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from alpr_console.domain.plate import Box, Corners, Detection, Legibility, PlateText, SeenPlate
from alpr_console.domain.plate import VehicleDescription as Described
from alpr_console.recognition import vehicle as vehicle_network
from alpr_console.recognition.formats import open_detector, open_reader
from alpr_console.recognition.rectify import rectify
from alpr_console.recognition.registry import load_manifest
from alpr_console.recognition.second_look import look_again

Picture = NDArray[np.uint8]


_READ_FROM = 0.4
"""A reading this sure makes a plate of what was found in a still…"""
_SURE_FROM = 0.8
"""…and so does a detector this sure, whatever can be read."""


class DetectsPlates(Protocol):
    """As `PlateDetector` does."""

    def detect(self, frame: Picture) -> list[Detection]: ...

    def detect_still(self, picture: Picture) -> list[Detection]: ...


@runtime_checkable
class LooksAhead(Protocol):
    """A detector that can search a frame while another thread does something else."""

    def begin(self, frame: Picture, done: Callable[[], None]) -> None: ...

    def spare(self, sparing: bool) -> None: ...


@runtime_checkable
class LooksCloser(Protocol):
    """A detector that can place a plate of a still anew by a look at it alone."""

    def closer(self, picture: Picture, found: Detection) -> Detection: ...


class ReadsCrops(Protocol):
    """As `PlateReader` does."""

    @property
    def input_size(self) -> tuple[int, int]: ...

    @property
    def crop_margin(self) -> float: ...

    def read(self, crops: Sequence[Picture], *, thorough: bool = False) -> list[PlateText]: ...

    def twin(self) -> ReadsCrops:
        """Another of the same network, for another thread."""
        ...


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
    """Stateless but for `times`. One instance serves one thread at a time, and beside it another
    that looks again."""

    def __init__(
        self,
        detector: DetectsPlates,
        reader: ReadsCrops,
        vehicle: DescribesVehicles | None = None,
    ) -> None:
        self._detector = detector
        self._reader, self._second = reader, reader.twin()
        self._vehicle = vehicle
        self.times = StageTimes()
        """Of the picture last seen; `detect` followed by `read` counts as one picture."""

    def see(self, frame: Picture) -> list[SeenPlate]:
        """Plates of a video frame (H×W×3 BGR) with what they say, best first."""
        return self._with_vehicles(frame, self.read(frame, self.detect(frame)))

    def see_still(self, picture: Picture) -> list[SeenPlate]:
        """The same for a single picture of any size, searched and read more thoroughly.

        No further frame can deny a false plate here, so the reader has a say: what it can make
        nothing of counts only where the detector is very sure.
        """
        begun = time.perf_counter()
        found = self._detector.detect_still(picture)
        nearer: list[Detection] = []
        if isinstance(self._detector, LooksCloser):
            nearer = [self._detector.closer(picture, d) for d in found]
        self._detected(begun)
        seen = self.read(picture, found, thorough=True)
        if nearer:
            # Which placing is the better one, the reader can tell: it reads more surely.
            again = self.read(picture, nearer, thorough=True)
            seen = [max(pair, key=_sureness) for pair in zip(seen, again, strict=True)]
        return self._with_vehicles(picture, [plate for plate in seen if _is_plate(plate)])

    def see_crop(self, picture: Picture) -> SeenPlate:
        """Reads a picture that is a plate from edge to edge; nothing is searched for."""
        self.times = StageTimes()
        height, width = picture.shape[:2]
        corners: Corners = (
            (0.0, 0.0), (float(width), 0.0), (float(width), float(height)), (0.0, float(height)),
        )  # fmt: skip
        whole = Detection(Box(0.0, 0.0, float(width), float(height)), corners, 1.0)
        begun = time.perf_counter()
        (text,) = self._reader.read([picture], thorough=True)
        self._was_read(begun)
        return SeenPlate(whole, text)

    def begin(self, picture: Picture, done: Callable[[], None]) -> None:
        """Search a video frame ahead of `detect`, which then has its answer sooner.

        Returns at once; `done` is called, on any thread, when `detect` need no longer wait.
        What `detect` answers does not depend on this.
        """
        if isinstance(self._detector, LooksAhead):
            self._detector.begin(picture, done)
        else:
            done()

    def spare(self, sparing: bool) -> None:
        """Search video frames from here on with less effort, where the detector can."""
        if isinstance(self._detector, LooksAhead):
            self._detector.spare(sparing)

    def detect(self, picture: Picture) -> list[Detection]:
        """Plates of a video frame, not read yet, best first."""
        begun = time.perf_counter()
        found = self._detector.detect(picture)
        self._detected(begun)
        return found

    def read(
        self, picture: Picture, detections: Sequence[Detection], *, thorough: bool = False
    ) -> list[SeenPlate]:
        """Reads plates that were found in a picture, in their order; describes no vehicle."""
        if not detections:
            return []
        begun = time.perf_counter()
        (width, height), margin = self._reader.input_size, self._reader.crop_margin
        texts = self._reader.read(
            [rectify(picture, d.corners, width, height, margin) for d in detections],
            thorough=thorough,
        )
        seen = [SeenPlate(d, text) for d, text in zip(detections, texts, strict=True)]
        self._was_read(begun)
        return seen

    def describe(self, picture: Picture, plate: Detection) -> Described | None:
        """The vehicle that bears a plate of a picture; None where none can be seen."""
        return None if self._vehicle is None else self._vehicle.describe(picture, plate)

    def look_again(self, crop_jpeg: bytes, reading: PlateText) -> PlateText:
        """Doubts of a second look at the picture of a read; see `second_look`. May be asked on
        another thread than everything else, one at a time."""
        return look_again(self._second, crop_jpeg, reading)

    def _with_vehicles(self, picture: Picture, seen: list[SeenPlate]) -> list[SeenPlate]:
        if not seen:
            return []
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
        times = self.times
        self.times = StageTimes(times.detect, times.read + spent, times.total + spent)


def _sureness(seen: SeenPlate) -> float:
    return seen.reading.confidence


def _is_plate(seen: SeenPlate) -> bool:
    """Whether detector and reader together stand for a plate that is seen but once."""
    reading = seen.reading
    if reading.legibility is Legibility.NOT_A_PLATE:
        return False
    return reading.confidence >= _READ_FROM or seen.detection.score >= _SURE_FROM


@dataclass(frozen=True, slots=True)
class Networks:
    """What a recogniser is made of."""

    detector: DetectsPlates
    reader: ReadsCrops
    vehicle: DescribesVehicles | None = None

    def recogniser(self) -> Recogniser:
        return Recogniser(self.detector, self.reader, self.vehicle)


def open_networks(
    models_dir: Path,
    *,
    threads: int = 1,
    precision: str | None = None,
    cache_dir: Path | None = None,
) -> Networks:
    """The networks of a models folder, checked and compiled, each in its format.

    `threads` CPU threads for each network; `precision` as for `compile_model`. A manifest
    without a 'vehicle' gives a recogniser that describes none. Raises ModelDamaged if the
    manifest or a weight file is missing or changed.
    """
    manifest = load_manifest(models_dir)
    vehicle = None
    if vehicle_network.NAME in manifest.models:
        entry = manifest.entry(vehicle_network.NAME)
        # Ours has no eight-bit weights: they cost it answers, and it is asked once a read.
        has_them = entry.int8 is not None or entry.precision == "int8"
        vehicle = vehicle_network.VehicleDescriber(
            manifest,
            threads=threads,
            precision=precision if precision != "int8" or has_them else None,
            cache_dir=cache_dir,
        )
    return Networks(
        open_detector(manifest, threads=threads, precision=precision, cache_dir=cache_dir),
        open_reader(manifest, threads=threads, precision=precision, cache_dir=cache_dir),
        vehicle,
    )


def open_recogniser(
    models_dir: Path,
    *,
    threads: int = 1,
    precision: str | None = None,
    cache_dir: Path | None = None,
) -> Recogniser:
    """The recogniser of a models folder; arguments and errors as for `open_networks`."""
    return open_networks(
        models_dir, threads=threads, precision=precision, cache_dir=cache_dir
    ).recogniser()

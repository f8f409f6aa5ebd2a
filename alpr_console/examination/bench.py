"""A whole bench: the examinations, the video and the peers that were asked for, and the report."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import openvino as ov

from alpr_console import __version__
from alpr_console.adapters.camera.video_file import VideoFile
from alpr_console.examination.examine import Progress, System, examine
from alpr_console.examination.labels import Examination, load_examination, load_negatives
from alpr_console.examination.peers import open_peer_detector, open_peer_ocr, open_peer_reader
from alpr_console.examination.score import Score
from alpr_console.examination.video_cost import Settings, VideoCost, measure
from alpr_console.recognition.recogniser import (
    DetectsPlates,
    Networks,
    ReadsCrops,
    open_networks,
)

Kind = Literal["scenes", "plates alone", "no plates"]
CONSOLE = "console"


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be measured."""

    models_dir: Path
    folders: Sequence[Path] = ()
    """Each with its labels."""
    negatives: Sequence[Path] = ()
    """Folders of pictures without plates."""
    video: Path | None = None
    as_video: bool = False
    """Search pictures as the frames of a video are searched, not as stills."""
    precision: str | None = None
    peer_detector: Path | None = None
    peer_reader: Path | None = None
    peer_ocr: Path | None = None


@dataclass(frozen=True, slots=True)
class Machine:
    """What it was measured on."""

    processor: str
    cores: int
    """Of which this process may use so many."""
    capabilities: tuple[str, ...]
    """Precisions that the processor is fast at, as OpenVINO names them."""
    system: str
    python: str
    openvino: str
    console: str


@dataclass(frozen=True, slots=True)
class ExaminationResult:
    folder: Path
    kind: Kind
    as_video: bool
    scores: tuple[Score, ...]
    """The console's own first."""


@dataclass(frozen=True, slots=True)
class Report:
    machine: Machine
    precision: str
    """'' for the manifest's own."""
    examinations: tuple[ExaminationResult, ...]
    video: VideoCost | None


@dataclass(frozen=True, slots=True)
class _Peers:
    detector: tuple[str, DetectsPlates] | None
    readers: tuple[tuple[str, ReadsCrops], ...]


class Bench:
    """Everything that can be refused is refused when it is made; `run` measures."""

    def __init__(self, order: Order) -> None:
        """Raises LabelsMalformed, PictureUnreadable, SourceUnavailable and ModelDamaged."""
        self._order = order
        self._examinations: list[tuple[Kind, Examination]] = []
        for folder in order.folders:
            examination = load_examination(folder)
            kind: Kind = "scenes" if examination.scenes else "plates alone"
            self._examinations.append((kind, examination))
        self._examinations += [("no plates", load_negatives(n)) for n in order.negatives]
        if order.video is not None:
            source = VideoFile(order.video, "max")
            source.open()
            source.close()
        self._own = open_networks(order.models_dir, threads=1, precision=order.precision)
        self._peers = _open_peers(order)

    def run(self, progress: Progress, told: Callable[[str], None]) -> Report:
        """Measure it all; `progress` and `told` keep a person company on the way."""
        order = self._order
        results = [
            ExaminationResult(
                examination.folder,
                kind,
                order.as_video,
                tuple(examine(examination, self._systems(kind), progress, as_video=order.as_video)),
            )
            for kind, examination in self._examinations
        ]
        video = None
        if order.video is not None:
            settings = Settings(order.video, order.models_dir, order.precision)
            video = measure(settings, lambda words: told(f"{order.video}: {words}"))
        return Report(_machine(), order.precision or "", tuple(results), video)

    def _systems(self, kind: Kind) -> list[System]:
        own, peers = self._own, self._peers
        systems = [System(CONSOLE, own)]
        if kind == "plates alone":
            return systems + [System(n, Networks(own.detector, r)) for n, r in peers.readers]
        if kind == "scenes":
            systems += [
                System(f"{CONSOLE}'s plates, {name}", Networks(own.detector, reader))
                for name, reader in peers.readers
            ]
        if peers.detector is not None:
            name, detector = peers.detector
            reader_name, reader = (*peers.readers, (CONSOLE, own.reader))[0]
            systems.append(System(f"{name}, {reader_name}", Networks(detector, reader)))
        return systems


def _open_peers(order: Order) -> _Peers:
    precision = order.precision
    detector = None
    if order.peer_detector is not None:
        opened = open_peer_detector(order.peer_detector, precision=precision)
        detector = (order.peer_detector.stem, opened)
    readers: list[tuple[str, ReadsCrops]] = []
    if order.peer_reader is not None:
        reader = open_peer_reader(order.peer_reader, precision=precision)
        readers.append((order.peer_reader.stem, reader))
    if order.peer_ocr is not None:
        readers.append((order.peer_ocr.stem, open_peer_ocr(order.peer_ocr, precision=precision)))
    return _Peers(detector, tuple(readers))


def _machine() -> Machine:
    core = ov.Core()
    free = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else None
    return Machine(
        processor=str(core.get_property("CPU", "FULL_DEVICE_NAME")),
        cores=len(free) if free is not None else os.cpu_count() or 1,
        capabilities=tuple(map(str, core.get_property("CPU", "OPTIMIZATION_CAPABILITIES"))),
        system=platform.platform(),
        python=platform.python_version(),
        openvino=ov.__version__,
        console=__version__,
    )

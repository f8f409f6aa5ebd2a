"""What watching a video costs: the whole pipeline, each stage, and the networks alone.

Each of the three is measured in a process of its own, so that its peak of memory is its own.
"""

from __future__ import annotations

import multiprocessing
import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar, runtime_checkable

import cv2
import numpy as np
import openvino as ov

from alpr_console.adapters.camera.video_file import VideoFile
from alpr_console.domain.errors import ConsoleError, SourceUnavailable
from alpr_console.domain.events import (
    CameraChanged,
    FrameSeen,
    PipelineEvent,
    ReadReleased,
    RecognitionFailed,
    SourceState,
)
from alpr_console.domain.plate import Detection, PlateText, SeenPlate, VehicleDescription
from alpr_console.examination.stopwatch import Spent, Stopwatch, peak_memory_mb
from alpr_console.pipeline.pipeline import Pipeline
from alpr_console.ports import Picture
from alpr_console.recognition.detector import LOOK_AHEAD
from alpr_console.recognition.passes import PassKeeper
from alpr_console.recognition.recogniser import (
    DescribesVehicles,
    Networks,
    ReadsCrops,
    open_networks,
    open_recogniser,
)
from alpr_console.recognition.registry import load_manifest

STAGES = ("decode", "detect", "straighten", "read", "vehicle", "track and vote")

T = TypeVar("T")
Buffer = np.ndarray[tuple[int, ...], np.dtype[np.generic]]


@dataclass(frozen=True, slots=True)
class Settings:
    """What to measure with; crosses into the processes that measure."""

    video: Path
    models_dir: Path
    precision: str | None = None


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds."""

    median: float
    p99: float


@dataclass(frozen=True, slots=True)
class Run:
    """One way through the video."""

    frames: int
    wall_s: float
    cpu_s: float
    """User and system time."""
    peak_memory_mb: float

    @property
    def fps(self) -> float:
        return self.frames / self.wall_s if self.wall_s else 0.0


@dataclass(frozen=True, slots=True)
class WholeRun:
    """The pipeline as `watch` runs it: every frame, as fast as it goes."""

    run: Run
    dropped: int
    reads: int
    picture_to_overlay: Latency | None
    """From a frame's capture to its plates on the screen."""
    picture_to_read: Latency | None
    """From the capture of the frame that made a read sure to its release."""


@dataclass(frozen=True, slots=True)
class StageRun:
    """The same steps one after the other, each timed."""

    run: Run
    loading: Spent
    """Of the networks, before the run."""
    stages: dict[str, Spent]
    """By the names of STAGES, in their order."""
    crops: tuple[tuple[int, ...], ...]
    """For each frame, how many crops went into each call of the reader."""
    vehicles: tuple[int, ...]
    """For each frame, how many vehicles were described."""


@dataclass(frozen=True, slots=True)
class VideoCost:
    video: Path
    whole: WholeRun
    stages: StageRun
    floor: Run
    """The same networks as often, on ready buffers, with nothing around them."""

    @property
    def pace_share(self) -> float:
        """The pipeline's frames a second, as a share of what the networks alone would reach."""
        return self.whole.run.fps / self.floor.fps if self.floor.fps else 0.0

    @property
    def cpu_share(self) -> float:
        """The pipeline's processor time, in times of what the networks alone take."""
        return self.whole.run.cpu_s / self.floor.cpu_s if self.floor.cpu_s else 0.0


def measure(settings: Settings, told: Callable[[str], None] = lambda words: None) -> VideoCost:
    """Three runs over the video; `told` hears of each. Raises SourceUnavailable, ModelDamaged."""
    told("the whole pipeline")
    whole = _in_own_process(measure_whole, settings)
    told("stage by stage")
    stages = _in_own_process(measure_stages, settings)
    told("the networks alone")
    floor = _in_own_process(measure_floor, settings, stages)
    return VideoCost(settings.video, whole, stages, floor)


def _in_own_process(work: Callable[..., T], *arguments: object) -> T:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as own:
        return own.submit(work, *arguments).result()


# -- the whole pipeline ------------------------------------------------------------------


class _Ear:
    """Hears what the pipeline tells; called from its threads."""

    def __init__(self) -> None:
        self.begun: tuple[float, float] | None = None
        self.frames = self.dropped = self.reads = 0
        self.overlay_ms: list[float] = []
        self.read_ms: list[float] = []
        self.failed = self.lost = ""

    def hear(self, event: PipelineEvent) -> None:
        if isinstance(event, CameraChanged):
            if event.state is SourceState.LIVE and self.begun is None:
                # Loading the networks and opening the file are no part of the pace.
                self.begun = time.perf_counter(), time.process_time()
            elif event.state is SourceState.LOST:
                self.lost = event.reason
        elif isinstance(event, FrameSeen):
            self.frames += 1
            self.dropped = event.dropped
            self.overlay_ms.append(event.latency_ms)
        elif isinstance(event, ReadReleased):
            self.reads += event.read.revision == 0
            self.read_ms.append(event.latency_ms)
        elif isinstance(event, RecognitionFailed):
            self.failed = event.reason


def measure_whole(settings: Settings) -> WholeRun:
    """Raises SourceUnavailable if the video cannot be played, ConsoleError if reading failed."""
    cv2.setNumThreads(1)
    recogniser = open_recogniser(settings.models_dir, threads=1, precision=settings.precision)
    ear = _Ear()
    pipeline = Pipeline([VideoFile(settings.video, "max")], None, recogniser, ear.hear)
    pipeline.start()
    try:
        while not pipeline.wait_finished(0.05):
            if ear.lost:
                raise SourceUnavailable(ear.lost)
    finally:
        ended = time.perf_counter(), time.process_time()
        pipeline.stop()
    if ear.failed:
        raise ConsoleError("Plate reading did not reach the end.", ear.failed)
    begun = ear.begun or ended
    run = Run(ear.frames, ended[0] - begun[0], ended[1] - begun[1], peak_memory_mb())
    return WholeRun(run, ear.dropped, ear.reads, _latency(ear.overlay_ms), _latency(ear.read_ms))


def _latency(milliseconds: Sequence[float]) -> Latency | None:
    if not milliseconds:
        return None
    last = sorted(milliseconds)[max(0, -(-len(milliseconds) * 99 // 100) - 1)]
    return Latency(statistics.median(milliseconds), last)


# -- stage by stage ----------------------------------------------------------------------


class _Timed:
    """The parts of a recogniser, each under a stopwatch, and what each was asked."""

    def __init__(self, networks: Networks, watch: Stopwatch) -> None:
        self._networks, self._watch = networks, watch
        self._recogniser = Networks(
            networks.detector,
            _TimedReader(networks.reader, watch, self),
            _TimedVehicle(networks.vehicle, watch, self) if networks.vehicle else None,
        ).recogniser()
        self.crops: list[list[int]] = []
        self.vehicles: list[int] = []

    def detect(self, picture: Picture) -> list[Detection]:
        self.crops.append([])
        self.vehicles.append(0)
        with self._watch.stage("detect"):
            return self._recogniser.detect(picture)

    def read(self, picture: Picture, detections: Sequence[Detection]) -> list[SeenPlate]:
        with self._watch.stage("straighten"):
            return self._recogniser.read(picture, detections)

    def describe(self, picture: Picture, plate: Detection) -> VehicleDescription | None:
        return self._recogniser.describe(picture, plate)


class _TimedReader:
    def __init__(self, reader: ReadsCrops, watch: Stopwatch, whole: _Timed) -> None:
        self._reader, self._watch, self._whole = reader, watch, whole

    def twin(self) -> ReadsCrops:
        return self._reader.twin()

    @property
    def input_size(self) -> tuple[int, int]:
        return self._reader.input_size

    @property
    def crop_margin(self) -> float:
        return self._reader.crop_margin

    def read(self, crops: Sequence[Picture], *, thorough: bool = False) -> list[PlateText]:
        self._whole.crops[-1].append(len(crops))
        with self._watch.stage("read"):
            return self._reader.read(crops, thorough=thorough)


class _TimedVehicle:
    def __init__(self, vehicle: DescribesVehicles, watch: Stopwatch, whole: _Timed) -> None:
        self._vehicle, self._watch, self._whole = vehicle, watch, whole

    def describe(self, picture: Picture, plate: Detection) -> VehicleDescription | None:
        self._whole.vehicles[-1] += 1
        with self._watch.stage("vehicle"):
            return self._vehicle.describe(picture, plate)


def measure_stages(settings: Settings) -> StageRun:
    """Raises SourceUnavailable if the video cannot be played."""
    cv2.setNumThreads(1)
    watch = Stopwatch()
    with watch.stage("loading"):
        networks = open_networks(settings.models_dir, threads=1, precision=settings.precision)
    source, keeper, timed = VideoFile(settings.video, "max"), PassKeeper(), _Timed(networks, watch)
    source.open()
    frames = 0
    begun = time.perf_counter(), time.process_time()
    while True:
        with watch.stage("decode"):
            frame = source.read()
        if frame is None:
            break
        with watch.stage("track and vote"):
            keeper.follow(frame, timed)
        frames += 1
    with watch.stage("track and vote"):
        keeper.flush()
    wall, cpu = time.perf_counter() - begun[0], time.process_time() - begun[1]
    source.close()
    return StageRun(
        Run(frames, wall, cpu, peak_memory_mb()),
        watch.stages["loading"],
        {name: watch.stages.get(name, Spent()) for name in STAGES},
        tuple(tuple(sizes) for sizes in timed.crops),
        tuple(timed.vehicles),
    )


# -- the floor ---------------------------------------------------------------------------


@runtime_checkable
class HasNetwork(Protocol):
    """A part of a recogniser that shows the network it runs."""

    @property
    def network(self) -> ov.CompiledModel: ...


def measure_floor(settings: Settings, as_in: StageRun) -> Run:
    """Runs each network as often as the stages did, on buffers made beforehand.

    As in the pipeline, LOOK_AHEAD frames are searched at once, and beside them one is read.
    """
    manifest = load_manifest(settings.models_dir)
    networks = open_networks(settings.models_dir, threads=1, precision=settings.precision)
    parts: dict[str, object] = {"reader": networks.reader, "vehicle": networks.vehicle}
    calls: dict[str, Callable[[int], None]] = {}
    for name, part in parts.items():
        if isinstance(part, HasNetwork):
            entry = manifest.entry(name)
            calls[name] = _bare(part, entry.input_width, entry.input_height)
    searches: ov.AsyncInferQueue | None = None
    if isinstance(networks.detector, HasNetwork):
        entry = manifest.entry("detector")
        searches = ov.AsyncInferQueue(networks.detector.network, LOOK_AHEAD)
        frame = _buffer(
            networks.detector, 1, *(entry.larger or (entry.input_width, entry.input_height))
        )

    def call(name: str, batch: int) -> None:
        if name in calls:
            calls[name](batch)

    def search() -> None:
        if searches is not None:
            searches.start_async([frame], share_inputs=True)

    def finish() -> None:
        if searches is not None:
            searches.wait_all()

    for _ in range(LOOK_AHEAD):
        search()
    for n in {1, *(n for some in as_in.crops for n in some)}:
        call("reader", n)
    call("vehicle", 1)
    finish()
    begun = time.perf_counter(), time.process_time()
    for crops, vehicles in zip(as_in.crops, as_in.vehicles, strict=True):
        search()
        for n in crops:
            call("reader", n)
        for _ in range(vehicles):
            call("vehicle", 1)
    finish()
    wall, cpu = time.perf_counter() - begun[0], time.process_time() - begun[1]
    return Run(len(as_in.crops), wall, cpu, peak_memory_mb())


def _bare(part: HasNetwork, width: int, height: int) -> Callable[[int], None]:
    """Runs the part's network on a ready buffer of so many pictures."""
    request = part.network.create_infer_request()
    buffers: dict[int, Buffer] = {}

    def run(batch: int) -> None:
        if batch not in buffers:
            buffers[batch] = _buffer(part, batch, width, height)
        request.infer([buffers[batch]], share_outputs=True)

    return run


def _buffer(part: HasNetwork, batch: int, width: int, height: int) -> Buffer:
    """Noise in the shape that the part's network takes."""
    port = part.network.input(0)
    shape = port.partial_shape
    open_sides = iter((height, width))
    sides = [batch if shape[0].is_dynamic else shape[0].get_length()]
    sides += [
        next(open_sides) if side.is_dynamic else side.get_length() for side in list(shape)[1:]
    ]
    noise = np.random.default_rng(1).integers(0, 256, sides, np.uint8)
    return noise.astype(port.element_type.to_dtype())

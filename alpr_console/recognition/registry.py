"""Finds the networks by their manifest, proves them unchanged, and compiles them."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import openvino as ov

from alpr_console.domain.errors import ModelDamaged
from alpr_console.recognition.processor import Processor, this_processor

MANIFEST = "manifest.toml"
CONSOLE_FORMAT = "console"
"""Format of an entry that names none: of the networks that ship with the console."""
_PRECISIONS = ("f32", "bf16", "int8", "fastest")
_REMEDY = "Restore the models folder from the installation medium or install again."


@dataclass(frozen=True, slots=True)
class EightBit:
    """The same network with eight-bit weights."""

    topology: Path
    weights: Path
    sha256_topology: str
    sha256_weights: str
    temperatures: Mapping[str, float]
    """Of the outputs that eight bits leave more or less sure than full precision."""


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """One network of the manifest."""

    name: str
    topology: Path
    """The network: IR (.xml) with its weights beside it, or ONNX (.onnx), which holds them."""
    weights: Path | None
    sha256_topology: str
    sha256_weights: str
    """'' where the topology holds the weights."""
    input_width: int
    """Pixels."""
    input_height: int
    """Pixels."""
    labels: Mapping[str, tuple[str, ...]]
    """Class names of each output that has classes, in the order of its scores."""
    temperatures: Mapping[str, float]
    """What each output's logits are divided by to give true probabilities."""
    thresholds: Mapping[str, float]
    precision: str
    """'f32', 'bf16', 'int8' or 'fastest' (what the processor runs fastest)."""
    format: str = CONSOLE_FORMAT
    """What goes in and comes out, as `formats` knows it."""
    told_as: str = ""
    """How errors name it, where it stands in no manifest."""
    larger: tuple[int, int] | None = None
    """A second input size, width and height, for while there is time for it."""
    int8: EightBit | None = None


@dataclass(frozen=True, slots=True)
class ModelManifest:
    """All networks of one models folder."""

    folder: Path
    models: Mapping[str, ModelEntry]

    def entry(self, name: str) -> ModelEntry:
        """The entry called `name`. Raises ModelDamaged where the manifest has none."""
        if name not in self.models:
            raise ModelDamaged(
                f"The model manifest {self.folder / MANIFEST} has no entry for the {name}.",
                _REMEDY,
            )
        return self.models[name]


def load_manifest(models_dir: Path) -> ModelManifest:
    """Reads `models_dir`/manifest.toml.

    Raises ModelDamaged if it is missing, no TOML, or lacks or misspells a value. The sums of
    the weight files are checked by `compile_model`, so that a command that needs one network
    does not wait for the sums of all.
    """
    path = models_dir / MANIFEST
    try:
        with path.open("rb") as file:
            untrusted_manifest = tomllib.load(file)
    except FileNotFoundError as error:
        raise ModelDamaged(f"The model manifest {path} is missing.", _REMEDY) from error
    except (OSError, ValueError) as error:
        raise ModelDamaged(
            f"The model manifest {path} cannot be read ({error}).",
            _REMEDY,
        ) from error
    untrusted_models = untrusted_manifest.get("models")
    if not isinstance(untrusted_models, dict):
        raise ModelDamaged(f"The model manifest {path} names no models.", _REMEDY)
    models: dict[str, ModelEntry] = {}
    for name, untrusted_entry in untrusted_models.items():
        try:
            models[name] = _entry(models_dir, name, untrusted_entry)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ModelDamaged(
                f"The entry [models.{name}] of {path} is not valid ({error}).",
                _REMEDY,
            ) from error
    return ModelManifest(models_dir, models)


def _entry(folder: Path, name: str, untrusted: Mapping[str, Any]) -> ModelEntry:
    precision = str(untrusted.get("precision", "fastest"))
    if precision not in _PRECISIONS:
        raise ValueError(f"precision {precision!r} is none of {', '.join(_PRECISIONS)}")
    width, height = _size(untrusted["input"])
    labels = {str(k): tuple(map(str, v)) for k, v in untrusted.get("labels", {}).items()}
    topology = _inside(folder, untrusted["file"])
    # An ONNX file is whole by itself. OpenVINO would find an IR's weights unasked, unchecked.
    parted = topology.suffix.lower() != ".onnx" or "weights" in untrusted
    return ModelEntry(
        name=name,
        topology=topology,
        weights=_inside(folder, untrusted["weights"]) if parted else None,
        sha256_topology=str(untrusted["sha256_file"]).lower(),
        sha256_weights=str(untrusted["sha256_weights"]).lower() if parted else "",
        input_width=width,
        input_height=height,
        labels=labels,
        temperatures=_temperatures(untrusted),
        thresholds={str(k): float(v) for k, v in untrusted.get("thresholds", {}).items()},
        precision=precision,
        format=str(untrusted.get("format", CONSOLE_FORMAT)),
        larger=_size(untrusted["larger"]) if "larger" in untrusted else None,
        int8=_eight_bit(folder, untrusted["int8"]) if "int8" in untrusted else None,
    )


def _eight_bit(folder: Path, untrusted: Mapping[str, Any]) -> EightBit:
    return EightBit(
        topology=_inside(folder, untrusted["file"]),
        weights=_inside(folder, untrusted["weights"]),
        sha256_topology=str(untrusted["sha256_file"]).lower(),
        sha256_weights=str(untrusted["sha256_weights"]).lower(),
        temperatures=_temperatures(untrusted),
    )


def _size(untrusted: Any) -> tuple[int, int]:
    width, height = (int(side) for side in untrusted)
    if width <= 0 or height <= 0:
        raise ValueError(f"{width}x{height} is not a size")
    return width, height


def _temperatures(untrusted: Mapping[str, Any]) -> dict[str, float]:
    temperatures = {str(k): float(v) for k, v in untrusted.get("temperatures", {}).items()}
    if any(value <= 0 for value in temperatures.values()):
        raise ValueError("a temperature is not above 0")
    return temperatures


def _inside(folder: Path, untrusted_name: str) -> Path:
    if Path(untrusted_name).name != untrusted_name:
        raise ValueError(f"{untrusted_name!r} is not a file name in the models folder")
    return folder / untrusted_name


def unfit(entry: ModelEntry, reason: str) -> ModelDamaged:
    """The error for an entry whose values or network are not of its format.

    `reason` goes on from 'The entry [models.x] of the model manifest'.
    """
    if entry.told_as:
        return ModelDamaged(f"{entry.told_as} {reason}.", "Name another file.")
    return ModelDamaged(
        f"The entry [models.{entry.name}] of the model manifest {reason}.",
        "Correct the entry, or restore the models folder from the installation medium.",
    )


def require_pictures(entry: ModelEntry, model: ov.Model | ov.CompiledModel, channels: int) -> None:
    """Raises ModelDamaged unless `model` takes 8-bit pictures, N×H×W×`channels`, of its size."""
    wanted = ov.PartialShape([-1, entry.input_height, entry.input_width, channels])
    for port in model.inputs:
        fits = port.partial_shape.rank.is_static and port.partial_shape.compatible(wanted)
        if len(model.inputs) == 1 and fits and port.element_type == ov.Type.u8:
            return
    takes = ", ".join(f"{port.partial_shape} {port.element_type}" for port in model.inputs)
    raise unfit(entry, f"has a network that takes {takes or 'nothing'}, not 8-bit {wanted}")


def verify(entry: ModelEntry) -> None:
    """Raises ModelDamaged, naming the file, where a file is missing or its sum differs."""
    for path, expected in (
        (entry.topology, entry.sha256_topology),
        (entry.weights, entry.sha256_weights),
    ):
        if path is None:
            continue
        try:
            found = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError as error:
            raise ModelDamaged(
                f"The model file {path} cannot be read ({error.strerror}).",
                _REMEDY,
            ) from error
        if found != expected:
            raise ModelDamaged(
                f"The model file {path} is damaged: its SHA-256 sum is not the one in the "
                "manifest.",
                _REMEDY,
            )


def for_processor(
    entry: ModelEntry, precision: str | None = None, processor: Processor | None = None
) -> ModelEntry:
    """`entry` with the weights and the precision that it will run with.

    'fastest' means: full-precision weights where the processor has AMX (or is no x86), its
    eight-bit weights everywhere else, with VNNI or without. `precision` overrides the
    manifest's. Raises ModelDamaged where 'int8' is wanted and there are no such weights.
    """
    wanted = precision or entry.precision
    if wanted not in _PRECISIONS:
        raise ValueError(f"precision must be one of {', '.join(_PRECISIONS)}, not {wanted!r}")
    if entry.int8 is None and wanted == entry.precision == "int8":
        return entry
    if wanted == "fastest":
        the_processor = processor or this_processor()
        if the_processor.x86 and not the_processor.tiles:
            wanted = "f32" if entry.int8 is None else "int8"
    if wanted != "int8":
        return replace(entry, precision=wanted, int8=None)
    if entry.int8 is None:
        raise ModelDamaged(
            f"The entry [models.{entry.name}] of the model manifest has no eight-bit weights.",
            "Choose another precision, or make them with models.training.quantize.",
        )
    return replace(
        entry,
        topology=entry.int8.topology,
        weights=entry.int8.weights,
        sha256_topology=entry.int8.sha256_topology,
        sha256_weights=entry.int8.sha256_weights,
        temperatures={**entry.temperatures, **entry.int8.temperatures},
        precision="int8",
        int8=None,
    )


def compile_model(
    entry: ModelEntry,
    *,
    threads: int,
    streams: int = 1,
    precision: str | None = None,
    cache_dir: Path | None = None,
    prepare: Callable[[ov.Model], ov.Model] | None = None,
) -> ov.CompiledModel:
    """The network, checked against its sums and ready to run.

    `streams` pictures run at once, each on `threads` CPU threads. `precision` overrides the
    manifest's as in `for_processor`; tests pin 'f32', since what 'fastest' means depends on
    the CPU. `cache_dir` keeps compiled networks between starts. `prepare` is given the network
    before it is compiled, to check and to reshape it. Raises ModelDamaged if a file is
    missing, changed, or not a network.
    """
    if threads < 1 or streams < 1:
        raise ValueError(f"threads and streams must be at least 1, not {threads} and {streams}")
    entry = for_processor(entry, precision)
    verify(entry)
    properties: dict[str, Any] = {
        "INFERENCE_NUM_THREADS": threads * streams,
        "NUM_STREAMS": streams,
        "PERFORMANCE_HINT": "LATENCY",
        # The cores are shared with decoding, the screen and whatever else the computer does:
        # a thread tied to a core would wait for it while another core is free.
        "ENABLE_CPU_PINNING": False,
    }
    if entry.precision != "fastest":
        # Beside eight-bit layers the rest runs in f32: half precision without AMX is emulated.
        hint = "f32" if entry.precision == "int8" else entry.precision
        properties["INFERENCE_PRECISION_HINT"] = hint
    core = ov.Core()
    if cache_dir is not None:
        core.set_property({"CACHE_DIR": str(cache_dir)})
    try:
        # On CPUs with AMX, OpenVINO leaves the compiling thread a signal stack that is gone
        # once the network is: the next Ctrl-C would end the process by a segmentation fault.
        # So that thread is one that ends here.
        with ThreadPoolExecutor(1) as passing_thread:
            return passing_thread.submit(
                lambda: core.compile_model(_read(core, entry, prepare), "CPU", properties)
            ).result()
    except RuntimeError as error:
        reason = str(error).strip().splitlines()[-1]
        raise ModelDamaged(
            f"The model file {entry.topology} cannot be loaded ({reason}).",
            _REMEDY,
        ) from error


def _read(
    core: ov.Core, entry: ModelEntry, prepare: Callable[[ov.Model], ov.Model] | None
) -> ov.Model:
    if entry.weights is None:
        # From memory: an ONNX that keeps tensors in further files, whose sums nobody checked,
        # does not find them.
        model = core.read_model(entry.topology.read_bytes())
    else:
        model = core.read_model(entry.topology, entry.weights)
    return prepare(model) if prepare is not None else model

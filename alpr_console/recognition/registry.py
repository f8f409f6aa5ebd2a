"""Finds the networks by their manifest, proves them unchanged, and compiles them."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openvino as ov

from alpr_console.domain.errors import ModelDamaged

MANIFEST = "manifest.toml"
CONSOLE_FORMAT = "console"
"""Format of an entry that names none: of the networks that ship with the console."""
_PRECISIONS = ("f32", "bf16", "fastest")
_REMEDY = "Restore the models folder from the installation medium or install again."


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
    """'f32', 'bf16' or 'fastest' (what the device runs fastest)."""
    format: str = CONSOLE_FORMAT
    """What goes in and comes out, as `formats` knows it."""
    told_as: str = ""
    """How errors name it, where it stands in no manifest."""


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
    width, height = (int(side) for side in untrusted["input"])
    if width <= 0 or height <= 0:
        raise ValueError(f"input {width}x{height} is not a size")
    labels = {str(k): tuple(map(str, v)) for k, v in untrusted.get("labels", {}).items()}
    temperatures = {str(k): float(v) for k, v in untrusted.get("temperatures", {}).items()}
    if any(value <= 0 for value in temperatures.values()):
        raise ValueError("a temperature is not above 0")
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
        temperatures=temperatures,
        thresholds={str(k): float(v) for k, v in untrusted.get("thresholds", {}).items()},
        precision=precision,
        format=str(untrusted.get("format", CONSOLE_FORMAT)),
    )


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


def compile_model(
    entry: ModelEntry,
    *,
    threads: int,
    precision: str | None = None,
    cache_dir: Path | None = None,
    prepare: Callable[[ov.Model], ov.Model] | None = None,
) -> ov.CompiledModel:
    """The network, checked against its sums and ready to run on `threads` CPU threads.

    `precision` overrides the manifest's ('f32', 'bf16', 'fastest'); tests pin 'f32', since
    what 'fastest' means depends on the CPU. `cache_dir` keeps compiled networks between
    starts. `prepare` is given the network before it is compiled, to check and to reshape it.
    Raises ModelDamaged if a file is missing, changed, or not a network.
    """
    if threads < 1:
        raise ValueError(f"threads must be at least 1, not {threads}")
    chosen = precision or entry.precision
    if chosen not in _PRECISIONS:
        raise ValueError(f"precision must be one of {', '.join(_PRECISIONS)}, not {chosen!r}")
    verify(entry)
    properties: dict[str, Any] = {
        "INFERENCE_NUM_THREADS": threads,
        "NUM_STREAMS": 1,
        "PERFORMANCE_HINT": "LATENCY",
    }
    if chosen != "fastest":
        properties["INFERENCE_PRECISION_HINT"] = chosen
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

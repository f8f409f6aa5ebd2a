"""Makes eight-bit weights of the shipped networks, for processors without AMX.

    python -m models.training.quantize --data DIR --models models [--only NAME]…

Writes models/NETWORK_int8.xml and .bin and the table [models.NAME.int8] of the manifest for
each network that it knows. A network is first quantized whole; where that loses more right
answers on held-out pictures than LOSS, its first and last layers keep full precision, and then,
where it has more than convolutions, all else. What loses least is kept, its loss printed.
"""

from __future__ import annotations

import argparse
import hashlib
import logging
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import nncf
import openvino as ov

from alpr_console.recognition.registry import (
    CONSOLE_FORMAT,
    EightBit,
    ModelEntry,
    ModelManifest,
    for_processor,
    load_manifest,
    verify,
)
from models.training import manifest_table
from models.training.quantize_subjects import Shares, Subject, subject

LOSS = 0.01
"""Share of right answers that may be lost before less of a network is quantized."""
_HEAT_APART = 0.04
"""Temperatures no further apart than this are the same."""
_CONVOLUTIONS = ("Convolution", "GroupConvolution")
_REST = ("MatMul", "Add", "Subtract", "Multiply", "ReduceMean", "ReduceMax", "MVN", "Softmax")


@dataclass(frozen=True, slots=True)
class _Result:
    scope: str
    entry: ModelEntry
    shares: Shares
    loss: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--models", type=Path, default=Path("models"))
    parser.add_argument("--work", type=Path, default=Path("models/training/work"))
    parser.add_argument("--only", action="append", help="name of a network in the manifest")
    chosen = parser.parse_args()
    nncf.set_log_level(logging.ERROR)
    cv2.setNumThreads(1)
    manifest = load_manifest(chosen.models)
    for name, entry in manifest.models.items():
        if entry.format != CONSOLE_FORMAT or (chosen.only and name not in chosen.only):
            continue
        one = subject(name, entry, chosen.data, chosen.work)
        if one is not None:
            quantize(one, manifest)


def quantize(one: Subject, manifest: ModelManifest) -> None:
    """Writes the eight-bit weights of one network and its table. Raises ModelDamaged."""
    entry = replace(manifest.entry(one.name), int8=None)
    verify(entry)
    before = one.shares(_with(manifest, for_processor(entry, "f32")))
    with tempfile.TemporaryDirectory() as folder:
        best: _Result | None = None
        for scope, left in _scopes(entry):
            tried = _quantized(one, entry, left, Path(folder) / f"{len(scope)}.xml")
            after = one.shares(_with(manifest, tried))
            loss = max(before[asked] - after[asked] for asked in before)
            print(f"{one.name}, {scope}: {_told(before, after)}", flush=True)
            if best is None or loss < best.loss:
                best = _Result(scope, tried, after, loss)
            if loss <= LOSS:
                break
        assert best is not None
        topology = entry.topology.with_name(f"{entry.topology.stem}_int8.xml")
        assert best.entry.weights is not None
        topology.write_bytes(best.entry.topology.read_bytes())
        topology.with_suffix(".bin").write_bytes(best.entry.weights.read_bytes())
    made = replace(best.entry, topology=topology, weights=topology.with_suffix(".bin"))
    heats = _temperatures(entry, one.heats(for_processor(entry, "f32")), one.heats(made))
    manifest_table.write_eight_bit(manifest.folder / "manifest.toml", one.name, topology, heats)
    size = topology.with_suffix(".bin").stat().st_size
    print(f"{one.name}: {best.scope}, {size / 1e6:.2f} MB, own temperatures {heats}", flush=True)


def _scopes(entry: ModelEntry) -> Iterator[tuple[str, nncf.IgnoredScope]]:
    """What to leave in full precision: nothing, the ends, all but the convolutions between."""
    assert entry.weights is not None
    layers = ov.Core().read_model(entry.topology, entry.weights).get_ordered_ops()
    inner = [op.get_friendly_name() for op in layers if op.get_type_name() in _CONVOLUTIONS]
    ends = [inner[0], inner[-1]]
    yield "whole", nncf.IgnoredScope()
    yield "but for its ends", nncf.IgnoredScope(names=ends)
    if any(op.get_type_name() == "MatMul" for op in layers):
        rest = nncf.IgnoredScope(names=ends, types=list(_REST), validate=False)
        yield "inner convolutions only", rest


def _quantized(
    one: Subject, entry: ModelEntry, left: nncf.IgnoredScope, topology: Path
) -> ModelEntry:
    """`entry` with eight-bit weights, saved as `topology`."""
    assert entry.weights is not None
    network = ov.Core().read_model(entry.topology, entry.weights)
    attends = any(op.get_type_name() == "Softmax" for op in network.get_ordered_ops())
    quantized = nncf.quantize(
        network,
        nncf.Dataset(one.calibration),
        subset_size=len(one.calibration),
        model_type=nncf.ModelType.TRANSFORMER if attends else None,
        ignored_scope=left,
    )
    ov.save_model(quantized, topology, compress_to_fp16=True)
    weights = topology.with_suffix(".bin")
    eight_bit = EightBit(topology, weights, _sum(topology), _sum(weights), {})
    return for_processor(replace(entry, int8=eight_bit), "int8")


def _sum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _with(manifest: ModelManifest, entry: ModelEntry) -> ModelManifest:
    return replace(manifest, models={**manifest.models, entry.name: entry})


def _told(before: Shares, after: Shares) -> str:
    return "; ".join(f"{asked} {before[asked]:.4f} → {after[asked]:.4f}" for asked in before)


def _temperatures(
    entry: ModelEntry, before: Mapping[str, float], after: Mapping[str, float]
) -> dict[str, float]:
    """The manifest's temperatures, moved as far as eight bits moved what would suit."""
    return {
        name: entry.temperatures[name] * after[name] / before[name]
        for name in before
        if name in entry.temperatures and abs(after[name] / before[name] - 1) > _HEAT_APART
    }


if __name__ == "__main__":
    main()

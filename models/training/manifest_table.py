"""Writes one network's tables of models/manifest.toml and leaves the others as they are."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

_HEAD = "# Networks of the console. The sums are checked whenever a network is loaded.\n"


def write(
    manifest: Path,
    name: str,
    topology: Path,
    *,
    size: tuple[int, int],
    labels: Mapping[str, Sequence[str]],
    temperatures: Mapping[str, float],
    thresholds: Mapping[str, float],
    larger: tuple[int, int] | None = None,
    precision: str = "fastest",
) -> None:
    """Puts [models.`name`] into `manifest` for `topology` and the .bin beside it.

    Eight-bit weights that it named before were made of other weights, and go.
    """
    lines = [
        f"[models.{name}]",
        *_files(topology),
        f"input = [{size[0]}, {size[1]}]  # width, height",
        *([f"larger = [{larger[0]}, {larger[1]}]  # while there is time"] if larger else []),
        f'precision = "{precision}"',
    ]
    if labels:
        lines += ["", f"[models.{name}.labels]"]
        lines += [f"{key} = {json.dumps(list(values))}" for key, values in labels.items()]
    for title, numbers in (("temperatures", temperatures), ("thresholds", thresholds)):
        lines += _numbers(f"{name}.{title}", numbers)
    kept = _tables_without(manifest, name)
    manifest.write_text("\n".join([kept, *lines, ""]), encoding="utf-8")


def write_eight_bit(
    manifest: Path, name: str, topology: Path, temperatures: Mapping[str, float]
) -> None:
    """Puts [models.`name`.int8] into `manifest` for `topology` and the .bin beside it."""
    lines = [f"[models.{name}.int8]", *_files(topology)]
    lines += _numbers(f"{name}.int8.temperatures", temperatures)
    kept = _tables_without(manifest, f"{name}.int8")
    manifest.write_text("\n".join([kept, *lines, ""]), encoding="utf-8")


def _files(topology: Path) -> list[str]:
    weights = topology.with_suffix(".bin")
    return [
        f'file = "{topology.name}"',
        f'weights = "{weights.name}"',
        f'sha256_file = "{hashlib.sha256(topology.read_bytes()).hexdigest()}"',
        f'sha256_weights = "{hashlib.sha256(weights.read_bytes()).hexdigest()}"',
    ]


def _numbers(table: str, numbers: Mapping[str, float]) -> list[str]:
    if not numbers:
        return []
    return ["", f"[models.{table}]", *(f"{key} = {value:.4f}" for key, value in numbers.items())]


def _tables_without(manifest: Path, name: str) -> str:
    """The manifest's text without the table [models.`name`] and those under it."""
    if not manifest.exists():
        return _HEAD
    tables = re.split(r"(?m)^(?=\[)", manifest.read_text(encoding="utf-8"))
    own = re.compile(rf"\[models\.{re.escape(name)}[.\]]")
    return "".join(table for table in tables if not own.match(table)).rstrip("\n") + "\n"

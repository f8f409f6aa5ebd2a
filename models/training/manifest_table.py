"""Writes one network's table of models/manifest.toml and leaves the others as they are."""

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
    precision: str = "fastest",
) -> None:
    """Puts [models.`name`] into `manifest` for `topology` and the .bin beside it."""
    weights = topology.with_suffix(".bin")
    lines = [
        f"[models.{name}]",
        f'file = "{topology.name}"',
        f'weights = "{weights.name}"',
        f'sha256_file = "{hashlib.sha256(topology.read_bytes()).hexdigest()}"',
        f'sha256_weights = "{hashlib.sha256(weights.read_bytes()).hexdigest()}"',
        f"input = [{size[0]}, {size[1]}]  # width, height",
        f'precision = "{precision}"',
    ]
    if labels:
        lines += ["", f"[models.{name}.labels]"]
        lines += [f"{key} = {json.dumps(list(values))}" for key, values in labels.items()]
    for title, numbers in (("temperatures", temperatures), ("thresholds", thresholds)):
        if numbers:
            lines += ["", f"[models.{name}.{title}]"]
            lines += [f"{key} = {value:.4f}" for key, value in numbers.items()]
    kept = _other_tables(manifest, name)
    manifest.write_text("\n".join([kept, *lines, ""]), encoding="utf-8")


def _other_tables(manifest: Path, name: str) -> str:
    if not manifest.exists():
        return _HEAD
    tables = re.split(r"(?m)^(?=\[)", manifest.read_text(encoding="utf-8"))
    own = re.compile(rf"\[models\.{re.escape(name)}[.\]]")
    return "".join(table for table in tables if not own.match(table)).rstrip("\n") + "\n"

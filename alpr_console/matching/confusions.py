"""What the reader takes for what, as measured: resources/reader_confusions.toml."""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from alpr_console.domain.errors import ResourceDamaged
from alpr_console.domain.plate import ALPHABET
from alpr_console.locations import resources_dir
from alpr_console.matching.look_alikes import folded
from alpr_console.matching.packing import BASE

FILE = "reader_confusions.toml"
SIGNS = "".join(sorted(set(folded(ALPHABET))))
"""Folded characters that a plate can carry."""
DIGIT_OF = {char: ALPHABET.index(folded(char)) + 1 for char in ALPHABET}
"""By character: its digit in `matching.packing`."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Doubt:
    """How often a sure reader is wrong all the same, by how sure it says it is."""

    from_confidence: tuple[float, ...]
    """Lower ends of the bands, rising; the first is 0."""
    share: tuple[float, ...]
    """Of each band: as a rule how much of the probability is given back, 0 to 1."""

    def of(self, confidence: float) -> float:
        return self.share[bisect_right(self.from_confidence, confidence) - 1]


@dataclass(frozen=True, slots=True, eq=False)
class Confusions:
    """Probabilities of what a plate carries, given what the reader says."""

    characters: Doubt
    """Of one character."""
    states: Doubt
    """Of the state."""
    taken_for: Floats
    """BASE × BASE, by packed digits: row of the character read, column of the one on the plate,
    given that the two differ; rows of characters sum to 1."""
    length: Doubt
    """How much likelier the figures below are than on the whole, by the confidence of the text."""
    missed: float
    """That one character is not read, per place where one could have stood."""
    missed_twin: float
    """The same beside an equal one."""
    added: float
    """That a character is read where none is, per character."""
    added_twin: float
    """The same beside an equal one."""
    upper_alone: float
    """That of a small stacked pair the upper character alone is read."""
    lower_alone: float
    neither: float
    pair_plates: float
    """Share of plates with a stacked pair beside digits alone that no table of serials has."""
    half_of_those: float
    """How often half of such a pair is read."""
    pair_not_listed: float
    """That whoever listed the plate left its stacked pair out."""


def load_confusions(path: Path) -> Confusions:
    """Raises ResourceDamaged for a file that is missing or says something else."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        length, stacked = content["length"], content["stacked"]
        return Confusions(
            characters=_doubt(content["characters"]),
            states=_doubt(content["states"]),
            taken_for=_taken_for(content["taken_for"]),
            length=_bands(length["from"], tuple(map(_factor, length["factor"]))),
            missed=_share(length["missed"]),
            missed_twin=_share(length["missed_twin"]),
            added=_share(length["added"]),
            added_twin=_share(length["added_twin"]),
            upper_alone=_share(stacked["upper_alone"]),
            lower_alone=_share(stacked["lower_alone"]),
            neither=_share(stacked["neither"]),
            pair_plates=_share(stacked["pair_plates"]),
            half_of_those=_share(stacked["half_of_those"]),
            pair_not_listed=_share(stacked["pair_not_listed"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
        raise ResourceDamaged(
            f"The reader's confusions {path.name} cannot be used ({problem}).",
            "Correct the file, or install the console again.",
        ) from problem


@cache
def shipped_confusions() -> Confusions:
    """Read once. Raises ResourceDamaged."""
    return load_confusions(resources_dir() / FILE)


def _share(value: Any) -> float:
    if not isinstance(value, float | int) or not 0 <= value < 1:
        raise ValueError(f"{value!r} is no probability")
    return float(value)


def _factor(value: Any) -> float:
    if not isinstance(value, float | int) or not 0 < value < 1000:
        raise ValueError(f"{value!r} is no factor")
    return float(value)


def _doubt(table: dict[str, Any]) -> Doubt:
    return _bands(table["from"], tuple(map(_share, table["share"])))


def _bands(untrusted_starts: Any, shares: tuple[float, ...]) -> Doubt:
    starts = tuple(map(float, untrusted_starts))
    if len(starts) != len(shares) or not starts or starts[0] != 0 or list(starts) != sorted(starts):
        raise ValueError("'from' must rise from 0, with a figure for each")
    return Doubt(starts, shares)


def _taken_for(table: dict[str, Any]) -> Floats:
    rows = np.zeros((BASE, BASE))
    if set(table) != set(SIGNS):
        raise ValueError("taken_for must have a line for each character, O as 0 and I as 1")
    for read, others in table.items():
        row = rows[DIGIT_OF[read]]
        for other, share in others.items():
            if other not in SIGNS or other == read:
                raise ValueError(f"{read} cannot be taken for {other!r}")
            row[DIGIT_OF[other]] = _share(share)
        # What the file leaves out is shared by the characters that it does not name.
        unnamed = [DIGIT_OF[c] for c in SIGNS if c != read and not row[DIGIT_OF[c]]]
        rest = 1.0 - float(row.sum())
        if rest < -1e-6:
            raise ValueError(f"the shares of {read} add up to more than 1")
        if unnamed:
            row[unnamed] = max(rest, 0.0) / len(unnamed)
        row /= row.sum()
    return rows

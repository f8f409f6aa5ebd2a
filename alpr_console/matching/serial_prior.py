"""How the states make up serials, as evidence for a text that is longer or shorter than the read.

A reader that lost a character has, as a rule, left something that is no serial of the state, and
what was lost is what its form sets there. Of texts as long as the read it has judged itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from alpr_console.domain.plate import MAX_CHARACTERS, STATES
from alpr_console.domain.serial_forms import SerialForm, Sign, shipped_serial_forms
from alpr_console.locations import resources_dir
from alpr_console.matching.confusions import DIGIT_OF, SIGNS
from alpr_console.matching.packing import BASE, LONGEST

Floats = NDArray[np.float64]

LENGTHS = (0.002, 0.012, 0.035, 0.075, 0.17, 0.32, 0.346, 0.04)
"""How long serials are that follow no form, from one character to eight; as the reader has it."""
LEAST_FREE = 0.5
"""Share of serials without a form that a state keeps, whatever its forms add up to. More than
there are: of plates that the table knows it changes nothing, and one of a design that it does
not know must not be taken for a known one with a character lost. (Held-out photographs, many
of earlier decades, and drawn plates: models/training/reader_confusions.py.)"""
_BEYOND = 0.002
"""Share of serials that are longer than any state issues, each length of them."""
_BY_LENGTH = [
    (LENGTHS[length - 1] if 1 <= length <= MAX_CHARACTERS else _BEYOND) / len(SIGNS) ** length
    for length in range(LONGEST + 2)
]
_SLIP = 0.01
"""Granted to the letters that a state is said to leave out: the table may be wrong."""


@dataclass(frozen=True, slots=True, eq=False)
class StateForms:
    """The forms of one state that have one length."""

    shares: Floats
    """F: of the plates on the state's roads."""
    chances: Floats
    """F × length × BASE: the probability of each character in each place."""
    by_place: Floats
    """Length × F × BASE: the same, as a product with what was read wants it."""
    pairs: tuple[tuple[int, int], ...]
    """Forms with a stacked pair: which of the F, and the place of its upper character."""
    likeliest: float
    """No text is more probable than this."""


class SerialPrior:
    def __init__(self, forms: Mapping[str, Sequence[SerialForm]]) -> None:
        """`forms` as of `load_serial_forms`."""
        self._forms: dict[tuple[str, int], StateForms] = {}
        self._free: dict[str, float] = {}
        for state in STATES:
            taken = sum(form.share for form in forms[state])
            free = max(LEAST_FREE, 1 - taken)
            self._free[state] = free / (free + taken)
            for length in range(1, MAX_CHARACTERS + 1):
                own = [form for form in forms[state] if len(form.places) == length]
                self._forms[state, length] = _table(own, length, 1 / (free + taken))

    def forms(self, state: str, length: int) -> StateForms | None:
        """None where the state issues no serial so long."""
        found = self._forms.get((state, length))
        return found if found is not None and len(found.shares) else None

    def freedom(self, state: str) -> float:
        """Share of the state's serials that follow no form of its own."""
        return self._free[state]

    def of_length(self, length: int) -> float:
        """Probability of any one text of `length` among serials that follow no form."""
        return float(_BY_LENGTH[length])


def _table(forms: Sequence[SerialForm], length: int, scale: float) -> StateForms:
    stacked = [
        next((i for i, place in enumerate(form.places) if place.stacked), -1) for form in forms
    ]
    chances = np.zeros((len(forms), length, BASE))
    for form, places in zip(chances, (form.places for form in forms), strict=True):
        for row, place in zip(form, places, strict=True):
            _fill(row, place)
    shares = np.array([form.share * scale for form in forms])
    return StateForms(
        shares=shares,
        chances=chances,
        by_place=np.ascontiguousarray(chances.transpose(1, 0, 2)),
        pairs=tuple((form, place) for form, place in enumerate(stacked) if place >= 0),
        likeliest=float(shares @ chances.max(axis=2).prod(axis=1)),
    )


def _fill(row: Floats, place: Sign) -> None:
    slip = _SLIP if place.unused else 0.0
    for char in place.issued:
        row[DIGIT_OF[char]] += (1 - slip) / len(place.issued)
    for char in place.unused:
        row[DIGIT_OF[char]] += slip / len(place.unused)


@cache
def shipped_serial_prior() -> SerialPrior:
    """Of resources/serials.toml, made once. Raises ResourceDamaged."""
    return SerialPrior(shipped_serial_forms(resources_dir()))

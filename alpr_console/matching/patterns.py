"""Partial plates of specific entries, and how likely a plate seen fits each.

`?` stands for one character, `*` for any number of them, none included: 'begins with 7AB' is
`7AB*`. All patterns are made into one automaton and a read is run through it once: each state
holds the probability that the characters so far lead there, so that a text which fits a pattern
in two ways counts once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from alpr_console.domain.plate import ALPHABET
from alpr_console.matching.confusions import DIGIT_OF
from alpr_console.matching.look_alikes import folded

ANY, SOME = "?", "*"

_REST = 0
"""Packed digit of no character: here, of all that a state does not name."""


def is_pattern(lic: str) -> bool:
    return ANY in lic or SOME in lic


class Patterns:
    """Ready to be asked about any number of reads. Immutable."""

    def __init__(self, patterns: Sequence[str]) -> None:
        """Raises ValueError for a pattern of anything but A-Z, 0-9, ? and *."""
        self._texts = tuple(re.compile(_expression(pattern)) for pattern in patterns)
        sources: list[int] = []
        targets: list[int] = []
        digits: list[int] = []
        starts: list[int] = []
        accepting: list[tuple[int, int]] = []
        count = 0
        for number, pattern in enumerate(patterns):
            edges, ends, states = _automaton(folded(pattern))
            starts.append(count)
            accepting += [(count + state, number) for state in ends]
            for source, digit, target in edges:
                sources.append(count + source)
                digits.append(digit)
                targets.append(count + target)
            count += states
        self._count = count
        self._starts = np.array(starts, np.int64)
        self._sources = np.array(sources, np.int64)
        self._targets = np.array(targets, np.int64)
        self._digits = np.array(digits, np.int64)
        self._ends = np.array([state for state, _ in accepting], np.int64)
        self._owners = np.array([number for _, number in accepting], np.int64)
        rest = self._digits == _REST
        # A state's edge for the rest takes what its own named characters leave.
        self._named = np.flatnonzero(~rest)
        self._others = np.flatnonzero(rest)

    def __len__(self) -> int:
        return len(self._texts)

    def chances(self, characters: NDArray[np.float64]) -> NDArray[np.float64]:
        """Probability that each pattern fits a plate of `len(characters)` characters, whose
        probabilities by packed digit are the rows."""
        mass = np.zeros(self._count)
        mass[self._starts] = 1.0
        named_sources, named_digits = self._sources[self._named], self._digits[self._named]
        for row in characters:
            flow = np.empty(len(self._sources))
            share = (row / row.sum())[named_digits]
            flow[self._named] = mass[named_sources] * share
            taken = np.bincount(named_sources, share, self._count)
            left = mass * np.maximum(1.0 - taken, 0.0)
            flow[self._others] = left[self._sources[self._others]]
            mass = np.bincount(self._targets, flow, self._count).astype(np.float64)
        fits = np.bincount(self._owners, mass[self._ends], len(self._texts))
        return fits.astype(np.float64)

    def fitting(self, text: str) -> list[int]:
        """Which patterns the folded `text` fits."""
        return [number for number, one in enumerate(self._texts) if one.fullmatch(text)]


def _expression(pattern: str) -> str:
    if not pattern or not set(pattern) <= {*ALPHABET, ANY, SOME}:
        raise ValueError(f"'{pattern[:20]}' is no partial plate: A-Z, 0-9, ? and *")
    return "".join({ANY: ".", SOME: ".*"}.get(char, char) for char in folded(pattern))


def _automaton(pattern: str) -> tuple[list[tuple[int, int, int]], list[int], int]:
    """Edges (state, packed digit or _REST, state), the states that accept, how many there are.

    States stand for sets of places in the pattern (the subset construction); 0 is the start.
    """
    end = len(pattern)
    literals = sorted({DIGIT_OF[char] for char in pattern if char not in (ANY, SOME)})

    def closed(places: set[int]) -> frozenset[int]:
        todo, found = list(places), set(places)
        while todo:
            place = todo.pop()
            if place < end and pattern[place] == SOME and place + 1 not in found:
                found.add(place + 1)
                todo.append(place + 1)
        return frozenset(found)

    def after(places: frozenset[int], digit: int) -> frozenset[int]:
        reached = set()
        for place in places:
            if place == end:
                continue
            sign = pattern[place]
            if sign == SOME:
                reached.add(place)
            elif sign == ANY or DIGIT_OF[sign] == digit:
                reached.add(place + 1)
        return closed(reached)

    number = {closed({0}): 0}
    todo = list(number)
    edges: list[tuple[int, int, int]] = []
    while todo:
        places = todo.pop()
        rest = after(places, _REST)
        for digit in (_REST, *literals):
            reached = after(places, digit)
            if digit != _REST and reached == rest:
                continue
            if reached not in number:
                number[reached] = len(number)
                todo.append(reached)
            edges.append((number[places], digit, number[reached]))
    ends = [state for places, state in number.items() if end in places]
    return edges, ends, len(number)

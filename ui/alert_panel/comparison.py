"""The plate as read beside the plate as listed, character by character; no Qt."""

from __future__ import annotations

from dataclasses import dataclass

import ui.strings as strings
from alpr_console.domain.plate import CharacterRead

DOUBT_BELOW = 0.90
"""A character that the reader gives less than this is shown dimmed, with what else it may be."""

ALTERNATIVE_FROM = 0.02
"""Least probability of an alternative worth showing."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One place of the aligned texts; '' where one of them has no character."""

    read: str
    listed: str
    differs: bool
    doubted: bool = False
    alternative: str = ""
    """Likeliest other reading of a doubted character."""


@dataclass(frozen=True, slots=True)
class Comparison:
    cells: tuple[Cell, ...]
    said: str
    """The whole comparison in words, for a screen reader."""

    @property
    def places(self) -> tuple[int, ...]:
        """Places that differ, from 1."""
        return tuple(i + 1 for i, c in enumerate(self.cells) if c.differs)


def compare(characters: tuple[CharacterRead, ...], listed: str) -> Comparison:
    """Align what was read with the list's text; substitutions before gaps."""
    cells = tuple(
        _cell(characters[i] if i is not None else None, listed[j] if j is not None else "")
        for i, j in _align("".join(c.char for c in characters), listed)
    )
    read = "".join(c.char for c in characters)
    said = [strings.COMPARE_SAID.format(read=" ".join(read), listed=" ".join(listed))]
    said += [
        strings.DIFFERS_SAID.format(
            place=i + 1, read=c.read or strings.NOTHING, listed=c.listed or strings.NOTHING
        )
        for i, c in enumerate(cells)
        if c.differs
    ]
    return Comparison(cells, " ".join(said))


def _cell(read: CharacterRead | None, listed: str) -> Cell:
    if read is None:
        return Cell("", listed, differs=True)
    doubted = read.confidence < DOUBT_BELOW
    other = next(
        (char for char, p in read.alternatives if p >= ALTERNATIVE_FROM and char != read.char), ""
    )
    return Cell(read.char, listed, read.char != listed, doubted, other if doubted else "")


def _align(read: str, listed: str) -> list[tuple[int | None, int | None]]:
    """Pairs of places, by least edits; the same length is compared place by place."""
    if len(read) == len(listed):
        return [(i, i) for i in range(len(read))]
    rows, columns = len(read) + 1, len(listed) + 1
    cost = [[i + j if not (i and j) else 0 for j in range(columns)] for i in range(rows)]
    for i in range(1, rows):
        for j in range(1, columns):
            same = read[i - 1] == listed[j - 1]
            cost[i][j] = min(
                cost[i - 1][j - 1] + (0 if same else 1), cost[i - 1][j] + 1, cost[i][j - 1] + 1
            )
    pairs: list[tuple[int | None, int | None]] = []
    i, j = len(read), len(listed)
    while i or j:
        same = i > 0 and j > 0 and read[i - 1] == listed[j - 1]
        if i and j and cost[i][j] == cost[i - 1][j - 1] + (0 if same else 1):
            i, j = i - 1, j - 1
            pairs.append((i, j))
        elif i and cost[i][j] == cost[i - 1][j] + 1:
            i -= 1
            pairs.append((i, None))
        else:
            j -= 1
            pairs.append((None, j))
    return pairs[::-1]

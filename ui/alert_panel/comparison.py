"""The plate as read beside the plate as listed, character by character; no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import ui.strings as strings
from alpr_console.domain.plate import CharacterRead
from alpr_console.domain.plate_pattern import is_partial
from ui import strings_matches

DOUBT_BELOW = 0.95
"""A character that the reader gives less than this is marked, with what else it may be."""
NOT_SEEN_AGAIN_BELOW = 0.98
"""The same where no second look bears the reader out."""
HELD_UP_BELOW = 0.98
"""A character is marked as well where another look gives it less than this: a view of the second
look, or a frame that shows the plate best.

docs/trials.md says what these levels mark of what is misread, and of what is not. Each is raised
for a character in whose place another would make a likelier serial.
"""
TWINS = "0ODQ1I"
TWIN_HELD_UP_BELOW = 0.90
"""The same of characters that have a twin: one zero in seven falls below it though the picture is
clear, and of the others hardly any below 0.98.
"""

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
    open: bool = False
    """Listed as a character not known: whatever was read there fits."""


@dataclass(frozen=True, slots=True)
class Comparison:
    cells: tuple[Cell, ...]
    said: str
    """The whole comparison in words, for a screen reader."""
    typed: bool = False
    """A person typed what stands in the row of the read."""

    @property
    def places(self) -> tuple[int, ...]:
        """Places that differ, from 1."""
        return tuple(i + 1 for i, c in enumerate(self.cells) if c.differs)

    @property
    def one_row(self) -> bool:
        """There is nothing listed to compare with."""
        return not any(c.listed for c in self.cells)


def compare_with(
    characters: tuple[CharacterRead, ...], listed: str, likelier: Sequence[float] = ()
) -> Comparison:
    """As `compare`, for what a specific entry may list too: a pattern, or no plate at all.

    `likelier` has for each character how many times likelier another serial is that differs there
    alone (`serial_forms.likelier_at`); such a character is doubted sooner.
    """
    likelier = likelier or (1.0,) * len(characters)
    read = "".join(c.char for c in characters)
    if not listed:
        cells = tuple(
            _cell(c, c.char, seen_only=True, likelier=odds)
            for c, odds in zip(characters, likelier, strict=True)
        )
        return Comparison(cells, strings_matches.COMPARE_DESCRIBED.format(read=" ".join(read)))
    if not is_partial(listed):
        return compare(characters, listed, likelier)
    cells = tuple(
        _cell(
            characters[i] if i is not None else None,
            listed[j] if j is not None else "",
            anything=j is not None and listed[j] in "?*",
            likelier=likelier[i] if i is not None else 1.0,
        )
        for i, j in _fit(read, listed)
    )
    said = strings_matches.COMPARE_PARTIAL.format(read=" ".join(read), pattern=" ".join(listed))
    return Comparison(cells, " ".join((said, *_marks_said(cells))))


def compare(
    characters: tuple[CharacterRead, ...], listed: str, likelier: Sequence[float] = ()
) -> Comparison:
    """Align what was read with the list's text; substitutions before gaps."""
    likelier = likelier or (1.0,) * len(characters)
    cells = tuple(
        _cell(
            characters[i] if i is not None else None,
            listed[j] if j is not None else "",
            likelier=likelier[i] if i is not None else 1.0,
        )
        for i, j in _align("".join(c.char for c in characters), listed)
    )
    read = "".join(c.char for c in characters)
    said = [strings.COMPARE_SAID.format(read=" ".join(read), listed=" ".join(listed))]
    return Comparison(cells, " ".join((*said, *_marks_said(cells))))


def _marks_said(cells: tuple[Cell, ...]) -> list[str]:
    return [
        strings.DIFFERS_SAID.format(
            place=i + 1, read=c.read or strings.NOTHING, listed=c.listed or strings.NOTHING
        )
        for i, c in enumerate(cells)
        if c.differs
    ] + [
        strings.DOUBTED_SAID.format(
            place=i + 1, read=c.read, other=f", {strings.OR.format(char=c.alternative)}"
            if c.alternative else "",
        )
        for i, c in enumerate(cells)
        if c.doubted
    ]  # fmt: skip


def _cell(
    read: CharacterRead | None,
    listed: str,
    anything: bool = False,
    seen_only: bool = False,
    likelier: float = 1.0,
) -> Cell:
    if read is None:
        return Cell("", listed, differs=True)
    level = DOUBT_BELOW if read.again else NOT_SEEN_AGAIN_BELOW
    held_up = TWIN_HELD_UP_BELOW if read.char in TWINS else HELD_UP_BELOW
    doubted = read.confidence < _raised(level, likelier) or (
        bool(read.again) and read.held_up < _raised(held_up, likelier)
    )
    others = sorted((*read.alternatives, *read.again), key=lambda other: -other[1])
    other = next((char for char, p in others if p >= ALTERNATIVE_FROM and char != read.char), "")
    return Cell(
        read.char,
        "" if seen_only else listed,
        differs=not anything and read.char != listed,
        doubted=doubted,
        alternative=other if doubted else "",
        open=anything,
    )


def _raised(level: float, likelier: float) -> float:
    """The level at which what is left of 1, being so many times likelier, weighs the same."""
    return level * likelier / (level * likelier + 1 - level)


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


def _fit(read: str, pattern: str) -> list[tuple[int | None, int | None]]:
    """Pairs of places, a pattern's `*` under each character of its run, by least differences."""

    @cache
    def best(i: int, j: int) -> tuple[int, tuple[tuple[int | None, int | None], ...]]:
        if i == len(read) and j == len(pattern):
            return 0, ()
        ways = []
        if j < len(pattern):
            if i < len(read):
                char = pattern[j]
                cost = 0 if char in "?*" or char == read[i] else 1
                ways.append(_then(cost, (i, j), best(i + 1, j if char == "*" else j + 1)))
            if pattern[j] == "*":
                ways.append(best(i, j + 1))
            else:
                ways.append(_then(1, (None, j), best(i, j + 1)))
        if i < len(read):
            ways.append(_then(1, (i, None), best(i + 1, j)))
        return min(ways, key=lambda way: way[0])

    return list(best(0, 0)[1])


def _then(
    cost: int,
    pair: tuple[int | None, int | None],
    rest: tuple[int, tuple[tuple[int | None, int | None], ...]],
) -> tuple[int, tuple[tuple[int | None, int | None], ...]]:
    return cost + rest[0], (pair, *rest[1])

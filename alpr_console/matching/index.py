"""Hot lists in force as an index: which listed plates a plate seen may be.

A read is turned into the texts it may stand for, and each is looked up: a few dozen
dictionary look-ups whatever the length of the lists. (Keys with a masked place for every
entry would take seven times the memory for the same answer.)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import prod

import numpy as np

from alpr_console.domain.hotlist import (
    HotList,
    HotListEntry,
    Match,
    MatchKind,
    Thresholds,
    TimedEntry,
)
from alpr_console.domain.plate import (
    ALPHABET,
    UNKNOWN_STATE,
    CharacterRead,
    PlateText,
    VehicleDescription,
)
from alpr_console.matching.look_alikes import ALIKE, TWINS, folded
from alpr_console.matching.packing import key_of
from alpr_console.ports import PackedList

APPROXIMATE_THRESHOLD = 0.01
"""Least likelihood of an approximate match.

It sits under TWIN_PROBABILITY so that the twin of a plate read at 0.9 a character still
alerts (0.9⁶ × 0.02 = 0.0106), and high enough that a well-read plate raises no alert on a
reading that the reader gave less than one chance in a hundred. Every approximate match is
compared character by character by the officer before anything else.
"""

ALTERNATIVE_FLOOR = 0.02
"""A reader's alternative below this is the network's noise, unless the two look alike."""

TWIN_PROBABILITY = 0.02
"""What a twin keeps however sure the reader is: networks overstate their certainty, most of
all between shapes that a bolt, dirt or a shadow turns into each other."""

ALIKE_SHARE = 0.25
"""Part of the probability that the reader gave to no character that it named, for each
look-alike of the one it read."""

DOUBTFUL_END = 0.6
"""Below this confidence the character at an end of the text may be none at all (a bolt, the
frame), or its neighbor may have been cut off."""

MISSED_END = 0.05
"""Probability that one more character, not read, stands beyond a doubtful end."""

_FOLDED_ALPHABET = "".join(sorted(set(folded(ALPHABET))))


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A folded text that the plate may carry, and how it differs from the read."""

    text: str
    likelihood: float
    differences: tuple[int, ...]


class HotListIndex:
    """Lists in force, ready to be matched. Immutable; safe to use from any thread."""

    def __init__(
        self,
        lists: Sequence[tuple[HotList, PackedList]] = (),
        specific: Sequence[TimedEntry] = (),
        thresholds: Thresholds | None = None,
        generation: int = 0,
    ) -> None:
        self._sheets = tuple(lists)
        self._specific = tuple(specific)
        self.generation = generation

    @property
    def hot_lists(self) -> tuple[HotList, ...]:
        return tuple(hot_list for hot_list, _ in self._sheets)

    def match(
        self,
        reading: PlateText,
        vehicle: VehicleDescription | None = None,
        at: datetime | None = None,
    ) -> tuple[Match, ...]:
        """Entries of every list that the plate may be, likeliest first; () for most plates.

        Where texts differ in length, a difference is a place in the longer of the two:
        the character that the other one lacks.
        """
        if not reading.characters:
            return ()
        found = [
            _match(candidate, entry, hot_list, reading)
            for candidate in _candidates(reading.characters)
            for hot_list, packed in self._sheets
            for entry in _entries_of(packed, key_of(candidate.text))
        ]
        found.sort(key=lambda m: (m.kind is not MatchKind.EXACT, m.state_conflict, -m.likelihood))
        return tuple(found)


def _entries_of(packed: PackedList, key: int) -> Iterator[HotListEntry]:
    place = int(np.searchsorted(packed.keys, np.uint64(key)))
    while place < len(packed.keys) and int(packed.keys[place]) == key:
        yield packed.fetch(int(packed.rows[place]))
        place += 1


def _match(
    candidate: _Candidate, entry: HotListEntry, hot_list: HotList, reading: PlateText
) -> Match:
    seen = reading.state.code
    return Match(
        entry=entry,
        hot_list=hot_list,
        kind=MatchKind.APPROXIMATE if candidate.differences else MatchKind.EXACT,
        likelihood=candidate.likelihood,
        differences=candidate.differences,
        state_conflict=bool(entry.lis) and seen != UNKNOWN_STATE and seen != entry.lis,
    )


def _candidates(characters: tuple[CharacterRead, ...]) -> Iterator[_Candidate]:
    """Texts worth looking up, each once: the text as read, then one step away from it."""
    read = folded("".join(c.char for c in characters))
    doubts = [_probabilities(c) for c in characters]
    certain = [max(doubt[c], 1e-6) for doubt, c in zip(doubts, read, strict=True)]
    whole = prod(certain)
    yield _Candidate(read, whole, ())
    for place, (doubt, char) in enumerate(zip(doubts, read, strict=True)):
        for other, probability in doubt.items():
            likelihood = whole / certain[place] * probability
            if other != char and likelihood >= APPROXIMATE_THRESHOLD:
                yield _Candidate(read[:place] + other + read[place + 1 :], likelihood, (place,))
    yield from _other_lengths(read, characters, certain)


def _other_lengths(
    read: str, characters: tuple[CharacterRead, ...], certain: list[float]
) -> Iterator[_Candidate]:
    """Texts with one character less or more, at an end that the reader is not sure of."""
    if len(read) < 3:
        return
    whole = prod(certain)
    seen = {read}
    for place, beyond in ((0, 0), (len(read) - 1, len(read))):
        if certain[place] >= DOUBTFUL_END:
            continue
        shorter = read[:place] + read[place + 1 :]
        likelihood = whole / certain[place] * _unnamed(characters[place])
        if likelihood >= APPROXIMATE_THRESHOLD and shorter not in seen:
            seen.add(shorter)
            yield _Candidate(shorter, likelihood, (place,))
        likelihood = whole * MISSED_END
        if likelihood < APPROXIMATE_THRESHOLD:
            continue
        for char in _FOLDED_ALPHABET:
            longer = read[:beyond] + char + read[beyond:]
            if longer not in seen:
                seen.add(longer)
                yield _Candidate(longer, likelihood, (beyond,))


def _named(character: CharacterRead) -> dict[str, float]:
    """The reader's own figures by folded character."""
    named = {folded(character.char): character.confidence}
    for other, probability in character.alternatives:
        key = folded(other)
        named[key] = named.get(key, 0.0) + probability
    return named


def _unnamed(character: CharacterRead) -> float:
    """Probability that the reader gave to nothing it named: another character, or none."""
    return max(0.0, 1.0 - sum(_named(character).values()))


def _probabilities(character: CharacterRead) -> dict[str, float]:
    """By folded character, what the plate may carry in this place.

    The reader's own figures where it names a character; else a twin keeps its floor, and
    a look-alike its share of what the reader left open.
    """
    char, named = folded(character.char), _named(character)
    floors = dict.fromkeys(ALIKE.get(char, ()), ALIKE_SHARE * _unnamed(character))
    for twin in TWINS.get(char, ()):
        floors[twin] = max(floors.get(twin, 0.0), TWIN_PROBABILITY)
    possible = {
        other: probability
        for other, probability in named.items()
        if other == char or probability >= ALTERNATIVE_FLOOR
    }
    for other, floor in floors.items():
        possible[other] = max(named.get(other, 0.0), floor)
    return possible

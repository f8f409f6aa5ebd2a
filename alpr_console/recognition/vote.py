"""One answer out of the many readings of one plate: characters and state, slot by slot."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from alpr_console.domain.plate import (
    ALPHABET,
    STATES,
    UNKNOWN_STATE,
    CharacterRead,
    PlateText,
    StateRead,
)

_FLOOR = 1e-4
"""Least probability a frame may give a character: one bad frame must not veto the rest."""
_KEPT = 4
"""Alternatives reported for each character."""
_WORTH_NAMING = 0.01
STATE_NAMED_FROM = 0.5
"""A state is named when the vote gives it at least this much."""


@dataclass(frozen=True, slots=True)
class Ballot:
    """One frame's reading and how much it counts (above 0; sharper and larger counts more)."""

    reading: PlateText
    weight: float


def vote(ballots: Sequence[Ballot]) -> PlateText:
    """What the frames say together.

    Readings of the length with the most weight are combined slot by slot, as a product of
    their probabilities tempered to the square root of their number, because frames of one
    pass fail together. Raises ValueError without ballots.
    """
    if not ballots:
        raise ValueError("a vote needs at least one ballot")
    by_length: dict[int, float] = defaultdict(float)
    for ballot in ballots:
        by_length[len(ballot.reading.characters)] += _count(ballot)
    length = max(by_length, key=lambda n: (by_length[n], n))
    agreed = by_length[length] / sum(by_length.values())
    chosen = [b for b in ballots if len(b.reading.characters) == length]
    weights = _tempered([_count(b) for b in chosen])
    characters = []
    for slot in range(length):
        spreads = [_spread(_options(b.reading.characters[slot]), len(ALPHABET)) for b in chosen]
        characters.append(_character(_product(spreads, weights, len(ALPHABET))))
    whole = math.prod(c.confidence for c in characters) if characters else 0.0
    return PlateText(tuple(characters), _state(ballots), whole * agreed)


def _count(ballot: Ballot) -> float:
    return ballot.weight * (0.05 + ballot.reading.confidence)


def _tempered(counts: Sequence[float]) -> list[float]:
    """Exponents in proportion to the counts that sum to the root of their effective number."""
    total = sum(counts)
    effective = total * total / sum(c * c for c in counts)
    return [c / total * math.sqrt(effective) for c in counts]


def _options(character: CharacterRead) -> dict[str, float]:
    options = {c: p for c, p in character.alternatives if c != character.char}
    return {character.char: character.confidence, **options}


def _spread(options: dict[str, float], classes: int) -> tuple[dict[str, float], float]:
    """Named probabilities, and what each unnamed class gets of the rest."""
    named = {c: max(p, _FLOOR) for c, p in options.items()}
    rest = max(0.0, 1.0 - sum(options.values())) / max(1, classes - len(named))
    return named, max(rest, _FLOOR / 10)


def _product(
    spreads: Sequence[tuple[dict[str, float], float]], weights: Sequence[float], classes: int
) -> list[tuple[str, float]]:
    """Classes named by any frame with their combined probability, most likely first."""
    names = sorted({name for named, _ in spreads for name in named})
    logs = {
        name: sum(
            w * math.log(named.get(name, rest))
            for (named, rest), w in zip(spreads, weights, strict=True)
        )
        for name in names
    }
    unnamed = sum(w * math.log(rest) for (_, rest), w in zip(spreads, weights, strict=True))
    top = max(logs.values())
    shares = {name: math.exp(value - top) for name, value in logs.items()}
    total = sum(shares.values()) + (classes - len(names)) * math.exp(unnamed - top)
    return sorted(
        ((name, share / total) for name, share in shares.items()),
        key=lambda option: (-option[1], option[0]),
    )


def _character(options: list[tuple[str, float]]) -> CharacterRead:
    (char, confidence), *others = options
    kept = tuple((c, p) for c, p in others[:_KEPT] if p >= _WORTH_NAMING)
    return CharacterRead(char, confidence, kept)


def _state(ballots: Sequence[Ballot]) -> StateRead:
    spreads, counts = [], []
    for ballot in ballots:
        state = ballot.reading.state
        options = {c: p for c, p in state.alternatives if c != UNKNOWN_STATE}
        if state.code != UNKNOWN_STATE:
            options[state.code] = state.confidence
        if options:
            surest = max(options.values())
            # What no state got is for 'none of them', which is an answer of its own.
            options[UNKNOWN_STATE] = max(0.0, 1.0 - sum(options.values()))
            spreads.append(_spread(options, len(STATES) + 1))
            counts.append(ballot.weight * max(surest, _FLOOR))
    if not spreads:
        return StateRead(UNKNOWN_STATE, 0.0)
    ranked = _product(spreads, _tempered(counts), len(STATES) + 1)
    named = [(c, p) for c, p in ranked if c != UNKNOWN_STATE]
    code, confidence = named[0]
    others = tuple((c, p) for c, p in named[1 : _KEPT + 1] if p >= _WORTH_NAMING)
    if confidence < STATE_NAMED_FROM:
        return StateRead(UNKNOWN_STATE, ranked[0][1], ((code, confidence), *others))
    return StateRead(code, confidence, others)


def texts_apart(one: str, other: str) -> int:
    """Edit distance (insert, delete, replace) between two texts."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        above, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (a != b))
    return row[-1]


def with_state_from(voted: PlateText, least: float) -> PlateText:
    """`voted`, its state left open where it is less sure than `least`."""
    state = voted.state
    if state.code == UNKNOWN_STATE or state.confidence >= least:
        return voted
    open_state = StateRead(
        UNKNOWN_STATE,
        1.0 - state.confidence,
        ((state.code, state.confidence), *state.alternatives),
    )
    return replace(voted, state=open_state)

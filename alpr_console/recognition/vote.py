"""One answer out of the many readings of one plate: characters and state, slot by slot.

Frames may disagree about how many characters there are: one lost or doubled shifts all that
follow. So each frame's reading is aligned to the texts in question, and what it says of the
characters that it did see still counts.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from alpr_console.domain.plate import (
    ALPHABET,
    STATES,
    UNKNOWN_STATE,
    CharacterRead,
    PlateText,
    StateRead,
)

Logs = NDArray[np.float64]

_FLOOR = 1e-4
"""Least probability a frame may give a character: one bad frame must not veto the rest."""
_SLIP = math.log(0.003)
"""Logarithm of the probability that a frame loses a character, or doubles one. Two slips are
less likely than any character: what a frame says of one is never explained away."""
_MOST_TEXTS = 6
"""Texts that are weighed against one another, those with the most weight."""
_KEPT = 4
"""Alternatives reported for each character."""
_WORTH_NAMING = 0.01
_AS_WELL = 0.8
"""A frame of at least this part of the greatest weight shows the plate about as well as any."""
_BORNE_OUT_FROM = 0.99
"""Where all such frames give a character at least this much, they say nothing against it."""
_MOST_NAMED = 2
_WORTH_DOUBTING = 0.05
"""Other characters that such frames give less than this are not named."""
STATE_NAMED_FROM = 0.5
"""A state is named when the vote gives it at least this much."""
_PLACE = {char: place for place, char in enumerate(ALPHABET)}


@dataclass(frozen=True, slots=True)
class Ballot:
    """One frame's reading and how much it counts (above 0; sharper and larger counts more)."""

    reading: PlateText
    weight: float
    logs: Logs = field(init=False, repr=False, compare=False)
    """Of the probability of each of `ALPHABET`, a row for each character."""

    def __post_init__(self) -> None:
        rows = np.empty((len(self.reading.characters), len(ALPHABET)))
        for row, character in zip(rows, self.reading.characters, strict=True):
            named, rest = _spread(_options(character), len(ALPHABET))
            row[:] = math.log(rest)
            for char, probability in named.items():
                row[_PLACE[char]] = math.log(probability)
        object.__setattr__(self, "logs", rows)


def vote(ballots: Sequence[Ballot]) -> PlateText:
    """What the frames say together, in whatever order they come.

    The text is the one that all frames find likeliest, be they of its length or not; each
    of its characters is the mean, by weight, of the logarithms of what the frames give it.
    It is a mean and no sum because frames of one pass fail together: many that agree are
    right little more often than the best of them, so neither is the vote surer than that
    one. What the frames that show the plate best say against a character stands in its
    `again`, though the others outvoted them. Raises ValueError without ballots.
    """
    if not ballots:
        raise ValueError("a vote needs at least one ballot")
    # Sums differ in their last digit with the order of what is added: a tie would be open.
    ballots = sorted(ballots, key=lambda b: (b.reading.text, b.weight, b.reading.confidence))
    heard = _Heard.of(ballots)
    texts = _proposed(ballots, heard.weights)
    for text in _likeliest_by_length(heard, texts):
        settled = _text_of(_combined(heard, _seen(heard, text), len(text)))
        if settled not in texts:
            texts.append(settled)
    best = _likeliest_by_length(heard, texts)
    leading = max(best, key=lambda text: (best[text], text))
    # Texts of other lengths are the one doubt that no slot shows.
    agreed = 1 / sum(math.exp(likelihood - best[leading]) for likelihood in best.values())
    seen = _seen(heard, leading)
    characters = tuple(_character(_ranked(slot)) for slot in _combined(heard, seen, len(leading)))
    if len(ballots) > 1:
        characters = _questioned(heard, seen, characters)
    whole = math.prod(c.confidence for c in characters) if characters else 0.0
    text = "".join(c.char for c in characters)
    return PlateText(characters, _state(ballots), min(whole * agreed, _surest(ballots, text)))


@dataclass(frozen=True, slots=True)
class _Heard:
    """All ballots side by side."""

    logs: Logs
    """Ballots × slots × `ALPHABET`; what is beyond a reading's end is never looked at."""
    lengths: NDArray[np.int64]
    """Characters of each reading."""
    weights: Logs
    """Sum to 1."""
    showing: Logs
    """The ballots' own weights: how well each frame shows the plate."""

    @classmethod
    def of(cls, ballots: Sequence[Ballot]) -> _Heard:
        lengths = np.array([len(b.logs) for b in ballots])
        logs = np.zeros((len(ballots), max(1, lengths.max()), len(ALPHABET)))
        for row, ballot in zip(logs, ballots, strict=True):
            row[: len(ballot.logs)] = ballot.logs
        showing = np.array([b.weight for b in ballots])
        return cls(logs, lengths, _shares([_count(b) for b in ballots]), showing)


def _surest(ballots: Sequence[Ballot], text: str) -> float:
    """Of the frames that say `text` by themselves, or of all where none does."""
    saying = [b for b in ballots if b.reading.text == text] or ballots
    return max(b.reading.confidence for b in saying)


def _count(ballot: Ballot) -> float:
    # The reader's own doubt tells a wrong frame better than anything in its picture does. A
    # short text has fewer characters to doubt, and half a plate must not outvote whole ones.
    length = max(1, len(ballot.reading.characters))
    return float(ballot.weight * (0.003 + ballot.reading.confidence ** (21 / length)))


def _shares(counts: Sequence[float]) -> Logs:
    shares = np.array(counts)
    return np.asarray(shares / shares.sum(), np.float64)


def _proposed(ballots: Sequence[Ballot], weights: Logs) -> list[str]:
    """The frames' own texts, weightiest first."""
    behind: dict[str, float] = defaultdict(float)
    for ballot, weight in zip(ballots, weights.tolist(), strict=True):
        behind[ballot.reading.text] += weight
    return sorted(behind, key=lambda text: (-behind[text], text))[:_MOST_TEXTS]


def _likeliest_by_length(heard: _Heard, texts: Sequence[str]) -> dict[str, float]:
    """For each length the text that the frames find likeliest, and how likely, a logarithm."""
    found = (heard.weights @ _likelihoods(heard, texts)).tolist()
    best: dict[int, tuple[float, str]] = {}
    for text, likelihood in zip(texts, found, strict=True):
        best[len(text)] = max(best.get(len(text), (-math.inf, "")), (likelihood, text))
    return {text: likelihood for likelihood, text in best.values()}


def _likelihoods(heard: _Heard, texts: Sequence[str]) -> Logs:
    """Logarithm of the probability of each text in each frame, ballots × texts."""
    ends = np.array([len(text) for text in texts])
    codes = np.zeros((len(texts), max(1, ends.max())), np.int64)
    for code, text in zip(codes, texts, strict=True):
        code[: len(text)] = _codes(text)
    table = _alignments(heard.logs[:, :, codes].transpose(3, 1, 0, 2))
    frames, candidates = np.arange(len(heard.lengths))[:, None], np.arange(len(texts))[None, :]
    at_end = table[ends[None, :], heard.lengths[:, None], frames, candidates]
    return np.asarray(at_end, np.float64)


def _codes(text: str) -> list[int]:
    return [_PLACE[char] for char in text]


def _alignments(found: Logs) -> Logs:
    """Best alignment of each beginning of a text with each beginning of a reading.

    `found` says how likely character i is in slot j: characters × slots × …; the answer has
    one row and one column more.
    """
    characters, slots, *others = found.shape
    table = np.zeros((characters + 1, slots + 1, *others))
    table[0] += _SLIP * np.arange(slots + 1).reshape(-1, *[1] * len(others))
    for i in range(1, characters + 1):
        table[i, 0] = i * _SLIP
        for j in range(1, slots + 1):
            slipped = np.maximum(table[i - 1, j], table[i, j - 1]) + _SLIP
            table[i, j] = np.maximum(table[i - 1, j - 1] + found[i - 1, j - 1], slipped)
    return table


_Seen = list[tuple[list[int], list[int]]]
"""For each ballot, characters of a text and the slots that they stand in."""


def _seen(heard: _Heard, text: str) -> _Seen:
    """Each reading's best alignment to `text`."""
    found = heard.logs[:, :, _codes(text)].transpose(2, 1, 0)
    table = _alignments(found)
    seen: _Seen = []
    for ballot, length in enumerate(heard.lengths.tolist()):
        pairs = _path(table[:, : length + 1, ballot].tolist(), found[:, :, ballot].tolist())
        seen.append(([i for i, _ in pairs], [j for _, j in pairs]))
    return seen


def _combined(heard: _Heard, seen: _Seen, characters: int) -> Logs:
    """What the frames give each of `ALPHABET` for each character of a text; rows sum to 1."""
    total, behind = np.zeros((characters, len(ALPHABET))), np.zeros(characters)
    for ballot, weight in enumerate(heard.weights.tolist()):
        places, slots = seen[ballot]
        total[places] += weight * heard.logs[ballot, slots]
        behind[places] += weight
    # A frame that lost a character says nothing of what it is.
    total /= np.maximum(behind, 1e-9)[:, None]
    shares = np.exp(total - total.max(axis=1, keepdims=True, initial=-math.inf))
    return np.asarray(shares / shares.sum(axis=1, keepdims=True), np.float64)


def _questioned(
    heard: _Heard, seen: _Seen, characters: tuple[CharacterRead, ...]
) -> tuple[CharacterRead, ...]:
    """`characters` with what the frames that show the plate best say against each."""
    most = np.zeros((len(characters), len(ALPHABET)))
    own = np.array(_codes("".join(c.char for c in characters)), np.int64)
    least = np.ones(len(characters))
    for ballot in np.flatnonzero(heard.showing >= _AS_WELL * heard.showing.max()).tolist():
        places, slots = seen[ballot]
        given = np.exp(heard.logs[ballot, slots])
        most[places] = np.maximum(most[places], given)
        least[places] = np.minimum(least[places], given[np.arange(len(slots)), own[places]])
    return tuple(
        character
        if least[place] >= _BORNE_OUT_FROM
        else replace(character, again=_against(character.char, float(least[place]), most[place]))
        for place, character in enumerate(characters)
    )


def _against(char: str, least: float, most: Logs) -> tuple[tuple[str, float], ...]:
    others = [(c, p) for c, p in _ranked(most) if c != char and p >= _WORTH_DOUBTING]
    return ((char, least), *others[:_MOST_NAMED])


def _path(
    table: Sequence[Sequence[float]], found: Sequence[Sequence[float]]
) -> list[tuple[int, int]]:
    """Which character stands in which slot, by the best alignment of one reading."""
    pairs = []
    i, j = len(table) - 1, len(table[0]) - 1
    while i and j:
        if table[i][j] == table[i - 1][j - 1] + found[i - 1][j - 1]:
            i, j = i - 1, j - 1
            pairs.append((i, j))
        elif table[i][j] == table[i - 1][j] + _SLIP:
            i -= 1
        else:
            j -= 1
    return pairs


def _text_of(slots: Logs) -> str:
    return "".join(ALPHABET[int(slot.argmax())] for slot in slots)


def _ranked(slot: Logs) -> list[tuple[str, float]]:
    """Characters with their probability, most likely first."""
    order = np.argsort(-slot, kind="stable")[: _KEPT + 1].tolist()
    return [(ALPHABET[place], float(slot[place])) for place in order]


def _options(character: CharacterRead) -> dict[str, float]:
    options = {c: p for c, p in character.alternatives if c != character.char}
    return {character.char: character.confidence, **options}


def _spread(options: dict[str, float], classes: int) -> tuple[dict[str, float], float]:
    """Named probabilities, and what each unnamed class gets of the rest."""
    named = {c: max(p, _FLOOR) for c, p in options.items()}
    rest = max(0.0, 1.0 - sum(options.values())) / max(1, classes - len(named))
    return named, max(rest, _FLOOR / 10)


def _character(options: list[tuple[str, float]]) -> CharacterRead:
    (char, confidence), *others = options
    kept = tuple((c, p) for c, p in others if p >= _WORTH_NAMING)
    return CharacterRead(char, confidence, kept)


def _mean(
    spreads: Sequence[tuple[dict[str, float], float]], weights: Logs, classes: int
) -> list[tuple[str, float]]:
    """Classes named by any frame with what the frames give them together, likeliest first."""
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
    ranked = _mean(spreads, _shares(counts), len(STATES) + 1)
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

"""A second look at the picture of a read that hit a list: is each character still the same?

The picture is read anew in many slightly different views, as if the plate had been cut out, lit
or focused a little differently. A character that is really there survives them; one that the
network made of a smear often does not, however sure it was of it. What comes of this raises
doubt in the alert (ui/alert_panel/comparison.py); it changes neither the read nor the match.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from alpr_console.domain.plate import CharacterRead, PlateText
from alpr_console.ports import Picture

_MOST_NAMED = 2
_WORTH_NAMING = 0.05

_MOVES: tuple[tuple[float, float, float, float, float, float], ...] = (
    # across, down, turn (radians), slant, wider, higher
    (0, 0, 0, 0, 1.06, 1.06),
    (0, 0, 0, 0, 0.94, 0.94),
    (0, 0, 0, 0, 1.05, 0.95),
    (0, 0, 0, 0, 0.95, 1.05),
    (0.02, 0.03, 0, 0, 1, 1),
    (-0.02, -0.03, 0, 0, 1, 1),
    (0, 0, 0.035, 0, 1, 1),
    (0, 0, -0.035, 0, 1, 1),
    (0, 0, 0, 0.06, 1, 1),
    (0, 0, 0, -0.06, 1, 1),
)
_BENDS = (0.6, 1.7)
"""Gammas: a brighter and a darker picture."""
LOOKS = 1 + len(_MOVES) + len(_BENDS) + 3
"""Views of one picture."""


class ReadsCrops(Protocol):
    """As `PlateReader.read`."""

    def read(self, crops: Sequence[Picture], *, thorough: bool = False) -> list[PlateText]: ...


def look_again(reader: ReadsCrops, crop_jpeg: bytes, reading: PlateText) -> PlateText:
    """`reading` with what the looks say of each character in its `again`, beside what the
    frames of the pass said there (`vote`).

    `crop_jpeg` is the picture that the read carries: the straightened plate. Unchanged where
    there is no picture or no character. Takes as long as reading `LOOKS` plates.
    """
    data = np.frombuffer(crop_jpeg, np.uint8)
    picture = cv2.imdecode(data, cv2.IMREAD_COLOR) if data.size else None
    if picture is None or not reading.characters:
        return reading
    # One by one: plates of the next frame, which the same network reads, come in between.
    looks = [look for view in views(np.asarray(picture, np.uint8)) for look in reader.read([view])]
    again = _shares(reading, looks)
    characters = tuple(
        replace(character, again=shares)
        for character, shares in zip(reading.characters, again, strict=True)
    )
    return replace(reading, characters=characters)


def views(picture: Picture) -> Iterator[Picture]:
    """`picture` (H×W×3 BGR) and `LOOKS` - 1 others of its size."""
    yield picture
    for move in _MOVES:
        yield _moved(picture, *move)
    for bend in _BENDS:
        table = np.linspace(0, 1, 256) ** bend * 255
        yield np.asarray(cv2.LUT(picture, table.astype(np.uint8)), np.uint8)
    soft = cv2.GaussianBlur(picture, (0, 0), 1.6)
    yield np.asarray(soft, np.uint8)
    yield np.asarray(cv2.addWeighted(picture, 2.0, soft, -1.0, 0), np.uint8)
    height, width = picture.shape[:2]
    small = cv2.resize(picture, (width * 3 // 8, height * 3 // 8), interpolation=cv2.INTER_AREA)
    yield np.asarray(cv2.resize(small, (width, height)), np.uint8)


def _moved(
    picture: Picture, across: float, down: float, turn: float, slant: float, wider: float,
    higher: float,
) -> Picture:  # fmt: skip
    """About its middle; what comes in at the edge is the edge."""
    height, width = picture.shape[:2]
    c, s = np.cos(turn), np.sin(turn)
    change = np.array([[c * wider, -s * higher + slant], [s * wider, c * higher]])
    middle = np.array([width / 2, height / 2])
    there = middle + np.array([across * width, down * height]) - change @ middle
    matrix: NDArray[np.float64] = np.hstack([change, there[:, None]])
    out = cv2.warpAffine(picture, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(out, np.uint8)


def _shares(reading: PlateText, looks: Sequence[PlateText]) -> list[tuple[tuple[str, float], ...]]:
    """For each character of `reading` the least that a look gave it, and the most that one gave
    each other character in its place."""
    text = reading.text
    least = [character.held_up for character in reading.characters]
    others = [_others(character) for character in reading.characters]
    for look in looks:
        seen = dict(_aligned(text, look))
        for place, char in enumerate(text):
            named = _named(seen[place]) if place in seen else {}
            least[place] = min(least[place], named.pop(char, 0.0))
            for other, probability in named.items():
                others[place][other] = max(others[place].get(other, 0.0), probability)
    return [((char, least[place]), *_likeliest(others[place])) for place, char in enumerate(text)]


def _others(character: CharacterRead) -> dict[str, float]:
    return {other: most for other, most in character.again if other != character.char}


def _named(character: CharacterRead) -> dict[str, float]:
    return {character.char: character.confidence, **dict(character.alternatives)}


def _likeliest(others: dict[str, float]) -> list[tuple[str, float]]:
    ranked = sorted(others.items(), key=lambda other: -other[1])
    return [(char, most) for char, most in ranked[:_MOST_NAMED] if most >= _WORTH_NAMING]


def _aligned(text: str, look: PlateText) -> Iterator[tuple[int, CharacterRead]]:
    """Places of `text` with the look's character there; none where the look has none."""
    if len(look.text) == len(text):
        yield from enumerate(look.characters)
        return
    steps = SequenceMatcher(None, text, look.text, autojunk=False).get_opcodes()
    for kind, start, end, other_start, other_end in steps:
        if kind == "equal" or (kind == "replace" and end - start == other_end - other_start):
            yield from zip(range(start, end), look.characters[other_start:other_end], strict=True)

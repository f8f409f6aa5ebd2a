"""Plates as numbers: what the index sorts and searches.

A folded text is read as a number in base 37 whose digits are 1 to 36, so that no two texts of
one to ten characters share a number, however long they are.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from alpr_console.domain.plate import ALPHABET
from alpr_console.matching.look_alikes import folded

BASE = 37
LONGEST = 10
"""Characters of an LIC field."""

_DIGITS = np.zeros(256, np.uint64)
for _place, _char in enumerate(ALPHABET):
    _DIGITS[ord(_char)] = ALPHABET.index(folded(_char)) + 1


def key_of(text: str) -> int:
    """Raises ValueError for anything but one to ten of A-Z and 0-9."""
    if not 1 <= len(text) <= LONGEST:
        raise ValueError(f"'{text[:20]}' is no plate of 1 to {LONGEST} characters")
    key = 0
    for char in text:
        digit = int(_DIGITS[ord(char)]) if char in ALPHABET else 0
        if not digit:
            raise ValueError(f"'{text}' has characters that no plate has")
        key = key * BASE + digit
    return key


def keys_of(texts: Sequence[str]) -> NDArray[np.uint64]:
    """`key_of` each, for texts that are known to be plates (others give keys of no plate)."""
    if not texts:
        return np.empty(0, np.uint64)
    letters = np.array(texts, f"S{LONGEST}").view(np.uint8).reshape(len(texts), LONGEST)
    keys = np.zeros(len(texts), np.uint64)
    for place in range(LONGEST):
        digits = _DIGITS[letters[:, place]]
        keys = np.where(digits > 0, keys * np.uint64(BASE) + digits, keys)
    return keys


def text_of(key: int) -> str:
    """The folded text."""
    text = ""
    while key:
        key, digit = divmod(key, BASE)
        text = ALPHABET[digit - 1] + text
    return text

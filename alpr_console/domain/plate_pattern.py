"""Partial plates: `?` is one character, `*` any run of them, even none ('7?BC*')."""

from __future__ import annotations

import re

from alpr_console.domain.errors import EntryRefused
from alpr_console.domain.plate import ALPHABET

LONGEST = 10
"""Characters of NCIC's LIC, `?` among them."""

LEAST_FIXED = 2
"""Characters that a partial plate names at least, unless a vehicle is described with it: with
one, every other car on the road would fit."""

_SEPARATORS = re.compile(r"[\s.\-·]+")


def plate_pattern(untrusted_text: str) -> str:
    """The pattern in capitals, without spaces and dashes; '' where it names nothing.

    A run of `*` is one, and comes after the `?` beside it, so that one meaning has one spelling.
    Raises EntryRefused for other characters and for more than a plate holds.
    """
    text = _SEPARATORS.sub("", untrusted_text).upper()
    wrong = sorted({c for c in text if c not in ALPHABET and c not in "?*"})
    if wrong:
        raise EntryRefused(
            f"A plate has no '{wrong[0]}'.",
            "Enter letters and digits; ? is one character not known, * any number of them.",
        )
    text = re.sub(r"[?*]*\*[?*]*", lambda run: "?" * run[0].count("?") + "*", text)
    if len(text.replace("*", "")) > LONGEST:
        raise EntryRefused(f"A plate has at most {LONGEST} characters.", "Enter fewer.")
    return "" if text == "*" else text


def begins(untrusted_text: str) -> str:
    """The pattern of plates that begin so. Raises EntryRefused."""
    return plate_pattern(f"{untrusted_text}*")


def ends(untrusted_text: str) -> str:
    """The pattern of plates that end so. Raises EntryRefused."""
    return plate_pattern(f"*{untrusted_text}")


def contains(untrusted_text: str) -> str:
    """The pattern of plates that hold this somewhere. Raises EntryRefused."""
    return plate_pattern(f"*{untrusted_text}*")


def fixed_characters(pattern: str) -> int:
    """How many characters a pattern names."""
    return sum(c not in "?*" for c in pattern)


def is_partial(pattern: str) -> bool:
    """Whether more than one plate fits."""
    return "?" in pattern or "*" in pattern

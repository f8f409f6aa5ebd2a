"""Duties that are met in the officer's own words, and when words count as such."""

from __future__ import annotations

from alpr_console.domain.errors import DutyMissing

MINIMUM = 10
"""Characters, spaces run together. Shorter than any statement of a fact."""

_DIFFERENT_LETTERS = 5
"""'xxxxxxxxxx' and '..........' are keys held down, not facts."""


def demand_words(untrusted_text: str, duty: str, section: str) -> str:
    """The text with its spaces run together. Raises DutyMissing when it says nothing."""
    text = " ".join(untrusted_text.split())
    letters = {c for c in text.casefold() if c.isalpha()}
    if len(text) < MINIMUM or len(letters) < _DIFFERENT_LETTERS or " " not in text:
        raise DutyMissing(
            f"{duty} needed.", f"State it in words, {MINIMUM} characters or more.", section
        )
    return text

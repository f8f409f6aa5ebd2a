"""Duties that are met in the officer's own words or by a number, and when they count as met."""

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


LONGEST_NUMBER = 20
"""Characters of a case number in the state's and the nation's systems."""


def demand_number(untrusted_number: str, duty: str, remedy: str, section: str) -> str:
    """The number in capitals. Raises DutyMissing when it is none, or none of those systems'."""
    number = " ".join(untrusted_number.split()).upper()
    if len(number) < 3 or not any(c.isdigit() for c in number):
        raise DutyMissing(f"{duty} needed.", remedy, section)
    if len(number) > LONGEST_NUMBER:
        raise DutyMissing(
            f"{duty}: at most {LONGEST_NUMBER} characters.",
            "Enter the number alone; words belong elsewhere.",
            section,
        )
    return number


LONGEST_UNIT = 24


def demand_unit(untrusted_unit: str, own: str) -> str:
    """The designator of another unit than `own`. Raises DutyMissing."""
    unit = " ".join(untrusted_unit.split())
    remedy = "Enter the unit that takes the alert on."
    if not any(c.isalnum() for c in unit) or len(unit) > LONGEST_UNIT:
        raise DutyMissing("Other unit needed.", remedy)
    if unit.casefold() == own.casefold():
        raise DutyMissing(f"{unit} is this unit.", remedy)
    return unit

"""Partial plates: one spelling for one meaning, and what is no plate is refused."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpr_console.domain.errors import EntryRefused
from alpr_console.domain.plate import ALPHABET
from alpr_console.domain.plate_pattern import (
    begins,
    contains,
    ends,
    fixed_characters,
    is_partial,
    plate_pattern,
)

patterns = st.text(st.sampled_from(ALPHABET + "?*"), max_size=10)
plates = st.text(st.sampled_from(ALPHABET), min_size=1, max_size=10)


def fits(pattern: str, plate: str) -> bool:
    """By the meaning of the two signs, whatever the spelling."""
    return bool(re.fullmatch(pattern.replace("?", ".").replace("*", ".*"), plate))


@pytest.mark.requirement("OPS-4")
@pytest.mark.parametrize(
    ("given_text", "pattern"),
    [
        ("7abc123", "7ABC123"),
        (" 7-abc 1.2.3 ", "7ABC123"),
        ("7?bc*", "7?BC*"),
        ("**abc**", "*ABC*"),
        ("7*?*?*9", "7??*9"),
        ("*", ""),
        (" ** ", ""),
        ("", ""),
        ("?", "?"),
    ],
)
def test_that_a_pattern_has_one_spelling(given_text: str, pattern: str) -> None:
    assert plate_pattern(given_text) == pattern


@pytest.mark.requirement("OPS-4")
def test_that_beginning_end_and_part_are_patterns() -> None:
    assert begins("7ab") == "7AB*"
    assert ends(" 123") == "*123"
    assert contains("b-c1") == "*BC1*"


@pytest.mark.parametrize(
    "text", ["7ABC12\u0415", "7ABC_1", "7ABC%", "\uff17ABC", "7\x07ABC", "É1A"]
)
def test_that_a_sign_that_no_plate_carries_is_refused(text: str) -> None:
    with pytest.raises(EntryRefused, match="A plate has no"):
        plate_pattern(text)


@pytest.mark.parametrize("text", ["12345678901", "?" * 11, "123456*78901"])
def test_that_more_than_a_plate_holds_is_refused(text: str) -> None:
    with pytest.raises(EntryRefused, match="at most 10"):
        plate_pattern(text)


@given(patterns, plates)
def test_that_normalizing_changes_no_meaning(text: str, plate: str) -> None:
    pattern = plate_pattern(text)
    # '' is a pattern that names nothing; as a partial plate that is '*'.
    meant = text if text.strip("*") else "*" if text else ""
    assert fits(pattern or ("*" if text else ""), plate) == fits(meant, plate)
    assert plate_pattern(pattern) == pattern


def test_that_only_letters_and_digits_count_as_named() -> None:
    assert [fixed_characters(p) for p in ("", "?*", "7?BC*", "7ABC123")] == [0, 0, 3, 7]
    assert [is_partial(p) for p in ("7ABC123", "7ABC12?", "7A*")] == [False, True, True]

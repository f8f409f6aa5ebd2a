"""How likely a plate seen fits a partial plate, against every text spelled out."""

from __future__ import annotations

import re
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpr_console.matching.confusions import DIGIT_OF
from alpr_console.matching.packing import BASE
from alpr_console.matching.patterns import Patterns, is_pattern

FEW = "1AB8"
PATTERNS = st.text(FEW + "??**", min_size=1, max_size=7)


def spread(rows: list[dict[str, float]]) -> np.ndarray:
    found = np.zeros((len(rows), BASE))
    for row, chances in zip(found, rows, strict=True):
        for char, chance in chances.items():
            row[DIGIT_OF[char]] = chance / sum(chances.values())
    return found


def spelled_out(pattern: str, rows: np.ndarray) -> float:
    """The sum over every text that the regular expression takes."""
    expression = re.compile(pattern.replace("?", ".").replace("*", ".*"))
    return sum(
        float(np.prod([row[DIGIT_OF[c]] for row, c in zip(rows, text, strict=True)]))
        for text in product(FEW, repeat=len(rows))
        if expression.fullmatch("".join(text))
    )


ROWS = st.lists(
    st.fixed_dictionaries({char: st.floats(0.01, 1) for char in FEW}), min_size=1, max_size=5
)


@pytest.mark.requirement("OPS-4")
@given(st.lists(PATTERNS, min_size=1, max_size=5), ROWS)
def test_that_each_pattern_has_the_probability_of_the_texts_that_fit_it(
    patterns: list[str], rows: list[dict[str, float]]
) -> None:
    characters = spread(rows)
    expected = [spelled_out(pattern, characters) for pattern in patterns]
    assert Patterns(patterns).chances(characters) == pytest.approx(expected, abs=1e-9)


@given(PATTERNS, st.text(FEW, min_size=1, max_size=6))
def test_that_a_text_fits_or_not_as_the_automaton_says(pattern: str, text: str) -> None:
    patterns = Patterns([pattern])
    sure = spread([{char: 1.0} for char in text])
    assert patterns.fitting(text) == ([0] if patterns.chances(sure)[0] > 0.5 else [])


@pytest.mark.parametrize(
    ("pattern", "text", "fits"),
    [
        ("7?BC*", "7ABC123", True),
        ("7?BC*", "7BC123", False),
        ("*123", "7ABC123", True),
        ("*ABC*", "7ABC123", True),
        ("7AB*", "7AB", True),
        ("7O*", "70I", True),
        ("???", "7AB1", False),
    ],
)
def test_that_begins_ends_and_contains_are_patterns(pattern: str, text: str, fits: bool) -> None:
    assert is_pattern(pattern)
    assert bool(Patterns([pattern]).fitting(text.replace("I", "1"))) is fits


@pytest.mark.parametrize("pattern", ["", "7-A*", "7a*", "(.*)"])
def test_that_what_is_no_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="partial plate"):
        Patterns([pattern])


def test_that_no_patterns_fit_nothing() -> None:
    none = Patterns([])
    assert len(none) == 0
    assert none.chances(spread([{"A": 1.0}])).tolist() == []
    assert none.fitting("A") == []

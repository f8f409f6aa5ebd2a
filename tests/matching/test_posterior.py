"""What a plate may carry, against the same sums done text by text."""

from __future__ import annotations

from dataclasses import replace
from math import prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alpr_console.domain.plate import CharacterRead, PlateText, StateRead
from alpr_console.matching.confusions import DIGIT_OF, SIGNS, Confusions, shipped_confusions
from alpr_console.matching.packing import text_of
from alpr_console.matching.posterior import TextPosterior
from alpr_console.matching.serial_prior import shipped_serial_prior
from tests.fakes.shift import reading

LEAST = 1e-3


def posterior(of: PlateText, confusions: Confusions | None = None) -> TextPosterior:
    return TextPosterior(of, confusions or shipped_confusions(), shipped_serial_prior())


def chances(of: PlateText, least: float = LEAST) -> dict[str, float]:
    found = posterior(of).candidates(least)
    assert len({candidate.key for candidate in found}) == len(found)
    return {text_of(candidate.key): candidate.chance for candidate in found}


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(SIGNS), st.floats(0.3, 1), st.sampled_from(SIGNS)),
        min_size=2,
        max_size=8,
    ),
    st.lists(st.tuples(st.integers(0, 7), st.sampled_from(SIGNS)), max_size=2),
)
def test_that_a_text_as_long_has_the_product_of_its_characters(
    characters: list[tuple[str, float, str]], changes: list[tuple[int, str]]
) -> None:
    of = PlateText(
        tuple(
            CharacterRead(c, p, () if other == c else ((other, (1 - p) * 0.8),))
            for c, p, other in characters
        ),
        StateRead("CA", 0.97),
        0.9,
    )
    seen = posterior(of)
    found = {text_of(c.key): c for c in seen.candidates(LEAST)}
    text = list(of.text)
    for place, char in changes:
        if place < len(text):
            text[place] = char
    rows = seen.characters
    expected = seen.same_length * prod(
        float(row[DIGIT_OF[c]]) for row, c in zip(rows, text, strict=True)
    )
    candidate = found.get("".join(text))
    assert (candidate is not None) == (expected >= LEAST or "".join(text) == of.text) or (
        expected == pytest.approx(LEAST)
    )
    if candidate is not None:
        assert candidate.chance == pytest.approx(expected)
        assert candidate.differences == tuple(
            i for i, (a, b) in enumerate(zip(text, of.text, strict=True)) if a != b
        )


@pytest.mark.parametrize("text", ["7ABC123", "8B8", "12345H", "QQ1122", "A"])
def test_that_what_a_plate_may_carry_adds_up_to_no_more_than_one(text: str) -> None:
    of = reading(text, "MD", confidence=0.7)
    rows = posterior(of).characters
    assert rows.sum(axis=1) == pytest.approx(np.ones(len(text)), abs=1e-6)
    total = sum(chances(of, 1e-7).values())
    # How a list may have a plate that carries more comes on top of what it carries.
    assert 0.02 < total <= 1 + shipped_confusions().pair_not_listed


def test_that_a_reader_that_is_sure_keeps_its_measured_doubt() -> None:
    sure = chances(reading("8ABC123", confidence=1.0), 1e-6)
    assert 0.9 < sure["8ABC123"] < 1
    # What it takes for what is measured: a B more often than a T.
    assert sure["BABC123"] > 3 * sure.get("TABC123", 0)


def test_that_a_lost_character_is_looked_for_where_the_states_form_has_one() -> None:
    lost = chances(reading("ABC123", "CA"), 1e-5)
    whole = chances(reading("7ABC123", "CA"), 1e-5)
    assert lost["7ABC123"] > lost.get("WABC123", 0) * 20
    assert lost["7ABC123"] > whole.get("7ABC1234", 0) * 20


def test_that_half_a_stacked_pair_is_made_whole_and_a_lost_one_put_back() -> None:
    # Alabama's municipal plates: 99999{MU}, the letters small, one over the other.
    whole = "12345MU"
    for seen, missing in (("12345M", (6,)), ("12345", (5, 6))):
        of = reading(seen, "AL", confidence=0.9)
        found = {text_of(c.key): c for c in posterior(of).candidates(1e-4)}
        assert found[whole].chance == max(c.chance for t, c in found.items() if len(t) > len(seen))
        assert found[whole].differences == missing
    # A list may have the plate without its pair.
    listed = {text_of(c.key): c for c in posterior(reading(whole, "AL")).candidates(0.01)}
    assert listed["12345"].differences == (5, 6)


def test_that_a_character_too_many_is_one_that_the_reader_doubts() -> None:
    bolt = chances(reading("17ABC123", "CA", doubts={0: (0.5, ())}), 1e-6)
    sure = chances(reading("17ABC123", "CA", doubts={0: (0.999, ())}), 1e-6)
    assert bolt["7ABC123"] > 5 * sure["7ABC123"]
    assert bolt["7ABC123"] > 5 * bolt.get("17ABC12", 0)


def test_that_states_that_are_not_known_say_nothing_of_the_length() -> None:
    of = replace(reading("ABC123"), state=StateRead("unknown", 0.6))
    found = chances(of, 1e-9)
    other = found["9ABC123"], found["WABC123"]
    assert other[0] == pytest.approx(other[1])


def test_that_the_shipped_figures_are_probabilities() -> None:
    confusions = shipped_confusions()
    rows = confusions.taken_for[[DIGIT_OF[char] for char in SIGNS]]
    assert rows.sum(axis=1) == pytest.approx(np.ones(len(SIGNS)))
    assert all(row[DIGIT_OF[char]] == 0 for char, row in zip(SIGNS, rows, strict=True))
    assert confusions.characters.of(0.2) > confusions.characters.of(0.995)

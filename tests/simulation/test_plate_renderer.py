"""Drawn plates: every state, repeatable, and nothing that is no serial."""

from __future__ import annotations

import numpy as np
import pytest

from alpr_console.domain.plate import ALPHABET, STATES
from alpr_console.simulation.plate_renderer import HEIGHT, WIDTH, random_serial, render_plate
from alpr_console.simulation.plate_styles import STYLES


def test_that_every_state_has_a_design_and_serials_of_plate_length() -> None:
    assert set(STYLES) == set(STATES)
    rng = np.random.default_rng(0)
    for state in STATES:
        serial = random_serial(state, rng)
        assert 4 <= len(serial) <= 8
        assert set(serial) <= set(ALPHABET)


def test_that_the_same_seed_draws_the_same_plate() -> None:
    first, second = (
        render_plate("7KLM482", "CA", np.random.default_rng(5)).image for _ in range(2)
    )
    assert first.shape == (HEIGHT, WIDTH, 3)
    assert np.array_equal(first, second)


def test_that_one_character_changes_the_picture_where_it_stands() -> None:
    style = STYLES["CA"][0]
    one, other = (
        render_plate(text, "CA", np.random.default_rng(5), style).image.astype(int)
        for text in ("7KLM482", "7KLM483")
    )
    changed = np.abs(one - other).max(axis=(0, 2)) > 40
    assert changed[WIDTH * 3 // 4 :].any()


@pytest.mark.parametrize("text", ["", "ABCDEFGHI", "abc", "AB 12", "ÄB12"])
def test_that_what_is_no_serial_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no serial"):
        render_plate(text, "CA", np.random.default_rng(0))


def test_that_a_state_outside_the_51_is_refused() -> None:
    with pytest.raises(KeyError):
        render_plate("ABC123", "PR", np.random.default_rng(0))

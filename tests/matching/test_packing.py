"""Plates as numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpr_console.domain.plate import ALPHABET
from alpr_console.matching.look_alikes import folded
from alpr_console.matching.packing import LONGEST, key_of, keys_of, text_of

PLATES = st.text(ALPHABET, min_size=1, max_size=LONGEST)


@given(PLATES)
def test_that_a_number_gives_back_the_folded_plate(plate: str) -> None:
    assert text_of(key_of(plate)) == folded(plate)


@given(st.lists(PLATES, max_size=20))
def test_that_many_plates_are_packed_as_each_alone(plates: list[str]) -> None:
    keys = keys_of(plates)
    assert keys.dtype == np.uint64
    assert keys.tolist() == [key_of(plate) for plate in plates]


@given(PLATES, PLATES)
def test_that_two_plates_share_a_number_only_if_they_are_the_same_folded(a: str, b: str) -> None:
    assert (key_of(a) == key_of(b)) is (folded(a) == folded(b))


@pytest.mark.parametrize("text", ["", "A" * 11, "7ABC-12", "7abc123", "7É", "7?"])
def test_that_what_is_no_plate_has_no_number(text: str) -> None:
    with pytest.raises(ValueError, match="plate"):
        key_of(text)

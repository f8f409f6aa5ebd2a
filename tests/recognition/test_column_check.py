"""How slots and columns are brought together."""

from __future__ import annotations

from itertools import groupby, product

import numpy as np
import pytest
from numpy.typing import NDArray

from alpr_console.recognition.column_check import likelihood, weigh

END = 36


def slots_of(*choices: dict[int, float]) -> NDArray[np.float32]:
    """Logarithms for one plate: each slot's probabilities, the end in slots not given."""
    chances = np.full((1, 8, 37), 1e-5)
    for slot in range(8):
        for kind, chance in (choices[slot] if slot < len(choices) else {END: 0.99}).items():
            chances[0, slot, kind] = chance
    return np.asarray(np.log(chances / chances.sum(-1, keepdims=True)), np.float32)


def columns_of(text: tuple[int, ...]) -> NDArray[np.float32]:
    """Logarithms of forty columns that see `text`, every fourth column a character."""
    chances = np.full((1, 40, 37), 1e-4)
    seen = [END] * 40
    seen[4 : 4 + 4 * len(text) : 4] = text
    chances[0, np.arange(40), seen] = 1.0
    return np.asarray(np.log(chances / chances.sum(-1, keepdims=True)), np.float32)


def text_of(settled: NDArray[np.float32]) -> tuple[int, ...]:
    read = settled.argmax(-1).tolist()
    return tuple(read[: read.index(END)])


def test_that_the_likelihood_of_a_text_is_the_sum_over_its_paths() -> None:
    rng = np.random.default_rng(4)
    chances = rng.dirichlet([1, 1, 1], size=5)
    columns = np.log(chances).astype(np.float32)
    summed: dict[tuple[int, ...], float] = {}
    for path in product(range(3), repeat=5):
        text = tuple(kind for kind, _ in groupby(path) if kind != 2)
        summed[text] = summed.get(text, 0.0) + float(np.prod(chances[range(5), path]))
    for text in [(), (0,), (0, 0), (0, 1), (1, 1), (0, 1, 0)]:
        filled = np.array([[*text, *[2] * (3 - len(text))]])
        assert likelihood(columns[None], filled)[0] == pytest.approx(np.log(summed[text]), abs=1e-4)


def test_that_a_doubled_character_goes_where_the_columns_saw_one() -> None:
    hesitant = slots_of({12: 0.9}, {30: 0.9}, {23: 0.9}, {23: 0.5, END: 0.45}, {END: 0.9})
    settled, sure, *_ = weigh(hesitant, columns_of((12, 30, 23)), 0.5)
    assert text_of(settled[0]) == (12, 30, 23)
    assert 0.5 < sure[0] <= 1


def test_that_sure_slots_keep_their_text_against_the_columns() -> None:
    certain = slots_of({1: 0.9999}, {2: 0.9999}, {3: 0.9999})
    settled, sure, *_ = weigh(certain, np.log(np.full((1, 40, 37), 1 / 37, np.float32)), 0.5)
    assert text_of(settled[0]) == (1, 2, 3)
    assert sure[0] > 0.9


def test_that_the_slots_stay_probabilities_whose_best_are_the_text() -> None:
    rng = np.random.default_rng(5)
    slots = np.log(rng.dirichlet([0.1] * 37, size=(6, 8)) + 1e-9).astype(np.float32)
    columns = np.log(rng.dirichlet([0.1] * 37, size=(6, 40)) + 1e-9).astype(np.float32)
    settled, sure, *_ = weigh(slots, columns, 0.5)
    assert np.allclose(settled.sum(-1), 1, atol=1e-5)
    assert (settled >= 0).all()
    assert ((sure >= 0) & (sure <= 1)).all()

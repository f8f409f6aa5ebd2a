"""What training does to a picture: night, moving rows, and no more than was asked."""

from __future__ import annotations

import numpy as np
import pytest

from alpr_console.simulation.plate_renderer import render_plate
from alpr_console.simulation.plate_styles import designs
from models.training.reader_degrade import degrade, infrared, rolling_shutter


def photograph(kind: str, index: int, text: str) -> np.ndarray:
    style = designs("CA", kind)[index]
    return render_plate(text, "CA", np.random.default_rng(2), style).image[::2, ::2]


@pytest.mark.parametrize(("index", "text", "bright"), [(0, "7KLM482", True), (3, "123ABC", False)])
def test_that_by_night_a_plate_is_gray_and_its_ground_stays_brighter_or_darker_than_its_ink(
    index: int, text: str, bright: bool
) -> None:
    picture = photograph("passenger", index, text)
    letters = picture[35:80, 30:190]
    gray = letters.mean(axis=2)
    ground = gray > np.median(gray) - 5 if bright else gray < np.median(gray) + 5
    for seed in range(8):
        seen = infrared(picture.astype(np.float32), np.random.default_rng(seed))
        assert seen.shape == picture.shape
        assert np.ptp(seen, axis=2).max() == 0
        part = seen[35:80, 30:190, 0]
        assert (part[ground].mean() > part[~ground].mean()) == bright


def test_that_rows_read_one_by_one_shift_against_the_middle_one() -> None:
    picture = np.repeat(np.arange(160, dtype=np.float32)[None, :], 80, axis=0)
    picture = np.stack([picture] * 3, axis=2)
    for seed in range(12):
        seen = rolling_shutter(picture, np.random.default_rng(seed))
        moved = np.abs(seen - picture)[:, 30:130, 0].mean(axis=1)
        assert seen.shape == picture.shape
        assert moved[40] < 0.6
        assert max(moved[0], moved[79]) < 20
    assert moved.max() > 1


def test_that_strength_nought_leaves_the_picture_and_the_same_seed_spoils_it_alike() -> None:
    picture = photograph("government", 0, "1234567")
    assert np.array_equal(degrade(picture, np.random.default_rng(1), 0.0), picture)
    spoilt = [degrade(picture, np.random.default_rng(7)) for _ in range(2)]
    assert np.array_equal(*spoilt)
    assert not np.array_equal(spoilt[0], picture)

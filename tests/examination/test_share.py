"""Wilson's interval, against values worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpr_console.examination.share import Share

counts = st.integers(1, 2000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


@pytest.mark.parametrize(
    ("right", "of", "low", "high"),
    [
        # Of 10: the center is (8 + 1.92073) / 13.84146 = 0.71674, half the width 0.22658.
        (8, 10, 0.4902, 0.9433),
        (0, 10, 0.0, 0.2775),
        (63, 65, 0.8946, 0.9915),
        (1, 1, 0.2065, 1.0),
    ],
)
def test_that_the_interval_is_wilson_s(right: int, of: int, low: float, high: float) -> None:
    assert Share(right, of).interval == pytest.approx((low, high), abs=1e-4)


@given(counts)
def test_that_the_interval_holds_the_share_and_stays_between_0_and_1(
    count: tuple[int, int],
) -> None:
    share = Share(*count)
    low, high = share.interval
    assert share.value is not None
    assert 0 <= low <= share.value <= high <= 1
    assert low < high


@given(counts)
def test_that_what_is_wrong_has_the_mirrored_interval(count: tuple[int, int]) -> None:
    right, of = count
    low, high = Share(right, of).interval
    assert Share(of - right, of).interval == pytest.approx((1 - high, 1 - low))


@given(counts)
def test_that_more_pictures_make_a_narrower_interval(count: tuple[int, int]) -> None:
    right, of = count
    low, high = Share(right, of).interval
    closer_low, closer_high = Share(4 * right, 4 * of).interval
    assert closer_high - closer_low < high - low


def test_that_nothing_counted_says_nothing() -> None:
    assert Share(0, 0).value is None
    assert Share(0, 0).interval == (0.0, 1.0)

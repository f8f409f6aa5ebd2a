"""Calibration error, Brier score and log loss, worked out by hand and held to their properties."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpr_console.examination.reliability import Reliability, reliability

answers = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60)


def of(some: list[tuple[float, bool]]) -> Reliability:
    measured = reliability(some)
    assert measured is not None
    return measured


def test_that_an_example_comes_out_as_worked_out_by_hand() -> None:
    measured = of([(0.95, True), (0.91, False), (0.55, True), (0.25, False)])
    # |0.93 - 0.5| of 2, |0.55 - 1| of 1, |0.25 - 0| of 1.
    assert measured.calibration_error == pytest.approx((2 * 0.43 + 0.45 + 0.25) / 4)
    assert measured.brier == pytest.approx((0.05**2 + 0.91**2 + 0.45**2 + 0.25**2) / 4)
    assert measured.log_loss == pytest.approx(
        -(math.log(0.95) + math.log(0.09) + math.log(0.55) + math.log(0.75)) / 4
    )
    assert [b.count if b else 0 for b in measured.bins] == [0, 0, 1, 0, 0, 1, 0, 0, 0, 2]
    assert measured.bins[9] is not None
    assert (measured.bins[9].confidence, measured.bins[9].right) == pytest.approx((0.93, 0.5))


def test_that_a_confidence_that_holds_has_no_error() -> None:
    measured = of([(0.75, True)] * 3 + [(0.75, False)])
    assert measured.calibration_error == pytest.approx(0)
    assert measured.brier == pytest.approx(0.75 * 0.25)


def test_that_certainty_belongs_to_the_last_bin_and_costs_a_finite_amount() -> None:
    measured = of([(1.0, False)])
    assert measured.bins[9] is not None
    assert measured.calibration_error == 1
    assert measured.log_loss == pytest.approx(-math.log(1e-6))


def test_that_no_answers_give_no_reliability() -> None:
    assert reliability([]) is None


@given(answers)
def test_that_every_answer_lies_in_one_bin_and_all_measures_in_their_bounds(
    some: list[tuple[float, bool]],
) -> None:
    measured = of(some)
    bins = [b for b in measured.bins if b is not None]
    assert sum(b.count for b in bins) == measured.count == len(some)
    assert sum(b.count * b.right for b in bins) == pytest.approx(sum(r for _, r in some))
    assert 0 <= measured.calibration_error <= 1
    assert 0 <= measured.brier <= 1
    assert measured.log_loss >= 0


@given(answers)
def test_that_the_error_is_no_less_than_claim_and_truth_differ_on_the_whole(
    some: list[tuple[float, bool]],
) -> None:
    differ = abs(sum(c for c, _ in some) - sum(r for _, r in some)) / len(some)
    assert of(some).calibration_error >= differ - 1e-9

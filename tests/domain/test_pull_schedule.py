"""When a list is fetched next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpr_console.domain.pull_schedule import (
    FIRST_WAIT,
    LONGEST_WAIT,
    SPREAD,
    PullState,
    in_words,
    next_due,
)

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
DAY = timedelta(hours=24)

spans = st.timedeltas(min_value=timedelta(minutes=5), max_value=DAY)
spreads = st.floats(*SPREAD)
outcomes = st.lists(st.tuples(st.booleans(), spreads, spans), min_size=1, max_size=80)


def after(outcomes: list[tuple[bool, float, timedelta]]) -> PullState:
    """The state after tries that each came when they came."""
    state, at = PullState(), NOON
    for succeeded, spread, later in outcomes:
        at += later
        state = state.succeeded(at) if succeeded else state.failed(at, "gone", spread)
    return state


@pytest.mark.requirement("HOT-2")
@given(outcomes, spans, st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=400)))
def test_that_a_list_is_tried_again_no_later_than_set(
    outcomes: list[tuple[bool, float, timedelta]], every: timedelta, later: timedelta
) -> None:
    state = after(outcomes)
    assert state.last_try is not None
    due = next_due(state, every, state.last_try + later)
    assert state.last_try < due <= state.last_try + every


@given(outcomes, spans)
def test_that_no_server_is_asked_before_its_rest_is_over(
    outcomes: list[tuple[bool, float, timedelta]], every: timedelta
) -> None:
    state = after(outcomes)
    assert state.last_try is not None
    waited = next_due(state, every, state.last_try) - state.last_try
    if not state.failures:
        assert waited == every
    else:
        least = min(FIRST_WAIT * 2 ** min(state.failures - 1, 16), LONGEST_WAIT) * SPREAD[0]
        assert waited >= min(least, every)


@given(spreads, st.integers(1, 60))
def test_that_each_failure_waits_longer_up_to_the_longest(spread: float, failures: int) -> None:
    state = PullState()
    waits = []
    for _ in range(failures):
        state = state.failed(NOON, "gone", spread)
        waits.append(next_due(state, DAY, NOON) - NOON)
    assert waits == sorted(waits)
    assert waits[-1] <= LONGEST_WAIT * SPREAD[1]


def test_that_a_list_never_tried_is_due_now() -> None:
    assert next_due(PullState(), DAY, NOON) == NOON


def test_that_a_success_ends_the_failures() -> None:
    state = PullState().failed(NOON, "gone").failed(NOON, "gone").succeeded(NOON)
    assert state == PullState(last_try=NOON, last_success=NOON)


def test_that_a_clock_set_back_does_not_put_a_list_off() -> None:
    state = PullState().succeeded(NOON)
    earlier = NOON - timedelta(days=30)
    assert next_due(state, DAY, earlier) == earlier


def test_that_a_spread_out_of_bounds_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="spread"):
        PullState().failed(NOON, "gone", 0.0)


def test_that_the_screen_says_when_and_why() -> None:
    state = PullState().succeeded(NOON)
    six = timedelta(hours=6)
    assert in_words(PullState(), six, NOON, UTC) == "next now"
    assert in_words(state, six, NOON, UTC) == "next 18:00"
    assert in_words(state, DAY, NOON, UTC) == "next 03-03 12:00"
    state = state.failed(NOON, "The host key differs.")
    assert in_words(state, six, NOON, UTC) == "failed once, next 12:05: The host key differs"
    state = state.failed(NOON, "The host key differs.")
    assert in_words(state, six, NOON, UTC) == "failed 2 times, next 12:10: The host key differs"

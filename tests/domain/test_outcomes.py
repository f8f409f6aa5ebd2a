"""How an alert can end, for every state and outcome."""

from __future__ import annotations

import pytest

from alpr_console.domain.alert import AlertState
from alpr_console.domain.disposition import Outcome
from alpr_console.domain.errors import IllegalTransition
from alpr_console.domain.outcomes import check_outcome, outcomes_for

EVERYWHERE = {"vehicle_gone", "duplicate", "handed_over"}
MISMATCH = {"misread", "wrong_state", "wrong_vehicle"}
BESIDES = {
    "mismatched": MISMATCH,
    # Noticed late, when answers can no longer be taken back.
    "pending": MISMATCH,
    "confirmed": MISMATCH,
    "exigent": MISMATCH,
    "denied": MISMATCH | {"not_confirmed", "no_longer_active"},
    "stop_permitted": MISMATCH | {
        "arrest", "vehicle_recovered", "cited", "warned_released", "person_located",
    },
}  # fmt: skip


@pytest.mark.parametrize("state", AlertState)
@pytest.mark.parametrize("outcome", Outcome)
def test_that_an_outcome_is_open_only_where_the_course_led_to_it(
    state: AlertState, outcome: Outcome
) -> None:
    possible = set() if state is AlertState.CLOSED else EVERYWHERE | BESIDES.get(state.value, set())
    assert (outcome in outcomes_for(state)) == (outcome.value in possible)
    if outcome.value in possible:
        check_outcome(state, outcome)
    else:
        with pytest.raises(IllegalTransition, match=outcome.label):
            check_outcome(state, outcome)

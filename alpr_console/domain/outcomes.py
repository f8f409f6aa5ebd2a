"""Which outcome an alert can end with, by the state it is in: one table.

A supervisor's review counts misreads, denials and stops; so that the counts mean
something, an outcome is open only where the course led to it. 'Vehicle gone',
'duplicate' and 'handed over' say nothing about the hit and are open everywhere.

A mismatch may be noticed late, with confirmation under way or on record. Answers can no
longer be taken back by then, so it is recorded as the outcome.
"""

from __future__ import annotations

from alpr_console.domain.alert import TRANSITIONS, AlertEvent, AlertState
from alpr_console.domain.disposition import Outcome
from alpr_console.domain.errors import IllegalTransition

_ANYWHERE = frozenset(s for s in AlertState if s is not AlertState.CLOSED)
_MISMATCH = frozenset(
    {
        AlertState.MISMATCHED,
        AlertState.PENDING,
        AlertState.CONFIRMED,
        AlertState.DENIED,
        AlertState.EXIGENT,
        AlertState.STOP_PERMITTED,
    }
)
_STOP = frozenset(s for s in AlertState if (s, AlertEvent.STOP_RECORDED) in TRANSITIONS)

POSSIBLE_FROM: dict[Outcome, frozenset[AlertState]] = {
    Outcome.ARREST: _STOP,
    Outcome.VEHICLE_RECOVERED: _STOP,
    Outcome.CITED: _STOP,
    Outcome.WARNED_RELEASED: _STOP,
    Outcome.PERSON_LOCATED: _STOP,
    Outcome.MISREAD: _MISMATCH,
    Outcome.WRONG_STATE: _MISMATCH,
    Outcome.WRONG_VEHICLE: _MISMATCH,
    Outcome.NOT_CONFIRMED: frozenset({AlertState.DENIED}),
    Outcome.NO_LONGER_ACTIVE: frozenset({AlertState.DENIED}),
    Outcome.VEHICLE_GONE: _ANYWHERE,
    Outcome.DUPLICATE: _ANYWHERE,
    Outcome.HANDED_OVER: _ANYWHERE,
}


def outcomes_for(state: AlertState) -> tuple[Outcome, ...]:
    """Outcomes open in `state`, in the order of the enumeration; none once closed."""
    return tuple(o for o in Outcome if state in POSSIBLE_FROM[o])


def check_outcome(state: AlertState, outcome: Outcome) -> None:
    """Raise IllegalTransition where an alert in `state` cannot end with `outcome`."""
    if state in POSSIBLE_FROM[outcome]:
        return
    possible = ", ".join(o.label.lower() for o in outcomes_for(state))
    raise IllegalTransition(
        f"'{outcome.label}' is not possible while the alert is '{state.value}'.",
        f"Possible now: {possible}." if possible else "The alert is closed.",
    )

"""What must be on record before access, by itself: the cases that no whole sign-in reaches."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from alpr_console.domain.account import Acknowledgement, Training
from alpr_console.domain.gates import Gate, GateKind, gates_of
from alpr_console.domain.operator import Role
from alpr_console.domain.policy import AgencyPolicy, Clause
from tests.fakes.rules import PEOPLE
from tests.fakes.shift import START, policy, session_of

STRICT = policy(
    people=replace(PEOPLE, second_factor=Clause("100.20", "Two-factor authentication."))
)


def gates(
    role: Role = Role.OPERATOR,
    rules: AgencyPolicy = STRICT,
    acknowledged: str = STRICT.version_name,
    has_factor: bool = True,
    trained: bool = True,
) -> tuple[Gate, ...]:
    user = session_of(role).user
    trainings = [
        Training(
            user.user_id, course.key, START, START + timedelta(days=365), "Sgt. Lee", "", "chief",
            START,
        )
        for course in rules.people.courses
        if trained
    ]  # fmt: skip
    return gates_of(
        user, rules, trainings, [Acknowledgement(user.user_id, acknowledged, START)],
        approved=True, has_factor=has_factor, device_opens=True, now=START,
    )  # fmt: skip


def test_that_nothing_is_missing_for_whoever_has_it_all() -> None:
    assert gates() == ()


@pytest.mark.requirement("ACC-1")
def test_that_a_second_factor_is_missing_where_the_policy_asks_for_one_alone() -> None:
    (gate,) = gates(has_factor=False)
    assert (gate.kind, gate.clause.section) == (GateKind.FACTOR, "100.20")
    assert gates(rules=policy(), acknowledged=policy().version_name, has_factor=False) == ()


@pytest.mark.requirement("TRN-1")
def test_that_an_acknowledgement_of_another_version_does_not_count() -> None:
    (gate,) = gates(acknowledged="another@1")
    assert gate.kind is GateKind.ACKNOWLEDGEMENT


@pytest.mark.requirement("TRN-1", "AUD-4")
def test_that_an_outside_auditor_needs_no_training_of_the_department() -> None:
    assert {gate.kind for gate in gates(trained=False)} == {GateKind.TRAINING}
    assert gates(Role.AUDITOR, trained=False) == ()

"""A person's session: every state with every event, and what each role may do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from alpr_console.domain.errors import IllegalTransition, PermissionRefused
from alpr_console.domain.operator import Permission, Role
from alpr_console.domain.session import SessionEvent, SessionState
from tests.fakes.shift import session_of

LEGAL = {
    ("active", "lock"): "locked",
    ("active", "sign_out"): "ended",
    ("locked", "unlock"): "active",
    ("locked", "sign_out"): "ended",
}


@pytest.mark.parametrize("state", SessionState)
@pytest.mark.parametrize("event", SessionEvent)
def test_that_each_state_takes_each_event_as_listed(
    state: SessionState, event: SessionEvent
) -> None:
    session = replace(session_of(), state=state)
    after = LEGAL.get((state.value, event.value))
    if after is None:
        with pytest.raises(IllegalTransition):
            session.step(event)
    else:
        assert session.step(event).state is SessionState(after)


@pytest.mark.requirement("ACC-5")
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("permission", Permission)
def test_that_a_role_may_do_what_is_its_own_and_nothing_else(
    role: Role, permission: Permission
) -> None:
    everyone = {"report_breaches"}
    officer = everyone | {"handle_alerts", "enter_specific_entries", "search_stored_reads"}
    allowed = {
        Role.OPERATOR: officer,
        Role.SUPERVISOR: officer | {
            "review_shifts", "approve_specific_entries", "ignore_plates", "hold_records",
            "record_release_requests",
        },
        Role.ADMINISTRATOR: {one.value for one in Permission},
        Role.TRAINER: everyone | {"record_training"},
        Role.AUDITOR: everyone | {"read_the_audit_log", "export_the_audit_log"},
        Role.CUSTODIAN: everyone | {
            "hold_records", "purge_records", "export_evidence", "record_release_requests",
        },
    }[role]  # fmt: skip
    session = session_of(role)
    if permission.value in allowed:
        session.demand(permission)
    else:
        with pytest.raises(PermissionRefused):
            session.demand(permission)


@pytest.mark.parametrize("state", [SessionState.LOCKED, SessionState.ENDED])
def test_that_a_session_not_active_permits_nothing(state: SessionState) -> None:
    for permission in Permission:
        with pytest.raises(PermissionRefused):
            replace(session_of(Role.ADMINISTRATOR), state=state).demand(permission)

"""A signed-in person's session on one unit: one transition table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from alpr_console.domain.errors import IllegalTransition, PermissionRefused
from alpr_console.domain.gates import OPEN_TO_ALL, Gate, GateKind
from alpr_console.domain.operator import Permission, User


class SessionState(Enum):
    ACTIVE = "active"
    LOCKED = "locked"
    """Privacy lock: alerts still sound, nothing is shown."""
    ENDED = "ended"


class SessionEvent(Enum):
    LOCK = "lock"
    UNLOCK = "unlock"
    SIGN_OUT = "sign_out"


TRANSITIONS: dict[tuple[SessionState, SessionEvent], SessionState] = {
    (SessionState.ACTIVE, SessionEvent.LOCK): SessionState.LOCKED,
    (SessionState.ACTIVE, SessionEvent.SIGN_OUT): SessionState.ENDED,
    (SessionState.LOCKED, SessionEvent.UNLOCK): SessionState.ACTIVE,
    (SessionState.LOCKED, SessionEvent.SIGN_OUT): SessionState.ENDED,
}


@dataclass(frozen=True, slots=True)
class Session:
    session_id: str
    user: User
    unit: str
    """Unit designator as officers say it, e.g. '4-Adam-12'."""
    started_at: datetime
    state: SessionState = SessionState.ACTIVE
    authenticated_at: datetime | None = None
    """When the person last proved who they are; the start where it is None."""
    gates: tuple[Gate, ...] = ()
    """What is missing before any data may be opened."""
    lock_reason: str = ""
    """Why it is locked: 'by key', 'not used for 10 minutes'."""

    @property
    def proven_at(self) -> datetime:
        return self.authenticated_at or self.started_at

    @property
    def operates(self) -> bool:
        """Whether reading goes on for this person: they handle alerts and nothing is missing."""
        return not self.gates and self.user.may(Permission.HANDLE_ALERTS)

    def step(self, event: SessionEvent) -> Session:
        """The session after `event`. Raises IllegalTransition."""
        try:
            return replace(self, state=TRANSITIONS[(self.state, event)])
        except KeyError:
            raise IllegalTransition(
                f"'{event.value}' is not possible while the session is '{self.state.value}'.",
                "Sign in.",
            ) from None

    def demand(self, permission: Permission) -> None:
        """Raise PermissionRefused unless the session is active, the role covers it, and nothing
        is missing that the policy asks for before access."""
        if self.state is not SessionState.ACTIVE:
            raise PermissionRefused("The session is locked or ended.", "Sign in.")
        if not self.user.may(permission):
            raise PermissionRefused(
                f"{self.user.role.label} may not {permission.value.replace('_', ' ')}.",
                "Ask a supervisor or the administrator.",
            )
        # A temporary password is known to another person: whoever has it may do nothing with it.
        temporary = any(gate.kind is GateKind.PASSWORD for gate in self.gates)
        if self.gates and (temporary or permission not in OPEN_TO_ALL):
            gate = self.gates[0]
            section = f" §{gate.clause.section}." if gate.clause.section else ""
            raise PermissionRefused(f"{gate.missing}{section}", gate.remedy)


def same_person(one: Session | None, other: Session | None) -> bool:
    """Whether whoever sits there is who sat there; nobody is nobody."""
    ids = [
        None if session is None or session.state is SessionState.ENDED else session.user.user_id
        for session in (one, other)
    ]
    return ids[0] == ids[1]

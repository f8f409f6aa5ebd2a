"""A signed-in person's session on one unit: one transition table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from alpr_console.domain.errors import IllegalTransition, PermissionRefused
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
        """Raise PermissionRefused unless the session is active and the role covers it."""
        if self.state is not SessionState.ACTIVE:
            raise PermissionRefused("The session is locked or ended.", "Sign in.")
        if not self.user.may(permission):
            raise PermissionRefused(
                f"{self.user.role.label} may not {permission.value.replace('_', ' ')}.",
                "Ask a supervisor or the administrator.",
            )

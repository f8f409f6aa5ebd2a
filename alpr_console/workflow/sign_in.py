"""Signing in and out, the privacy lock, and the accounts of individual people (ACC-1).

A wrong name and a wrong password look alike and take alike long, so that nobody learns
from the console who has an account.
"""

from __future__ import annotations

import re
from functools import cache
from uuid import uuid4

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.errors import SignInRefused
from alpr_console.domain.operator import Permission, Role, User
from alpr_console.domain.session import Session, SessionEvent
from alpr_console.ports import Clock, UnitOfWorkFactory
from alpr_console.workflow.on_record import refusals_recorded

SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 256
"""argon2 reads any length; a bound keeps a pasted file from stalling the console."""

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}", re.ASCII)
_UNKNOWN = "unknown name"
"""Who, for attempts on a name without an account: what was typed may be a password."""

_hasher = PasswordHasher()


@cache
def _hash_of_nobody() -> str:
    return _hasher.hash(uuid4().hex)


def first_start_needed(uow: UnitOfWorkFactory) -> bool:
    """Whether no account exists yet, so that the administrator must be created."""
    with uow() as work:
        return not work.users.all()


def create_administrator(
    uow: UnitOfWorkFactory,
    clock: Clock,
    unit: str,
    name: str,
    full_name: str,
    badge: str,
    password: str,
) -> User:
    """The first account. Raises SignInRefused when there is one already, or on bad input."""
    with refusals_recorded(uow, "user.added", "system", details={"unit": unit}):
        user = _new_user(clock, name, full_name, badge, Role.ADMINISTRATOR, password)
        with uow() as work:
            if work.users.all():
                raise SignInRefused(
                    "This console has an administrator already.", "Ask them for an account."
                )
            work.users.add(user)
            work.audit.append(_added(user, by=user.name, unit=unit))
    return user


def add_user(
    uow: UnitOfWorkFactory,
    clock: Clock,
    session: Session,
    name: str,
    full_name: str,
    badge: str,
    role: Role,
    password: str,
) -> User:
    """A further account. Raises PermissionRefused, or SignInRefused on a taken or bad name."""
    with refusals_recorded(uow, "user.added", session.user.name):
        session.demand(Permission.MANAGE_USERS)
        user = _new_user(clock, name, full_name, badge, role, password)
        with uow() as work:
            if work.users.by_name(user.name) is not None:
                raise SignInRefused(
                    f"The name {user.name} is taken.", "Each person has an account of their own."
                )
            work.users.add(user)
            work.audit.append(_added(user, by=session.user.name, unit=session.unit))
    return user


def sign_in(uow: UnitOfWorkFactory, clock: Clock, name: str, password: str, unit: str) -> Session:
    """A session of the person whose name and password these are. Raises SignInRefused."""
    user = _authenticate(uow, "sign_in.failed", name, password, unit)
    session = Session(session_id=uuid4().hex, user=user, unit=unit.strip(), started_at=clock.now())
    _record(uow, "sign_in.succeeded", session)
    return session


def sign_out(uow: UnitOfWorkFactory, clock: Clock, session: Session) -> Session:
    """The session, ended. Raises IllegalTransition when it is over already."""
    ended = session.step(SessionEvent.SIGN_OUT)
    lasted = int((clock.now() - session.started_at).total_seconds())
    _record(uow, "sign_out", session, {"seconds": str(lasted)})
    return ended


def lock(uow: UnitOfWorkFactory, clock: Clock, session: Session) -> Session:
    """The session behind the privacy lock: alerts still sound, nothing is shown."""
    locked = session.step(SessionEvent.LOCK)
    _record(uow, "session.locked", session)
    return locked


def unlock(uow: UnitOfWorkFactory, clock: Clock, session: Session, password: str) -> Session:
    """The session, active again for the same person. Raises SignInRefused."""
    unlocked = session.step(SessionEvent.UNLOCK)
    _authenticate(uow, "session.unlock_failed", session.user.name, password, session.unit)
    _record(uow, "session.unlocked", session)
    return unlocked


def _authenticate(
    uow: UnitOfWorkFactory, failure: str, untrusted_name: str, untrusted_password: str, unit: str
) -> User:
    nobody = _hash_of_nobody()
    with uow() as work:
        user = work.users.by_name(_folded(untrusted_name))
    right = _matches(user.password_hash if user else nobody, untrusted_password)
    with refusals_recorded(uow, failure, user.name if user else _UNKNOWN, details={"unit": unit}):
        if user is None or not right:
            raise SignInRefused("Name or password is wrong.", "Try again.")
        if user.disabled:
            raise SignInRefused("This account is disabled.", "Ask the administrator.")
    return user


def _matches(password_hash: str, untrusted_password: str) -> bool:
    try:
        return _hasher.verify(password_hash, untrusted_password[:LONGEST_PASSWORD])
    except (VerificationError, InvalidHashError):
        return False


def _folded(untrusted_name: str) -> str:
    return untrusted_name.strip().casefold()


def _new_user(
    clock: Clock, name: str, full_name: str, badge: str, role: Role, password: str
) -> User:
    folded = _folded(name)
    if not _NAME.fullmatch(folded):
        raise SignInRefused(
            "A sign-in name has 2 to 32 letters, digits, dots or dashes.", "Choose another."
        )
    if not full_name.strip() or not badge.strip():
        raise SignInRefused(
            "Full name and badge number are needed.", "An account belongs to one person."
        )
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise SignInRefused(
            f"A password has at least {SHORTEST_PASSWORD} characters"
            f" and at most {LONGEST_PASSWORD}.",
            "Choose another.",
        )
    return User(
        user_id=uuid4().hex,
        name=folded,
        full_name=" ".join(full_name.split()),
        badge=badge.strip(),
        role=role,
        password_hash=_hasher.hash(password),
        created_at=clock.now(),
    )


def _added(user: User, by: str, unit: str) -> AuditRecord:
    return AuditRecord(
        action="user.added",
        who=by,
        outcome="done",
        subject=user.user_id,
        details={"name": user.name, "badge": user.badge, "role": user.role.value, "unit": unit},
    )


def _record(
    uow: UnitOfWorkFactory, action: str, session: Session, details: dict[str, str] | None = None
) -> None:
    with uow() as work:
        work.audit.append(
            AuditRecord(
                action=action,
                who=session.user.name,
                outcome="done",
                subject=session.session_id,
                details={"unit": session.unit, **(details or {})},
            )
        )

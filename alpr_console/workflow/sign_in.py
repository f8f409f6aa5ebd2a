"""Signing in and out, and the privacy lock (ACC-1, ACC-7, OPS-1)."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from alpr_console.domain.account import (
    AccountStep,
    Acknowledgement,
    Attempt,
    AttemptOutcome,
    Training,
    approved,
)
from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.errors import SignInRefused
from alpr_console.domain.gates import Gate, gates_of
from alpr_console.domain.operator import User
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.session import Session, SessionEvent
from alpr_console.ports import Clock, UnitOfWork, UnitOfWorkFactory
from alpr_console.workflow import second_factors
from alpr_console.workflow.authenticate import Proof, authenticate
from alpr_console.workflow.canvass import LEFT, end_running
from alpr_console.workflow.end_shift import leave
from alpr_console.workflow.key_factor import KeyChallenges
from alpr_console.workflow.on_record import refusals_recorded


def first_start_needed(uow: UnitOfWorkFactory) -> bool:
    """Whether no account exists yet, so that the administrator must be created."""
    with uow() as work:
        return not work.users.all()


def sign_in(
    uow: UnitOfWorkFactory,
    clock: Clock,
    policy: AgencyPolicy,
    proof: Proof,
    unit: str,
    acknowledged: bool,
    device_id: str = "",
    challenges: KeyChallenges | None = None,
) -> Session:
    """A session of the person that `proof` proves.

    `acknowledged` says that they were shown the policy's uses and said yes to them, which also
    acknowledges this version of the policy. What else is missing before access is in the
    session's gates. Raises SignInRefused, SecondFactorNeeded.
    """
    if not acknowledged:
        section = f" §{policy.use.section}." if policy.use.section else ""
        with refusals_recorded(uow, "sign_in.failed", "unknown name", details={"unit": unit}):
            raise SignInRefused(
                f"The permitted and prohibited uses are not acknowledged.{section}",
                "Read them, then say that you keep to them.",
            )
    user = authenticate(
        uow, clock, policy.people, proof, unit, "sign_in.failed",
        challenges or KeyChallenges(clock),
    )  # fmt: skip
    now = clock.now()
    with uow() as work:
        # Of a console that went off while it ran: no read of this shift is of that case.
        end_running(work, now, user.name, LEFT)
        work.people.add(Attempt(user.user_id, now, AttemptOutcome.SUCCEEDED, unit))
        known = work.people.of(Acknowledgement, user.user_id)
        if not any(one.policy == policy.version_name for one in known):
            work.people.add(Acknowledgement(user.user_id, policy.version_name, now))
        session = Session(
            session_id=uuid4().hex,
            user=user,
            unit=unit.strip(),
            started_at=now,
            authenticated_at=now,
            gates=gates_now(work, clock, policy, user, device_id),
        )
        acknowledged_uses = {
            "acknowledged": policy.version_name,
            "uses_section": policy.use.section,
            "missing": "; ".join(gate.missing for gate in session.gates),
        }
        _append(work, "sign_in.succeeded", session, acknowledged_uses)
    return session


def gates_now(
    work: UnitOfWork, clock: Clock, policy: AgencyPolicy, user: User, device_id: str
) -> tuple[Gate, ...]:
    """What is missing for `user` at this moment, on this computer."""
    now, people = clock.now(), work.people
    apps, keys = second_factors.factors_of(work, user.user_id)
    return gates_of(
        user,
        policy,
        people.of(Training, user.user_id),
        people.of(Acknowledgement, user.user_id),
        approved(people.of(AccountStep, user.user_id)),
        has_factor=bool(apps or keys),
        device_opens=any(one.device_id == device_id and one.opens(now) for one in people.devices()),
        now=now,
    )


def sign_out(uow: UnitOfWorkFactory, clock: Clock, session: Session) -> Session:
    """The session, ended. Raises IllegalTransition when it is over already."""
    ended = session.step(SessionEvent.SIGN_OUT)
    lasted = int((clock.now() - session.started_at).total_seconds())
    with uow() as work:
        leave(work, clock.now(), session)
        _append(work, "sign_out", session, {"seconds": str(lasted)})
    return ended


def lock(uow: UnitOfWorkFactory, session: Session, reason: str) -> Session:
    """The session behind the privacy lock: alerts still sound, nothing is shown."""
    locked = replace(session.step(SessionEvent.LOCK), lock_reason=reason)
    with uow() as work:
        _append(work, "session.locked", session, {"reason": reason})
    return locked


def unlock(
    uow: UnitOfWorkFactory,
    clock: Clock,
    policy: AgencyPolicy,
    session: Session,
    proof: Proof,
    device_id: str = "",
    challenges: KeyChallenges | None = None,
) -> Session:
    """The session, active again for the same person. Raises SignInRefused, SecondFactorNeeded."""
    unlocked = session.step(SessionEvent.UNLOCK)
    proof = replace(proof, untrusted_name=session.user.name)
    user = authenticate(
        uow, clock, policy.people, proof, session.unit, "session.unlock_failed",
        challenges or KeyChallenges(clock),
    )  # fmt: skip
    now = clock.now()
    with uow() as work:
        work.people.add(Attempt(user.user_id, now, AttemptOutcome.SUCCEEDED, session.unit))
        _append(work, "session.unlocked", session, {})
        gates = gates_now(work, clock, policy, user, device_id)
    return replace(unlocked, user=user, authenticated_at=now, gates=gates, lock_reason="")


def _append(work: UnitOfWork, action: str, session: Session, details: dict[str, str]) -> None:
    user = session.user
    work.audit.append(
        AuditRecord(
            action=action,
            who=user.name,
            outcome="done",
            subject=session.session_id,
            details={
                "unit": session.unit,
                "full_name": user.full_name,
                "badge": user.badge,
                "role": user.role.value,
                "position": user.position,
                "organization": user.organization,
                **details,
            },
        )
    )

"""Accounts of individual people: made, changed, disabled, released, approved (ACC-1, ACC-4).

Nobody changes their own role, approves, releases or enables their own account: the ways in are
opened by somebody else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid4

from alpr_console.domain.account import (
    AccountAct,
    AccountStep,
    Device,
    FactorEnd,
    Standing,
    Training,
    locked,
)
from alpr_console.domain.audit import SYSTEM, AuditRecord
from alpr_console.domain.errors import AccountRefused, SignInRefused
from alpr_console.domain.operator import Permission, Role, User
from alpr_console.domain.policy import AgencyPolicy, Clause
from alpr_console.domain.session import Session
from alpr_console.ports import Clock, UnitOfWork, UnitOfWorkFactory
from alpr_console.workflow import passwords, second_factors
from alpr_console.workflow.authenticate import folded, put_step
from alpr_console.workflow.on_record import refusals_recorded

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}", re.ASCII)

FIRST_START = "stated at the first start"


@dataclass(frozen=True, slots=True)
class NewPerson:
    """What a form says of a person to be given an account."""

    name: str
    full_name: str
    badge: str
    role: Role
    password: str
    position: str = ""
    organization: str = ""
    """'' for the agency itself."""


def create_administrator(
    uow: UnitOfWorkFactory,
    clock: Clock,
    policy: AgencyPolicy,
    unit: str,
    person: NewPerson,
    trained: bool,
    device: tuple[str, str],
    recovery_codes: tuple[str, ...] = (),
) -> User:
    """The first account. Raises SignInRefused when there is one already, or on bad input.

    Nobody is there yet who could record the first administrator's training or approve them: with
    `trained` they state it themselves, and the log says that it rests on their own word. `device`
    is this computer's id and name; it is registered where the policy asks for it. Nobody could
    release this account from a lockout, so the codes that do are kept with it; they are for the
    caller to show once.
    """
    with refusals_recorded(uow, "user.added", SYSTEM, details={"unit": unit}):
        user = _new_user(clock, policy, unit, replace(person, role=Role.ADMINISTRATOR), first=True)
        now = clock.now()
        with uow() as work:
            if work.users.all():
                raise SignInRefused(
                    "This console has an administrator already.", "Ask them for an account."
                )
            _add(work, user, user.name, now, unit)
            put_step(
                work,
                AccountStep(user.user_id, AccountAct.APPROVED, user.name, now, FIRST_START),
                user.name,
            )
            for course in policy.people.courses if trained else ():
                put_training(
                    work,
                    Training(user.user_id, course.key, now, now + course.valid_for, FIRST_START,
                             "", user.name, now),
                    user.name,
                )  # fmt: skip
            if recovery_codes:
                second_factors.keep_recovery_codes(work, user.user_id, recovery_codes, now)
            if policy.people.device is not None:
                device_id, name = device
                put_device(
                    work,
                    Device(device_id, name, Standing.OWNED, "", FIRST_START, user.name, now),
                )
    return user


def add_user(
    uow: UnitOfWorkFactory,
    clock: Clock,
    policy: AgencyPolicy,
    session: Session,
    person: NewPerson,
    temporary: bool = False,
) -> User:
    """A further account; with `temporary` its password must be changed at the first sign-in.

    Raises PermissionRefused, or SignInRefused on a taken or bad name, a position that the
    policy does not list, a weak password.
    """
    with refusals_recorded(uow, "user.added", session.user.name):
        session.demand(Permission.MANAGE_USERS)
        user = replace(_new_user(clock, policy, session.unit, person), must_change=temporary)
        with uow() as work:
            if work.users.by_name(user.name) is not None:
                raise SignInRefused(
                    f"The name {user.name} is taken.", "Each person has an account of their own."
                )
            _add(work, user, session.user.name, clock.now(), session.unit)
    return user


class AccountChanges:
    """Changes of somebody else's account, each by an administrator and with its reason.

    Each raises PermissionRefused, AccountRefused, and KeyError for an unknown account.
    """

    def __init__(
        self, uow: UnitOfWorkFactory, clock: Clock, policy: AgencyPolicy, session: Session
    ) -> None:
        self._uow = uow
        self._clock = clock
        self._policy = policy
        self._session = session

    def set_role(self, user_id: str, role: Role, reason: str) -> User:
        return self._change(user_id, AccountAct.ROLE, reason, role=role)

    def set_position(self, user_id: str, position: str, reason: str) -> User:
        words = " ".join(position.split())
        with self._refusals("account.position", user_id):
            check_position(self._policy, words)
        return self._change(user_id, AccountAct.POSITION, reason, position=words)

    def disable(self, user_id: str, reason: str) -> User:
        return self._change(user_id, AccountAct.DISABLED, reason, disabled=True)

    def enable(self, user_id: str, reason: str) -> User:
        return self._change(user_id, AccountAct.ENABLED, reason, disabled=False)

    def release(self, user_id: str, reason: str) -> User:
        """After a lockout."""
        return self._change(user_id, AccountAct.RELEASED, reason)

    def approve(self, user_id: str, reason: str) -> User:
        return self._change(user_id, AccountAct.APPROVED, reason)

    def end_approval(self, user_id: str, reason: str) -> User:
        return self._change(user_id, AccountAct.APPROVAL_ENDED, reason)

    def reset_password(self, user_id: str, reason: str) -> str:
        """A temporary password, to be told to the person; it must be changed at once."""
        password = passwords.temporary()
        hashed = passwords.hash_of(password)
        self._change(
            user_id, AccountAct.TEMPORARY, reason, value=hashed, password_hash=hashed,
            must_change=True,
        )  # fmt: skip
        return password

    def remove_factors(self, user_id: str, reason: str) -> None:
        """Somebody has lost their app or key."""
        with self._refusals("account.factors_removed", user_id):
            user = self._other(user_id, reason)
            with self._uow() as work:
                end_factors(work, user, self._session.user.name, self._clock.now(), reason)

    def _change(
        self, user_id: str, act: AccountAct, reason: str, value: str = "", **fields: object
    ) -> User:
        with self._refusals(f"account.{act.name.lower()}", user_id):
            before = self._other(user_id, reason)
            changed = replace(before, **fields)  # type: ignore[arg-type]
            shown = value or (changed.role.value if act is AccountAct.ROLE else "")
            shown = shown or (changed.position if act is AccountAct.POSITION else "")
            with self._uow() as work:
                if act is AccountAct.RELEASED and not locked(work.people.of(AccountStep, user_id)):
                    raise AccountRefused("This account is not locked.", "Nothing needs doing.")
                work.users.save(changed)
                step = AccountStep(
                    user_id, act, self._session.user.name, self._clock.now(),
                    " ".join(reason.split()), shown,
                )  # fmt: skip
                put_step(work, step, changed.name)
        return changed

    def _other(self, user_id: str, reason: str) -> User:
        self._session.demand(Permission.MANAGE_USERS)
        if user_id == self._session.user.user_id:
            raise AccountRefused("Nobody changes their own account.", "Ask another administrator.")
        if not reason.strip():
            raise AccountRefused("A reason is needed.", "Say why, in a few words.")
        with self._uow() as work:
            return work.users.get(user_id)

    def _refusals(self, action: str, user_id: str) -> AbstractContextManager[None]:
        return refusals_recorded(self._uow, action, self._session.user.name, user_id)


def change_own_password(
    uow: UnitOfWorkFactory, clock: Clock, policy: AgencyPolicy, session: Session, old: str, new: str
) -> User:
    """Raises SignInRefused where the old one is wrong or the new one is refused."""
    user = session.user
    with refusals_recorded(uow, "account.password", user.name, user.user_id):
        with uow() as work:
            kept = work.users.get(user.user_id)
            set_before = [
                step.value
                for step in work.people.of(AccountStep, user.user_id)
                if step.act in (AccountAct.PASSWORD, AccountAct.TEMPORARY)
            ]
        if not passwords.matches(kept.password_hash, old):
            raise SignInRefused("The old password is wrong.", "Try again.")
        passwords.check(new, _own_words(kept, policy, session.unit), set_before)
        hashed = passwords.hash_of(new)
        changed = replace(kept, password_hash=hashed, must_change=False)
        with uow() as work:
            work.users.save(changed)
            step = AccountStep(
                user.user_id, AccountAct.PASSWORD, user.name, clock.now(), "own choice", hashed
            )
            put_step(work, step, user.name)
    return changed


def check_position(policy: AgencyPolicy, position: str) -> None:
    """Raises AccountRefused unless the policy lets that position have access (ACC-4)."""
    rules = policy.people
    if not position:
        raise AccountRefused(f"A position is needed.{_section(rules.positions)}", "Name it.")
    if rules.listed_positions and position not in rules.listed_positions:
        raise AccountRefused(
            f"The policy gives no access to this position.{_section(rules.positions)}",
            f"It lists: {', '.join(rules.listed_positions)}.",
        )


def put_training(work: UnitOfWork, training: Training, name: str) -> None:
    work.people.add(training)
    work.audit.append(
        AuditRecord(
            action="training.recorded",
            who=training.recorded_by,
            outcome="done",
            subject=training.user_id,
            purpose="Access",
            details={
                "name": name,
                "course": training.course,
                "completed": training.completed_at.date().isoformat(),
                "expires": training.expires_at.isoformat(),
                "taught_by": training.taught_by,
                "certificate": training.certificate,
            },
        )
    )


def put_device(work: UnitOfWork, device: Device) -> None:
    work.people.add_device(device)
    work.audit.append(
        AuditRecord(
            action="device.recorded",
            who=device.by,
            outcome="done",
            subject=device.device_id,
            purpose=device.reason,
            details={
                "name": device.name,
                "standing": device.standing.value,
                "owner": device.owner,
                "until": device.until.isoformat() if device.until else "",
            },
        )
    )


def end_factors(work: UnitOfWork, user: User, by: str, now: datetime, reason: str) -> None:
    """Remove every second factor of `user`."""
    apps, keys = second_factors.factors_of(work, user.user_id)
    ids = [app.factor_id for app in apps] + [key.factor_id for key in keys]
    for factor_id in ids:
        work.people.add(FactorEnd(user.user_id, factor_id, by, now, reason))
    work.audit.append(
        AuditRecord(
            action="account.factors_removed",
            who=by,
            outcome="done",
            subject=user.user_id,
            purpose=reason,
            details={"name": user.name, "factors": str(len(ids))},
        )
    )


def _new_user(
    clock: Clock, policy: AgencyPolicy, unit: str, person: NewPerson, first: bool = False
) -> User:
    name = folded(person.name)
    if not _NAME.fullmatch(name):
        raise SignInRefused(
            "A sign-in name has 2 to 32 letters, digits, dots or dashes.", "Choose another."
        )
    if name == SYSTEM:
        raise SignInRefused("That name is the console's own.", "Choose another.")
    if not person.full_name.strip() or not person.badge.strip():
        raise SignInRefused(
            "Full name and badge number are needed.", "An account belongs to one person."
        )
    position = " ".join(person.position.split())
    # An outside auditor holds no position of the department.
    if not first and person.role is not Role.AUDITOR:
        check_position(policy, position)
    user = User(
        user_id=uuid4().hex,
        name=name,
        full_name=" ".join(person.full_name.split()),
        badge=person.badge.strip(),
        role=person.role,
        password_hash="",
        created_at=clock.now(),
        position=position or (policy.people.administrator_title if first else ""),
        organization=" ".join(person.organization.split()) or policy.agency,
    )
    passwords.check(person.password, _own_words(user, policy, unit))
    return replace(user, password_hash=passwords.hash_of(person.password))


def _own_words(user: User, policy: AgencyPolicy, unit: str) -> Iterable[str]:
    return (user.name, user.full_name, user.badge, user.organization, policy.agency, unit)


def _add(work: UnitOfWork, user: User, by: str, now: datetime, unit: str) -> None:
    work.users.add(user)
    work.people.add(AccountStep(user.user_id, AccountAct.CREATED, by, now, "", user.role.value))
    work.people.add(
        AccountStep(user.user_id, AccountAct.PASSWORD, by, now, "first", user.password_hash)
    )
    work.audit.append(
        AuditRecord(
            action="user.added",
            who=by,
            outcome="done",
            subject=user.user_id,
            details={
                "name": user.name,
                "badge": user.badge,
                "role": user.role.value,
                "position": user.position,
                "organization": user.organization,
                "unit": unit,
            },
        )
    )


def _section(clause: Clause) -> str:
    return f" §{clause.section}." if clause.section else ""

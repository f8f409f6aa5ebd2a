"""The desk's acts on people, their training, devices and the designee."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from alpr_console.domain.account import (
    AccountStep,
    Attempt,
    CodeApp,
    Designee,
    Device,
    SecurityKey,
    Training,
    locked,
)
from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.errors import PermissionRefused, SignInRefused
from alpr_console.domain.gates import Gate
from alpr_console.domain.key_challenge import KeyChallenge, KeyMade
from alpr_console.domain.operator import Permission, User
from alpr_console.domain.session import Session, SessionState
from alpr_console.ports import Clock, UnitOfWorkFactory
from alpr_console.workflow import access_records, accounts, key_factor, second_factors, sign_in
from alpr_console.workflow.accounts import AccountChanges
from alpr_console.workflow.key_factor import KeyChallenges
from alpr_console.workflow.on_record import refusals_recorded
from alpr_console.workflow.passwords import matches

if TYPE_CHECKING:
    from alpr_console.workflow.desk import Desk


@dataclass(frozen=True, slots=True)
class Account:
    """One person's account as it stands now."""

    user: User
    locked: bool
    gates: tuple[Gate, ...]
    """What is missing before they may open data; of devices nothing is said here."""
    factors: int
    last_sign_in: datetime | None


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """What the person signed in has on record, and their second factors."""

    user: User
    trainings: tuple[Training, ...]

    apps: tuple[CodeApp, ...]
    keys: tuple[SecurityKey, ...]
    recovery_codes: int
    """So many are left."""


class PeopleDesk:
    def __init__(
        self, desk: Desk, uow: UnitOfWorkFactory, clock: Clock, device: tuple[str, str]
    ) -> None:
        """`device` is this computer's id and name."""
        self._desk = desk
        self._uow = uow
        self._clock = clock
        self.device_id, self.device_name = device
        self.challenges = KeyChallenges(clock)
        """Asked of security keys at this desk and not yet answered."""

    # Looking

    def accounts(self) -> list[Account]:
        """By name. Raises PermissionRefused."""
        self._desk.demand(Permission.RECORD_TRAINING)
        with self._uow() as work:
            found = []
            for user in work.users.all():
                apps, keys = second_factors.factors_of(work, user.user_id)
                last = work.people.last_success(user.user_id)
                gates = sign_in.gates_now(work, self._clock, self._desk.policy, user, "")
                found.append(
                    Account(
                        user,
                        locked(work.people.of(AccountStep, user.user_id)),
                        tuple(g for g in gates if g.clause is not self._desk.policy.people.device),
                        len(apps) + len(keys),
                        last.at if last is not None else None,
                    )
                )
        return found

    def history(self, user_id: str) -> list[AccountStep]:
        """Every step of an account, oldest first. Raises PermissionRefused."""
        self._desk.demand(Permission.MANAGE_USERS)
        with self._uow() as work:
            return work.people.of(AccountStep, user_id)

    def attempts(self, user_id: str, since: datetime) -> list[Attempt]:
        """At signing in. Raises PermissionRefused."""
        self._desk.demand(Permission.MANAGE_USERS)
        with self._uow() as work:
            return work.people.attempts_since(user_id, since)

    def trainings(self, user_id: str) -> list[Training]:
        """Raises PermissionRefused."""
        self._desk.demand(Permission.RECORD_TRAINING)
        with self._uow() as work:
            return work.people.of(Training, user_id)

    def designee(self) -> Designee | None:
        """Who oversees the operation now; shown before the sign-in too (ACC-8)."""
        with self._uow() as work:
            named = work.people.designees()
        return named[-1] if named else None

    def devices(self) -> list[Device]:
        """Raises PermissionRefused."""
        self._desk.demand(Permission.SIGN_POLICY)
        with self._uow() as work:
            return work.people.devices()

    # Changing

    def changes(self) -> AccountChanges:
        """Acts on others' accounts, each checked and on record by itself."""
        return AccountChanges(self._uow, self._clock, self._desk.policy, self._desk.signed_in())

    def record_training(
        self,
        user_id: str,
        course: str,
        completed_at: datetime,
        taught_by: str,
        certificate: str = "",
    ) -> Training:
        """See access_records.record_training."""
        return access_records.record_training(
            self._uow, self._clock, self._desk.policy, self._desk.signed_in(), user_id, course,
            completed_at, taught_by, certificate,
        )  # fmt: skip

    def name_designee(self, name: str) -> Designee:
        return access_records.name_designee(
            self._uow, self._clock, self._desk.policy, self._desk.signed_in(), name
        )

    def register_this_device(self, name: str = "") -> Device:
        device = access_records.register_device(
            self._uow, self._clock, self._desk.signed_in(), self.device_id,
            name or self.device_name,
        )  # fmt: skip
        self.look()
        return device

    def permit_this_device(self, owner: str, reason: str, until: datetime) -> Device:
        device = access_records.permit_device(
            self._uow, self._clock, self._desk.signed_in(), self.device_id, self.device_name,
            owner, reason, until,
        )  # fmt: skip
        self.look()
        return device

    def withdraw_device(self, device_id: str, reason: str) -> Device:
        device = access_records.withdraw_device(
            self._uow, self._clock, self._desk.signed_in(), device_id, reason
        )
        self.look()
        return device

    # One's own account; open while something is missing

    def change_password(self, old: str, new: str) -> None:
        """Raises SignInRefused."""
        accounts.change_own_password(
            self._uow, self._clock, self._desk.policy, self._own(), old, new
        )
        self.look()

    def new_code_app(self) -> tuple[str, str]:
        """A secret for a code app and what the app scans; not in use before it is proven."""
        secret = second_factors.new_secret()
        user = self._own().user
        return secret, second_factors.enrolment_uri(secret, user, self._desk.policy.agency)

    def set_up_code_app(self, secret: str, code: str) -> None:
        """Raises SignInRefused unless the app shows the right code."""
        user, act = self._own().user, "account.factor_set_up"
        details = {"factor": "code app"}
        with (
            refusals_recorded(self._uow, act, user.name, user.user_id, details),
            self._uow() as work,
        ):
            second_factors.set_up_app(work, user.user_id, secret, code, self._clock.now())
            work.audit.append(AuditRecord(act, user.name, "done", user.user_id, details=details))
        self.look()

    def new_key(self) -> KeyChallenge:
        """What a security key must sign to be set up."""
        user = self._own().user
        with self._uow() as work:
            _apps, keys = second_factors.factors_of(work, user.user_id)
        return self.challenges.ask(user, keys)

    def set_up_key(self, name: str, made: KeyMade) -> None:
        """Raises KeyRefused unless the key answered what `new_key` asked."""
        user, act = self._own().user, "account.factor_set_up"
        details = {"factor": "security key", "name": " ".join(name.split())}
        with (
            refusals_recorded(self._uow, act, user.name, user.user_id, details),
            self._uow() as work,
        ):
            key_factor.set_up_key(
                work, user.user_id, self.challenges, made, name, self._clock.now()
            )
            work.audit.append(AuditRecord(act, user.name, "done", user.user_id, details=details))
        self.look()

    def own_account(self) -> OwnAccount:
        """Of the person signed in."""
        user = self._own().user
        with self._uow() as work:
            apps, keys = second_factors.factors_of(work, user.user_id)
            left = second_factors.recovery_codes_left(work, user.user_id)
            trainings = tuple(work.people.of(Training, user.user_id))
        return OwnAccount(user, trainings, tuple(apps), tuple(keys), left)

    def new_recovery_codes(self) -> tuple[str, ...]:
        """Ten, shown once; those before no longer count."""
        user, codes = self._own().user, second_factors.draw_recovery_codes()
        with self._uow() as work:
            second_factors.keep_recovery_codes(work, user.user_id, codes, self._clock.now())
            work.audit.append(
                AuditRecord("account.recovery_codes_made", user.name, "done", user.user_id)
            )
        return codes

    def remove_own_factors(self, password: str) -> None:
        """Raises SignInRefused."""
        user = self._own().user
        with self._uow() as work:
            kept = work.users.get(user.user_id)
        with refusals_recorded(self._uow, "account.factors_removed", user.name, user.user_id):
            if not matches(kept.password_hash, password):
                raise SignInRefused("The password is wrong.", "Try again.")
        with self._uow() as work:
            accounts.end_factors(work, user, user.name, self._clock.now(), "own choice")
        self.look()

    # Time

    def look(self) -> None:
        """Once a second: what time and others' acts have changed about the session.

        It locks after as many hours as the policy says; training that expires shuts the gate;
        an account disabled meanwhile ends the session.
        """
        desk, session = self._desk, self._desk.session
        if session is None or session.state is SessionState.ENDED:
            return
        with self._uow() as work:
            user = work.users.by_name(session.user.name)
            if user is None:
                return
            gates = sign_in.gates_now(work, self._clock, desk.policy, user, self.device_id)
        if user.disabled:
            desk.sign_out()
            return
        if (user, gates) != (session.user, session.gates):
            session = desk.session = replace(session, user=user, gates=gates)
        people = desk.policy.people
        if (
            session.state is SessionState.ACTIVE
            and self._clock.now() - session.proven_at >= people.sign_in_anew_after
        ):
            hours = people.sign_in_anew_after.total_seconds() / 3600
            desk.lock(f"after {hours:g} hours")

    def _own(self) -> Session:
        session = self._desk.signed_in()
        with refusals_recorded(self._uow, "account.own", session.user.name, session.user.user_id):
            if session.state is not SessionState.ACTIVE:
                raise PermissionRefused("The session is locked.", "Unlock it.")
        return session

"""Proving who somebody is: password, second factor, lockout, disuse.

A wrong name and a wrong password look alike and take alike long, so that nobody learns from the
console who has an account; that an account is locked or disabled is told to the right password
alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from alpr_console.domain.account import (
    AccountAct,
    AccountStep,
    Attempt,
    AttemptOutcome,
    locked,
)
from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.errors import ConsoleError, SecondFactorNeeded, SignInRefused
from alpr_console.domain.key_challenge import KeyAnswer
from alpr_console.domain.operator import Permission, User
from alpr_console.domain.policy import Clause
from alpr_console.domain.policy_rules import PeopleRules
from alpr_console.ports import Clock, UnitOfWork, UnitOfWorkFactory
from alpr_console.workflow import key_factor, passwords, second_factors
from alpr_console.workflow.key_factor import KeyChallenges

UNKNOWN = "unknown name"
"""Who, for attempts on a name without an account: what was typed may be a password."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What somebody typed to prove who they are."""

    untrusted_name: str
    untrusted_password: str
    untrusted_code: str = ""
    """Of an app, or a recovery code; '' where none was asked for yet."""
    key: KeyAnswer | None = None
    """What a security key answered to the challenge of this sign-in."""


def folded(untrusted_name: str) -> str:
    return untrusted_name.strip().casefold()


def authenticate(
    uow: UnitOfWorkFactory,
    clock: Clock,
    people: PeopleRules,
    proof: Proof,
    unit: str,
    failure: str,
    challenges: KeyChallenges,
) -> User:
    """The person. `failure` is the action under which a refusal goes on record.

    Raises SignInRefused, and SecondFactorNeeded where only that is missing. Every attempt is on
    record by then, and the lockout that it may have caused.
    """
    with uow() as work:
        user = work.users.by_name(folded(proof.untrusted_name))
    right = passwords.matches(
        user.password_hash if user else passwords.hash_of_nobody(), proof.untrusted_password
    )
    with uow() as work:
        attempting = _Attempting(work, clock, people, unit, failure, challenges)
        refusal = attempting.refusal(user, right, proof)
    if refusal is not None:
        raise refusal
    assert user is not None
    return user


class _Attempting:
    """One attempt, inside the transaction that puts it on record."""

    def __init__(
        self, work: UnitOfWork, clock: Clock, people: PeopleRules, unit: str, failure: str,
        challenges: KeyChallenges,
    ) -> None:  # fmt: skip
        self._work = work
        self._challenges = challenges
        self._now = clock.now()
        self._people = people
        self._unit = unit
        self._failure = failure

    def refusal(self, user: User | None, right: bool, proof: Proof) -> ConsoleError | None:
        """Why not; None where nothing speaks against it."""
        wrong = SignInRefused("Name or password is wrong.", "Try again.")
        if user is None:
            self._tell(UNKNOWN, wrong)
            return wrong
        if not right:
            self._failed(user, AttemptOutcome.WRONG_PASSWORD, wrong)
            return wrong
        refused = self._locked(user, proof) or self._disused(user)
        if refused is not None:
            self._note(user, AttemptOutcome.REFUSED)
            self._tell(user.name, refused)
            return refused
        return self._second_factor(user, proof)

    def _locked(self, user: User, proof: Proof) -> ConsoleError | None:
        if not locked(self._work.people.of(AccountStep, user.user_id)):
            return None
        rescued = user.may(Permission.MANAGE_USERS) and second_factors.use_recovery_code(
            self._work, user.user_id, proof.untrusted_code, self._now
        )
        if rescued:
            self._step(user, AccountAct.RELEASED, user.name, "by a recovery code")
            return None
        rules = self._people
        return SignInRefused(
            f"This account is locked after {rules.lockout_failures} failures."
            f"{_section(rules.lockout)}",
            "An administrator releases it; an administrator's own, a recovery code.",
        )

    def _disused(self, user: User) -> ConsoleError | None:
        disabled = SignInRefused("This account is disabled.", "Ask the administrator.")
        if user.disabled:
            return disabled
        last = self._work.people.last_success(user.user_id)
        steps = self._work.people.of(AccountStep, user.user_id)
        revived = [s.at for s in steps if s.act in (AccountAct.CREATED, AccountAct.ENABLED)]
        since = max([user.created_at, *revived, *([last.at] if last else [])])
        if self._now - since <= self._people.disuse_after:
            return None
        days = self._people.disuse_after.days
        self._work.users.save(replace(user, disabled=True))
        self._step(user, AccountAct.DISABLED, "system", f"not used for {days} days")
        return SignInRefused(
            f"This account was not used for {days} days and is disabled."
            f"{_section(self._people.disuse)}",
            "Ask the administrator.",
        )

    def _second_factor(self, user: User, proof: Proof) -> ConsoleError | None:
        apps, keys = second_factors.factors_of(self._work, user.user_id)
        rescued = any(
            one.by == user.name and one.at == self._now and one.act is AccountAct.RELEASED
            for one in self._work.people.of(AccountStep, user.user_id)
        )
        if not (apps or keys) or rescued:
            return None
        if proof.key is not None:
            return self._key(user, proof.key)
        if not proof.untrusted_code.strip():
            return SecondFactorNeeded(
                "Second factor needed.",
                "Touch your key, or type a code." if keys else "Type the code of your app.",
                self._challenges.ask(user, keys) if keys else None,
            )
        taken = second_factors.use_code(
            self._work, user.user_id, proof.untrusted_code, self._now
        ) or second_factors.use_recovery_code(
            self._work, user.user_id, proof.untrusted_code, self._now
        )
        if taken:
            return None
        wrong = SignInRefused("The code is wrong or was used.", "Wait for the next one.")
        self._failed(user, AttemptOutcome.WRONG_CODE, wrong)
        return wrong

    def _key(self, user: User, untrusted: KeyAnswer) -> ConsoleError | None:
        fault = key_factor.fault_of(
            self._work, user.user_id, self._challenges, untrusted, self._now
        )
        if not fault:
            return None
        wrong = SignInRefused(fault, "Try again, or use a recovery code.")
        self._failed(user, AttemptOutcome.WRONG_CODE, wrong)
        return wrong

    def _failed(self, user: User, outcome: AttemptOutcome, refusal: ConsoleError) -> None:
        self._note(user, outcome)
        self._tell(user.name, refusal)
        steps = self._work.people.of(AccountStep, user.user_id)
        if locked(steps):
            return
        released = [s.at for s in steps if s.act is AccountAct.RELEASED]
        since = max([self._now - self._people.lockout_span, *released])
        failures = 0
        for attempt in self._work.people.attempts_since(user.user_id, since):
            if attempt.outcome is AttemptOutcome.SUCCEEDED:
                failures = 0
            elif attempt.outcome.counts_as_failure:
                failures += 1
        if failures >= self._people.lockout_failures:
            self._step(user, AccountAct.LOCKED, "system", f"{failures} failures")

    def _note(self, user: User, outcome: AttemptOutcome) -> None:
        self._work.people.add(Attempt(user.user_id, self._now, outcome, self._unit))

    def _tell(self, who: str, refusal: ConsoleError) -> None:
        self._work.audit.append(
            AuditRecord(
                action=self._failure,
                who=who,
                outcome=f"refused: {refusal.what}",
                details={"unit": self._unit},
            )
        )

    def _step(self, user: User, act: AccountAct, by: str, reason: str) -> None:
        put_step(self._work, AccountStep(user.user_id, act, by, self._now, reason), user.name)


def put_step(work: UnitOfWork, step: AccountStep, name: str) -> None:
    """A step of the account of `name`, with its audit entry."""
    work.people.add(step)
    secret = step.act in (AccountAct.PASSWORD, AccountAct.TEMPORARY)
    work.audit.append(
        AuditRecord(
            action=f"account.{step.act.name.lower()}",
            who=step.by,
            outcome="done",
            subject=step.user_id,
            purpose=step.reason,
            details={"name": name, **({"value": step.value} if step.value and not secret else {})},
        )
    )


def _section(clause: Clause) -> str:
    return f" §{clause.section}." if clause.section else ""

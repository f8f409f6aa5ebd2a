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
from alpr_console.domain.audit import SYSTEM, AuditRecord
from alpr_console.domain.errors import (
    ConsoleError,
    RecoveryCodeNeeded,
    SecondFactorNeeded,
    SignInRefused,
)
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


@dataclass(frozen=True, slots=True)
class _Bar:
    """What keeps an account closed to the right password."""

    refusal: ConsoleError
    lifted_by: AccountAct | None
    """The step that opens it; None where only another person's word does."""


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
        self._disable_where_disused(user)
        bars = self._bars(user)
        if not bars:
            return self._second_factor(user, proof)
        refusal = bars[0].refusal
        liftable = user.may(Permission.MANAGE_USERS) and all(bar.lifted_by for bar in bars)
        if liftable and second_factors.recovery_codes_left(self._work, user.user_id):
            if self._rescued(user, bars, proof):
                return None
            refusal = RecoveryCodeNeeded(refusal.what, "Type one of your recovery codes.")
        self._note(user, AttemptOutcome.REFUSED)
        self._tell(user.name, refusal)
        return refusal

    def _bars(self, user: User) -> list[_Bar]:
        """What keeps the account closed."""
        rules = self._people
        steps = self._work.people.of(AccountStep, user.user_id)
        found = []
        if locked(steps):
            refusal = SignInRefused(
                f"This account is locked after {rules.lockout_failures} failures."
                f"{_section(rules.lockout)}",
                "Ask an administrator to release it.",
            )
            found.append(_Bar(refusal, AccountAct.RELEASED))
        account = self._work.users.get(user.user_id)
        closed = [s for s in steps if s.act is AccountAct.DISABLED]
        if account.disabled and closed and closed[-1].by == SYSTEM:
            days = rules.disuse_after.days
            refusal = SignInRefused(
                f"This account was not used for {days} days and is disabled."
                f"{_section(rules.disuse)}",
                "Ask an administrator to enable it.",
            )
            found.append(_Bar(refusal, AccountAct.ENABLED))
        elif account.disabled:
            refusal = SignInRefused("This account is disabled.", "Ask the administrator.")
            found.insert(0, _Bar(refusal, None))
        return found

    def _rescued(self, user: User, bars: list[_Bar], proof: Proof) -> bool:
        """Whether a recovery code opens the account again; it stands for the second factor too.

        For an administrator, since nobody else may be there to do it.
        """
        if not second_factors.use_recovery_code(
            self._work, user.user_id, proof.untrusted_code, self._now
        ):
            return False
        for bar in bars:
            if bar.lifted_by is not None:
                self._step(user, bar.lifted_by, user.name, "by a recovery code")
            if bar.lifted_by is AccountAct.ENABLED:
                self._work.users.save(replace(user, disabled=False))
        return True

    def _disable_where_disused(self, user: User) -> None:
        if user.disabled:
            return
        last = self._work.people.last_success(user.user_id)
        steps = self._work.people.of(AccountStep, user.user_id)
        revived = [s.at for s in steps if s.act in (AccountAct.CREATED, AccountAct.ENABLED)]
        since = max([user.created_at, *revived, *([last.at] if last else [])])
        if self._now - since > self._people.disuse_after:
            days = self._people.disuse_after.days
            self._work.users.save(replace(user, disabled=True))
            self._step(user, AccountAct.DISABLED, SYSTEM, f"not used for {days} days")

    def _second_factor(self, user: User, proof: Proof) -> ConsoleError | None:
        apps, keys = second_factors.factors_of(self._work, user.user_id)
        if not (apps or keys):
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
            self._step(user, AccountAct.LOCKED, SYSTEM, f"{failures} failures")

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

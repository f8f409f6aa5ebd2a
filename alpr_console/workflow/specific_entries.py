"""Specific entries (BOLO): entered by one person, put in force by another (HOT-4 to HOT-6).

Each act and its audit entry are one transaction. The log names the entry and its case, not
the plate: the entry's digest says that what is in force is what was approved.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from alpr_console.audit.digest import ENTRY_DIGEST, digest_of
from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.errors import DutyMissing, EntryRefused, PermissionRefused
from alpr_console.domain.operator import Permission, Role, User
from alpr_console.domain.policy import AgencyPolicy, Approver
from alpr_console.domain.session import Session
from alpr_console.domain.specific_contents import SpecificContents, checked_contents
from alpr_console.domain.specific_entry import (
    SpecificAct,
    SpecificEntry,
    SpecificState,
    SpecificStep,
    end_of_term,
)
from alpr_console.ports import Clock, UnitOfWork, UnitOfWorkFactory
from alpr_console.workflow.on_record import refusals_recorded
from alpr_console.workflow.words import demand_number, demand_words


def submit(
    uow: UnitOfWorkFactory,
    clock: Clock,
    session: Session,
    policy: AgencyPolicy,
    untrusted: SpecificContents,
) -> SpecificEntry:
    """A new entry; it waits for approval and matches nothing.

    Raises DutyMissing without a case number or synopsis, EntryRefused for what cannot be looked
    for, PermissionRefused.
    """
    who, section = session.user.name, policy.specific.contents.section
    with refusals_recorded(uow, _action(SpecificAct.SUBMIT), who, details=_of_policy(policy)):
        session.demand(Permission.ENTER_SPECIFIC)
        oca = demand_number(
            untrusted.oca, "Case number", "Enter the number of the case or report.", section
        )
        mis = demand_words(untrusted.mis, "Synopsis or reason", section)
        contents = checked_contents(replace(untrusted, oca=oca, mis=mis), policy.specific.term)
        entry = SpecificEntry.submitted(uuid4().hex, contents, who, clock.now())
        with uow() as work:
            _keep(work, entry, policy)
    return entry


def approve(
    uow: UnitOfWorkFactory, clock: Clock, session: Session, policy: AgencyPolicy, entry_id: str
) -> SpecificEntry:
    """The entry, in force from now until its term ends.

    Raises PermissionRefused for one's own entry and for whom the policy does not name,
    IllegalTransition, EntryRefused.
    """

    def step(entry: SpecificEntry, now: datetime) -> SpecificStep:
        check_may_decide(session.user, entry, policy, now)
        until = end_of_term(now, policy.specific.term, entry.contents.days)
        return SpecificStep(SpecificAct.APPROVE, session.user.name, now, until=until)

    return _step(uow, clock, session, policy, entry_id, SpecificAct.APPROVE, step)


def refuse(
    uow: UnitOfWorkFactory,
    clock: Clock,
    session: Session,
    policy: AgencyPolicy,
    entry_id: str,
    reason: str,
) -> SpecificEntry:
    """The entry, refused for good, or only its renewal where that is what was asked.

    Raises DutyMissing without a reason, and as `approve`.
    """

    def step(entry: SpecificEntry, now: datetime) -> SpecificStep:
        check_may_decide(session.user, entry, policy, now)
        renewal = entry.state(now) is SpecificState.RENEWAL_REQUESTED
        act = SpecificAct.REFUSE_RENEWAL if renewal else SpecificAct.REFUSE
        return SpecificStep(act, session.user.name, now, _reason(reason))

    return _step(uow, clock, session, policy, entry_id, SpecificAct.REFUSE, step)


def request_renewal(
    uow: UnitOfWorkFactory,
    clock: Clock,
    session: Session,
    policy: AgencyPolicy,
    entry_id: str,
    reason: str,
) -> SpecificEntry:
    """The entry, its renewal asked for; it matches no longer than before until it is renewed.

    Raises DutyMissing without the reason why the need still exists, IllegalTransition,
    EntryRefused, PermissionRefused.
    """

    def step(entry: SpecificEntry, now: datetime) -> SpecificStep:
        act = SpecificAct.REQUEST_RENEWAL
        return SpecificStep(act, session.user.name, now, _reason(reason))

    return _step(uow, clock, session, policy, entry_id, SpecificAct.REQUEST_RENEWAL, step)


def renew(
    uow: UnitOfWorkFactory, clock: Clock, session: Session, policy: AgencyPolicy, entry_id: str
) -> SpecificEntry:
    """The entry, in force for another term from now.

    Raises PermissionRefused for an entry that one made or asked to renew, and for whom the
    policy does not name; IllegalTransition, EntryRefused.
    """

    def step(entry: SpecificEntry, now: datetime) -> SpecificStep:
        check_may_decide(session.user, entry, policy, now)
        until = end_of_term(now, policy.specific.term, entry.contents.days)
        return SpecificStep(SpecificAct.RENEW, session.user.name, now, until=until)

    return _step(uow, clock, session, policy, entry_id, SpecificAct.RENEW, step)


def withdraw(
    uow: UnitOfWorkFactory,
    clock: Clock,
    session: Session,
    policy: AgencyPolicy,
    entry_id: str,
    reason: str,
) -> SpecificEntry:
    """The entry, out of force at once and for good.

    It needs no approval: to stop looking is never the dangerous step. Raises PermissionRefused
    for another member's entry unless one may approve, DutyMissing without a reason,
    IllegalTransition, EntryRefused.
    """

    def step(entry: SpecificEntry, now: datetime) -> SpecificStep:
        own = entry.entered_by == session.user.name
        if not own and not session.user.may(Permission.APPROVE_SPECIFIC):
            raise PermissionRefused(
                "This entry is another member's.", "Ask them or a supervisor to withdraw it."
            )
        # Any word will do: what is no longer looked for must not wait for a good sentence.
        words = " ".join(reason.split())
        if not words:
            raise DutyMissing("Reason needed.", "Say why in a word or two.")
        return SpecificStep(SpecificAct.WITHDRAW, session.user.name, now, words)

    return _step(uow, clock, session, policy, entry_id, SpecificAct.WITHDRAW, step)


def check_may_decide(user: User, entry: SpecificEntry, policy: AgencyPolicy, now: datetime) -> None:
    """Whether `user` may put `entry` in force, renew it, or refuse either.

    Raises PermissionRefused for one's own entry or request, whatever one's role, and for a role
    that the policy does not name.
    """
    renewal = entry.state(now) is SpecificState.RENEWAL_REQUESTED
    if user.name == entry.entered_by:
        raise PermissionRefused("Nobody decides on their own entry.", "Ask another supervisor.")
    if renewal and user.name == entry.renewal_requested_by:
        raise PermissionRefused(
            "Nobody decides on a renewal that they asked for.", "Ask another supervisor."
        )
    rules = policy.specific
    approver = rules.update_approver if renewal else rules.approver
    if approver is Approver.ADMINISTRATOR and user.role is not Role.ADMINISTRATOR:
        cited = f" §{rules.approval.section}" if rules.approval.section else ""
        raise PermissionRefused(
            f"This is the administrator's to decide.{cited}", "Ask the administrator."
        )


def _step(
    uow: UnitOfWorkFactory,
    clock: Clock,
    session: Session,
    policy: AgencyPolicy,
    entry_id: str,
    asked: SpecificAct,
    step: Callable[[SpecificEntry, datetime], SpecificStep],
) -> SpecificEntry:
    """The entry after one step, on record with its audit entry, or neither."""
    deciding = asked in (SpecificAct.APPROVE, SpecificAct.REFUSE, SpecificAct.RENEW)
    permission = Permission.APPROVE_SPECIFIC if deciding else Permission.ENTER_SPECIFIC
    details = _of_policy(policy)
    with refusals_recorded(uow, _action(asked), session.user.name, entry_id, details):
        session.demand(permission)
        with uow() as work:
            try:
                before = work.specific.get(entry_id)
            except KeyError:
                raise EntryRefused(
                    "There is no such entry.", "Choose one from the list of entries."
                ) from None
            after = before.step(step(before, clock.now()))
            _keep(work, after, policy)
    return after


def _keep(work: UnitOfWork, entry: SpecificEntry, policy: AgencyPolicy) -> None:
    last, contents = entry.steps[-1], entry.contents
    details = {"case": contents.oca, **_of_policy(policy)}
    if last.reason:
        details["reason"] = last.reason
    if last.until is not None:
        details["until"] = last.until.isoformat()
    work.specific.save(entry)
    work.audit.append(
        AuditRecord(
            action=_action(last.act),
            who=last.by,
            outcome="done",
            subject=entry.entry_id,
            purpose=contents.category.label,
            details={**details, ENTRY_DIGEST: digest_of(entry)},
        )
    )


def _action(act: SpecificAct) -> str:
    return f"specific.{act.value}"


def _of_policy(policy: AgencyPolicy) -> Mapping[str, str]:
    return {
        "policy": policy.key,
        "policy_version": policy.version,
        "policy_sha256": policy.sha256,
    }


def _reason(untrusted_reason: str) -> str:
    return demand_words(untrusted_reason, "Reason", "")

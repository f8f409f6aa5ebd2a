"""The lawful basis of a stop, and how a hit ended (HIT-6, HIT-7, HIT-8)."""

from __future__ import annotations

from alpr_console.domain.alert import Alert
from alpr_console.domain.disposition import Disposition, LawfulBasis, Outcome
from alpr_console.domain.outcomes import check_outcome
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.session import Session
from alpr_console.ports import Clock, UnitOfWorkFactory
from alpr_console.workflow.on_record import step_alert
from alpr_console.workflow.words import demand_number, demand_unit, demand_words


def state_basis(
    uow: UnitOfWorkFactory,
    clock: Clock,
    session: Session,
    policy: AgencyPolicy,
    alert_id: str,
    basis: str,
    person_effort: str = "",
) -> Alert:
    """The alert with the reasonable suspicion or other lawful basis; a stop is permitted.

    Raises DutyMissing when the words, or for a person-associated entry under a policy
    that asks for it the effort to confirm the person, are missing; IllegalTransition
    before confirmation or exigency is on record; PermissionRefused.
    """
    now = clock.now()

    def step(alert: Alert) -> Alert:
        words = demand_words(basis, "Lawful basis for the stop", policy.lawful_basis.section)
        effort = " ".join(person_effort.split())
        if policy.person_effort is not None and alert.hit.entry.person_associated:
            effort = demand_words(
                effort, "Effort to confirm the person", policy.person_effort.section
            )
        return alert.with_basis(LawfulBasis(words, session.user.name, now, effort))

    details = {
        "basis": " ".join(basis.split()),
        "person_effort": " ".join(person_effort.split()),
        "policy": policy.key,
        "policy_version": policy.version,
        "policy_sha256": policy.sha256,
    }
    return step_alert(uow, session, alert_id, "alert.basis_stated", step, details)


def record_disposition(
    uow: UnitOfWorkFactory,
    clock: Clock,
    session: Session,
    policy: AgencyPolicy,
    alert_id: str,
    outcome: Outcome,
    number: str = "",
    note: str = "",
) -> Alert:
    """The alert, closed. Only people close alerts.

    Raises DutyMissing when a stop comes without its call or report number, or an alert is
    handed over without the unit that takes it on (the note);
    IllegalTransition when the course did not lead to the outcome, PermissionRefused.
    """
    recorded = Disposition(
        outcome, session.user.name, clock.now(), number.strip().upper(), " ".join(note.split())
    )

    def step(alert: Alert) -> Alert:
        check_outcome(alert.state, outcome)
        if outcome.is_stop:
            demand_number(
                recorded.number,
                "Call or report number",
                "Enter the number of the call for service or of the report.",
                policy.disposition.section,
            )
        if outcome is Outcome.HANDED_OVER:
            demand_unit(recorded.note, session.unit)
        return alert.with_disposition(recorded)

    details = {
        "outcome": outcome.value,
        "number": recorded.number,
        "note": recorded.note,
        "policy": policy.key,
        "policy_version": policy.version,
        "policy_sha256": policy.sha256,
    }
    if outcome.is_stop and policy.notify:
        details["to_be_told"] = "; ".join(policy.notify)
    if outcome is Outcome.HANDED_OVER:
        details["handed_to"] = recorded.note
    return step_alert(uow, session, alert_id, "alert.disposition_recorded", step, details)

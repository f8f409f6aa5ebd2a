"""Status confirmation through CLETS or dispatch, or the facts of an exigency (HIT-3, HIT-4)."""

from __future__ import annotations

from alpr_console.domain.alert import Alert
from alpr_console.domain.disposition import (
    ConfirmationReply,
    ConfirmationRequest,
    ConfirmationWay,
    Exigency,
    Reply,
    Urgency,
)
from alpr_console.domain.errors import ConfirmationRefused, DutyMissing
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.session import Session
from alpr_console.domain.switch_message import Taken
from alpr_console.domain.yq import next_number
from alpr_console.ports import Clock, UnitOfWorkFactory
from alpr_console.workflow.on_record import step_alert
from alpr_console.workflow.words import demand_words


def request_confirmation(
    uow: UnitOfWorkFactory,
    clock: Clock,
    session: Session,
    alert_id: str,
    way: ConfirmationWay,
    urgency: Urgency,
) -> Alert:
    """The alert, pending, its clock running: 10 minutes when urgent, 1 hour when routine.

    Raises IllegalTransition before verification is whole, PermissionRefused;
    ConfirmationRefused for the way by the switch, which goes on record once it is delivered.
    """
    now = clock.now()

    def step(alert: Alert) -> Alert:
        if way is ConfirmationWay.SWITCH:
            raise ConfirmationRefused(
                "A request by the switch is on record once the switch has it.",
                "Send it by its key.",
            )
        number = next_number(alert.requests)
        return alert.with_request(ConfirmationRequest(way, urgency, number, session.user.name, now))

    details = {"way": way.value, "urgency": urgency.value}
    return step_alert(uow, session, alert_id, "alert.confirmation_requested", step, details)


def record_reply(
    uow: UnitOfWorkFactory,
    clock: Clock,
    session: Session,
    alert_id: str,
    reply: Reply,
    from_whom: str,
    note: str = "",
) -> Alert:
    """The alert with the answer of dispatch or of the other agency.

    Raises DutyMissing when it is not said who answered, IllegalTransition when nothing
    was asked, PermissionRefused.
    """
    source = " ".join(from_whom.split())
    written = ConfirmationReply(
        reply, source, clock.now(), session.user.name, " ".join(note.split())
    )

    def step(alert: Alert) -> Alert:
        return with_recorded(alert, written)

    details = {"reply": reply.value, "from_whom": source, "note": written.note}
    return step_alert(uow, session, alert_id, "alert.reply_recorded", step, details)


def with_recorded(alert: Alert, reply: ConfirmationReply) -> Alert:
    """The alert with a reply on record; what the switch had received is looked at by that.

    Raises IllegalTransition where nothing was asked, DutyMissing where nobody is named.
    """
    answered = alert.with_reply(reply)
    if len(reply.from_whom) < 2:
        raise DutyMissing("Who answered is needed.", "Enter the dispatcher or terminal.")
    taken = Taken(reply.by, reply.at, reply.reply)
    for message in alert.messages:
        answered = answered.with_message(message.with_taken(taken))
    return answered


def state_exigency(
    uow: UnitOfWorkFactory,
    clock: Clock,
    session: Session,
    policy: AgencyPolicy,
    alert_id: str,
    facts: str,
) -> Alert:
    """The alert with the facts that did not let confirmation be waited for.

    Raises DutyMissing when the policy knows no such exception or the facts say nothing,
    IllegalTransition before verification is whole, PermissionRefused.
    """
    now = clock.now()

    def step(alert: Alert) -> Alert:
        clause = policy.exigency
        if clause is None:
            raise DutyMissing(
                "This policy has no exception for exigent circumstances.",
                "Wait for the confirmation.",
                policy.confirmation.section,
            )
        words = demand_words(facts, "Facts of the exigency", clause.section)
        return alert.with_exigency(Exigency(words, session.user.name, now))

    details = {"facts": " ".join(facts.split()), **_under(policy)}
    return step_alert(uow, session, alert_id, "alert.exigency_stated", step, details)


def _under(policy: AgencyPolicy) -> dict[str, str]:
    return {"policy": policy.key, "policy_version": policy.version, "policy_sha256": policy.sha256}

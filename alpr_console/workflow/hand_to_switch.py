"""The officer's acts on a request's text and on the message switch (HIT-3).

A message goes on record before it is sent, a request once the switch has it, and a confirmation
never but by the officer who accepts what was received.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from uuid import uuid4

from alpr_console.domain.alert import Alert, AlertEvent, AlertState, next_state
from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.confirmation_text import asked_now
from alpr_console.domain.disposition import ConfirmationReply, Urgency
from alpr_console.domain.errors import ConfirmationRefused, IllegalTransition
from alpr_console.domain.operator import Permission
from alpr_console.domain.session import Session
from alpr_console.domain.switch_message import (
    Delivery,
    DeliveryStep,
    SwitchMessage,
    SwitchReply,
)
from alpr_console.domain.yq import Asker, Yq, next_number, yq_of
from alpr_console.ports import Clock, UnitOfWorkFactory
from alpr_console.workflow.confirm_status import with_recorded
from alpr_console.workflow.on_record import refusals_recorded, step_alert

COPIED = "alert.request_copied"
READ_OUT = "alert.request_read_out"
HANDED_OVER = "alert.switch_handed_over"
ACCEPTED = "alert.switch_reply_accepted"


def take_text(
    uow: UnitOfWorkFactory,
    clock: Clock,
    session: Session,
    alert_id: str,
    asker: Asker,
    urgency: Urgency,
    action: str,
) -> Yq:
    """The request that is due, to be copied or read out; that it was is on record.

    Raises IllegalTransition before verification is whole and after the answer, PermissionRefused;
    ConfirmationRefused where a covert hit would be heard.
    """
    with refusals_recorded(uow, action, session.user.name, alert_id):
        session.demand(Permission.HANDLE_ALERTS)
        with uow() as work:
            alert = work.alerts.get(alert_id)
            yq = asked_now(alert, asker, urgency, clock.now())
            if yq is None:
                raise IllegalTransition(
                    "No confirmation is to be asked for now.", "Answer the step that is shown."
                )
            if action == READ_OUT and alert.hit.entry.covert:
                raise ConfirmationRefused("Nothing of a covert hit is said aloud.", "Copy it.")
            work.audit.append(
                AuditRecord(
                    action=action,
                    who=session.user.name,
                    outcome="done",
                    subject=alert_id,
                    purpose=alert.hit.entry.category.label,
                    details=_told(yq),
                )
            )
    return yq


def hand_over(
    uow: UnitOfWorkFactory,
    clock: Clock,
    session: Session,
    alert_id: str,
    asker: Asker,
    urgency: Urgency,
) -> Alert:
    """The alert with its message on the way; it is sent after this is on record.

    One that was not delivered goes again under its own id. A second request is for when the
    first is overdue. Raises ConfirmationRefused, IllegalTransition, PermissionRefused.
    """
    now = clock.now()
    details: dict[str, str] = {"urgency": urgency.value}
    with uow() as work:
        switch = work.switch.switch()

    def step(alert: Alert) -> Alert:
        next_state(alert.state, AlertEvent.CONFIRMATION_REQUESTED)
        if switch is None:
            raise no_switch()
        message = _again(alert, urgency, session.user.name, now)
        if message is None:
            yq = _due(alert, asker, urgency, now)
            asked = alert.requests[-1].urgency if alert.requests else urgency
            message = SwitchMessage(uuid4().hex, yq, asked, session.user.name, now, switch.address)
        details.update(message=message.message_id, switch=switch.address, **_told(message.yq))
        details["again"] = "yes" if message.steps else "no"
        return alert.with_message(message)

    return step_alert(uow, session, alert_id, HANDED_OVER, step, details)


def accept_reply(
    uow: UnitOfWorkFactory, clock: Clock, session: Session, alert_id: str, reply_id: str
) -> Alert:
    """The alert with the reply as received on record, because the officer says so.

    Raises ConfirmationRefused where the reply is not there, was looked at before, or gives no
    answer; DutyMissing where it names nobody; IllegalTransition, PermissionRefused.
    """
    now = clock.now()
    details = {"reply_id": reply_id}

    def step(alert: Alert) -> Alert:
        received = _received(alert, reply_id)
        if received.answer is None:
            raise ConfirmationRefused(
                "The reply gives no answer that could be accepted.", "Read it and record yours."
            )
        note = "" if received.minutes is None else f"in {received.minutes} min"
        details.update(
            reply=received.answer.value, from_whom=received.from_whom, note=note,
            text_sha256=text_sum(received.text),
        )  # fmt: skip
        source = " ".join(received.from_whom.split())
        return with_recorded(
            alert, ConfirmationReply(received.answer, source, now, session.user.name, note)
        )

    return step_alert(uow, session, alert_id, ACCEPTED, step, details)


def no_switch() -> ConfirmationRefused:
    return ConfirmationRefused(
        "No message switch is set up.", "Ask by CLETS or dispatch, or tell the administrator."
    )


def text_sum(text: str) -> str:
    """SHA-256, hex: the log is kept for good, and a reply's text goes with its alert."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _again(alert: Alert, urgency: Urgency, who: str, now: datetime) -> SwitchMessage | None:
    """The message that was not delivered, on its way once more; None where a new one is due."""
    message = alert.on_the_way
    if message is None:
        return None
    if message.delivery is Delivery.WAITING:
        raise ConfirmationRefused("A request is on its way to the switch.", "Wait for its word.")
    same = message.yq.rno == next_number(alert.requests)
    if alert.state is AlertState.VERIFIED:
        same = same and message.urgency is urgency
    if not same:
        return None
    return message.with_step(DeliveryStep(Delivery.WAITING, now, f"sent again by {who}"))


def _due(alert: Alert, asker: Asker, urgency: Urgency, now: datetime) -> Yq:
    if alert.state is AlertState.PENDING and not alert.overdue(now):
        raise ConfirmationRefused(
            "The answer to the last request is not overdue yet.",
            "Wait for the clock, or ask by CLETS or dispatch.",
        )
    asked = alert.requests[-1].urgency if alert.requests else urgency
    yq = yq_of(alert.hit.entry, asker, asked, next_number(alert.requests))
    if not yq.rty:
        raise ConfirmationRefused(
            "There is no request type for this category.", "Ask by CLETS or dispatch."
        )
    return yq


def _received(alert: Alert, reply_id: str) -> SwitchReply:
    found = [r for m in alert.messages for r in m.replies if r.reply_id == reply_id]
    waiting = [reply for reply in found if reply.taken is None]
    if not waiting:
        raise ConfirmationRefused(
            "That reply was looked at already." if found else "No such reply was received.",
            "Look at the alert again.",
        )
    return waiting[-1]


def _told(yq: Yq) -> dict[str, str]:
    """What an audit entry says of a request: as the officer saw it, and what it left open."""
    return {
        "text": yq.text,
        "number": str(yq.rno),
        "left_open": ", ".join(f"{one.name} {one.why}" for one in yq.left_open),
    }

"""Visual verification, one item at a time against the picture and the list (HIT-2)."""

from __future__ import annotations

from alpr_console.domain.alert import Alert
from alpr_console.domain.checklist import Answer, ItemKind, Verdict, check_answer
from alpr_console.domain.session import Session
from alpr_console.ports import Clock, UnitOfWorkFactory
from alpr_console.workflow.on_record import step_alert


def answer_item(
    uow: UnitOfWorkFactory,
    clock: Clock,
    session: Session,
    alert_id: str,
    kind: ItemKind,
    verdict: Verdict,
    reason: str = "",
) -> Alert:
    """The alert with the item answered.

    Raises DutyMissing when 'identical' on a conflicting item comes without a reason,
    IllegalTransition when another item is asked, PermissionRefused.
    """
    words = " ".join(reason.split())
    answer = Answer(kind, verdict, session.user.name, clock.now(), words)

    def step(alert: Alert) -> Alert:
        answered = alert.with_answer(answer)
        item = next(i for i in alert.items if i.kind is kind)
        check_answer(item, verdict, words)
        return answered

    details = {"item": kind.value, "verdict": verdict.value, "reason": words}
    return step_alert(uow, session, alert_id, "alert.answered", step, details)


def take_back_answer(
    uow: UnitOfWorkFactory, clock: Clock, session: Session, alert_id: str
) -> Alert:
    """The alert with its last answer taken back; the log keeps that it was given.

    Raises IllegalTransition when there is none, or status confirmation has begun.
    """
    return step_alert(
        uow, session, alert_id, "alert.answer_taken_back", Alert.without_last_answer, {}
    )

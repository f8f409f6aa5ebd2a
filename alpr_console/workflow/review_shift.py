"""A supervisor's look at a span of time: every hit with its whole course.

The look is itself on record, with the plates seen (ACC-2).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from alpr_console.domain.alert import Alert
from alpr_console.domain.audit import AuditEntry, AuditRecord
from alpr_console.domain.disposition import Reply
from alpr_console.domain.operator import Permission
from alpr_console.domain.session import Session
from alpr_console.ports import Clock, UnitOfWorkFactory
from alpr_console.workflow.on_record import refusals_recorded


@dataclass(frozen=True, slots=True)
class Course:
    """One alert with what was done about it, when and by whom."""

    alert: Alert
    steps: tuple[AuditEntry, ...]
    """Audit entries of this alert in their order, refused attempts among them."""
    overdue_requests: tuple[int, ...]
    """Positions (0-based) in `alert.requests` whose answer came after the clock, or not yet."""

    @property
    def confirmation_overdue(self) -> bool:
        return bool(self.overdue_requests)

    @property
    def without_outcome(self) -> bool:
        return self.alert.is_open

    @property
    def exigent(self) -> bool:
        """Whether a stop was permitted on stated facts instead of a confirmation (HIT-4)."""
        return self.alert.exigency is not None

    @property
    def stale_list(self) -> bool:
        return self.alert.hit.freshness.stale

    @property
    def refusals(self) -> tuple[AuditEntry, ...]:
        return tuple(s for s in self.steps if s.record.outcome.startswith("refused"))


def review(
    uow: UnitOfWorkFactory, clock: Clock, session: Session, since: datetime, until: datetime
) -> list[Course]:
    """Courses of the alerts raised in the span, oldest first. Raises PermissionRefused."""
    span = {"since": since.isoformat(), "until": until.isoformat()}
    with refusals_recorded(uow, "shift.reviewed", session.user.name, details=span):
        session.demand(Permission.REVIEW_SHIFTS)
        with uow() as work:
            alerts = work.alerts.between(since, until)
            steps: dict[str, list[AuditEntry]] = {a.alert_id: [] for a in alerts}
            for entry in work.audit.entries():
                if entry.record.subject in steps:
                    steps[entry.record.subject].append(entry)
            work.audit.append(
                AuditRecord(
                    action="shift.reviewed",
                    who=session.user.name,
                    outcome="done",
                    purpose="Review of hits",
                    details={
                        **span,
                        "full_name": session.user.full_name,
                        "organization": session.user.organization,
                        "hits": str(len(alerts)),
                        "plates": " ".join(a.hit.read.text for a in alerts),
                        "data": "hits, pictures, answers, confirmations, dispositions",
                    },
                )
            )
    now = clock.now()
    return [Course(a, tuple(steps[a.alert_id]), _overdue(a, now)) for a in alerts]


def _overdue(alert: Alert, now: datetime) -> tuple[int, ...]:
    """Requests that no answer met within their clock.

    A request is answered by the first reply after it; 'later' starts its clock again. An
    exigency or a close ends the wait as well.
    """
    ends = [r.at for r in alert.replies]
    if alert.exigency is not None:
        ends.append(alert.exigency.at)
    if alert.disposition is not None:
        ends.append(alert.disposition.at)
    overdue = []
    for position, request in enumerate(alert.requests):
        due = request.due
        answered = min((at for at in ends if at >= request.at), default=now)
        late = answered > due
        for reply in alert.replies:
            if reply.reply is Reply.LATER and reply.at >= request.at and not late:
                due = reply.at + request.urgency.limit
                late = min((at for at in ends if at > reply.at), default=now) > due
        if late:
            overdue.append(position)
    return tuple(overdue)

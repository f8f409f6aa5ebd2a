"""Which hit confirmation request an alert asks for at a moment."""

from __future__ import annotations

from datetime import datetime

from alpr_console.domain.alert import Alert, AlertState
from alpr_console.domain.disposition import Urgency
from alpr_console.domain.yq import Asker, Yq, next_number, yq_of


def asked_now(alert: Alert, asker: Asker, urgency: Urgency, now: datetime) -> Yq | None:
    """The request to make, or the one that waits for its answer; None where neither is due.

    Once the answer is overdue it is the next one: RNO 2 after the first. `urgency` is that of
    the first; later ones keep it.
    """
    if alert.state is AlertState.VERIFIED:
        return yq_of(alert.hit.entry, asker, urgency, next_number(alert.requests))
    if alert.state is not AlertState.PENDING:
        return None
    last = alert.requests[-1]
    number = next_number(alert.requests) if alert.overdue(now) else last.number
    return yq_of(alert.hit.entry, asker, last.urgency, number)

"""What a purge, a hold and the time since arrival mean for the department's storage (RET-1, RET-3).

To be called inside the transaction of the purge or hold, so that both are on record or neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.transfer import HoldNotice, PurgeOrder, RecordKind
from alpr_console.ports import UnitOfWork

IDS_AT_ONCE = 500
"""Of one order: it is carried out in one transaction there."""


def purge_outside(
    work: UnitOfWork,
    policy: AgencyPolicy,
    now: datetime,
    who: str,
    reads: Sequence[str],
    alerts: Sequence[str],
) -> bool:
    """Let the department purge what is purged here, where the policy says so; whether it does.

    Never for what merely leaves the vehicle after its arrival: that stays at the department.
    """
    clause = policy.retention.outside
    if clause is None or work.transfer.storage() is None:
        return False
    for start in range(0, max(len(reads), len(alerts)), IDS_AT_ONCE):
        span = slice(start, start + IDS_AT_ONCE)
        work.transfer.order_purge(
            PurgeOrder(
                uuid4().hex, now, who, tuple(reads[span]), tuple(alerts[span]),
                clause.section, policy.sha256[:12],
            )
        )  # fmt: skip
    return True


def tell_hold(
    work: UnitOfWork,
    hold_id: str,
    now: datetime,
    who: str,
    reads: Sequence[str],
    alerts: Sequence[str],
    released: bool = False,
) -> None:
    """Let the department hold the same records, or release them."""
    work.transfer.tell_hold(HoldNotice(hold_id, now, who, tuple(reads), tuple(alerts), released))


@dataclass(frozen=True, slots=True)
class Leaving:
    """What may leave the vehicle: it is at the department for as long as the policy asks."""

    reads: tuple[str, ...]
    """Without an alert of their own that still stands on the vehicle."""
    alerts: tuple[str, ...]
    """Closed, with their reads' ids in `reads_of_alerts`."""
    reads_of_alerts: tuple[str, ...]


def leaving(work: UnitOfWork, policy: AgencyPolicy, now: datetime, limit: int) -> Leaving:
    """At most `limit` reads and alerts whose newest state arrived long enough ago.

    Whether any of them is held is the caller's to ask: a held record stays.
    """
    until = now - policy.retention.leaves_after
    closed: list[str] = []
    of_alerts: list[str] = []
    for alert_id in work.transfer.arrived_before(RecordKind.ALERT, until, limit):
        alert = work.alerts.get(alert_id)
        read_id = alert.hit.read.read_id
        if not alert.is_open and work.transfer.arrived(RecordKind.READ, [read_id]):
            closed.append(alert_id)
            of_alerts.append(read_id)
    reads = [
        read_id
        for read_id in work.transfer.arrived_before(RecordKind.READ, until, limit)
        if not work.alerts.told_of_read(read_id)
    ]
    return Leaving(tuple(reads), tuple(closed), tuple(of_alerts))

"""What a purge and a hold on the vehicle mean for the department's storage (RET-1, RET-3).

To be called inside the transaction of the purge or hold, so that both are on record or neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from alpr_console.domain.keeping import Hold
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.transfer import HoldNotice, PurgeOrder
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


def tell_hold(work: UnitOfWork, hold: Hold) -> None:
    """Let the department hold the same, or release it where the hold has ended."""
    work.transfer.tell_hold(
        HoldNotice(
            hold.hold_id, hold.at if hold.end is None else hold.end.at,
            hold.by if hold.end is None else hold.end.by, hold.read_ids, hold.alert_ids,
            hold.plate, hold.since, hold.until, released=hold.end is not None,
        )
    )  # fmt: skip

"""The end of a shift: what is open, what it amounted to, and the paper of it (HIT-10).

Nothing is closed here. What is open is named in the log with the sign-out, and waits for whoever
signs in next.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

from alpr_console.documents.handover_sheet import handover_sheet
from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.errors import ReportUnwritable
from alpr_console.domain.operator import Permission
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.session import Session
from alpr_console.domain.shift import ReadFilter
from alpr_console.domain.shift_summary import OpenMatters, ShiftSummary
from alpr_console.ports import Clock, UnitOfWork, UnitOfWorkFactory
from alpr_console.workflow.canvass import AT_SIGN_OUT, end_running
from alpr_console.workflow.looks import record_look
from alpr_console.workflow.on_record import refusals_recorded
from alpr_console.workflow.write_whole import write_whole

HANDED_ON = "shift.handed_on"
EXPORTED = "shift.summary_saved"


def open_matters(work: UnitOfWork) -> OpenMatters:
    faults = tuple(one for one in work.shifts.faults() if one.is_open)
    return OpenMatters(tuple(work.alerts.open()), work.shifts.running(), faults)


def leave(work: UnitOfWork, now: datetime, session: Session) -> None:
    """Inside the transaction of the sign-out: the canvass ends, what is open is named."""
    if not session.user.may(Permission.HANDLE_ALERTS):
        return
    who = session.user.name
    matters = open_matters(work)
    end_running(work, now, who, AT_SIGN_OUT)
    if matters.alerts or matters.faults:
        work.audit.append(
            AuditRecord(
                HANDED_ON, who, "done", session.session_id, "End of shift",
                {
                    "unit": session.unit,
                    "open_alerts": str(len(matters.alerts)),
                    "alerts": " ".join(
                        f"{one.alert_id}:{one.state.value}" for one in matters.alerts
                    ),
                    "replies_awaited": str(len(matters.awaited)),
                    "open_faults": str(len(matters.faults)),
                },
            )
        )  # fmt: skip


def summary_of(work: UnitOfWork, now: datetime, session: Session) -> ShiftSummary:
    since, shifts = session.started_at, work.shifts
    # The span ends before its second time: what was raised at this very moment counts too.
    raised = work.alerts.between(since, now + timedelta(microseconds=1))
    closed: Counter[str] = Counter(
        one.disposition.outcome.value for one in raised if one.disposition is not None
    )
    counts = shifts.canvass_counts()
    return ShiftSummary(
        session=session,
        until=now,
        reads=work.reads.listed_count(since, ReadFilter()),
        by_hand=work.reads.listed_count(since, ReadFilter(by_hand=True)),
        hits=len(raised),
        outcomes=tuple(sorted(closed.items())),
        matters=open_matters(work),
        checks=tuple(shifts.checks(session.session_id)),
        canvasses=tuple(
            (one, counts.get(one.canvass_id, 0))
            for one in shifts.canvasses()
            if one.shift_id == session.session_id
        ),
        notes=tuple(shifts.notes(session.session_id)),
    )


def save_summary(
    uow: UnitOfWorkFactory, clock: Clock, session: Session, policy: AgencyPolicy, path: Path
) -> ShiftSummary:
    """The summary as PDF at `path`, on record or not written at all.

    Raises PermissionRefused, ReportUnwritable.
    """
    with refusals_recorded(uow, EXPORTED, session.user.name, session.session_id):
        session.demand(Permission.HANDLE_ALERTS)
        with uow() as work:
            summary = summary_of(work, clock.now(), session)
            paper = handover_sheet(summary, policy)
            alerts = summary.matters.alerts
            record_look(
                work, session, EXPORTED, [one.alert_id for one in alerts] or [session.session_id],
                f"handover summary, sha256 {hashlib.sha256(paper).hexdigest()}", "End of shift",
                session.session_id,
            )  # fmt: skip
            _write(path, paper)
    return summary


def _write(path: Path, content: bytes) -> None:
    try:
        write_whole(path, content)
    except OSError as error:
        raise ReportUnwritable(
            f"{path.name} cannot be written ({error.strerror}).", "Choose another place."
        ) from error

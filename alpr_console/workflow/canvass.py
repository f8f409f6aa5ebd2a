"""Canvass mode: reads around a scene are recorded under its case number (OPS-3)."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.errors import DutyMissing, ShiftRefused
from alpr_console.domain.operator import Permission
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.read import PlateRead
from alpr_console.domain.session import Session
from alpr_console.domain.shift import Canvass, CanvassEnd
from alpr_console.ports import Clock, UnitOfWork, UnitOfWorkFactory
from alpr_console.workflow.on_record import refusals_recorded
from alpr_console.workflow.words import demand_number

STARTED = "canvass.started"
ENDED = "canvass.ended"

BY_KEY = "by key"
AT_SIGN_OUT = "at sign-out"
LEFT = "left running"
"""The console went off while it ran; it ends before the next shift records a read."""


def start(
    uow: UnitOfWorkFactory,
    clock: Clock,
    session: Session,
    policy: AgencyPolicy,
    case_number: str,
    note: str,
) -> Canvass:
    """From here on every read is recorded under the case.

    Raises PermissionRefused; ShiftRefused where the profile names no canvass, or one runs;
    DutyMissing without a case number or a word on what happened.
    """
    words, clause = " ".join(note.split()), policy.shift.canvass
    with refusals_recorded(uow, STARTED, session.user.name, details={"note": words}):
        session.demand(Permission.HANDLE_ALERTS)
        if clause is None:
            raise ShiftRefused(
                f"{policy.title} does not name canvassing around a scene.",
                "Reads are recorded as on any patrol; search them by time and place.",
            )
        number = demand_number(
            case_number, "Case number", "Enter it as it was issued.", clause.section
        )
        if len(words) < 3:
            raise DutyMissing("What happened needed.", "Say it in a word or two.", clause.section)
        with uow() as work:
            if work.shifts.running() is not None:
                raise ShiftRefused("A canvass runs already.", "End it first.")
            made = Canvass(
                uuid4().hex, number, words, session.user.name, session.unit, session.session_id,
                clock.now(), clause.section,
            )  # fmt: skip
            work.shifts.save_canvass(made)
            work.audit.append(
                AuditRecord(
                    STARTED, session.user.name, "done", made.canvass_id, f"Case {number}: {words}",
                    {"case_number": number, "unit": session.unit, "section": clause.section},
                )
            )  # fmt: skip
    return made


def end(uow: UnitOfWorkFactory, clock: Clock, session: Session) -> Canvass:
    """The canvass that runs, ended. Raises PermissionRefused, ShiftRefused where none runs."""
    with refusals_recorded(uow, ENDED, session.user.name):
        session.demand(Permission.HANDLE_ALERTS)
        with uow() as work:
            ended = end_running(work, clock.now(), session.user.name, BY_KEY)
            if ended is None:
                raise ShiftRefused("No canvass runs.", "Start one with its case number.")
    return ended


def end_running(work: UnitOfWork, now: datetime, who: str, why: str) -> Canvass | None:
    """Inside the caller's transaction; None where none runs."""
    running = work.shifts.running()
    if running is None:
        return None
    ended = running.end(CanvassEnd(who, now, why))
    work.shifts.save_canvass(ended)
    count = work.shifts.canvass_counts().get(ended.canvass_id, 0)
    work.audit.append(
        AuditRecord(
            ENDED, who, "done", ended.canvass_id, f"Case {ended.case_number}: {ended.note}",
            {"case_number": ended.case_number, "reads": str(count), "why": why},
        )
    )  # fmt: skip
    return ended


def record_under_case(work: UnitOfWork, read: PlateRead) -> str:
    """Record a read, in the transaction that keeps it, under the case of the canvass that runs.

    The case number, '' where none runs or the picture was taken before it began.
    """
    running = work.shifts.running()
    if running is None or read.at < running.at:
        return ""
    work.shifts.add_to_canvass(running, read.read_id)
    # A case tells of it: where reads without a hit stay off the disk, this one is written.
    work.reads.keep(read.read_id)
    return running.case_number

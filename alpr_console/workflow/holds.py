"""Holds: evidence, discovery, litigation or another lawful action stops the purge (RET-2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.errors import HoldRefused
from alpr_console.domain.keeping import Hold, HoldEnd, HoldKind
from alpr_console.domain.operator import Permission
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.session import Session
from alpr_console.ports import Clock, UnitOfWork, UnitOfWorkFactory
from alpr_console.workflow.on_record import refusals_recorded
from alpr_console.workflow.reach_department import tell_hold


@dataclass(frozen=True, slots=True)
class NewHold:
    """What a form says of a hold to be placed."""

    kind: HoldKind
    number: str
    reason: str
    read_ids: Sequence[str] = ()
    alert_ids: Sequence[str] = ()
    plate: str = ""
    since: datetime | None = None
    until: datetime | None = None


def place_hold(
    uow: UnitOfWorkFactory, clock: Clock, policy: AgencyPolicy, session: Session, new: NewHold
) -> Hold:
    """Put a hold on record; it stops the purge from here on.

    Raises PermissionRefused; HoldRefused without a number, a reason, or anything to hold.
    """
    who, clause = session.user.name, policy.retention.holds
    section = f" §{clause.section}." if clause.section else ""
    number, reason = new.number.strip(), " ".join(new.reason.split())
    with refusals_recorded(uow, "hold.placed", who, details={"number": number}):
        session.demand(Permission.HOLD_RECORDS)
        if not number or not reason:
            raise HoldRefused(
                f"A hold needs its number and reason.{section}",
                "Give the case or request, and why it is kept.",
            )
        plate = "".join(c for c in new.plate.upper() if c.isalnum())
        if not (new.read_ids or new.alert_ids or plate):
            raise HoldRefused(
                "There is nothing to hold.", "Choose reads or alerts, or name a plate."
            )
        if new.since is not None and new.until is not None and new.until < new.since:
            raise HoldRefused("The span ends before it begins.", "Correct the times.")
        hold = Hold(
            uuid4().hex, new.kind, number, reason, who, clock.now(), tuple(new.read_ids),
            tuple(new.alert_ids), plate, new.since, new.until,
        )  # fmt: skip
        with uow() as work:
            _check_records(work, hold)
            work.holds.add(hold)
            work.reads.keep_held(hold)
            tell_hold(work, hold)
            work.audit.append(
                AuditRecord(
                    action="hold.placed",
                    who=who,
                    outcome="done",
                    subject=hold.hold_id,
                    purpose=f"{hold.kind.value} {number}: {reason}",
                    details={
                        "plate": plate,
                        "since": new.since.isoformat() if new.since else "",
                        "until": new.until.isoformat() if new.until else "",
                        "reads": str(len(hold.read_ids)),
                        "alerts": str(len(hold.alert_ids)),
                        "section": clause.section,
                    },
                )
            )
    return hold


def end_hold(
    uow: UnitOfWorkFactory, clock: Clock, session: Session, hold_id: str, reason: str
) -> Hold:
    """The next purge may take what it covered. Raises PermissionRefused, HoldRefused."""
    who, words = session.user.name, " ".join(reason.split())
    with refusals_recorded(uow, "hold.ended", who, hold_id, {"reason": words}):
        session.demand(Permission.HOLD_RECORDS)
        if not words:
            raise HoldRefused("A reason is needed.", "Say why it need not be kept any longer.")
        with uow() as work:
            hold = work.holds.get(hold_id)
            if hold.end is not None:
                raise HoldRefused("This hold has ended.", "Nothing needs doing.")
            work.holds.end(hold_id, HoldEnd(who, clock.now(), words))
            work.audit.append(
                AuditRecord(
                    action="hold.ended",
                    who=who,
                    outcome="done",
                    subject=hold_id,
                    purpose=words,
                    details={"number": hold.number, "kind": hold.kind.value},
                )
            )
            ended = work.holds.get(hold_id)
            tell_hold(work, ended)
            return ended


def _check_records(work: UnitOfWork, hold: Hold) -> None:
    """Raises HoldRefused where a record is not there (any more)."""
    for read_id in hold.read_ids:
        try:
            work.reads.get(read_id)
        except KeyError:
            raise HoldRefused("A read is not there any more.", "Search again.") from None
        # What is only in memory goes to the disk now: it is to be kept.
        work.reads.keep(read_id)
    for alert_id in hold.alert_ids:
        try:
            work.alerts.get(alert_id)
        except KeyError:
            raise HoldRefused("An alert is not there any more.", "Look again.") from None

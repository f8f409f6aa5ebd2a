"""Holds: what evidence, discovery, litigation and other lawful actions keep (RET-2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from alpr_console.domain.audit import POLICY, AuditRecord
from alpr_console.domain.errors import HoldRefused
from alpr_console.domain.keeping import Hold, HoldKind, HoldRelease, PlateSpan
from alpr_console.domain.operator import Permission
from alpr_console.domain.plate import MAX_CHARACTERS
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.session import Session
from alpr_console.ports import Clock, UnitOfWorkFactory
from alpr_console.workflow.entered_plate import plate_entered
from alpr_console.workflow.on_record import refusals_recorded
from alpr_console.workflow.words import demand_number, demand_words

HELD = "hold.added"
RELEASED = "hold.released"


@dataclass(frozen=True, slots=True)
class HoldRequest:
    """What a person asks to be held: chosen records, or a plate in a span of time."""

    kind: HoldKind
    number: str
    reason: str
    read_ids: tuple[str, ...] = ()
    alert_ids: tuple[str, ...] = ()
    untrusted_plate: str = ""
    since: datetime | None = None
    until: datetime | None = None
    later: bool = False
    """Also what comes while the hold is open."""


def add_hold(
    uow: UnitOfWorkFactory,
    clock: Clock,
    session: Session,
    policy: AgencyPolicy,
    request: HoldRequest,
) -> Hold:
    """Put a hold on record. From here on no purge takes what it covers.

    Raises PermissionRefused, DutyMissing without number or reason, PlateRefused, HoldRefused
    where it would hold nothing.
    """
    clause, who = policy.retention.holds, session.user.name
    details = {
        "kind": request.kind.value,
        "number": request.number,
        "reason": request.reason,
        "plate": request.untrusted_plate,
        "section": clause.section,
        POLICY: policy.version_name,
    }
    with refusals_recorded(uow, HELD, who, details=details):
        session.demand(Permission.HOLD_RECORDS)
        number = demand_number(
            request.number, "Number of the case or request", "Enter it.", clause.section
        )
        reason = demand_words(request.reason, "Reason for the hold", clause.section)
        span = _span(request, clock.now())
        with uow() as work:
            if not work.holds.known(request.read_ids, request.alert_ids):
                raise HoldRefused("A chosen record is not in the store.", "Search again.")
            read_ids = {*request.read_ids}
            if span is not None:
                read_ids.update(work.holds.of_plate(span))
            if not (read_ids or request.alert_ids or (span is not None and span.later)):
                raise HoldRefused(
                    "There is nothing on record to hold.",
                    "Check plate and times, or hold what is still to come.",
                )
            hold = Hold(
                hold_id=uuid4().hex,
                kind=request.kind,
                number=number,
                reason=reason,
                by=who,
                at=clock.now(),
                read_ids=tuple(sorted(read_ids)),
                alert_ids=tuple(sorted(set(request.alert_ids))),
                span=span,
            )
            work.holds.add(hold)
            work.audit.append(
                AuditRecord(
                    action=HELD,
                    who=who,
                    outcome="done",
                    subject=hold.hold_id,
                    purpose=reason,
                    details={
                        **details,
                        "number": number,
                        "reason": reason,
                        "plate": span.plate if span else "",
                        "since": span.since.isoformat() if span else "",
                        "until": span.until.isoformat() if span and span.until else "",
                        "later": "yes" if span and span.later else "no",
                        "reads": str(len(hold.read_ids)),
                        "alerts": str(len(hold.alert_ids)),
                    },
                )
            )
    return hold


def release_hold(
    uow: UnitOfWorkFactory,
    clock: Clock,
    session: Session,
    policy: AgencyPolicy,
    hold_id: str,
    reason: str,
) -> Hold:
    """End a hold: the next purge takes what is past its limit.

    Raises PermissionRefused, DutyMissing without a reason, HoldRefused where there is no such
    open hold.
    """
    clause, who = policy.retention.holds, session.user.name
    details = {"reason": reason, "section": clause.section, POLICY: policy.version_name}
    with refusals_recorded(uow, RELEASED, who, hold_id, details):
        session.demand(Permission.HOLD_RECORDS)
        words = demand_words(reason, "Reason for the release", clause.section)
        with uow() as work:
            try:
                hold = work.holds.get(hold_id)
            except KeyError:
                raise HoldRefused("There is no such hold.", "Choose one of the list.") from None
            if hold.released is not None:
                raise HoldRefused(
                    f"{hold.released.by} has released it already.", "Nothing is left to do."
                )
            work.holds.release(hold_id, HoldRelease(who, clock.now(), words))
            work.audit.append(
                AuditRecord(
                    action=RELEASED,
                    who=who,
                    outcome="done",
                    subject=hold_id,
                    purpose=words,
                    details={
                        **details,
                        "reason": words,
                        "kind": hold.kind.value,
                        "number": hold.number,
                    },
                )
            )
            return work.holds.get(hold_id)


def _span(request: HoldRequest, now: datetime) -> PlateSpan | None:
    if not request.untrusted_plate.strip():
        return None
    plate = plate_entered(request.untrusted_plate, MAX_CHARACTERS)
    until = request.until
    if until is None and not request.later:
        until = now
    since = request.since if request.since is not None else datetime.min.replace(tzinfo=now.tzinfo)
    if until is not None and until < since:
        raise HoldRefused("The span ends before it begins.", "Check the two times.")
    return PlateSpan(plate, since, until, request.later)

"""Plates that raise no alert for a while: known wrong on the list, known to be in order.

Hits on them stay on record ('hit.ignored').
"""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.errors import PlateRefused
from alpr_console.domain.ignored import LONGEST, IgnoredPlate, IgnoreEnd
from alpr_console.domain.operator import Permission
from alpr_console.domain.session import Session
from alpr_console.ports import Clock, UnitOfWorkFactory
from alpr_console.workflow.entered_plate import plate_entered
from alpr_console.workflow.on_record import refusals_recorded
from alpr_console.workflow.words import demand_words

LONGEST_LIC = 10
"""Characters of a list's license plate number."""


def ignore_plate(
    uow: UnitOfWorkFactory,
    clock: Clock,
    session: Session,
    untrusted_lic: str,
    untrusted_lis: str,
    reason: str,
    term: timedelta,
) -> IgnoredPlate:
    """Raise no alert for the plate as it is listed, from now on for `term`.

    Raises PermissionRefused unless a supervisor or administrator is signed in, DutyMissing
    without a reason in words, PlateRefused for what is no plate or a term beyond `LONGEST`.
    """
    now = clock.now()
    details = {
        "lic": untrusted_lic[:20],
        "lis": untrusted_lis[:20],
        "reason": " ".join(reason.split()),
        "until": (now + min(term, LONGEST)).isoformat(),
    }
    with refusals_recorded(uow, "plate.ignored", session.user.name, details=details):
        session.demand(Permission.IGNORE_PLATES)
        lic, lis = plate_entered(untrusted_lic, LONGEST_LIC), _state_listed(untrusted_lis)
        words = demand_words(reason, "A reason to ignore the plate", "")
        if not timedelta(0) < term <= LONGEST:
            raise PlateRefused(
                f"A plate is ignored for {LONGEST.days} days at the most.",
                "Choose a shorter term, and look at it again then.",
            )
        plate = IgnoredPlate(uuid4().hex, lic, lis, words, session.user.name, now, now + term)
        with uow() as work:
            work.ignored.add(plate)
            work.audit.append(
                AuditRecord(
                    action="plate.ignored",
                    who=session.user.name,
                    outcome="done",
                    subject=plate.ignored_id,
                    purpose=words,
                    details={**details, "lic": lic, "lis": lis, "role": session.user.role.value},
                )
            )
    return plate


def end_ignoring(
    uow: UnitOfWorkFactory, clock: Clock, session: Session, ignored_id: str, reason: str
) -> IgnoredPlate:
    """The plate alerts again from now on.

    Raises PermissionRefused; PlateRefused where it is not ignored any more or no reason is given.
    """
    now, words = clock.now(), " ".join(reason.split())
    who, action = session.user.name, "plate.no_longer_ignored"
    with refusals_recorded(uow, action, who, ignored_id, {"reason": words}):
        session.demand(Permission.IGNORE_PLATES)
        if not words:
            raise PlateRefused("Ending it needs a reason.", "Say why.")
        with uow() as work:
            if not work.ignored.get(ignored_id).in_force(now):
                raise PlateRefused("The plate is not ignored any more.", "Choose another.")
            work.ignored.end(ignored_id, IgnoreEnd(who, now, words))
            work.audit.append(
                AuditRecord(action, who, "done", ignored_id, details={"reason": words})
            )
            return work.ignored.get(ignored_id)


def _state_listed(untrusted_code: str) -> str:
    """Two letters as a list gives them (MX, ON among them), or ''. Raises PlateRefused."""
    code = untrusted_code.strip().upper()
    if code and not (len(code) == 2 and code.isascii() and code.isalpha()):
        raise PlateRefused("A state is two letters.", "Enter it as the list has it, or nothing.")
    return code

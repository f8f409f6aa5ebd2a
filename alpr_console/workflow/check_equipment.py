"""The start-of-shift check on record, and what becomes of each failure (OPS-2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.errors import ShiftRefused
from alpr_console.domain.operator import Permission
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.session import Session
from alpr_console.domain.shift import EquipmentFault, FaultAct, FaultStep, ShiftCheck
from alpr_console.domain.shift_check import CheckItem, Standing
from alpr_console.ports import Clock, UnitOfWork, UnitOfWorkFactory
from alpr_console.workflow.on_record import refusals_recorded

CHECKED = "shift.checked"
REPORTED = "fault.reported"
NOTED = {FaultAct.ACKNOWLEDGED: "fault.acknowledged", FaultAct.RESOLVED: "fault.resolved"}
NEEDED = {
    FaultAct.ACKNOWLEDGED: Permission.ANSWER_FAULTS,
    FaultAct.RESOLVED: Permission.HANDLE_ALERTS,
}
"""Who may say so: whoever drives the car sees whether it works again, the administrator alone
says that they know of it."""


def record_check(
    uow: UnitOfWorkFactory,
    clock: Clock,
    session: Session,
    policy: AgencyPolicy,
    items: Sequence[CheckItem],
) -> ShiftCheck:
    """The check with its failures reported, and earlier ones resolved that pass now; all of it
    or nothing. Raises PermissionRefused."""
    rules, who = policy.shift, session.user.name
    with refusals_recorded(uow, CHECKED, who):
        session.demand(Permission.HANDLE_ALERTS)
        now = clock.now()
        made = ShiftCheck(
            uuid4().hex, session.session_id, who, session.unit, now, rules.check.section,
            tuple(items),
        )  # fmt: skip
        with uow() as work:
            work.shifts.add_check(made)
            work.audit.append(
                AuditRecord(
                    CHECKED, who, "done", made.check_id, "Start-of-shift check",
                    {
                        "unit": session.unit,
                        "shift": session.session_id,
                        "section": rules.check.section,
                        **{one.value: _named(made.having(one)) for one in Standing},
                    },
                )
            )  # fmt: skip
            known = [fault for fault in work.shifts.faults() if fault.is_open]
            for item in made.items:
                same = [f for f in known if (f.key, f.subject) == (item.key, item.subject)]
                if item.standing is Standing.FAILED and not same:
                    _report(work, now, session, policy, made, item)
                elif item.standing is Standing.PASSED:
                    for fault in same:
                        _step(work, fault, FaultStep(FaultAct.RESOLVED, who, now, item.found))
    return made


def _report(
    work: UnitOfWork,
    now: datetime,
    session: Session,
    policy: AgencyPolicy,
    check: ShiftCheck,
    item: CheckItem,
) -> None:
    fault = EquipmentFault(
        uuid4().hex, check.check_id, check.shift_id, item.key, item.subject, item.found,
        check.by, check.unit, now,
    )  # fmt: skip
    work.shifts.save_fault(fault)
    work.audit.append(
        AuditRecord(
            REPORTED, session.user.name, "done", fault.fault_id, item.found,
            {
                "item": item.key.value,
                "subject": item.subject,
                "unit": session.unit,
                "section": policy.shift.report.section,
                "told": policy.people.administrator_title,
            },
        )
    )  # fmt: skip


def note_fault(
    uow: UnitOfWorkFactory, clock: Clock, session: Session, fault_id: str, act: FaultAct, note: str
) -> EquipmentFault:
    """Somebody knows of it, or it works again. Raises PermissionRefused; ShiftRefused without a
    note, or where it is resolved already."""
    words, who = " ".join(note.split()), session.user.name
    with refusals_recorded(uow, NOTED[act], who, fault_id, {"note": words}):
        session.demand(NEEDED[act])
        if not words:
            raise ShiftRefused("A note is needed.", "Say what is done, or was done, about it.")
        with uow() as work:
            try:
                known = work.shifts.fault(fault_id)
            except KeyError:
                raise ShiftRefused("There is no such fault.", "Choose one of the list.") from None
            return _step(work, known, FaultStep(act, who, clock.now(), words))


def _step(work: UnitOfWork, fault: EquipmentFault, step: FaultStep) -> EquipmentFault:
    gone_on = fault.step(step)
    work.shifts.save_fault(gone_on)
    work.audit.append(
        AuditRecord(NOTED[step.act], step.by, "done", fault.fault_id, "", {"note": step.note})
    )
    return gone_on


def _named(items: Sequence[CheckItem]) -> str:
    return ", ".join(f"{one.key.value} {one.subject}".strip() for one in items)

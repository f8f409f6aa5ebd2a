"""What opens the door besides the password: training, devices, the designee (ACC-3, 6, 8)."""

from __future__ import annotations

from datetime import datetime

from alpr_console.domain.account import Designee, Device, Standing, Training
from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.errors import AccountRefused
from alpr_console.domain.operator import Permission
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.session import Session
from alpr_console.ports import Clock, UnitOfWorkFactory
from alpr_console.workflow.accounts import put_device, put_training
from alpr_console.workflow.on_record import refusals_recorded


def record_training(
    uow: UnitOfWorkFactory,
    clock: Clock,
    policy: AgencyPolicy,
    session: Session,
    user_id: str,
    course_key: str,
    completed_at: datetime,
    taught_by: str,
    certificate: str = "",
) -> Training:
    """Put a completed course on record. Raises PermissionRefused, AccountRefused, KeyError.

    Nobody records their own.
    """
    who, now = session.user.name, clock.now()
    with refusals_recorded(uow, "training.recorded", who, user_id, {"course": course_key}):
        session.demand(Permission.RECORD_TRAINING)
        course = next((one for one in policy.people.courses if one.key == course_key), None)
        if course is None:
            raise AccountRefused("The policy knows no such course.", "Choose one that it lists.")
        if user_id == session.user.user_id:
            raise AccountRefused("Nobody records their own training.", "Ask the trainer.")
        if not taught_by.strip():
            raise AccountRefused("Who taught it is needed.", "Name the person or the school.")
        if completed_at > now:
            raise AccountRefused("The date lies in the future.", "Give the day it was completed.")
        training = Training(
            user_id, course.key, completed_at, completed_at + course.valid_for,
            " ".join(taught_by.split()), certificate.strip(), who, now,
        )  # fmt: skip
        with uow() as work:
            put_training(work, training, work.users.get(user_id).name)
    return training


def name_designee(
    uow: UnitOfWorkFactory, clock: Clock, policy: AgencyPolicy, session: Session, name: str
) -> Designee:
    """Say who oversees the operation now. Raises PermissionRefused, AccountRefused."""
    who, words = session.user.name, " ".join(name.split())
    with refusals_recorded(uow, "designee.named", who, details={"name": words}):
        session.demand(Permission.SIGN_POLICY)
        if not words:
            raise AccountRefused("A name is needed.", "Name the person, with rank.")
        designee = Designee(policy.people.administrator_title, words, who, clock.now())
        with uow() as work:
            work.people.add_designee(designee)
            work.audit.append(
                AuditRecord(
                    action="designee.named",
                    who=who,
                    outcome="done",
                    subject=designee.title,
                    details={
                        "name": words,
                        "section": policy.people.administrator.section,
                    },
                )
            )
    return designee


def register_device(
    uow: UnitOfWorkFactory, clock: Clock, session: Session, device_id: str, name: str
) -> Device:
    """As the department's own. Raises PermissionRefused, AccountRefused."""
    device = Device(
        device_id, " ".join(name.split()), Standing.OWNED, "", "department-owned",
        session.user.name, clock.now(),
    )  # fmt: skip
    return _record(uow, session, device)


def permit_device(
    uow: UnitOfWorkFactory,
    clock: Clock,
    session: Session,
    device_id: str,
    name: str,
    owner: str,
    reason: str,
    until: datetime,
) -> Device:
    """Somebody's own computer, by the administrator's written permission until a day."""
    now = clock.now()
    with refusals_recorded(uow, "device.recorded", session.user.name, device_id):
        session.demand(Permission.SIGN_POLICY)
        if not owner.strip() or not reason.strip():
            raise AccountRefused("Owner and reason are needed.", "Write them down.")
        if until <= now:
            raise AccountRefused("The permission would be over already.", "Give a later day.")
    device = Device(
        device_id, " ".join(name.split()), Standing.PERMITTED, " ".join(owner.split()),
        " ".join(reason.split()), session.user.name, now, until,
    )  # fmt: skip
    return _record(uow, session, device)


def withdraw_device(
    uow: UnitOfWorkFactory, clock: Clock, session: Session, device_id: str, reason: str
) -> Device:
    """It no longer opens the store. Raises PermissionRefused, AccountRefused."""
    with uow() as work:
        known = next((one for one in work.people.devices() if one.device_id == device_id), None)
    with refusals_recorded(uow, "device.recorded", session.user.name, device_id):
        session.demand(Permission.SIGN_POLICY)
        if known is None or not reason.strip():
            raise AccountRefused("Device and reason are needed.", "Choose it and say why.")
    device = Device(
        device_id, known.name, Standing.WITHDRAWN, known.owner, " ".join(reason.split()),
        session.user.name, clock.now(),
    )  # fmt: skip
    return _record(uow, session, device)


def _record(uow: UnitOfWorkFactory, session: Session, device: Device) -> Device:
    with refusals_recorded(uow, "device.recorded", session.user.name, device.device_id):
        session.demand(Permission.SIGN_POLICY)
        if not device.name or not device.device_id:
            raise AccountRefused("A device needs a name.", "Name it, as 'Unit 12 MDC'.")
        with uow() as work:
            put_device(work, device)
    return device

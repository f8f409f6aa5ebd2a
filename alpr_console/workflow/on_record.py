"""Keeping acts on record: the done ones with their effect, the refused ones as refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from alpr_console.audit.digest import ALERT_DIGEST, digest_of
from alpr_console.domain.alert import Alert
from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.errors import (
    AccountRefused,
    ConfirmationRefused,
    ConsoleError,
    DutyMissing,
    EntryRefused,
    EvidenceRefused,
    ExportCancelled,
    HabitsRefused,
    HoldRefused,
    HotListMalformed,
    IllegalTransition,
    KeyRefused,
    OversightRefused,
    PermissionRefused,
    PlateRefused,
    PolicyRefused,
    ReleaseRefused,
    SearchRefused,
    SettingRefused,
    ShiftRefused,
    SignInRefused,
    SoundRefused,
    TransferRefused,
)
from alpr_console.domain.operator import Permission
from alpr_console.domain.session import Session
from alpr_console.ports import UnitOfWorkFactory

_REFUSALS: tuple[type[ConsoleError], ...] = (
    AccountRefused,
    ConfirmationRefused,
    DutyMissing,
    EntryRefused,
    EvidenceRefused,
    ExportCancelled,
    HabitsRefused,
    HoldRefused,
    HotListMalformed,
    IllegalTransition,
    KeyRefused,
    OversightRefused,
    PermissionRefused,
    PlateRefused,
    PolicyRefused,
    ReleaseRefused,
    SearchRefused,
    SettingRefused,
    ShiftRefused,
    SignInRefused,
    SoundRefused,
    TransferRefused,
)


@contextmanager
def refusals_recorded(
    uow: UnitOfWorkFactory,
    action: str,
    who: str,
    subject: str = "",
    details: Mapping[str, str] | None = None,
) -> Iterator[None]:
    """Write a refusal inside the block to the audit log, then let it pass on.

    The act's own transaction has been rolled back by then; the refusal has its own.
    """
    try:
        yield
    except _REFUSALS as refusal:
        with uow() as work:
            work.audit.append(
                AuditRecord(
                    action=action,
                    who=who,
                    outcome=f"refused: {refusal.what}",
                    subject=subject,
                    details=dict(details or {}),
                )
            )
        raise


def step_alert(
    uow: UnitOfWorkFactory,
    session: Session,
    alert_id: str,
    action: str,
    step: Callable[[Alert], Alert],
    details: Mapping[str, str],
) -> Alert:
    """Take one step of an alert's course and put it on record, both or neither.

    Raises PermissionRefused, IllegalTransition, and what `step` raises; the alert is
    then unchanged and the refusal is in the audit log.
    """
    with refusals_recorded(uow, action, session.user.name, alert_id, details):
        session.demand(Permission.HANDLE_ALERTS)
        with uow() as work:
            before = work.alerts.get(alert_id)
            after = step(before)
            work.alerts.save(after)
            work.audit.append(
                AuditRecord(
                    action=action,
                    who=session.user.name,
                    outcome="done",
                    subject=alert_id,
                    purpose=before.hit.entry.category.label,
                    details={
                        "from": before.state.value,
                        "to": after.state.value,
                        **details,
                        ALERT_DIGEST: digest_of(after),
                    },
                )
            )
    return after

"""`audit verify`: is the log whole, and do the alerts stand as it says they were left?"""

from __future__ import annotations

from dataclasses import dataclass

from alpr_console.audit.digest import ALERT_DIGEST, digest_of
from alpr_console.domain.errors import AuditBroken
from alpr_console.ports import UnitOfWorkFactory

_CALL = "Keep the store as it is and tell the administrator."


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found in order."""

    entries: int
    alerts: int
    """Alerts that are as the log says they were left."""
    head: str
    """Hash of the last entry; '' for an empty log. Noted down elsewhere, it vouches for
    everything before it."""


def verify_audit(uow: UnitOfWorkFactory) -> Verified:
    """Walk the chain from its first entry to its head; then hold each alert against it.

    Raises:
        AuditBroken: naming the first entry that is missing, out of place or changed, the
            cut end, or the alert that was changed behind the log's back.
    """
    with uow() as work:
        entries = work.audit.verify()
        head = ""
        left: dict[str, tuple[int, str]] = {}
        for entry in work.audit.entries():
            head = entry.hash
            digest = entry.record.details.get(ALERT_DIGEST)
            if digest is not None:
                left[entry.record.subject] = entry.sequence, digest
        for alert_id, (sequence, digest) in left.items():
            try:
                alert = work.alerts.get(alert_id)
            except (KeyError, ValueError, TypeError) as error:
                raise AuditBroken(
                    f"The alert of audit entry {sequence} is missing or unreadable.", _CALL
                ) from error
            if digest_of(alert) != digest:
                raise AuditBroken(f"The alert of audit entry {sequence} was changed since.", _CALL)
    return Verified(entries, len(left), head)

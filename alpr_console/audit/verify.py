"""`audit verify`: is the log whole, and do alerts and entries stand as it left them?"""

from __future__ import annotations

from dataclasses import dataclass

from alpr_console.audit.digest import ALERT_DIGEST, ENTRY_DIGEST, IDS_DIGEST, digest_of
from alpr_console.domain.errors import AuditBroken, IllegalTransition
from alpr_console.ports import UnitOfWork, UnitOfWorkFactory

_CALL = "Keep the store as it is and tell the administrator."

_Left = dict[str, tuple[int, str]]
"""By subject: the last audit entry that carries its digest, and the digest."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found in order."""

    entries: int
    alerts: int
    """Alerts that are as the log says they were left."""
    purged: int
    """Alerts that a purge on record took out."""
    specific: int
    """Specific entries that are."""
    head: str
    """Hash of the last entry; '' for an empty log. Noted down elsewhere, it vouches for
    everything before it."""


def verify_audit(uow: UnitOfWorkFactory) -> Verified:
    """Walk the chain from its first entry to its head; then hold what it vouches for against it.

    Raises:
        AuditBroken: naming the first entry that is missing, out of place or changed, the
            cut end, or what was changed behind the log's back.
    """
    with uow() as work:
        entries = work.audit.verify()
        head = ""
        alerts: _Left = {}
        specific: _Left = {}
        purges: dict[str, str] = {}
        for entry in work.audit.entries():
            head = entry.hash
            for name, left in ((ALERT_DIGEST, alerts), (ENTRY_DIGEST, specific)):
                digest = entry.record.details.get(name)
                if digest is not None:
                    left[entry.record.subject] = entry.sequence, digest
            if IDS_DIGEST in entry.record.details:
                details = entry.record.details
                purges[details["purge_id"]] = details[IDS_DIGEST]
        kept, purged = _apart(work, alerts, purges)
        _check_alerts(work, kept)
        _check_specific(work, specific)
    return Verified(entries, len(kept), purged, len(specific), head)


def _apart(work: UnitOfWork, left: _Left, purges: dict[str, str]) -> tuple[_Left, int]:
    """Alerts that must be there, and how many a purge of the log took out.

    `purges`: by id, the digest over what it took.
    """
    kept: _Left = {}
    for alert_id, (sequence, digest) in left.items():
        taken = work.purges.of_alert(alert_id)
        if taken is None:
            kept[alert_id] = sequence, digest
        elif purges.get(taken[0]) != taken[1]:
            raise AuditBroken(
                f"The alert of audit entry {sequence} is said to be purged, but no purge on "
                "record took it.",
                _CALL,
            )
    return kept, len(left) - len(kept)


def _check_alerts(work: UnitOfWork, left: _Left) -> None:
    for alert_id, (sequence, digest) in left.items():
        try:
            alert = work.alerts.get(alert_id)
        except (KeyError, ValueError, TypeError) as error:
            raise AuditBroken(
                f"The alert of audit entry {sequence} is missing or unreadable.", _CALL
            ) from error
        if digest_of(alert) != digest:
            raise AuditBroken(f"The alert of audit entry {sequence} was changed since.", _CALL)


def _check_specific(work: UnitOfWork, left: _Left) -> None:
    """An entry that the log does not know would match without anyone's approval."""
    try:
        kept = {entry.entry_id: entry for entry in work.specific.all()}
    except (IllegalTransition, KeyError, ValueError, TypeError) as error:
        raise AuditBroken("A specific entry is unreadable.", _CALL) from error
    for entry_id, (sequence, digest) in left.items():
        entry = kept.pop(entry_id, None)
        if entry is None:
            raise AuditBroken(f"The specific entry of audit entry {sequence} is missing.", _CALL)
        if digest_of(entry) != digest:
            raise AuditBroken(
                f"The specific entry of audit entry {sequence} was changed since.", _CALL
            )
    if kept:
        raise AuditBroken("There is a specific entry that the log does not know.", _CALL)

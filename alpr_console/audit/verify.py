"""`audit verify`: is the log whole, and do alerts and entries stand as it left them?"""

from __future__ import annotations

from dataclasses import dataclass

from alpr_console.audit.digest import (
    ALERT_DIGEST,
    ENTRY_DIGEST,
    PURGED_IDS,
    digest_of,
    digest_of_ids,
)
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
    specific: int
    """Specific entries that are."""
    rows: int
    """Rows of all tables that are as they were left."""
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
        purges: dict[str, tuple[int, str]] = {}
        for entry in work.audit.entries():
            head = entry.hash
            for name, left in ((ALERT_DIGEST, alerts), (ENTRY_DIGEST, specific)):
                digest = entry.record.details.get(name)
                if digest is not None:
                    left[entry.record.subject] = entry.sequence, digest
            ids = entry.record.details.get(PURGED_IDS)
            if ids is not None and entry.record.outcome == "done":
                purges[entry.record.subject] = entry.sequence, ids
        gone = _check_purges(work, purges)
        _check_alerts(work, {one: left for one, left in alerts.items() if one not in gone})
        _check_specific(work, specific)
        rows = work.seals.verify()
    return Verified(entries, len(alerts.keys() - gone), len(specific), rows, head)


def _check_purges(work: UnitOfWork, purges: dict[str, tuple[int, str]]) -> set[str]:
    """Ids of what was purged on record; whatever else is missing was removed."""
    gone: set[str] = set()
    for purge_id, (sequence, digest) in purges.items():
        ids = work.purges.ids_of(purge_id)
        if digest_of_ids(ids) != digest:
            raise AuditBroken(
                f"What the purge of audit entry {sequence} took was changed since.", _CALL
            )
        gone.update(ids)
    return gone


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

"""From a read to an alert: what the console itself puts on record, with no one's help."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from alpr_console.audit.digest import ALERT_DIGEST, digest_of
from alpr_console.domain.alert import Alert
from alpr_console.domain.audit import SYSTEM, AuditRecord
from alpr_console.domain.hotlist import Hit, Match
from alpr_console.domain.read import PlateRead
from alpr_console.ports import Clock, ReadStore, UnitOfWork, UnitOfWorkFactory
from alpr_console.workflow.canvass import record_under_case


def keep_read(uow: UnitOfWorkFactory, read: PlateRead) -> bool:
    """Keep a read, or its correction by later frames; whether a person's correction stands.

    The audit entry names the read, not the plate: a read leaves the store when its
    retention ends, the audit log never does. Of a correction it says what it changed.
    """
    with uow() as work:
        details = {"camera": read.camera, "revision": str(read.revision)}
        known = _known(work.reads, read.read_id) if read.revision else None
        if read.revision:
            details["changed"] = changed(known, read)
        work.reads.save(read)
        if case := record_under_case(work, read):
            details["case_number"] = case
        work.audit.append(
            AuditRecord(
                action="read.corrected" if read.revision else "read.kept",
                who=SYSTEM,
                outcome="done",
                subject=read.read_id,
                details=details,
            )
        )
    return known is not None and known.revision > read.revision


def _known(reads: ReadStore, read_id: str) -> PlateRead | None:
    try:
        return reads.get(read_id)
    except KeyError:
        # Its first release was given up, or has left the store.
        return None


def changed(before: PlateRead | None, read: PlateRead) -> str:
    """Which parts of a read a newer revision changes, in words that name no plate."""
    if before is None:
        return "unknown"
    parts = {
        "text": before.text != read.text,
        "state": before.state != read.state,
        "picture": before.at != read.at,
    }
    return ", ".join(name for name, differs in parts.items() if differs) or "nothing"


def raise_alert(
    uow: UnitOfWorkFactory,
    clock: Clock,
    unit: str,
    read: PlateRead,
    match: Match,
    stale_after: timedelta,
) -> Alert:
    """Put a hit on record with its read. The alert may be shown once this returns."""
    with uow() as work:
        return put_alert(work, clock.now(), unit, read, match, stale_after)


def put_alert(
    work: UnitOfWork,
    now: datetime,
    unit: str,
    read: PlateRead,
    match: Match,
    stale_after: timedelta,
) -> Alert:
    """The same inside a transaction: the alert may be shown once that is over."""
    hit = Hit(
        hit_id=uuid4().hex,
        read=read,
        match=match,
        freshness=match.hot_list.freshness(now, stale_after),
        at=now,
    )
    alert = Alert(alert_id=uuid4().hex, hit=hit, raised_at=now)
    work.reads.save(read)
    work.alerts.save(alert)
    work.audit.append(
        AuditRecord(
            action="alert.raised",
            who=SYSTEM,
            outcome="done",
            subject=alert.alert_id,
            purpose=match.entry.category.label,
            details={
                "unit": unit,
                "read_id": read.read_id,
                "read": read.text,
                "read_state": read.state,
                "listed": match.entry.lic,
                "listed_state": match.entry.lis,
                "list": f"{match.hot_list.name} version {match.hot_list.version}",
                "list_age": hit.freshness.words,
                "list_stale": "yes" if hit.freshness.stale else "no",
                "match": match.kind.value,
                "likelihood": f"{match.likelihood:.4f}",
                "state_conflict": "yes" if match.state_conflict else "no",
                ALERT_DIGEST: digest_of(alert),
            },
        )
    )
    return alert

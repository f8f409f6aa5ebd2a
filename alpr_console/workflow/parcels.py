"""Records as they are sent: canonical JSON with its digest, and what is searched by beside it."""

from __future__ import annotations

import hashlib
import json

from alpr_console.audit.chain import entry_text, time_from_text
from alpr_console.audit.digest import text_of
from alpr_console.domain.alert import Alert
from alpr_console.domain.audit import AuditEntry
from alpr_console.domain.read import PlateRead
from alpr_console.domain.transfer import Parcel, RecordKind, Waiting


def parcel_of_read(read: PlateRead) -> Parcel:
    """One revision with its pictures, whose sums stand in the text."""
    text = text_of(read)
    fix = read.position
    return Parcel(
        RecordKind.READ,
        read.read_id,
        read.revision,
        text,
        _sum(text),
        read.at,
        plate=read.text,
        state=read.state,
        camera=read.camera,
        latitude=None if fix is None else fix.latitude,
        longitude=None if fix is None else fix.longitude,
        pictures=(("crop", read.crop_jpeg), ("context", read.context_jpeg)),
    )


def parcel_of_alert(alert: Alert, step: int) -> Parcel:
    """`step` is the audit entry that left the alert as it is; its digest there is this one."""
    text = text_of(alert)
    read = alert.hit.read
    return Parcel(
        RecordKind.ALERT,
        alert.alert_id,
        step,
        text,
        _sum(text),
        alert.raised_at,
        plate=read.text,
        state=read.state,
        camera=read.camera,
        read_id=read.read_id,
        closed=not alert.is_open,
    )


def parcel_of_entry(entry: AuditEntry) -> Parcel:
    """The digest is the entry's own hash in the chain."""
    sequence = entry.sequence
    return Parcel(
        RecordKind.AUDIT, str(sequence), sequence, entry_text(entry), entry.hash, entry.at
    )


def parcel_of_notice(waiting: Waiting) -> Parcel:
    """A hold, its release, or an order to purge."""
    body = waiting.body
    at = time_from_text(json.loads(body)["at"])
    return Parcel(waiting.kind, waiting.record_id, waiting.revision, body, _sum(body), at)


def _sum(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()

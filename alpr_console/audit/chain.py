"""The hash chain of the audit log: pure functions, no storage.

An entry's hash is SHA-256 over its canonical JSON, which an outside auditor can compute with
any tool: keys sorted, no spaces, UTF-8, not escaped beyond what JSON asks, and the fields

    {"at": "2026-11-22T06:04:54.123456Z", "previous": "<64 hex>", "record": {"action": …,
     "details": {…}, "outcome": …, "purpose": …, "subject": …, "who": …},
     "sequence": 1, "unit": "…"}
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from alpr_console.domain.audit import AuditEntry, AuditRecord
from alpr_console.domain.errors import AuditBroken

NO_HASH = "0" * 64
"""What the first entry carries in place of the hash of an entry before it."""

_CALL = "Keep the store as it is and tell the administrator."


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry of a chain; sequence 0 for a chain without entries."""

    sequence: int
    hash: str


EMPTY = Head(0, NO_HASH)


def time_text(at: datetime) -> str:
    """UTC to the microsecond, always 27 characters, so that text sorts as time does.

    Raises:
        AuditBroken: the time carries no time zone.
    """
    if at.tzinfo is None:
        raise AuditBroken("A time without a time zone cannot be put on record.")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ").rjust(27, "0")


def time_from_text(text: str) -> datetime:
    """The UTC time that `time_text` wrote. Raises ValueError for any other spelling."""
    at = datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    if time_text(at) != text:
        raise ValueError(f"{text!r} is not written as the console writes times")
    return at


def details_text(details: Mapping[str, str]) -> str:
    """Canonical JSON of an entry's details."""
    return _canonical(dict(details)).decode("utf-8")


def hash_of(sequence: int, at: datetime, unit: str, record: AuditRecord, previous: str) -> str:
    """SHA-256, hex, over the canonical JSON of an entry."""
    return hashlib.sha256(_entry_json(sequence, at, unit, record, previous)).hexdigest()


def entry_text(entry: AuditEntry) -> str:
    """The canonical JSON of an entry, which its hash is over."""
    text = _entry_json(entry.sequence, entry.at, entry.unit, entry.record, entry.previous)
    return text.decode("utf-8")


def entry_from_text(text: str) -> AuditEntry:
    """The entry of such a text, with the hash that the text has.

    Raises:
        AuditBroken: the text is not written as the console writes it.
    """
    try:
        kept = json.loads(text)
        digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
        record = AuditRecord(**kept["record"])
        entry = AuditEntry(
            kept["sequence"], time_from_text(kept["at"]), kept["unit"], record,
            kept["previous"], digest,
        )  # fmt: skip
        if entry_text(entry) == text:
            return entry
    except (ValueError, TypeError, KeyError, AttributeError):
        pass
    raise AuditBroken("An audit entry is not written as the console writes it.", _CALL)


def _entry_json(
    sequence: int, at: datetime, unit: str, record: AuditRecord, previous: str
) -> bytes:
    return _canonical(
        {
            "sequence": sequence,
            "at": time_text(at),
            "unit": unit,
            "record": {
                "action": record.action,
                "who": record.who,
                "outcome": record.outcome,
                "subject": record.subject,
                "purpose": record.purpose,
                "details": dict(record.details),
            },
            "previous": previous,
        }
    )


def link(head: Head, at: datetime, unit: str, record: AuditRecord) -> AuditEntry:
    """The entry that puts `record` behind `head`.

    Raises:
        AuditBroken: the record lacks its action, person or outcome, or its details are not
            text to text.
    """
    if not (record.action and record.who and record.outcome):
        raise AuditBroken("A record without action, person or outcome cannot be audited.")
    for key, value in record.details.items():
        if not isinstance(key, str) or not isinstance(value, str):
            raise AuditBroken(f"Detail {key!r} of {record.action} is not text.")
    sequence = head.sequence + 1
    digest = hash_of(sequence, at, unit, record, head.hash)
    return AuditEntry(sequence, at.astimezone(UTC), unit, record, head.hash, digest)


def check(entries: Iterable[AuditEntry]) -> Head:
    """Walk the entries from the first one; the head of the chain.

    Raises:
        AuditBroken: naming the first entry that is missing, out of place or changed.
    """
    head = EMPTY
    for entry in entries:
        head = check_next(head, entry)
    return head


def check_next(head: Head, entry: AuditEntry) -> Head:
    """The head after `entry`, which must follow `head`. Raises AuditBroken."""
    expected = head.sequence + 1
    if entry.sequence != expected:
        raise AuditBroken(
            f"Audit entry {expected} is missing or out of place: entry {entry.sequence} "
            "stands there.",
            _CALL,
        )
    if entry.previous != head.hash:
        raise AuditBroken(f"Audit entry {expected} does not follow from the one before.", _CALL)
    if hash_of(expected, entry.at, entry.unit, entry.record, entry.previous) != entry.hash:
        raise AuditBroken(f"Audit entry {expected} was changed.", _CALL)
    return Head(expected, entry.hash)


def check_tail(seen: Head, hash_at_kept: str, kept: Head) -> None:
    """Compare the chain with the head that was kept apart from it.

    A kept head older than the chain is what a crash between a commit and the writing of
    the head leaves, and is in order. `hash_at_kept` is the hash of the chain's entry number
    `kept.sequence`; it is not looked at where the chain is shorter.

    Raises:
        AuditBroken: the tail was cut off, or the chain was written anew.
    """
    if kept.sequence > seen.sequence:
        raise AuditBroken(
            f"The audit log ends at entry {seen.sequence}, but entry {kept.sequence} was "
            "written: its end was cut off.",
            _CALL,
        )
    if kept.sequence and hash_at_kept != kept.hash:
        raise AuditBroken(
            f"Audit entry {kept.sequence} is not the one that was written: the log was "
            "written anew.",
            _CALL,
        )


def _canonical(value: object) -> bytes:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8")

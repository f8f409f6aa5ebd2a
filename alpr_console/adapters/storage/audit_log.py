"""The audit log in the encrypted store, appended in the transaction of what it records."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from alpr_console.adapters.storage.head_file import HeadFile
from alpr_console.adapters.storage.schema import audit_log
from alpr_console.audit import chain
from alpr_console.audit.chain import Head
from alpr_console.domain.audit import AuditEntry, AuditRecord, LogFilter
from alpr_console.domain.errors import AuditBroken
from alpr_console.ports import Clock

_IN_ORDER = select(audit_log).order_by(audit_log.c.sequence)
_LAST = (
    select(audit_log.c.sequence, audit_log.c.hash).order_by(audit_log.c.sequence.desc()).limit(1)
)


class SqlAuditLog:
    """The AuditLog port over one transaction."""

    def __init__(
        self,
        connection: Connection,
        unit: str,
        clock: Clock,
        head_file: HeadFile,
        circumstances: Mapping[str, str] | None = None,
    ) -> None:
        self._connection = connection
        self._unit = unit
        self._clock = clock
        self._head_file = head_file
        self._circumstances = dict(circumstances or {})
        self.appended: Head | None = None
        """Head after the last append of this transaction; to be kept once it is committed."""

    def append(self, record: AuditRecord) -> AuditEntry:
        last = self._connection.execute(_LAST).one_or_none()
        head = Head(last.sequence, last.hash) if last else chain.EMPTY
        frozen = AuditRecord(
            record.action,
            record.who,
            record.outcome,
            record.subject,
            record.purpose,
            {**record.details, **self._circumstances},
        )
        entry = chain.link(head, self._clock.now(), self._unit, frozen)
        self._connection.execute(
            insert(audit_log).values(
                sequence=entry.sequence,
                at=chain.time_text(entry.at),
                unit=entry.unit,
                action=record.action,
                who=record.who,
                outcome=record.outcome,
                subject=record.subject,
                purpose=record.purpose,
                details=chain.details_text(frozen.details),
                previous=entry.previous,
                hash=entry.hash,
            )
        )
        self.appended = Head(entry.sequence, entry.hash)
        return entry

    def entries(self) -> Iterator[AuditEntry]:
        for row in self._connection.execute(_IN_ORDER):
            yield entry_from(row)

    def about(self, subject: str) -> list[AuditEntry]:
        query = _IN_ORDER.where(audit_log.c.subject == subject)
        return [entry_from(row) for row in self._connection.execute(query)]

    def tally(self, since: datetime, until: datetime) -> list[tuple[str, str, int]]:
        within = audit_log.c.at.between(chain.time_text(since), chain.time_text(until))
        group = (audit_log.c.action, audit_log.c.who)
        query = select(*group, func.count()).where(within).group_by(*group).order_by(*group)
        return [(action, who, count) for action, who, count in self._connection.execute(query)]

    def page(self, wanted: LogFilter, before: int | None, limit: int) -> list[AuditEntry]:
        log = audit_log.c
        query = select(audit_log).order_by(log.sequence.desc()).limit(limit)
        if before is not None:
            query = query.where(log.sequence < before)
        if wanted.who:
            query = query.where(log.who == wanted.who)
        if wanted.action:
            query = query.where(log.action.startswith(wanted.action, autoescape=True))
        if wanted.subject:
            query = query.where(log.subject == wanted.subject)
        if wanted.since is not None:
            query = query.where(log.at >= chain.time_text(wanted.since))
        if wanted.until is not None:
            query = query.where(log.at < chain.time_text(wanted.until))
        return [entry_from(row) for row in self._connection.execute(query)]

    def verify(self) -> int:
        """Walk the chain and hold it against the head kept beside the store.

        Raises:
            AuditBroken: naming the first entry that is missing, out of place or changed, or
                saying that the end was cut off.
        """
        kept = self._head_file.read()
        head = chain.EMPTY
        hash_at_kept = chain.NO_HASH
        for entry in self.entries():
            head = chain.check_next(head, entry)
            if head.sequence == kept.sequence:
                hash_at_kept = head.hash
        chain.check_tail(head, hash_at_kept, kept)
        return head.sequence


def entry_from(row: Row[Any]) -> AuditEntry:
    """The entry of a row. Raises AuditBroken where a field is not written as it would be."""
    try:
        at = chain.time_from_text(row.at)
        details = json.loads(row.details)
        if chain.details_text(details) != row.details:
            raise ValueError("details are not canonical")
        texts = (row.unit, row.action, row.who, row.outcome, row.subject, row.purpose)
        if not all(isinstance(text, str) for text in texts):
            raise ValueError("a field is not text")
    except (ValueError, TypeError) as error:
        raise AuditBroken(
            f"Audit entry {row.sequence} was changed.",
            "Keep the store as it is and tell the administrator.",
        ) from error
    record = AuditRecord(row.action, row.who, row.outcome, row.subject, row.purpose, details)
    return AuditEntry(row.sequence, at, row.unit, record, row.previous, row.hash)

"""Looks at data on record: each is in the log before anything is shown (ACC-2).

The entry and what is given out belong to one transaction: where the log cannot be written,
nothing is given out (AU-5). A look at nothing is none.
"""

from __future__ import annotations

from collections.abc import Iterable

from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.session import Session
from alpr_console.ports import UnitOfWork

LISTED = 60
"""So many records are named; the count is of all."""


def record_look(
    work: UnitOfWork,
    session: Session,
    action: str,
    seen: Iterable[str],
    data: str,
    purpose: str,
    subject: str = "",
) -> None:
    """Who saw which records and data elements, and what for (Civ. Code 1798.90.52).

    Records are named by their ids: a read that is purged later must not live on, as a plate, in
    the log of who had a look at it. Hits and searches name their plates themselves.
    """
    ids = list(seen)
    if not ids:
        return
    user = session.user
    work.audit.append(
        AuditRecord(
            action=action,
            who=user.name,
            outcome="done",
            subject=subject,
            purpose=purpose,
            details={
                "full_name": user.full_name,
                "organization": user.organization,
                "count": str(len(ids)),
                "records": " ".join(ids[:LISTED]),
                "data": data,
            },
        )
    )

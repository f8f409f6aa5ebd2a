"""The desk's acts on the audit log: reading, verifying, taking it away (AUD-4)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alpr_console.audit.verify import Verified, verify_audit
from alpr_console.domain.audit import AuditEntry, AuditRecord, LogFilter
from alpr_console.domain.errors import AuditBroken
from alpr_console.domain.operator import Permission
from alpr_console.ports import Clock, UnitOfWorkFactory
from alpr_console.workflow import export_log
from alpr_console.workflow.export_log import LogExport

if TYPE_CHECKING:
    from alpr_console.workflow.desk import Desk

PAGE = 100


class LogDesk:
    """Each act raises PermissionRefused, and is on record itself."""

    def __init__(self, desk: Desk, uow: UnitOfWorkFactory, clock: Clock) -> None:
        self._desk = desk
        self._uow = uow
        self._clock = clock

    def page(self, wanted: LogFilter, before: int | None = None) -> list[AuditEntry]:
        """Newest first, those with a lower number than `before` where it is given."""
        self._desk.demand(Permission.READ_AUDIT)
        session = self._desk.signed_in()
        with self._uow() as work:
            found = work.audit.page(wanted, before, PAGE)
            work.audit.append(
                AuditRecord(
                    "log.read",
                    session.user.name,
                    "done",
                    purpose="Audit",
                    details={
                        **wanted.words(),
                        "entries": str(len(found)),
                        "organization": session.user.organization,
                    },
                )
            )
        return found

    def verify(self) -> Verified:
        """Walk chain, rows and pages. Raises AuditBroken, which is on record as found."""
        self._desk.demand(Permission.READ_AUDIT)
        try:
            found = verify_audit(self._uow)
        except AuditBroken as fault:
            self._record("log.verified", f"fault: {fault.what}")
            raise
        self._record("log.verified", "done", {"entries": str(found.entries), "head": found.head})
        return found

    def export(self, medium: Path, purpose: str) -> LogExport:
        """See export_log.export_log."""
        return export_log.export_log(
            self._uow, self._clock, self._desk.policy, self._desk.signed_in(),
            self._desk.evidence.signer(), medium, purpose,
        )  # fmt: skip

    def _record(self, action: str, outcome: str, details: dict[str, str] | None = None) -> None:
        who = self._desk.signed_in().user.name
        with self._uow() as work:
            work.audit.append(AuditRecord(action, who, outcome, "", "Audit", details or {}))

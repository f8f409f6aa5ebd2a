"""The desk's acts on evidence exports, for whoever is signed in."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from alpr_console.domain.alert import Alert
from alpr_console.domain.errors import KeyringUnavailable, PermissionRefused
from alpr_console.domain.evidence import EvidenceExport
from alpr_console.domain.operator import Permission
from alpr_console.evidence.package import Heading
from alpr_console.evidence.record_json import Material
from alpr_console.ports import Clock, UnitOfWorkFactory
from alpr_console.proof_ports import Signer, fingerprint
from alpr_console.workflow import export_evidence
from alpr_console.workflow.export_evidence import ExportAsked
from alpr_console.workflow.looks import record_look

if TYPE_CHECKING:
    from alpr_console.workflow.desk import Desk


class EvidenceDesk:
    """`begin`, then `page` after page, `seal`, `finish`; or `fail`. See evidence_exports.

    An export goes on while its session is locked, and fails when it ends.
    """

    def __init__(self, desk: Desk, uow: UnitOfWorkFactory, clock: Clock) -> None:
        self._desk = desk
        self._uow = uow
        self._clock = clock
        self._running: dict[str, str] = {}
        """Ids of the exports under way, with the session that each belongs to."""

    def signer(self) -> Signer:
        """Raises KeyringUnavailable where the console was started without a keyring."""
        if self._desk.signer is None:
            raise KeyringUnavailable(
                "There is no key to sign with.", "Start the console with the system keyring."
            )
        return self._desk.signer

    def fingerprint(self) -> str:
        """Of the key that signs: to be given to recipients by another way."""
        self._desk.demand(Permission.EXPORT_EVIDENCE)
        return fingerprint(self.signer().public_key)

    def history(self) -> list[EvidenceExport]:
        """Newest first; those that were broken off are on record as failed from here on."""
        self._desk.demand(Permission.EXPORT_EVIDENCE)
        self._settle()
        with self._uow() as work:
            return work.exports.all()[::-1]

    def alerts(self, since: datetime, until: datetime) -> list[Alert]:
        """Raised in the span, to choose from; oldest first."""
        self._desk.demand(Permission.EXPORT_EVIDENCE)
        with self._uow() as work:
            found = work.alerts.between(since, until)
            record_look(
                work,
                self._desk.signed_in(),
                "alerts.seen",
                [alert.alert_id for alert in found],
                "hits with pictures and course",
                "Choosing what to export",
            )
            return found

    def begin(self, asked: ExportAsked) -> Heading:
        """See export_evidence.begin."""
        self._settle()
        session = self._desk.signed_in()
        # Before anything is on record: an export that cannot be signed is none.
        _ = self.signer().public_key
        heading = export_evidence.begin(self._uow, self._clock, session, self._desk.policy, asked)
        self._running[heading.export.export_id] = session.session_id
        return heading

    def page(self, export: EvidenceExport, begin: int, count: int) -> list[Material]:
        self._check_going_on(export)
        return export_evidence.material(self._uow, export, begin, count)

    def seal(self, export: EvidenceExport, manifest_sha256: str) -> None:
        self._check_going_on(export)
        export_evidence.seal(self._uow, self._clock, export, manifest_sha256)

    def finish(self, export: EvidenceExport) -> EvidenceExport:
        """The folder has its name by now, so this is recorded whoever is signed in."""
        self._running.pop(export.export_id, None)
        return export_evidence.finish(self._uow, self._clock, self._desk.policy, export)

    def fail(self, export: EvidenceExport, why: str) -> None:
        """Of an export that this desk began."""
        if self._running.pop(export.export_id, None) is not None:
            export_evidence.fail(self._uow, self._clock, self._desk.policy, export, why)

    def _check_going_on(self, export: EvidenceExport) -> None:
        session = self._desk.signed_in()
        if self._running.get(export.export_id) != session.session_id:
            raise PermissionRefused(
                "Whoever began the export is signed out.", "Sign in and export again."
            )

    def _settle(self) -> None:
        export_evidence.settle_broken_off(
            self._uow, self._clock, self._desk.policy, tuple(self._running)
        )

"""What the product needs of storage for exports, releases, agreements and breach reports."""

from __future__ import annotations

from typing import Protocol

from alpr_console.domain.breach import BreachReport
from alpr_console.domain.evidence import EvidenceExport
from alpr_console.domain.release_request import Agreement, KeptFile, ReleaseRequest


class ExportStore(Protocol):
    """Exports with what became of them. Only ever added to."""

    def save(self, export: EvidenceExport) -> None:
        """A new export, or the steps that a known one has gone on by."""
        ...

    def get(self, export_id: str) -> EvidenceExport:
        """Raises KeyError."""
        ...

    def all(self) -> list[EvidenceExport]:
        """Oldest first."""
        ...


class ReleaseStore(Protocol):
    """Release requests with their course, and the files that came with them."""

    def save(self, request: ReleaseRequest) -> None:
        """A new request, or the steps that a known one has gone on by."""
        ...

    def get(self, number: str) -> ReleaseRequest:
        """Raises KeyError."""
        ...

    def all(self) -> list[ReleaseRequest]:
        """Oldest first."""
        ...

    def keep_file(self, file: KeptFile, content: bytes) -> None:
        """Content whose SHA-256 is `file.sha256`; kept once."""
        ...

    def file(self, sha256: str) -> bytes:
        """Raises KeyError."""
        ...


class AgreementStore(Protocol):
    """The register of memoranda of understanding. Only ever added to."""

    def save(self, agreement: Agreement) -> None:
        """A new one, or the end of a known one."""
        ...

    def get(self, agreement_id: str) -> Agreement:
        """Raises KeyError."""
        ...

    def all(self) -> list[Agreement]:
        """Oldest first."""
        ...


class BreachStore(Protocol):
    """Reports of suspected breaches, and who has seen them. Only ever added to."""

    def save(self, report: BreachReport) -> None:
        """A new one, or another acknowledgement of a known one."""
        ...

    def get(self, report_id: str) -> BreachReport:
        """Raises KeyError."""
        ...

    def all(self) -> list[BreachReport]:
        """Oldest first."""
        ...

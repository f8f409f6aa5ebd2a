"""Exports, release requests, agreements and breach reports: what was recorded, and its steps."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import insert, select

from alpr_console.adapters.storage.schema_release import kept_files, records, steps
from alpr_console.adapters.storage.stepped_records import SteppedRecords
from alpr_console.domain.breach import Acknowledgement, BreachReport
from alpr_console.domain.evidence import EvidenceExport, ExportStep
from alpr_console.domain.release_request import (
    Agreement,
    AgreementEnd,
    KeptFile,
    ReleaseRequest,
    ReleaseStep,
)

R = TypeVar("R")


class _Records(SteppedRecords[R]):
    records = records
    steps = steps


class SqlExports(_Records[EvidenceExport]):
    """The ExportStore port over one transaction."""

    table = "evidence_exports"
    steps_field = "steps"
    record_type = TypeAdapter(EvidenceExport)
    step_type = TypeAdapter(ExportStep)
    key = staticmethod(lambda export: export.export_id)


class SqlReleases(_Records[ReleaseRequest]):
    """The ReleaseStore port over one transaction."""

    table = "release_requests"
    steps_field = "steps"
    record_type = TypeAdapter(ReleaseRequest)
    step_type = TypeAdapter(ReleaseStep)
    key = staticmethod(lambda request: request.number)

    def keep_file(self, file: KeptFile, content: bytes) -> None:
        if self._connection.execute(_file(file.sha256)).one_or_none() is None:
            self._connection.execute(
                insert(kept_files).values(sha256=file.sha256, name=file.name, content=content)
            )

    def file(self, sha256: str) -> bytes:
        """Raises KeyError."""
        row = self._connection.execute(_file(sha256)).one_or_none()
        if row is None:
            raise KeyError(sha256)
        return bytes(row.content)


class SqlAgreements(_Records[Agreement]):
    """The AgreementStore port over one transaction."""

    table = "agreements"
    steps_field = "ends"
    record_type = TypeAdapter(Agreement)
    step_type = TypeAdapter(AgreementEnd)
    key = staticmethod(lambda agreement: agreement.agreement_id)


class SqlBreaches(_Records[BreachReport]):
    """The BreachStore port over one transaction."""

    table = "breach_reports"
    steps_field = "acknowledged"
    record_type = TypeAdapter(BreachReport)
    step_type = TypeAdapter(Acknowledgement)
    key = staticmethod(lambda report: report.report_id)


def _file(sha256: str) -> Any:
    return select(kept_files).where(kept_files.c.sha256 == sha256)

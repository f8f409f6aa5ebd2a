"""Exports, release requests, agreements and breach reports: what was recorded, and its steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import Connection, insert, literal_column, select

from alpr_console.adapters.storage.schema_release import kept_files, records, steps
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


class _Records(Generic[R]):
    """One kind of record; its steps are only ever added to."""

    table: str
    steps_field: str
    record_type: TypeAdapter[R]
    step_type: TypeAdapter[Any]
    key: Callable[[R], str]

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._records = records[self.table]
        self._steps = steps[self.table]

    def save(self, record: R) -> None:
        """Raises ValueError where what is on record would be changed or lost."""
        key = type(self).key(record)
        bare, taken = self._parted(record)
        known = self._load(key)
        if known is None:
            contents = self.record_type.dump_json(bare).decode("utf-8")
            self._connection.execute(insert(self._records).values(record_id=key, contents=contents))
            known = bare
        bare_known, on_record = self._parted(known)
        if bare_known != bare or taken[: len(on_record)] != on_record:
            raise ValueError(f"{self.table} {key}: what is on record would be changed")
        for step in taken[len(on_record) :]:
            contents = self.step_type.dump_json(step).decode("utf-8")
            self._connection.execute(insert(self._steps).values(record_id=key, contents=contents))

    def get(self, key: str) -> R:
        """Raises KeyError."""
        found = self._load(key)
        if found is None:
            raise KeyError(key)
        return found

    def all(self) -> list[R]:
        """Oldest first."""
        of: dict[str, list[Any]] = {}
        query = select(self._steps).order_by(self._steps.c.step_id)
        for row in self._connection.execute(query):
            of.setdefault(row.record_id, []).append(self.step_type.validate_json(row.contents))
        rows = self._connection.execute(select(self._records).order_by(_rowid(self._records)))
        return [self._whole(row.contents, of.get(row.record_id, [])) for row in rows]

    def _load(self, key: str) -> R | None:
        where = self._records.c.record_id == key
        row = self._connection.execute(select(self._records).where(where)).one_or_none()
        if row is None:
            return None
        query = select(self._steps).where(self._steps.c.record_id == key)
        taken = [
            self.step_type.validate_json(step.contents)
            for step in self._connection.execute(query.order_by(self._steps.c.step_id))
        ]
        return self._whole(row.contents, taken)

    def _parted(self, record: R) -> tuple[R, tuple[Any, ...]]:
        """The record as it was at first, and its steps."""
        taken = tuple(getattr(record, self.steps_field))
        return replace(record, **{self.steps_field: ()}), taken  # type: ignore[type-var]

    def _whole(self, contents: str, taken: list[Any]) -> R:
        record = self.record_type.validate_json(contents)
        return replace(record, **{self.steps_field: tuple(taken)})  # type: ignore[type-var]


def _rowid(table: Any) -> Any:
    """The order of insertion."""
    return literal_column(f"{table.name}.rowid")


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

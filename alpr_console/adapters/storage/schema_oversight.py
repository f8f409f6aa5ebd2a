"""Tables of audit samples, judgements and reports."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, Table, Text

from alpr_console.adapters.storage.schema import metadata


def _texts(*names: str) -> list[Column[str]]:
    return [Column(name, Text, nullable=False) for name in names]


audit_samples = Table(
    "audit_samples",
    metadata,
    Column("sample_id", Text, primary_key=True, nullable=False),
    *_texts("by", "at", "since", "until", "seed"),
    Column("population", Integer, nullable=False),
    # The ids drawn, as JSON, in the order of the draw.
    *_texts("population_sha256", "drawn"),
)

judgements = Table(
    "judgements",
    metadata,
    # The newest of an inquiry in a sample counts.
    Column("judgement_id", Integer, primary_key=True),
    Column("sample_id", Text, ForeignKey("audit_samples.sample_id"), nullable=False),
    *_texts("inquiry_id", "finding", "reason", "data_errors", "by", "at"),
    Index("ix_judgements_sample_id", "sample_id"),
)

reports = Table(
    "reports",
    metadata,
    Column("report_id", Text, primary_key=True, nullable=False),
    *_texts("key", "name", "since", "until", "by", "at", "to", "pdf_sha256", "csv_sha256"),
    Column("pdf", LargeBinary, nullable=False),
    Column("csv", LargeBinary, nullable=False),
    Index("ix_reports_key", "key", "at"),
)

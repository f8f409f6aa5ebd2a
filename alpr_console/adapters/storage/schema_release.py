"""Tables of exports, release requests, agreements and breach reports."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, Table, Text

from alpr_console.adapters.storage.schema import metadata


def _record(name: str) -> Table:
    """What was recorded at first, as JSON."""
    return Table(
        name,
        metadata,
        Column("record_id", Text, primary_key=True, nullable=False),
        Column("contents", Text, nullable=False),
    )


def _steps(of: str) -> Table:
    """What became of it, in order, each as JSON."""
    name = f"{of}_steps"
    return Table(
        name,
        metadata,
        Column("step_id", Integer, primary_key=True),
        Column("record_id", Text, ForeignKey(f"{of}.record_id"), nullable=False),
        Column("contents", Text, nullable=False),
        Index(f"ix_{name}_record_id", "record_id"),
    )


RECORDS = ("evidence_exports", "release_requests", "agreements", "breach_reports")

records = {name: _record(name) for name in RECORDS}
steps = {name: _steps(name) for name in RECORDS}

kept_files = Table(
    "kept_files",
    metadata,
    Column("sha256", Text, primary_key=True, nullable=False),
    Column("name", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

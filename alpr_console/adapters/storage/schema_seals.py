"""The one sealed row."""

from __future__ import annotations

from sqlalchemy import Column, Integer, Table, Text

from alpr_console.adapters.storage.schema import metadata

row_seal = Table(
    "row_seal",
    metadata,
    Column("seal_id", Integer, primary_key=True),
    # Number of the commit, end of the audit log, sum of each table; JSON.
    Column("content", Text, nullable=False),
    Column("mac", Text, nullable=False),
)

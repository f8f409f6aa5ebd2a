"""Records about people, devices and the designee: one table, each row of one kind."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, Table, Text

from alpr_console.adapters.storage.schema import metadata

people_records = Table(
    "people_records",
    metadata,
    Column("record_id", Integer, primary_key=True),
    # Name of the domain type.
    Column("kind", Text, nullable=False),
    # The person, or the device; '' for the designee.
    Column("subject", Text, nullable=False),
    Column("at", Text, nullable=False),
    # The whole record as JSON.
    Column("content", Text, nullable=False),
    Index("ix_people_records_kind", "kind", "subject", "at"),
)

"""The tables of looks at stored reads."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text

from alpr_console.adapters.storage.schema import metadata

inquiries = Table(
    "inquiries",
    metadata,
    Column("inquiry_id", Text, primary_key=True, nullable=False),
    # Terms and grounds are JSON.
    *(
        Column(name, Text, nullable=False)
        for name in (
            "kind", "who", "full_name", "organization", "unit", "at", "terms", "grounds",
            "section", "policy", "within",
        )
    ),
    Index("ix_inquiries_at", "at"),
)  # fmt: skip

inquiry_pages = Table(
    "inquiry_pages",
    metadata,
    Column("inquiry_id", Text, ForeignKey("inquiries.inquiry_id"), primary_key=True),
    Column("page", Integer, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    # [[read id, plate], …] as JSON: what was seen stays on record when the read is purged.
    Column("reads", Text, nullable=False),
)

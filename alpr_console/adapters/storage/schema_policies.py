"""The table of policy profiles that were signed off."""

from __future__ import annotations

from sqlalchemy import Column, Integer, Table, Text

from alpr_console.adapters.storage.schema import metadata

policy_versions = Table(
    "policy_versions",
    metadata,
    # In the order of signing; the newest is in force.
    Column("number", Integer, primary_key=True),
    Column("version_id", Text, nullable=False, unique=True),
    *(
        Column(name, Text, nullable=False)
        for name in ("key", "title", "version", "sha256", "text", "by", "at", "note")
    ),
)

"""The table of each person's habits; the newest row of a person counts."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, Table, Text

from alpr_console.adapters.storage.schema import metadata

officer_settings = Table(
    "officer_settings",
    metadata,
    Column("settings_id", Integer, primary_key=True),
    Column("user_id", Text, nullable=False),
    Column("at", Text, nullable=False),
    # All of them as JSON.
    Column("content", Text, nullable=False),
    Index("ix_officer_settings_user_id", "user_id"),
)

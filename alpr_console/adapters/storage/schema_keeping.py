"""Tables of holds and purges."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text

from alpr_console.adapters.storage.schema import metadata


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


holds = Table(
    "holds",
    metadata,
    Column("hold_id", Text, primary_key=True, nullable=False),
    _text("kind"),
    _text("number"),
    _text("reason"),
    _text("by"),
    _text("at"),
    # A plate in a span of time; '' where single records are held.
    _text("plate"),
    Column("since", Text),
    Column("until", Text),
    Column("later", Boolean, nullable=False),
    Index("ix_holds_plate", "plate"),
)

held_records = Table(
    "held_records",
    metadata,
    # 'read' or 'alert'.
    Column("kind", Text, primary_key=True, nullable=False),
    Column("record_id", Text, primary_key=True, nullable=False),
    Column("hold_id", Text, ForeignKey("holds.hold_id"), primary_key=True, nullable=False),
    Index("ix_held_records_hold_id", "hold_id"),
)

hold_releases = Table(
    "hold_releases",
    metadata,
    Column("hold_id", Text, ForeignKey("holds.hold_id"), primary_key=True, nullable=False),
    _text("by"),
    _text("at"),
    _text("reason"),
)

purges = Table(
    "purges",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("purge_id", Text, nullable=False, unique=True),
    _text("run_id"),
    _text("kind"),
    Column("count", Integer, nullable=False),
    Column("reads", Integer, nullable=False),
    _text("oldest"),
    _text("newest"),
    _text("cutoff"),
    _text("section"),
    _text("policy"),
    _text("by"),
    _text("at"),
    _text("digest"),
    Index("ix_purges_run_id", "run_id"),
)

purged_alerts = Table(
    "purged_alerts",
    metadata,
    # The log vouches for alerts one by one: a purged one is told from a missing one by this.
    Column("alert_id", Text, primary_key=True, nullable=False),
    Column("purge_id", Text, ForeignKey("purges.purge_id"), nullable=False),
    Index("ix_purged_alerts_purge_id", "purge_id"),
)

"""Tables of holds and purges."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text

from alpr_console.adapters.storage.schema import metadata


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


holds = Table(
    "holds",
    metadata,
    Column("hold_id", Text, primary_key=True, nullable=False),
    *(_text(name) for name in ("kind", "number", "reason", "by", "at", "plate")),
    Column("since", Text),
    Column("until", Text),
)

hold_items = Table(
    "hold_items",
    metadata,
    Column("item_id", Integer, primary_key=True),
    Column("hold_id", Text, ForeignKey("holds.hold_id"), nullable=False),
    # 'read' or 'alert'.
    _text("kind"),
    _text("record_id"),
    Index("ix_hold_items_record_id", "record_id"),
)

hold_ends = Table(
    "hold_ends",
    metadata,
    Column("hold_id", Text, ForeignKey("holds.hold_id"), primary_key=True),
    *(_text(name) for name in ("by", "at", "reason")),
)

purges = Table(
    "purges",
    metadata,
    # In the order of taking.
    Column("number", Integer, primary_key=True),
    Column("purge_id", Text, nullable=False, unique=True),
    _text("kind"),
    Column("records", Integer, nullable=False),
    *(_text(name) for name in ("oldest", "newest", "cutoff", "by", "at", "section", "policy",
                               "ids_digest")),
)  # fmt: skip

purged = Table(
    "purged",
    metadata,
    # Ids are drawn at random: they say nothing of what is gone.
    Column("record_id", Text, primary_key=True, nullable=False),
    Column("purge_id", Text, ForeignKey("purges.purge_id"), nullable=False),
)

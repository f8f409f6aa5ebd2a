"""Holds and purges."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from alpr_console.adapters.storage.migrations.versions.v0001_first_store import refuse
from alpr_console.adapters.storage.migrations.versions.v0002_hot_lists import texts

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "holds",
        *texts("hold_id", "kind", "number", "reason", "by", "at", "plate"),
        sa.Column("since", sa.Text(), nullable=True),
        sa.Column("until", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("hold_id", name=op.f("pk_holds")),
    )
    op.create_table(
        "hold_items",
        sa.Column("item_id", sa.Integer(), nullable=False),
        *texts("hold_id", "kind", "record_id"),
        sa.ForeignKeyConstraint(
            ["hold_id"], ["holds.hold_id"], name=op.f("fk_hold_items_hold_id_holds")
        ),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_hold_items")),
    )
    op.create_index("ix_hold_items_record_id", "hold_items", ["record_id"])
    op.create_table(
        "hold_ends",
        *texts("hold_id", "by", "at", "reason"),
        sa.ForeignKeyConstraint(
            ["hold_id"], ["holds.hold_id"], name=op.f("fk_hold_ends_hold_id_holds")
        ),
        sa.PrimaryKeyConstraint("hold_id", name=op.f("pk_hold_ends")),
    )
    op.create_table(
        "purges",
        sa.Column("number", sa.Integer(), nullable=False),
        *texts("purge_id", "kind"),
        sa.Column("records", sa.Integer(), nullable=False),
        *texts("oldest", "newest", "cutoff", "by", "at", "section", "policy", "ids_digest"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_purges")),
        sa.UniqueConstraint("purge_id", name=op.f("uq_purges_purge_id")),
    )
    op.create_table(
        "purged",
        *texts("record_id", "purge_id"),
        sa.ForeignKeyConstraint(
            ["purge_id"], ["purges.purge_id"], name=op.f("fk_purged_purge_id_purges")
        ),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_purged")),
    )
    for table in ("holds", "hold_items", "hold_ends", "purges", "purged"):
        refuse(table, "UPDATE")
        refuse(table, "DELETE")

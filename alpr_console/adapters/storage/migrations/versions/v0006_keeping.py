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

# Only ever added to.
EVIDENCE = ("holds", "held_records", "hold_releases", "purges", "purged_alerts")


def upgrade() -> None:
    make_holds()
    make_purges()
    for table in EVIDENCE:
        refuse(table, "UPDATE")
        refuse(table, "DELETE")


def make_holds() -> None:
    op.create_table(
        "holds",
        *texts("hold_id", "kind", "number", "reason", "by", "at", "plate"),
        sa.Column("since", sa.Text(), nullable=True),
        sa.Column("until", sa.Text(), nullable=True),
        sa.Column("later", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("hold_id", name=op.f("pk_holds")),
    )
    op.create_index("ix_holds_plate", "holds", ["plate"])
    op.create_table(
        "held_records",
        *texts("kind", "record_id", "hold_id"),
        sa.ForeignKeyConstraint(
            ["hold_id"], ["holds.hold_id"], name=op.f("fk_held_records_hold_id_holds")
        ),
        sa.PrimaryKeyConstraint("kind", "record_id", "hold_id", name=op.f("pk_held_records")),
    )
    op.create_index("ix_held_records_hold_id", "held_records", ["hold_id"])
    op.create_table(
        "hold_releases",
        *texts("hold_id", "by", "at", "reason"),
        sa.ForeignKeyConstraint(
            ["hold_id"], ["holds.hold_id"], name=op.f("fk_hold_releases_hold_id_holds")
        ),
        sa.PrimaryKeyConstraint("hold_id", name=op.f("pk_hold_releases")),
    )


def make_purges() -> None:
    op.create_table(
        "purges",
        sa.Column("number", sa.Integer(), nullable=False),
        *texts("purge_id", "run_id", "kind"),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("reads", sa.Integer(), nullable=False),
        *texts("oldest", "newest", "cutoff", "section", "policy", "by", "at", "digest"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_purges")),
        sa.UniqueConstraint("purge_id", name=op.f("uq_purges_purge_id")),
    )
    op.create_index("ix_purges_run_id", "purges", ["run_id"])
    op.create_table(
        "purged_alerts",
        *texts("alert_id", "purge_id"),
        sa.ForeignKeyConstraint(
            ["purge_id"], ["purges.purge_id"], name=op.f("fk_purged_alerts_purge_id_purges")
        ),
        sa.PrimaryKeyConstraint("alert_id", name=op.f("pk_purged_alerts")),
    )
    op.create_index("ix_purged_alerts_purge_id", "purged_alerts", ["purge_id"])

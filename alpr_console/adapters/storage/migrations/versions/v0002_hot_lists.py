"""Lists in sealed files, designations, specific entries, ignored plates, past hits.

Entries of lists leave the database for sealed files (decision 0024). A list imported before
is out of force until it is imported again: the console says that there is none.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from alpr_console.adapters.storage.migrations.versions.v0001_first_store import (
    columns_of,
    differing,
    refuse,
)

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# Only ever added to.
EVIDENCE = (
    "alert_repeats",
    "designations",
    "specific_entries",
    "specific_steps",
    "ignored_plates",
    "ignored_ends",
    "match_settings",
    "past_hit_reviews",
    "read_corrections",
)


def upgrade() -> None:
    op.drop_table("hot_list_entries")
    op.execute(sa.text("DROP TRIGGER hot_lists_refuse_update_superseded"))
    op.add_column("hot_lists", sa.Column("file_id", sa.Text(), nullable=False, server_default=""))
    for count in ("left_out", "barred"):
        op.add_column(
            "hot_lists", sa.Column(count, sa.Integer(), nullable=False, server_default="0")
        )
    op.execute(sa.text("UPDATE hot_lists SET in_force = 0"))
    kept = [c for c in columns_of("hot_lists") if c != "in_force"]
    refuse("hot_lists", "UPDATE", f"NEW.in_force OR {differing(kept)}", "superseded")
    make_tables()
    # Each hit asks whether its vehicle has been told of.
    op.create_index("ix_alerts_read_id", "alerts", ["read_id"])
    op.create_index("ix_dispositions_at", "dispositions", ["at"])
    for table in EVIDENCE:
        refuse(table, "UPDATE")
        refuse(table, "DELETE")


def texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def make_tables() -> None:
    op.create_table(
        "designations",
        sa.Column("designation_id", sa.Integer(), nullable=False),
        *texts("name", "by", "at"),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        *texts("settings"),
        sa.PrimaryKeyConstraint("designation_id", name=op.f("pk_designations")),
    )
    op.create_index("ix_designations_name", "designations", ["name"])
    op.create_table(
        "specific_entries",
        *texts("entry_id", "entered_by", "entered_at", "contents"),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_specific_entries")),
    )
    op.create_table(
        "specific_steps",
        sa.Column("step_id", sa.Integer(), nullable=False),
        *texts("entry_id", "act", "by", "at", "reason"),
        sa.Column("until", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["specific_entries.entry_id"],
            name=op.f("fk_specific_steps_entry_id_specific_entries"),
        ),
        sa.PrimaryKeyConstraint("step_id", name=op.f("pk_specific_steps")),
    )
    op.create_index("ix_specific_steps_entry_id", "specific_steps", ["entry_id"])
    op.create_table(
        "ignored_plates",
        *texts("ignored_id", "lic", "lis", "reason", "by", "at", "expires_at"),
        sa.PrimaryKeyConstraint("ignored_id", name=op.f("pk_ignored_plates")),
    )
    op.create_table(
        "ignored_ends",
        *texts("ignored_id", "by", "at", "reason"),
        sa.ForeignKeyConstraint(
            ["ignored_id"],
            ["ignored_plates.ignored_id"],
            name=op.f("fk_ignored_ends_ignored_id_ignored_plates"),
        ),
        sa.PrimaryKeyConstraint("ignored_id", name=op.f("pk_ignored_ends")),
    )
    op.create_table(
        "alert_repeats",
        sa.Column("repeat_id", sa.Integer(), nullable=False),
        *texts("alert_id", "read_id", "at"),
        sa.ForeignKeyConstraint(
            ["alert_id"], ["alerts.alert_id"], name=op.f("fk_alert_repeats_alert_id_alerts")
        ),
        sa.PrimaryKeyConstraint("repeat_id", name=op.f("pk_alert_repeats")),
    )
    op.create_index("ix_alert_repeats_alert_id", "alert_repeats", ["alert_id"])
    op.create_index("ix_alert_repeats_read_id", "alert_repeats", ["read_id"])
    op.create_table(
        "past_hits",
        *texts("past_hit_id", "read_id"),
        sa.Column("read_revision", sa.Integer(), nullable=False),
        *texts("read_at", "found_at", "entry", "hot_list", "match_kind"),
        sa.Column("likelihood", sa.Float(), nullable=False),
        *texts("differences"),
        sa.Column("state_conflict", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("past_hit_id", name=op.f("pk_past_hits")),
    )
    op.create_index("ix_past_hits_found_at", "past_hits", ["found_at"])
    op.create_index("ix_past_hits_read_id", "past_hits", ["read_id"])
    op.create_table(
        "past_hit_reviews",
        *texts("past_hit_id", "by", "at", "note"),
        sa.ForeignKeyConstraint(
            ["past_hit_id"],
            ["past_hits.past_hit_id"],
            name=op.f("fk_past_hit_reviews_past_hit_id_past_hits"),
        ),
        sa.PrimaryKeyConstraint("past_hit_id", name=op.f("pk_past_hit_reviews")),
    )
    op.create_table(
        "read_corrections",
        *texts("read_id"),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        *texts("by", "at", "reason"),
        sa.PrimaryKeyConstraint("read_id", "revision", name=op.f("pk_read_corrections")),
    )
    op.create_table(
        "match_settings",
        sa.Column("setting_id", sa.Integer(), nullable=False),
        *texts("by", "at"),
        *(sa.Column(n, sa.Float(), nullable=False) for n in ("high", "normal", "low")),
        sa.PrimaryKeyConstraint("setting_id", name=op.f("pk_match_settings")),
    )

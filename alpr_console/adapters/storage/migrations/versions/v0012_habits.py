"""How each person wants the console."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from alpr_console.adapters.storage.migrations.versions.v0001_first_store import refuse
from alpr_console.adapters.storage.migrations.versions.v0002_hot_lists import texts
from alpr_console.adapters.storage.seals import set_triggers

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "officer_settings",
        sa.Column("settings_id", sa.Integer(), nullable=False),
        *texts("user_id", "at", "content"),
        sa.PrimaryKeyConstraint("settings_id", name=op.f("pk_officer_settings")),
    )
    op.create_index("ix_officer_settings_user_id", "officer_settings", ["user_id"])
    refuse("officer_settings", "UPDATE")
    refuse("officer_settings", "DELETE")
    set_triggers(op.get_bind())

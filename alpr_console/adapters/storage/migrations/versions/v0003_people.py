"""Accounts with position and organization; records about people, devices, the designee."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from alpr_console.adapters.storage.migrations.versions.v0001_first_store import refuse
from alpr_console.adapters.storage.migrations.versions.v0002_hot_lists import texts

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("position", "organization"):
        op.add_column("users", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    op.add_column(
        "users", sa.Column("must_change", sa.Boolean(), nullable=False, server_default="0")
    )
    op.create_table(
        "people_records",
        sa.Column("record_id", sa.Integer(), nullable=False),
        *texts("kind", "subject", "at", "content"),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_people_records")),
    )
    op.create_index("ix_people_records_kind", "people_records", ["kind", "subject", "at"])
    for act in ("UPDATE", "DELETE"):
        refuse("people_records", act)

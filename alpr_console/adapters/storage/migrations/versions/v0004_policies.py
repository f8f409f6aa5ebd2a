"""Versions of the policy profile, each signed off."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from alpr_console.adapters.storage.migrations.versions.v0001_first_store import refuse
from alpr_console.adapters.storage.migrations.versions.v0002_hot_lists import texts

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "policy_versions",
        sa.Column("number", sa.Integer(), nullable=False),
        *texts("version_id", "key", "title", "version", "sha256", "text", "by", "at", "note"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_policy_versions")),
        sa.UniqueConstraint("version_id", name=op.f("uq_policy_versions_version_id")),
    )
    for act in ("UPDATE", "DELETE"):
        refuse("policy_versions", act)

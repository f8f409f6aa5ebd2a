"""Release requests, agreements with agencies, exports, breaches."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from alpr_console.adapters.storage.migrations.versions.v0001_first_store import refuse
from alpr_console.adapters.storage.migrations.versions.v0002_hot_lists import texts

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

RECORDS = ("evidence_exports", "release_requests", "agreements", "breach_reports")


def upgrade() -> None:
    for name in RECORDS:
        steps = f"{name}_steps"
        op.create_table(
            name,
            *texts("record_id", "contents"),
            sa.PrimaryKeyConstraint("record_id", name=op.f(f"pk_{name}")),
        )
        op.create_table(
            steps,
            sa.Column("step_id", sa.Integer(), nullable=False),
            *texts("record_id", "contents"),
            sa.ForeignKeyConstraint(
                ["record_id"], [f"{name}.record_id"], name=op.f(f"fk_{steps}_record_id_{name}")
            ),
            sa.PrimaryKeyConstraint("step_id", name=op.f(f"pk_{steps}")),
        )
        op.create_index(f"ix_{steps}_record_id", steps, ["record_id"])
    op.create_table(
        "kept_files",
        *texts("sha256", "name"),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_kept_files")),
    )
    for table in ("kept_files", *RECORDS, *(f"{name}_steps" for name in RECORDS)):
        for act in ("UPDATE", "DELETE"):
            refuse(table, act)

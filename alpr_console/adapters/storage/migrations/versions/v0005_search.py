"""Searches of stored reads, and the indexes they need (decision 0040)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from alpr_console.adapters.storage.migrations.versions.v0001_first_store import refuse
from alpr_console.adapters.storage.migrations.versions.v0002_hot_lists import texts

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "inquiries",
        *texts(
            "inquiry_id", "kind", "who", "full_name", "organization", "unit", "at", "terms",
            "grounds", "section", "policy", "within",
        ),
        sa.PrimaryKeyConstraint("inquiry_id", name=op.f("pk_inquiries")),
    )  # fmt: skip
    op.create_index("ix_inquiries_at", "inquiries", ["at"])
    op.create_table(
        "inquiry_pages",
        *texts("inquiry_id"),
        sa.Column("page", sa.Integer(), autoincrement=False, nullable=False),
        *texts("at", "reads"),
        sa.ForeignKeyConstraint(
            ["inquiry_id"],
            ["inquiries.inquiry_id"],
            name=op.f("fk_inquiry_pages_inquiry_id_inquiries"),
        ),
        sa.PrimaryKeyConstraint("inquiry_id", "page", name=op.f("pk_inquiry_pages")),
    )
    for table in ("inquiries", "inquiry_pages"):
        refuse(table, "UPDATE")
        refuse(table, "DELETE")

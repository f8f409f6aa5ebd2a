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


CELL = "CAST((latitude + 90) * 200 AS INTEGER) * 100000 + CAST((longitude + 180) * 200 AS INTEGER)"


def upgrade() -> None:
    index_reads()
    make_tables()
    for table in ("inquiries", "inquiry_pages"):
        refuse(table, "UPDATE")
        refuse(table, "DELETE")


def index_reads() -> None:
    """A cell of the place is worked out from the read itself, for old rows as for new ones."""
    op.execute(
        sa.text(f"ALTER TABLE reads ADD COLUMN cell INTEGER GENERATED ALWAYS AS ({CELL}) VIRTUAL")
    )
    op.drop_index("ix_reads_plate", "reads")
    op.drop_index("ix_reads_at", "reads")
    op.create_index("ix_reads_plate", "reads", ["plate", "at"])
    seen = ["latitude", "longitude", "state", "camera", "color", "body"]
    op.create_index("ix_reads_at", "reads", ["at", "plate", *seen, "revision"])
    op.create_index("ix_reads_cell", "reads", ["cell", "at", "plate", *seen[:2]])


def make_tables() -> None:
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

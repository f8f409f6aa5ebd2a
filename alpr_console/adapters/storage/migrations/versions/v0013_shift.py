"""A shift: its checks, faults, canvasses, notes, and the reads that came by hand."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from alpr_console.adapters.storage.migrations.versions.v0001_first_store import refuse
from alpr_console.adapters.storage.migrations.versions.v0002_hot_lists import texts
from alpr_console.adapters.storage.seals import set_triggers

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

STEPPED = ("equipment_faults", "canvasses")
OF_SHIFTS = ("shift_checks", "shift_notes")


def upgrade() -> None:
    for name in STEPPED:
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
    for name in OF_SHIFTS:
        op.create_table(
            name,
            sa.Column("place", sa.Integer(), nullable=False),
            *texts("shift_id", "contents"),
            sa.PrimaryKeyConstraint("place", name=op.f(f"pk_{name}")),
        )
        op.create_index(f"ix_{name}_shift_id", name, ["shift_id"])
    op.create_table(
        "canvass_reads",
        *texts("read_id", "canvass_id", "case_number"),
        sa.ForeignKeyConstraint(
            ["canvass_id"],
            ["canvasses.record_id"],
            name=op.f("fk_canvass_reads_canvass_id_canvasses"),
        ),
        sa.PrimaryKeyConstraint("read_id", name=op.f("pk_canvass_reads")),
    )
    for column in ("canvass_id", "case_number"):
        op.create_index(f"ix_canvass_reads_{column}", "canvass_reads", [column])
    op.create_table(
        "hand_reads",
        *texts("read_id", "how", "by", "unit", "at"),
        sa.PrimaryKeyConstraint("read_id", name=op.f("pk_hand_reads")),
    )
    tables = (
        *STEPPED, *(f"{name}_steps" for name in STEPPED), *OF_SHIFTS, "canvass_reads", "hand_reads",
    )  # fmt: skip
    for table in tables:
        refuse(table, "UPDATE")
        refuse(table, "DELETE")
    set_triggers(op.get_bind())

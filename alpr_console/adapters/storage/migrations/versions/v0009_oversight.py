"""Audit samples, judgements, reports."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from alpr_console.adapters.storage.migrations.versions.v0001_first_store import refuse
from alpr_console.adapters.storage.migrations.versions.v0002_hot_lists import texts

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_samples",
        *texts("sample_id", "by", "at", "since", "until", "seed"),
        sa.Column("population", sa.Integer(), nullable=False),
        *texts("population_sha256", "drawn"),
        sa.PrimaryKeyConstraint("sample_id", name=op.f("pk_audit_samples")),
    )
    op.create_table(
        "judgements",
        sa.Column("judgement_id", sa.Integer(), nullable=False),
        *texts("sample_id", "inquiry_id", "finding", "reason", "data_errors", "by", "at"),
        sa.ForeignKeyConstraint(
            ["sample_id"],
            ["audit_samples.sample_id"],
            name=op.f("fk_judgements_sample_id_audit_samples"),
        ),
        sa.PrimaryKeyConstraint("judgement_id", name=op.f("pk_judgements")),
    )
    op.create_index("ix_judgements_sample_id", "judgements", ["sample_id"])
    op.create_table(
        "reports",
        *texts("report_id", "key", "name", "since", "until", "by", "at", "to", "pdf_sha256",
               "csv_sha256"),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("csv", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_reports")),
    )  # fmt: skip
    op.create_index("ix_reports_key", "reports", ["key", "at"])
    op.create_index("ix_audit_log_at", "audit_log", ["at", "action", "outcome"])
    for table in ("audit_samples", "judgements", "reports"):
        refuse(table, "UPDATE")
        refuse(table, "DELETE")

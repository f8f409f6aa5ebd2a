"""What waits for the department's storage, and what has arrived there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from alpr_console.adapters.storage.migrations.versions.v0001_first_store import refuse

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_IN_USE = "EXISTS (SELECT 1 FROM department_storage)"

_READ_WAITS = f"""
CREATE TRIGGER reads_wait_for_transfer AFTER INSERT ON reads FOR EACH ROW WHEN {_IN_USE}
BEGIN
    INSERT INTO transfer_waiting (kind, record_id, revision)
    VALUES ('read', NEW.read_id, NEW.revision);
END
"""

# The entry that records a step of an alert names the state it left behind.
_ALERT_WAITS = f"""
CREATE TRIGGER alerts_wait_for_transfer AFTER INSERT ON audit_log FOR EACH ROW
WHEN json_extract(NEW.details, '$.alert_digest') IS NOT NULL AND {_IN_USE}
BEGIN
    DELETE FROM transfer_waiting WHERE kind = 'alert' AND record_id = NEW.subject;
    INSERT INTO transfer_waiting (kind, record_id, revision)
    VALUES ('alert', NEW.subject, NEW.sequence);
END
"""

_READ_GOES = """
CREATE TRIGGER reads_leave_transfer AFTER DELETE ON reads FOR EACH ROW
BEGIN
    DELETE FROM transfer_waiting
    WHERE kind = 'read' AND record_id = OLD.read_id AND revision = OLD.revision;
    DELETE FROM transfer_arrivals
    WHERE kind = 'read' AND record_id = OLD.read_id AND revision = OLD.revision;
END
"""

_ALERT_GOES = """
CREATE TRIGGER alerts_leave_transfer AFTER DELETE ON alerts FOR EACH ROW
BEGIN
    DELETE FROM transfer_waiting WHERE kind = 'alert' AND record_id = OLD.alert_id;
    DELETE FROM transfer_arrivals WHERE kind = 'alert' AND record_id = OLD.alert_id;
END
"""

# What is still on the vehicle keeps the record of its arrival.
_STANDS = (
    "OLD.kind NOT IN ('read', 'alert')"
    " OR EXISTS (SELECT 1 FROM reads WHERE OLD.kind = 'read'"
    " AND read_id = OLD.record_id AND revision = OLD.revision)"
    " OR EXISTS (SELECT 1 FROM alerts WHERE OLD.kind = 'alert' AND alert_id = OLD.record_id)"
)


def upgrade() -> None:
    op.create_table(
        "department_storage",
        sa.Column("setting_id", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        *texts("address", "database", "user", "device", "ca", "by", "at"),
        sa.PrimaryKeyConstraint("setting_id", name=op.f("pk_department_storage")),
    )
    op.create_table(
        "transfer_waiting",
        sa.Column("place", sa.Integer(), nullable=False),
        *texts("kind", "record_id"),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_transfer_waiting")),
        sa.UniqueConstraint("kind", "record_id", "revision", name=op.f("uq_transfer_waiting_kind")),
    )
    op.create_table(
        "transfer_notices",
        sa.Column("notice_id", sa.Integer(), nullable=False),
        *texts("kind", "record_id"),
        sa.Column("revision", sa.Integer(), nullable=False),
        *texts("body"),
        sa.PrimaryKeyConstraint("notice_id", name=op.f("pk_transfer_notices")),
        sa.UniqueConstraint("kind", "record_id", "revision", name=op.f("uq_transfer_notices_kind")),
    )
    op.create_table(
        "transfer_arrivals",
        sa.Column("arrival_id", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        *texts("kind", "record_id"),
        sa.Column("revision", sa.Integer(), nullable=False),
        *texts("digest", "at", "receipt"),
        sa.Column("removed", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("arrival_id", name=op.f("pk_transfer_arrivals")),
    )
    op.create_index("ix_transfer_arrivals_record", "transfer_arrivals", ["kind", "record_id"])
    op.create_index("ix_transfer_arrivals_at", "transfer_arrivals", ["kind", "at"])
    for trigger in (_READ_WAITS, _ALERT_WAITS, _READ_GOES, _ALERT_GOES):
        # As it stands: a colon in it is no parameter of SQLAlchemy's.
        op.get_bind().exec_driver_sql(trigger)
    for table in ("department_storage", "transfer_notices"):
        refuse(table, "UPDATE")
        refuse(table, "DELETE")
    refuse("transfer_arrivals", "UPDATE")
    refuse("transfer_arrivals", "DELETE", f"({_STANDS})", "standing")


def texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]

"""The first store: reads, alerts and their course, users, hot lists, the audit log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Only ever added to.
EVIDENCE = (
    "answers",
    "answer_withdrawals",
    "confirmation_requests",
    "confirmation_replies",
    "exigencies",
    "lawful_bases",
    "dispositions",
    "audit_log",
)


def upgrade() -> None:
    make_tables()
    for table in EVIDENCE:
        refuse(table, "UPDATE")
        refuse(table, "DELETE")
    refuse("alerts", "DELETE")
    refuse("alerts", "UPDATE", "OLD.state = 'closed'", "closed")
    # Whatever else changes with the state was not on record when the alert was raised.
    kept = [c for c in columns_of("alerts") if c != "state"]
    refuse("alerts", "UPDATE", differing(kept), "hit")
    refuse("reads", "UPDATE")
    refuse("hot_lists", "DELETE")
    kept = [c for c in columns_of("hot_lists") if c != "in_force"]
    refuse("hot_lists", "UPDATE", f"NEW.in_force OR {differing(kept)}", "superseded")
    refuse(
        "audit_log",
        "INSERT",
        "NEW.sequence IS NOT (SELECT coalesce(max(sequence), 0) + 1 FROM audit_log)"
        " OR NEW.previous IS NOT coalesce("
        "(SELECT hash FROM audit_log ORDER BY sequence DESC LIMIT 1), "
        "'0000000000000000000000000000000000000000000000000000000000000000')",
        "gap",
    )


def columns_of(table: str) -> list[str]:
    return [column["name"] for column in sa.inspect(op.get_bind()).get_columns(table)]


def differing(columns: list[str]) -> str:
    return "(" + " OR ".join(f'NEW."{c}" IS NOT OLD."{c}"' for c in columns) + ")"


def refuse(table: str, act: str, when: str = "", why: str = "ever") -> None:
    """A trigger that aborts `act` on `table`, where `when` is true of the row."""
    condition = f"WHEN {when} " if when else ""
    op.execute(
        sa.text(
            f"CREATE TRIGGER {table}_refuse_{act.lower()}_{why} BEFORE {act} ON {table} "
            f"FOR EACH ROW {condition}BEGIN "
            f"SELECT RAISE(ABORT, '{table} is only ever added to'); END"
        )
    )


def make_tables() -> None:
    op.create_table(
        "audit_log",
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.CheckConstraint("length(hash) = 64", name=op.f("ck_audit_log_hash_whole")),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_audit_log")),
    )
    op.create_index("ix_audit_log_subject", "audit_log", ["subject"], unique=False)
    op.create_table(
        "hot_lists",
        sa.Column("list_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("data_at", sa.Text(), nullable=False),
        sa.Column("imported_at", sa.Text(), nullable=False),
        sa.Column("in_force", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("list_id", name=op.f("pk_hot_lists")),
    )
    op.create_index(
        "ix_hot_lists_in_force",
        "hot_lists",
        ["name"],
        unique=True,
        sqlite_where=sa.text("in_force = 1"),
    )
    op.create_table(
        "reads",
        sa.Column("read_id", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("track_id", sa.Integer(), nullable=False),
        sa.Column("camera", sa.Text(), nullable=False),
        sa.Column("plate", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("reading", sa.Text(), nullable=False),
        sa.Column("box", sa.Text(), nullable=False),
        sa.Column("corners", sa.Text(), nullable=False),
        sa.Column("first_frame", sa.Integer(), nullable=False),
        sa.Column("last_frame", sa.Integer(), nullable=False),
        sa.Column("frames", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("fix_at", sa.Text(), nullable=True),
        sa.Column("speed_mps", sa.Float(), nullable=True),
        sa.Column("course_deg", sa.Float(), nullable=True),
        sa.Column("fix_quality", sa.Integer(), nullable=True),
        sa.Column("color", sa.Text(), nullable=True),
        sa.Column("color_confidence", sa.Float(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("body_confidence", sa.Float(), nullable=True),
        sa.Column("crop_jpeg", sa.LargeBinary(), nullable=False),
        sa.Column("context_jpeg", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("read_id", "revision", name=op.f("pk_reads")),
    )
    op.create_index("ix_reads_at", "reads", ["at"], unique=False)
    op.create_index("ix_reads_plate", "reads", ["plate"], unique=False)
    op.create_table(
        "users",
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded_name", sa.Text(), nullable=False),
        sa.Column("full_name", sa.Text(), nullable=False),
        sa.Column("badge", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_users")),
        sa.UniqueConstraint("folded_name", name=op.f("uq_users_folded_name")),
    )
    op.create_table(
        "alerts",
        sa.Column("alert_id", sa.Text(), nullable=False),
        sa.Column("raised_at", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("hit_id", sa.Text(), nullable=False),
        sa.Column("hit_at", sa.Text(), nullable=False),
        sa.Column("read_id", sa.Text(), nullable=False),
        sa.Column("read_revision", sa.Integer(), nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("hot_list", sa.Text(), nullable=False),
        sa.Column("match_kind", sa.Text(), nullable=False),
        sa.Column("likelihood", sa.Float(), nullable=False),
        sa.Column("differences", sa.Text(), nullable=False),
        sa.Column("state_conflict", sa.Boolean(), nullable=False),
        sa.Column("list_age_us", sa.Integer(), nullable=False),
        sa.Column("list_limit_us", sa.Integer(), nullable=False),
        sa.Column("list_stale", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["read_id", "read_revision"],
            ["reads.read_id", "reads.revision"],
            name=op.f("fk_alerts_read_id_reads"),
        ),
        sa.PrimaryKeyConstraint("alert_id", name=op.f("pk_alerts")),
    )
    op.create_index("ix_alerts_raised_at", "alerts", ["raised_at"], unique=False)
    op.create_index("ix_alerts_state", "alerts", ["state"], unique=False)
    op.create_table(
        "hot_list_entries",
        sa.Column("list_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.Text(), nullable=False),
        sa.Column("lic", sa.Text(), nullable=False),
        sa.Column("lis", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("liy", sa.Text(), nullable=False),
        sa.Column("lit", sa.Text(), nullable=False),
        sa.Column("vin", sa.Text(), nullable=False),
        sa.Column("vyr", sa.Text(), nullable=False),
        sa.Column("vma", sa.Text(), nullable=False),
        sa.Column("vmo", sa.Text(), nullable=False),
        sa.Column("vst", sa.Text(), nullable=False),
        sa.Column("vco", sa.Text(), nullable=False),
        sa.Column("dot", sa.Text(), nullable=False),
        sa.Column("oca", sa.Text(), nullable=False),
        sa.Column("nic", sa.Text(), nullable=False),
        sa.Column("ori", sa.Text(), nullable=False),
        sa.Column("mis", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["list_id"], ["hot_lists.list_id"], name=op.f("fk_hot_list_entries_list_id_hot_lists")
        ),
        sa.PrimaryKeyConstraint("list_id", "position", name=op.f("pk_hot_list_entries")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "answers",
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("alert_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["alert_id"], ["alerts.alert_id"], name=op.f("fk_answers_alert_id_alerts")
        ),
        sa.PrimaryKeyConstraint("answer_id", name=op.f("pk_answers")),
    )
    op.create_index("ix_answers_alert_id", "answers", ["alert_id"], unique=False)
    op.create_table(
        "confirmation_replies",
        sa.Column("reply_id", sa.Integer(), nullable=False),
        sa.Column("alert_id", sa.Text(), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("from_whom", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["alert_id"], ["alerts.alert_id"], name=op.f("fk_confirmation_replies_alert_id_alerts")
        ),
        sa.PrimaryKeyConstraint("reply_id", name=op.f("pk_confirmation_replies")),
    )
    op.create_index(
        "ix_confirmation_replies_alert_id", "confirmation_replies", ["alert_id"], unique=False
    )
    op.create_table(
        "confirmation_requests",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("alert_id", sa.Text(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("urgency", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["alert_id"], ["alerts.alert_id"], name=op.f("fk_confirmation_requests_alert_id_alerts")
        ),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_confirmation_requests")),
    )
    op.create_index(
        "ix_confirmation_requests_alert_id", "confirmation_requests", ["alert_id"], unique=False
    )
    op.create_table(
        "dispositions",
        sa.Column("alert_id", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["alert_id"], ["alerts.alert_id"], name=op.f("fk_dispositions_alert_id_alerts")
        ),
        sa.PrimaryKeyConstraint("alert_id", name=op.f("pk_dispositions")),
    )
    op.create_table(
        "exigencies",
        sa.Column("alert_id", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["alert_id"], ["alerts.alert_id"], name=op.f("fk_exigencies_alert_id_alerts")
        ),
        sa.PrimaryKeyConstraint("alert_id", name=op.f("pk_exigencies")),
    )
    op.create_table(
        "lawful_bases",
        sa.Column("alert_id", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("person_effort", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["alert_id"], ["alerts.alert_id"], name=op.f("fk_lawful_bases_alert_id_alerts")
        ),
        sa.PrimaryKeyConstraint("alert_id", name=op.f("pk_lawful_bases")),
    )
    op.create_table(
        "answer_withdrawals",
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"],
            ["answers.answer_id"],
            name=op.f("fk_answer_withdrawals_answer_id_answers"),
        ),
        sa.PrimaryKeyConstraint("answer_id", name=op.f("pk_answer_withdrawals")),
    )

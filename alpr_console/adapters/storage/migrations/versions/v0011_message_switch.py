"""The message switch: its setting, what was handed to it, what came of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from alpr_console.adapters.storage.migrations.versions.v0001_first_store import refuse
from alpr_console.adapters.storage.migrations.versions.v0002_hot_lists import texts
from alpr_console.adapters.storage.seals import set_triggers

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_TABLES = (
    "message_switch", "switch_messages", "switch_steps", "switch_replies", "switch_replies_taken",
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "message_switch",
        sa.Column("setting_id", sa.Integer(), nullable=False),
        *texts("address", "device", "ca", "ori", "by", "at"),
        sa.PrimaryKeyConstraint("setting_id", name=op.f("pk_message_switch")),
    )
    op.create_table(
        "switch_messages",
        sa.Column("place", sa.Integer(), nullable=False),
        *texts("message_id", "alert_id", "yq", "urgency", "by", "at", "switch"),
        _to("switch_messages", "alert_id", "alerts"),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_switch_messages")),
        sa.UniqueConstraint("message_id", name=op.f("uq_switch_messages_message_id")),
    )
    op.create_table(
        "switch_steps",
        sa.Column("step_id", sa.Integer(), nullable=False),
        *texts("message_id", "alert_id", "outcome", "at", "detail"),
        _to("switch_steps", "message_id", "switch_messages"),
        _to("switch_steps", "alert_id", "alerts"),
        sa.PrimaryKeyConstraint("step_id", name=op.f("pk_switch_steps")),
    )
    op.create_table(
        "switch_replies",
        sa.Column("place", sa.Integer(), nullable=False),
        *texts("reply_id", "message_id", "alert_id", "answer", "from_whom"),
        sa.Column("minutes", sa.Integer(), nullable=True),
        *texts("text", "at"),
        _to("switch_replies", "message_id", "switch_messages"),
        _to("switch_replies", "alert_id", "alerts"),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_switch_replies")),
        sa.UniqueConstraint("message_id", "reply_id", name=op.f("uq_switch_replies_message_id")),
    )
    op.create_table(
        "switch_replies_taken",
        sa.Column("place", sa.Integer(), nullable=False),
        *texts("alert_id", "by", "at", "recorded"),
        _to("switch_replies_taken", "place", "switch_replies"),
        _to("switch_replies_taken", "alert_id", "alerts"),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_switch_replies_taken")),
    )
    for table in _TABLES[1:]:
        op.create_index(f"ix_{table}_alert_id", table, ["alert_id"])
    for table in _TABLES:
        refuse(table, "UPDATE")
        refuse(table, "DELETE")
    set_triggers(op.get_bind())


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column],
        [f"{other}.{'alert_id' if other == 'alerts' else column}"],
        name=op.f(f"fk_{table}_{column}_{other}"),
    )

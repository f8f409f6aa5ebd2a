"""Tables of the message switch: where it is, what was handed to it, what came of it.

All but the setting hang on an alert, and leave the store with it.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from alpr_console.adapters.storage.schema import metadata


def _texts(*names: str) -> list[Column[str]]:
    return [Column(name, Text, nullable=False) for name in names]


def _alert_id() -> Column[str]:
    return Column("alert_id", Text, ForeignKey("alerts.alert_id"), nullable=False)


def _message_id() -> Column[str]:
    return Column("message_id", Text, ForeignKey("switch_messages.message_id"), nullable=False)


message_switch = Table(
    "message_switch",
    metadata,
    # The newest row counts; one without an address says that the switch was removed.
    Column("setting_id", Integer, primary_key=True),
    *_texts("address", "device", "ca", "ori", "by", "at"),
)

switch_messages = Table(
    "switch_messages",
    metadata,
    Column("place", Integer, primary_key=True),
    Column("message_id", Text, nullable=False, unique=True),
    _alert_id(),
    # The fields as they were sent, as JSON.
    *_texts("yq", "urgency", "by", "at", "switch"),
    Index("ix_switch_messages_alert_id", "alert_id"),
)

switch_steps = Table(
    "switch_steps",
    metadata,
    Column("step_id", Integer, primary_key=True),
    _message_id(),
    _alert_id(),
    *_texts("outcome", "at", "detail"),
    Index("ix_switch_steps_alert_id", "alert_id"),
)

switch_replies = Table(
    "switch_replies",
    metadata,
    Column("place", Integer, primary_key=True),
    Column("reply_id", Text, nullable=False),
    _message_id(),
    _alert_id(),
    # '' where the switch gives the text alone.
    *_texts("answer", "from_whom"),
    Column("minutes", Integer),
    *_texts("text", "at"),
    UniqueConstraint("message_id", "reply_id"),
    Index("ix_switch_replies_alert_id", "alert_id"),
)

switch_replies_taken = Table(
    "switch_replies_taken",
    metadata,
    # What the officer made of it.
    Column("place", Integer, ForeignKey("switch_replies.place"), primary_key=True),
    _alert_id(),
    *_texts("by", "at", "recorded"),
    Index("ix_switch_replies_taken_alert_id", "alert_id"),
)

OF_ALERTS = (switch_replies_taken, switch_replies, switch_steps, switch_messages)
"""In the order in which they can be removed."""

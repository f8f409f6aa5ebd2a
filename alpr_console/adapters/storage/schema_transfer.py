"""Tables of the transfer to the department's storage.

Rows of `transfer_waiting` come by triggers on `reads` and `audit_log`, in the transaction of
what is saved and only while a storage is set; they go once the record has arrived. A read or
alert that is purged takes its rows here along, so that neither table outgrows what is stored.
"""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, Table, Text, UniqueConstraint

from alpr_console.adapters.storage.schema import metadata


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


department_storage = Table(
    "department_storage",
    metadata,
    # The newest row counts.
    Column("setting_id", Integer, primary_key=True),
    Column("epoch", Integer, nullable=False),
    _text("address"),
    _text("database"),
    _text("user"),
    _text("device"),
    _text("ca"),
    _text("by"),
    _text("at"),
)

transfer_waiting = Table(
    "transfer_waiting",
    metadata,
    Column("place", Integer, primary_key=True),
    _text("kind"),
    _text("record_id"),
    Column("revision", Integer, nullable=False),
    UniqueConstraint("kind", "record_id", "revision"),
)

transfer_notices = Table(
    "transfer_notices",
    metadata,
    # Holds and orders to purge, as they are sent; only ever added to, for a storage that has
    # to be restored from a copy is told them again.
    Column("notice_id", Integer, primary_key=True),
    _text("kind"),
    _text("record_id"),
    Column("revision", Integer, nullable=False),
    _text("body"),
    UniqueConstraint("kind", "record_id", "revision"),
)

transfer_arrivals = Table(
    "transfer_arrivals",
    metadata,
    Column("arrival_id", Integer, primary_key=True),
    Column("epoch", Integer, nullable=False),
    _text("kind"),
    _text("record_id"),
    Column("revision", Integer, nullable=False),
    _text("digest"),
    _text("at"),
    # 'kept', or 'differs' where the department has another content under this name.
    _text("receipt"),
    Column("removed", Integer, nullable=False),
    Column("held", Integer, nullable=False),
    Index("ix_transfer_arrivals_record", "kind", "record_id"),
    Index("ix_transfer_arrivals_at", "kind", "at"),
)

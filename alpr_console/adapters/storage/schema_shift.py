"""Tables of a shift: checks, faults, canvasses, notes, reads by hand."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text

from alpr_console.adapters.storage.schema import metadata

STEPPED = ("equipment_faults", "canvasses")

records = {
    name: Table(
        name,
        metadata,
        Column("record_id", Text, primary_key=True, nullable=False),
        # What was recorded at first, as JSON.
        Column("contents", Text, nullable=False),
    )
    for name in STEPPED
}

steps = {
    name: Table(
        f"{name}_steps",
        metadata,
        Column("step_id", Integer, primary_key=True),
        Column("record_id", Text, ForeignKey(f"{name}.record_id"), nullable=False),
        Column("contents", Text, nullable=False),
        Index(f"ix_{name}_steps_record_id", "record_id"),
    )
    for name in STEPPED
}

shift_checks, shift_notes = (
    Table(
        name,
        metadata,
        Column("place", Integer, primary_key=True),
        Column("shift_id", Text, nullable=False),
        Column("contents", Text, nullable=False),
        Index(f"ix_{name}_shift_id", "shift_id"),
    )
    for name in ("shift_checks", "shift_notes")
)

canvass_reads = Table(
    "canvass_reads",
    metadata,
    # No key into the reads: a read leaves when its time is over, that there was one does not.
    Column("read_id", Text, primary_key=True, nullable=False),
    Column("canvass_id", Text, ForeignKey("canvasses.record_id"), nullable=False),
    Column("case_number", Text, nullable=False),
    Index("ix_canvass_reads_canvass_id", "canvass_id"),
    Index("ix_canvass_reads_case_number", "case_number"),
)

hand_reads = Table(
    "hand_reads",
    metadata,
    Column("read_id", Text, primary_key=True, nullable=False),
    Column("how", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("at", Text, nullable=False),
)

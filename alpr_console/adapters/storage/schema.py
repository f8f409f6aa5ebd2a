"""Tables of the encrypted store.

Times are text, UTC to the microsecond (`chain.time_text`), so that they sort as text;
durations are whole microseconds; values with parts of their own are JSON. The evidence
(alerts' courses and the audit log) is only ever added to: triggers made by the migrations
refuse UPDATE and DELETE.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    Computed,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    literal_column,
    text,
)

CELLS_PER_DEGREE = 200
"""Of the grid that places of reads are found by: half a kilometer."""

CELL_ROW = 100_000
"""What the number of a cell grows by to the north; to the east it grows by one."""

CELL = (
    f"CAST((latitude + 90) * {CELLS_PER_DEGREE} AS INTEGER) * {CELL_ROW}"
    f" + CAST((longitude + 180) * {CELLS_PER_DEGREE} AS INTEGER)"
)

REVISION = "0013"
"""The migration that these tables are at; a test holds it to Alembic's own head."""

rowid: ColumnElement[int] = literal_column("rowid", Integer)
"""SQLite's own number of a row: the order of insertion."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _whole(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def _real(name: str, nullable: bool = False) -> Column[float]:
    return Column(name, Float, nullable=nullable)


def _alert_id(primary_key: bool = False) -> Column[str]:
    return Column(
        "alert_id", Text, ForeignKey("alerts.alert_id"), nullable=False, primary_key=primary_key
    )


reads = Table(
    "reads",
    metadata,
    Column("read_id", Text, primary_key=True),
    Column("revision", Integer, primary_key=True),
    _whole("track_id"),
    _text("camera"),
    _text("plate"),
    _text("state"),
    _real("confidence"),
    # Characters and state with what else they might have been.
    _text("reading"),
    _text("box"),
    _text("corners"),
    _whole("first_frame"),
    _whole("last_frame"),
    _whole("frames"),
    _text("at"),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("fix_at", Text),
    Column("speed_mps", Float),
    Column("course_deg", Float),
    Column("fix_quality", Integer),
    Column("color", Text),
    Column("color_confidence", Float),
    Column("body", Text),
    Column("body_confidence", Float),
    # Last, so that the rest is read without walking through the pictures.
    Column("crop_jpeg", LargeBinary, nullable=False),
    Column("context_jpeg", LargeBinary, nullable=False),
    # Of the place, by which a search finds what was read there; NULL without a fix.
    Column("cell", Integer, Computed(CELL, persisted=False)),
    Index("ix_reads_plate", "plate", "at"),
    # With what a search is narrowed by, so that what does not fit is passed over unread.
    Index("ix_reads_at", "at", "plate", "latitude", "longitude", "state", "camera", "color", "body",
          "revision"),
    Index("ix_reads_cell", "cell", "at", "plate", "latitude", "longitude"),
)  # fmt: skip

alerts = Table(
    "alerts",
    metadata,
    Column("alert_id", Text, primary_key=True, nullable=False),
    _text("raised_at"),
    _text("state"),
    # The hit as it stood when it was raised: list and entry may be superseded since.
    _text("hit_id"),
    _text("hit_at"),
    _text("read_id"),
    _whole("read_revision"),
    _text("entry"),
    _text("hot_list"),
    _text("match_kind"),
    _real("likelihood"),
    _text("differences"),
    Column("state_conflict", Boolean, nullable=False),
    _whole("list_age_us"),
    _whole("list_limit_us"),
    Column("list_stale", Boolean, nullable=False),
    ForeignKeyConstraint(["read_id", "read_revision"], ["reads.read_id", "reads.revision"]),
    Index("ix_alerts_raised_at", "raised_at"),
    Index("ix_alerts_state", "state"),
    Index("ix_alerts_read_id", "read_id"),
)

answers = Table(
    "answers",
    metadata,
    Column("answer_id", Integer, primary_key=True),
    _alert_id(),
    _text("kind"),
    _text("verdict"),
    _text("by"),
    _text("at"),
    _text("reason"),
    Index("ix_answers_alert_id", "alert_id"),
)

answer_withdrawals = Table(
    "answer_withdrawals",
    metadata,
    # An answer taken back stays on record; this row says that it no longer counts.
    Column("answer_id", Integer, ForeignKey("answers.answer_id"), primary_key=True),
)

confirmation_requests = Table(
    "confirmation_requests",
    metadata,
    Column("request_id", Integer, primary_key=True),
    _alert_id(),
    _text("way"),
    _text("urgency"),
    _whole("number"),
    _text("by"),
    _text("at"),
    Index("ix_confirmation_requests_alert_id", "alert_id"),
)

confirmation_replies = Table(
    "confirmation_replies",
    metadata,
    Column("reply_id", Integer, primary_key=True),
    _alert_id(),
    _text("reply"),
    _text("from_whom"),
    _text("at"),
    _text("by"),
    _text("note"),
    Index("ix_confirmation_replies_alert_id", "alert_id"),
)

exigencies = Table(
    "exigencies",
    metadata,
    _alert_id(primary_key=True),
    _text("facts"),
    _text("by"),
    _text("at"),
)

lawful_bases = Table(
    "lawful_bases",
    metadata,
    _alert_id(primary_key=True),
    _text("basis"),
    _text("by"),
    _text("at"),
    _text("person_effort"),
)

dispositions = Table(
    "dispositions",
    metadata,
    _alert_id(primary_key=True),
    _text("outcome"),
    _text("by"),
    _text("at"),
    _text("number"),
    _text("note"),
    Index("ix_dispositions_at", "at"),
)

users = Table(
    "users",
    metadata,
    Column("user_id", Text, primary_key=True, nullable=False),
    _text("name"),
    Column("folded_name", Text, nullable=False, unique=True),
    _text("full_name"),
    _text("badge"),
    _text("role"),
    _text("password_hash"),
    _text("created_at"),
    Column("disabled", Boolean, nullable=False),
    Column("position", Text, nullable=False, server_default=""),
    Column("organization", Text, nullable=False, server_default=""),
    Column("must_change", Boolean, nullable=False, server_default="0"),
)

hot_lists = Table(
    "hot_lists",
    metadata,
    Column("list_id", Text, primary_key=True, nullable=False),
    _text("name"),
    _whole("version"),
    _text("sha256"),
    _whole("count"),
    _text("source"),
    _text("data_at"),
    _text("imported_at"),
    Column("in_force", Boolean, nullable=False),
    Column("file_id", Text, nullable=False),
    _whole("left_out"),
    _whole("barred"),
    # One version of a name in force; the superseded ones stay as history.
    Index("ix_hot_lists_in_force", "name", unique=True, sqlite_where=text("in_force = 1")),
)

designations = Table(
    "designations",
    metadata,
    # The newest row of a name counts.
    Column("designation_id", Integer, primary_key=True),
    _text("name"),
    _text("by"),
    _text("at"),
    Column("withdrawn", Boolean, nullable=False),
    # Category, column map and source, as JSON.
    _text("settings"),
    Index("ix_designations_name", "name"),
)

specific_entries = Table(
    "specific_entries",
    metadata,
    Column("entry_id", Text, primary_key=True, nullable=False),
    _text("entered_by"),
    _text("entered_at"),
    _text("contents"),
)

specific_steps = Table(
    "specific_steps",
    metadata,
    # What became of an entry: submitted, approved, renewed, withdrawn ... in order.
    Column("step_id", Integer, primary_key=True),
    Column("entry_id", Text, ForeignKey("specific_entries.entry_id"), nullable=False),
    _text("act"),
    _text("by"),
    _text("at"),
    _text("reason"),
    # Until when the entry is in force after this step; NULL where the step sets no term.
    Column("until", Text),
    Index("ix_specific_steps_entry_id", "entry_id"),
)

ignored_plates = Table(
    "ignored_plates",
    metadata,
    Column("ignored_id", Text, primary_key=True, nullable=False),
    _text("lic"),
    _text("lis"),
    _text("reason"),
    _text("by"),
    _text("at"),
    _text("expires_at"),
)

ignored_ends = Table(
    "ignored_ends",
    metadata,
    Column("ignored_id", Text, ForeignKey("ignored_plates.ignored_id"), primary_key=True),
    _text("by"),
    _text("at"),
    _text("reason"),
)

alert_repeats = Table(
    "alert_repeats",
    metadata,
    # The same vehicle seen again, told of by the count on the alert that was raised first.
    Column("repeat_id", Integer, primary_key=True),
    _alert_id(),
    _text("read_id"),
    _text("at"),
    Index("ix_alert_repeats_alert_id", "alert_id"),
    Index("ix_alert_repeats_read_id", "read_id"),
)

past_hits = Table(
    "past_hits",
    metadata,
    # A stored read that fits an entry which came after it. Never an alert.
    Column("past_hit_id", Text, primary_key=True, nullable=False),
    _text("read_id"),
    _whole("read_revision"),
    _text("read_at"),
    _text("found_at"),
    _text("entry"),
    _text("hot_list"),
    _text("match_kind"),
    _real("likelihood"),
    _text("differences"),
    Column("state_conflict", Boolean, nullable=False),
    Index("ix_past_hits_found_at", "found_at"),
    Index("ix_past_hits_read_id", "read_id"),
)

past_hit_reviews = Table(
    "past_hit_reviews",
    metadata,
    Column("past_hit_id", Text, ForeignKey("past_hits.past_hit_id"), primary_key=True),
    _text("by"),
    _text("at"),
    _text("note"),
)

read_corrections = Table(
    "read_corrections",
    metadata,
    # A revision of a read that a person made; the one before stays as it was read.
    Column("read_id", Text, primary_key=True, nullable=False),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    _text("by"),
    _text("at"),
    _text("reason"),
)

match_settings = Table(
    "match_settings",
    metadata,
    # The newest row counts.
    Column("setting_id", Integer, primary_key=True),
    _text("by"),
    _text("at"),
    _real("high"),
    _real("normal"),
    _real("low"),
)

audit_log = Table(
    "audit_log",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    _text("at"),
    _text("unit"),
    _text("action"),
    _text("who"),
    _text("outcome"),
    _text("subject"),
    _text("purpose"),
    _text("details"),
    _text("previous"),
    _text("hash"),
    CheckConstraint("length(hash) = 64", name="hash_whole"),
    Index("ix_audit_log_subject", "subject"),
    # With what reports count, so that a span is counted without reading the entries.
    Index("ix_audit_log_at", "at", "action", "outcome"),
)

"""The profile's limits at the department: what is past them goes, what is held stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

import psycopg

from alpr_console.adapters.department_store.connection import explained
from alpr_console.adapters.department_store.tables import check_version

SLICE = 2_000
"""Records removed in one transaction."""

_CLEARED = ("records", "pictures", "differing")


@dataclass(frozen=True, slots=True)
class Limits:
    """What is older than these times is past its limit."""

    reads_before: datetime
    hits_before: datetime
    section: str
    policy: str
    """Version of the profile, first digits of its SHA-256."""


@dataclass(frozen=True, slots=True)
class Purged:
    removed: int
    held: int
    """Past their limit, and kept because they are held."""


def purge_past_limits(
    connection: psycopg.Connection,
    limits: Limits,
    by: str,
    progress: Callable[[int], None] = lambda _: None,
    at_once: int = SLICE,
) -> Purged:
    """Remove, slice by slice, each with its record; then let the server clear the space.

    Ended early, what was removed is on record and the next run goes on. Raises
    DepartmentUnavailable.
    """
    run = uuid4().hex
    removed = 0
    with explained():
        check_version(connection)
        while True:
            row = connection.execute(
                "SELECT removed, held FROM alpr.purge_older(%s, %s, %s, %s, %s, %s, %s)",
                (
                    run, by, limits.reads_before, limits.hits_before, limits.section,
                    limits.policy, at_once,
                ),
            ).fetchone()  # fmt: skip
            assert row is not None
            if not row[0]:
                break
            removed += row[0]
            progress(removed)
        connection.execute("SET statement_timeout = 0")
        for table in _CLEARED:
            connection.execute(f"VACUUM alpr.{table}")
    return Purged(removed, row[1])

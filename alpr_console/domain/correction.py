"""A read that a person corrected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

FIRST_BY_A_PERSON = 1000
"""Revisions from here on are people's. The frames of a pass that is still in view may correct
its read after a person did: their revisions count from 1, so that both are on record and the
person's stays the newest."""


@dataclass(frozen=True, slots=True)
class ReadCorrection:
    read_id: str
    revision: int
    """Of the read as the person corrected it."""
    by: str
    at: datetime
    """UTC."""
    reason: str

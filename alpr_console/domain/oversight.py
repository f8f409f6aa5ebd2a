"""Audit samples, judgements, and the reports that fall due (AUD-2, AUD-3)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum


@dataclass(frozen=True, slots=True)
class Sample:
    """Inquiries drawn at random, with what it takes to draw them again."""

    sample_id: str
    by: str
    at: datetime
    since: datetime
    until: datetime
    """Inquiries begun from `since` to before `until` were drawn from."""
    seed: str
    """64 hex digits out of the system's random source, on record before the draw."""
    population: int
    population_sha256: str
    """Over the ids drawn from, sorted, one a line."""
    drawn: tuple[str, ...]
    """Ids in the order of the draw."""


class Finding(Enum):
    MEETS = "meets the policy"
    FAILS = "does not meet the policy"
    UNCLEAR = "cannot be told"


@dataclass(frozen=True, slots=True)
class Judgement:
    sample_id: str
    inquiry_id: str
    finding: Finding
    reason: str
    """Needed unless it meets the policy."""
    data_errors: str
    """What is wrong in the data that it showed; '' for nothing."""
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ReportMade:
    """A report that was made; its papers are kept with it."""

    report_id: str
    key: str
    """ReportRule.key; 'audit' for the audit itself where the policy names no report."""
    name: str
    since: datetime
    until: datetime
    by: str
    at: datetime
    to: str
    pdf: bytes
    pdf_sha256: str
    csv: bytes
    csv_sha256: str


class Standing(Enum):
    LATER = "later"
    SOON = "due soon"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class DueReport:
    key: str
    name: str
    section: str
    to: str
    last: datetime | None
    due: datetime
    standing: Standing
    since: datetime
    """Of the period that the next one is about."""


def draw(seed: str, ids: Iterable[str], count: int) -> tuple[str, ...]:
    """The draw, which anybody can repeat: sort by SHA-256 of seed and id, take the first.

    Every id has the same chance, and nobody can know the order before the seed.
    """
    return tuple(
        sorted(ids, key=lambda one: hashlib.sha256(f"{seed}{one}".encode("ascii")).hexdigest())[
            :count
        ]
    )


def digest_of_population(ids: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(sorted(ids)).encode("ascii")).hexdigest()

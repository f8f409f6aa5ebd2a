"""How long records are kept: holds, limits as points in time, and purges (RET-1, RET-2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from alpr_console.domain.policy_rules import Limit, RetentionRules


class RecordKind(Enum):
    """What one purge takes, each kind by a limit of its own."""

    READS = "reads"
    """Reads that no alert and no past hit tells of."""
    ALERTS = "alerts"
    """With their whole course, their repeats, and the reads that only they tell of."""
    PAST_HITS = "past_hits"
    """With their reviews and the reads that only they tell of."""

    @property
    def label(self) -> str:
        return {"reads": "Reads without a hit", "alerts": "Alerts", "past_hits": "Past hits"}[
            self.value
        ]

    def limit(self, rules: RetentionRules) -> Limit:
        return rules.reads if self is RecordKind.READS else rules.hits


@dataclass(frozen=True, slots=True)
class Cutoff:
    """A limit seen from one moment; both UTC.

    A record is due once its oldest sight lies before `older_than` and its newest not after
    `not_after`: a maximum counts from the first sight, a minimum from the last.
    """

    older_than: datetime
    not_after: datetime

    @classmethod
    def of(cls, limit: Limit, now: datetime) -> Cutoff:
        return cls(now - limit.after, now - limit.not_before)

    def passed(self, oldest: datetime, newest: datetime) -> bool:
        return oldest < self.older_than and newest <= self.not_after


class HoldKind(Enum):
    EVIDENCE = "evidence"
    DISCOVERY = "discovery"
    LITIGATION = "litigation"
    LAWFUL_ACTION = "lawful_action"

    @property
    def label(self) -> str:
        return {
            "evidence": "Evidence",
            "discovery": "Discovery request",
            "litigation": "Litigation",
            "lawful_action": "Other lawful action",
        }[self.value]


@dataclass(frozen=True, slots=True)
class PlateSpan:
    """Reads of one plate, captured in a span of time."""

    plate: str
    """Letters and digits, in capitals."""
    since: datetime
    until: datetime | None
    """Both included, UTC; None holds on to whatever is still to come."""
    later: bool
    """Also reads that come while the hold is open, and not only those on record by now."""

    def covers(self, plate: str, at: datetime) -> bool:
        return plate == self.plate and self.since <= at and (self.until is None or at <= self.until)


@dataclass(frozen=True, slots=True)
class HoldRelease:
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Hold:
    """Records that no purge takes while it is open."""

    hold_id: str
    kind: HoldKind
    number: str
    """Of the case, the request or the action."""
    reason: str
    by: str
    at: datetime
    read_ids: tuple[str, ...] = ()
    alert_ids: tuple[str, ...] = ()
    span: PlateSpan | None = None
    released: HoldRelease | None = None

    @property
    def is_open(self) -> bool:
        return self.released is None


@dataclass(frozen=True, slots=True)
class KeptPast:
    """What an open hold keeps beyond some age, for the reports that explain it."""

    hold: Hold
    reads: int
    oldest: datetime
    """Capture time of the oldest of them, UTC."""


@dataclass(frozen=True, slots=True)
class DueRecord:
    record_id: str
    at: datetime
    """Capture time, UTC."""


@dataclass(frozen=True, slots=True)
class DuePage:
    """Some of the records that were looked at in one go."""

    due: tuple[DueRecord, ...]
    """Past their limit and not held, in the order they were met."""
    held: int
    """Past their limit and held."""
    places: tuple[tuple[str, int], ...]
    """Where each of `due` stands, so that the next page can begin behind any of them."""
    end: tuple[str, int] | None
    """Where the page ends; None where nothing is left behind it."""


START = ("", -1)
"""Before the first record."""


@dataclass(frozen=True, slots=True)
class Purge:
    """One transaction of a purge, as it is kept on record. It names no plate."""

    purge_id: str
    run_id: str
    """The same in all transactions of one purge."""
    kind: RecordKind
    count: int
    reads: int
    """That went with them; of READS the same as `count`."""
    oldest: datetime
    newest: datetime
    """Capture times, UTC."""
    cutoff: datetime
    """Only records captured before were taken, UTC."""
    section: str
    policy: str
    """Version of the profile."""
    by: str
    """'system', or the person who asked for it."""
    at: datetime
    digest: str
    """SHA-256, hex, over the ids of what was taken: 'id\\n' each, sorted."""

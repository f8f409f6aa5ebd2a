"""How sure a match must be before it alerts: the administrator's setting, and its preview."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.errors import SettingRefused
from alpr_console.domain.hotlist import Match, Priority, Thresholds
from alpr_console.domain.listed_vehicle import FOLDED_FOR, listed_vehicle, says_as_much
from alpr_console.domain.match_setting import LEAST, MOST, MatchSetting
from alpr_console.domain.operator import Permission
from alpr_console.domain.past_hit import StoredRead
from alpr_console.domain.policy import ListRules
from alpr_console.domain.session import Session
from alpr_console.matching.index import HotListIndex
from alpr_console.matching.telling import worth_telling
from alpr_console.ports import Clock, UnitOfWork, UnitOfWorkFactory
from alpr_console.workflow.on_record import refusals_recorded
from alpr_console.workflow.settle_match import ignored_by
from alpr_console.workflow.stored_reads import StoredReads

SET = "match_settings.set"
PREVIEWED = "match_settings.previewed"
LOOK_BACK = timedelta(days=30)


def thresholds_in_force(work: UnitOfWork, default: Thresholds) -> Thresholds:
    """What the administrator set last; `default` while nobody has."""
    setting = work.match_settings.newest()
    return default if setting is None else setting.thresholds


def set_thresholds(
    uow: UnitOfWorkFactory,
    clock: Clock,
    session: Session,
    thresholds: Thresholds,
    default: Thresholds,
) -> MatchSetting:
    """In force for every read that is recorded from here on, once the index follows.

    Raises PermissionRefused unless an administrator is signed in, SettingRefused out of bounds.
    """
    who, details = session.user.name, _details(thresholds)
    with refusals_recorded(uow, SET, who, details=details):
        session.demand(Permission.SET_THRESHOLDS)
        _check(thresholds)
        setting = MatchSetting(thresholds, who, clock.now())
        with uow() as work:
            before = _details(thresholds_in_force(work, default))
            work.match_settings.add(setting)
            details |= {f"{name}_before": value for name, value in before.items()}
            work.audit.append(AuditRecord(SET, who, "done", details=details))
    return setting


@dataclass(frozen=True, slots=True)
class Preview:
    """Alerts that the stored reads would have raised, at the setting in force and at another."""

    reads: int
    since: datetime
    present: dict[Priority, int]
    proposed: dict[Priority, int]

    @property
    def more(self) -> int:
        """Alerts more than now; negative for fewer."""
        return sum(self.proposed.values()) - sum(self.present.values())

    @property
    def words(self) -> str:
        """'At this setting 12 more alerts in the last 30 days.'"""
        span = f"in the last {LOOK_BACK.days} days"
        if not self.more:
            return f"At this setting as many alerts {span}."
        kind = "more" if self.more > 0 else "fewer"
        alerts = "alert" if abs(self.more) == 1 else "alerts"
        return f"At this setting {abs(self.more)} {kind} {alerts} {span}."


@dataclass(slots=True)
class _Told:
    """What one of the two settings would have told of, in the order that reads are met."""

    index: HotListIndex
    matches: list[tuple[StoredRead, Match]] = field(default_factory=list)


class MatchPreview:
    """Counts in slices. Any thread: each slice takes the store for one page of reads, and
    matches it outside of the transaction.

    Both settings are counted on the lists in force now, and both by the rule for repeats: as if
    each alert had been closed at once with an outcome that settles the matter. Each pass counts
    by its newest revision.
    """

    def __init__(
        self,
        uow: UnitOfWorkFactory,
        clock: Clock,
        session: Session,
        rules: ListRules,
        present: HotListIndex,
        proposed: HotListIndex,
        thresholds: Thresholds,
    ) -> None:
        """`present` and `proposed` hold the same lists; `thresholds` are the proposed ones.

        Raises PermissionRefused; SettingRefused out of bounds, or where the policy lets nobody
        match stored reads.
        """
        self._uow = uow
        self._clock = clock
        self._who = session.user.name
        self._thresholds = thresholds
        with refusals_recorded(uow, PREVIEWED, self._who, details=_details(thresholds)):
            session.demand(Permission.SET_THRESHOLDS)
            _check(thresholds)
            if rules.past_reads is None:
                raise SettingRefused(
                    "The policy does not let stored reads be matched.",
                    "Set the threshold without a preview.",
                )
        self._now = clock.now()
        self._since = self._now - LOOK_BACK
        self._reads = StoredReads(uow, self._since)
        self._sides = (_Told(present), _Told(proposed))
        self.looked_at = 0
        """Reads so far: the progress."""
        self.result: Preview | None = None
        """Once all have been met."""

    def step(self, budget_s: float) -> bool:
        """Go on for about `budget_s` seconds, one page at the least; whether there is more.

        Raises StoreUnavailable; the page comes again at the next call.
        """
        end = time.monotonic() + budget_s
        while self.result is None:
            page = self._reads.page()
            if not page:
                self._finish()
                break
            for read in page:
                for side in self._sides:
                    found = side.index.match(read.reading, read.vehicle, self._now)
                    side.matches += [(read, match) for match in worth_telling(found)]
            self.looked_at += len(page)
            self._reads.turn(page)
            if time.monotonic() >= end:
                break
        return self.result is None

    def _finish(self) -> None:
        with self._uow() as work:
            plates = work.ignored.all()
            present, proposed = (
                _alerts(
                    (read, match)
                    for read, match in reversed(side.matches)
                    if ignored_by(work, match, read.at, plates) is None
                )
                for side in self._sides
            )
            result = Preview(self.looked_at, self._since, present, proposed)
            work.audit.append(
                AuditRecord(
                    action=PREVIEWED,
                    who=self._who,
                    outcome="done",
                    purpose="Setting of how sure a match must be",
                    details={
                        **_details(self._thresholds),
                        "since": self._since.isoformat(),
                        "reads": str(self.looked_at),
                        "more": str(result.more),
                    },
                )
            )
        self.result = result


def _alerts(told: Iterable[tuple[StoredRead, Match]]) -> dict[Priority, int]:
    """Alerts by priority, the oldest read first, repeats folded."""
    counts = Counter[Priority]()
    raised: dict[object, list[tuple[StoredRead, Match]]] = {}
    for read, match in told:
        before = raised.setdefault(listed_vehicle(match), [])
        if any(
            read.at - first.at < FOLDED_FOR and says_as_much(first.reading, of, read.reading, match)
            for first, of in before
        ):
            continue
        before.append((read, match))
        counts[match.entry.category.priority] += 1
    return {priority: counts[priority] for priority in Priority}


def _check(thresholds: Thresholds) -> None:
    for priority in Priority:
        if not LEAST <= thresholds.of(priority) <= MOST:
            raise SettingRefused(
                f"The threshold for {priority.name.lower()} priority is out of bounds.",
                f"Choose from {LEAST} to {MOST}.",
            )


def _details(thresholds: Thresholds) -> dict[str, str]:
    return {priority.name.lower(): f"{thresholds.of(priority):.4f}" for priority in Priority}

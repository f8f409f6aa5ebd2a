"""The desk's acts on what is kept: limits, holds and the purge."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from alpr_console.domain.audit import POLICY, AuditRecord
from alpr_console.domain.keeping import Hold, KeptPast, Purge, RecordKind
from alpr_console.domain.operator import Permission
from alpr_console.domain.policy_rules import Limit
from alpr_console.ports import Clock, UnitOfWorkFactory
from alpr_console.workflow import hold_records
from alpr_console.workflow.hold_records import HoldRequest
from alpr_console.workflow.on_record import refusals_recorded
from alpr_console.workflow.purge import EVERY, PurgeState, Purging
from alpr_console.workflow.raise_alert import SYSTEM

if TYPE_CHECKING:
    from alpr_console.workflow.desk import Desk

ASKED = "purge.asked"
STOPPED = "purge.stopped"


@dataclass(frozen=True, slots=True)
class KindLimit:
    kind: RecordKind
    limit: Limit


class KeepingDesk:
    """Acts raise PermissionRefused; those on holds need another permission than the purge."""

    def __init__(self, desk: Desk, uow: UnitOfWorkFactory, clock: Clock) -> None:
        self._desk = desk
        self._uow = uow
        self._clock = clock
        self._purging: Purging | None = None
        self._begun: datetime | None = None

    # Holds

    def holds(self) -> list[Hold]:
        """Newest first, released ones among them."""
        self._desk.demand(Permission.HOLD_RECORDS)
        with self._uow() as work:
            return work.holds.all()

    def hold(self, request: HoldRequest) -> Hold:
        """See hold_records.add_hold."""
        session = self._desk.signed_in()
        return hold_records.add_hold(self._uow, self._clock, session, self._desk.policy, request)

    def release(self, hold_id: str, reason: str) -> Hold:
        """See hold_records.release_hold."""
        session = self._desk.signed_in()
        return hold_records.release_hold(
            self._uow, self._clock, session, self._desk.policy, hold_id, reason
        )

    def holds_on(self, read_id: str) -> list[Hold]:
        """Open holds on the read, or on an alert that tells of it."""
        self._desk.demand(Permission.HANDLE_ALERTS)
        with self._uow() as work:
            return work.holds.on_read(read_id)

    def kept_past(self, age: timedelta) -> list[KeptPast]:
        """Open holds that keep reads older than `age`, for the reports that explain them."""
        self._desk.demand(Permission.JUDGE_INQUIRIES)
        with self._uow() as work:
            return work.holds.kept_past(self._clock.now() - age)

    # The purge

    def limits(self) -> tuple[KindLimit, ...]:
        """Of each kind of record; no one need be signed in."""
        rules = self._desk.policy.retention
        return tuple(KindLimit(kind, kind.limit(rules)) for kind in RecordKind)

    def purges(self, limit: int = 50) -> list[Purge]:
        """Newest first."""
        self._desk.demand(Permission.PURGE_RECORDS)
        with self._uow() as work:
            return work.purges.newest(limit)

    def preview(self) -> PurgeState:
        """Begin to count what a purge would take; nothing is taken."""
        self._desk.demand(Permission.PURGE_RECORDS)
        return self._begin(self._desk.signed_in().user.name, preview=True)

    def purge(self) -> PurgeState:
        """Begin a purge as the person signed in; it goes on in slices (`step`)."""
        session = self._desk.signed_in()
        who, clause = session.user.name, self._desk.policy.retention.reads.clause
        details = {"section": clause.section, POLICY: self._desk.policy.version_name}
        with refusals_recorded(self._uow, ASKED, who, details=details):
            session.demand(Permission.PURGE_RECORDS)
        with self._uow() as work:
            work.audit.append(AuditRecord(ASKED, who, "done", "", clause.sense, details))
        return self._begin(who, preview=False)

    def stop(self) -> PurgeState | None:
        """End the purge or preview under way. What was taken is gone."""
        session = self._desk.signed_in()
        with refusals_recorded(self._uow, STOPPED, session.user.name):
            session.demand(Permission.PURGE_RECORDS)
        purging = self._purging
        if purging is None:
            return None
        if not purging.state.done:
            purging.end()
            if not purging.state.preview:
                self._record_stop(session.user.name, purging.state)
        return purging.state

    def state(self) -> PurgeState | None:
        """Of the last purge or preview since the start, under way or done."""
        self._desk.demand(Permission.PURGE_RECORDS)
        return None if self._purging is None else self._purging.state

    # What the console does by itself, whoever is signed in

    @property
    def busy(self) -> bool:
        """Whether `step` has something to do."""
        return self._purging is not None and not self._purging.state.done

    def look(self) -> None:
        """Begin a purge where the last one was an hour ago, or there was none since the start."""
        now = self._clock.now()
        if not self.busy and (self._begun is None or not now - EVERY < self._begun <= now):
            self._begin(SYSTEM, preview=False)

    def step(self, budget_s: float) -> bool:
        """See Purging.step."""
        return self._purging is not None and self._purging.step(budget_s)

    def _begin(self, by: str, *, preview: bool) -> PurgeState:
        if self._purging is not None and self.busy:
            self._purging.end()
        purging = Purging(self._uow, self._clock, self._desk.policy, by, preview)
        if not preview:
            self._begun = self._clock.now()
        self._purging = purging
        return purging.state

    def _record_stop(self, who: str, state: PurgeState) -> None:
        with self._uow() as work:
            work.audit.append(
                AuditRecord(STOPPED, who, "done", state.run_id, details={"taken": str(state.count)})
            )

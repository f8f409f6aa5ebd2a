"""The purge: what is past its limit and not held goes, with a record of what went (RET-1).

It runs by itself, a slice at a time while nobody wants anything, and at an administrator's or
custodian's word. The audit log and the searches in it stay: the policies ask for a minimum.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from uuid import uuid4

from alpr_console.audit.digest import PURGED_IDS, digest_of_ids
from alpr_console.domain.audit import SYSTEM, AuditRecord
from alpr_console.domain.errors import ConsoleError
from alpr_console.domain.keeping import Due, Purge, PurgeKind
from alpr_console.domain.operator import Permission
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.policy_rules import Limit, RetentionRules
from alpr_console.domain.session import Session
from alpr_console.ports import Clock, UnitOfWork, UnitOfWorkFactory
from alpr_console.workflow.on_record import refusals_recorded
from alpr_console.workflow.reach_department import purge_outside

SLICE = 40
"""Records a transaction: some eight milliseconds with their pictures."""

STEP_S = 0.015
"""The console thread gives a purge so much at a time, seconds: no key waits longer."""

EVERY = timedelta(hours=1)
"""So often it looks for what has come due."""

ORDER = (PurgeKind.PAST_HITS, PurgeKind.HITS, PurgeKind.READS)
"""Hits first: a read is free once no hit tells of it any more."""


def limit_of(rules: RetentionRules, kind: PurgeKind) -> Limit:
    return rules.reads if kind is PurgeKind.READS else rules.hits


def cutoff(rules: RetentionRules, kind: PurgeKind, now: datetime) -> datetime:
    """Everything older is due; never what the policy says to keep longer."""
    limit = limit_of(rules, kind)
    return now - max(limit.after, limit.not_before)


def purge_slice(
    work: UnitOfWork, policy: AgencyPolicy, now: datetime, kind: PurgeKind, who: str
) -> Purge | None:
    """Take one slice out of the store, with its record and audit entry; None where none is due."""
    clause = limit_of(policy.retention, kind).clause
    before = cutoff(policy.retention, kind, now)
    too_young = now - limit_of(policy.retention, kind).not_before
    taken = work.purges.take(kind, before, too_young, SLICE)
    if taken is None:
        return None
    ids, oldest, newest = taken
    purge = Purge(
        uuid4().hex, kind, len(ids), oldest, newest, before, who, now, clause.section,
        policy.version_name, digest_of_ids(ids),
    )  # fmt: skip
    work.purges.add(purge, ids)
    reads, alerts = (ids, []) if kind is PurgeKind.READS else ([], ids)
    # Of an alert its reads go there with it; a past hit is not sent.
    told = kind is not PurgeKind.PAST_HITS and purge_outside(work, policy, now, who, reads, alerts)
    outside = policy.retention.outside
    work.audit.append(
        AuditRecord(
            action="records.purged",
            who=who,
            outcome="done",
            subject=purge.purge_id,
            purpose=clause.sense,
            details={
                "kind": kind.value,
                "count": str(purge.count),
                "oldest": oldest.isoformat(),
                "newest": newest.isoformat(),
                "cutoff": before.isoformat(),
                "section": clause.section,
                PURGED_IDS: purge.ids_digest,
                **({"outside_section": outside.section} if outside is not None else {}),
                **({"outside": "ordered at the department's storage"} if told else {}),
            },
        )
    )
    return purge


def preview(uow: UnitOfWorkFactory, clock: Clock, policy: AgencyPolicy) -> tuple[Due, ...]:
    """What a purge would take now; changes nothing."""
    now = clock.now()
    found = []
    with uow() as work:
        for kind in ORDER:
            before = cutoff(policy.retention, kind, now)
            too_young = now - limit_of(policy.retention, kind).not_before
            count, held = work.purges.due(kind, before, too_young)
            found.append(Due(kind, count, held, before))
    return tuple(found)


class Purger:
    """Belongs to the console thread, which gives it a few milliseconds at a time.

    `settled` is called once everything due is gone: the file's own traces of it are wiped.
    """

    def __init__(
        self,
        uow: UnitOfWorkFactory,
        clock: Clock,
        policy: AgencyPolicy,
        settled: Callable[[], None],
    ) -> None:
        self._uow = uow
        self._clock = clock
        self._policy = policy
        self._settled = settled
        self._looked_at: datetime | None = None
        self._who = ""
        """Of the purge under way; '' while there is none."""
        self._kinds = list(ORDER)
        self._took = 0

    @property
    def busy(self) -> bool:
        return (
            bool(self._who)
            or self._looked_at is None
            or (self._clock.now() - self._looked_at >= EVERY)
        )

    @property
    def taken(self) -> int:
        """Records that the purge under way, or the last one, has taken."""
        return self._took

    def start(self, who: str = SYSTEM) -> None:
        """Begin, unless one is under way."""
        if not self._who:
            self._who, self._kinds, self._took = who, list(ORDER), 0
            self._looked_at = self._clock.now()

    def step(self, budget_s: float = STEP_S) -> bool:
        """Slices until `budget_s` seconds are over, one at the least; whether `busy`.

        Raises ConsoleError where the store refuses; the slice is taken at the next call.
        """
        self.start()
        end = time.monotonic() + budget_s
        while self._who:
            begun = time.monotonic()
            self._one()
            now = time.monotonic()
            if now + (now - begun) >= end:
                break
        return self.busy

    def finish(self) -> int:
        """All of it at once, for commands; how many went."""
        self.start()
        while self._who:
            self._one()
        return self._took

    def _one(self) -> None:
        try:
            with self._uow() as work:
                purge = purge_slice(
                    work, self._policy, self._clock.now(), self._kinds[0], self._who
                )
        except ConsoleError:
            raise
        except Exception:
            # A mistake in the program would come again each time; the next hour tries anew.
            self._who = ""
            raise
        if purge is not None:
            self._took += purge.count
            return
        self._kinds.pop(0)
        if not self._kinds:
            self._who = ""
            if self._took:
                self._settled()


def demand_purge(
    uow: UnitOfWorkFactory, session: Session, policy: AgencyPolicy, dues: Sequence[Due]
) -> None:
    """Put on record that a person has begun a purge. Raises PermissionRefused."""
    who = session.user.name
    with refusals_recorded(uow, "purge.begun", who):
        session.demand(Permission.PURGE_RECORDS)
        with uow() as work:
            work.audit.append(
                AuditRecord(
                    action="purge.begun",
                    who=who,
                    outcome="done",
                    purpose=policy.retention.reads.clause.sense,
                    details={due.kind.value: f"{due.count} due, {due.held} held" for due in dues},
                )
            )

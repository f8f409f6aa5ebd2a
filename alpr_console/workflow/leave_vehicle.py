"""Records that have stood at the department long enough leave the vehicle (RET-3).

Removed as by a purge, with the same record of what went; at the department they stay. What is
held, an open alert, and whatever has not arrived in its newest state stays here.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

from alpr_console.audit.digest import PURGED_IDS, digest_of_ids
from alpr_console.domain.audit import SYSTEM, AuditRecord
from alpr_console.domain.keeping import Purge, PurgeKind
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.ports import Clock, UnitOfWork, UnitOfWorkFactory
from alpr_console.workflow.purge import SLICE

LEFT = "records.left_the_vehicle"

EVERY = timedelta(minutes=10)
"""So often it looks for what may leave."""

ORDER = (PurgeKind.HITS, PurgeKind.READS)


def leave_slice(
    work: UnitOfWork, policy: AgencyPolicy, now: datetime, kind: PurgeKind
) -> Purge | None:
    """Take one slice out of the store, with its record; None where nothing may leave."""
    storage = work.transfer.storage()
    if storage is None:
        return None
    clause = policy.retention.transfer
    until = now - policy.retention.leaves_after
    taken = work.purges.take_arrived(kind, until, SLICE)
    if taken is None:
        return None
    ids, oldest, newest = taken
    gone = Purge(
        uuid4().hex, kind, len(ids), oldest, newest, until, SYSTEM, now, clause.section,
        policy.version_name, digest_of_ids(ids),
    )  # fmt: skip
    work.purges.add(gone, ids)
    work.audit.append(
        AuditRecord(
            action=LEFT,
            who=SYSTEM,
            outcome="done",
            subject=gone.purge_id,
            purpose=clause.sense,
            details={
                "kind": kind.value,
                "count": str(gone.count),
                "oldest": oldest.isoformat(),
                "newest": newest.isoformat(),
                "arrived_before": until.isoformat(),
                "kept": f"department at {storage.place}",
                "section": clause.section,
                PURGED_IDS: gone.ids_digest,
            },
        )
    )
    return gone


class Leaver:
    """Belongs to the console thread, which gives it a few milliseconds at a time.

    `settled` is called once all that may leave is gone: the file's own traces of it are wiped.
    """

    def __init__(
        self,
        uow: UnitOfWorkFactory,
        clock: Clock,
        policy: AgencyPolicy,
        settled: Callable[[], None] = lambda: None,
    ) -> None:
        self._uow = uow
        self._clock = clock
        self._policy = policy
        self._settled = settled
        self._next: datetime | None = None
        """When to look again; None while a round is under way."""
        self._kinds = list(ORDER)
        self._took = 0

    @property
    def busy(self) -> bool:
        return self._next is None or self._clock.now() >= self._next

    def step(self) -> None:
        """A slice at most. Raises StoreUnavailable; the slice is taken at the next call."""
        self._next = None
        with self._uow() as work:
            gone = leave_slice(work, self._policy, self._clock.now(), self._kinds[0])
        if gone is not None:
            self._took += gone.count
            return
        self._kinds.pop(0)
        if not self._kinds:
            self._end_round()

    def finish(self) -> int:
        """A whole round at once; how many went."""
        took = self._took
        while True:
            before = self._took
            self.step()
            took += max(0, self._took - before)
            if self._next is not None:
                return took

    def _end_round(self) -> None:
        took, self._took = self._took, 0
        self._kinds = list(ORDER)
        self._next = self._clock.now() + EVERY
        if took:
            self._settled()

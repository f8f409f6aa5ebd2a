"""The purge: what is past its limit and not held is taken out for good (RET-1).

It goes in slices, each a transaction with its own record in the audit log, so that a crash
leaves nothing half done, and reading and the window go on beside it.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import uuid4

from alpr_console.audit.digest import IDS_DIGEST, digest_of_ids
from alpr_console.domain.audit import POLICY, AuditRecord
from alpr_console.domain.errors import ConsoleError
from alpr_console.domain.keeping import START, Cutoff, DueRecord, Purge, RecordKind
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.ports import Clock, UnitOfWork, UnitOfWorkFactory
from alpr_console.workflow.raise_alert import SYSTEM

PURGED = "records.purged"

EVERY = timedelta(hours=1)

LOOKED_AT = 128
"""Records looked at in one go: a millisecond or two."""

SLICE_S = 0.008
"""What one transaction should take, seconds; slices grow and shrink to it."""

_LARGEST_SLICE = 512


@dataclass(frozen=True, slots=True)
class Found:
    """Of one kind, so far."""

    kind: RecordKind
    count: int = 0
    """Taken out; of a preview, past the limit."""
    reads: int = 0
    held: int = 0
    """Past the limit and kept by a hold."""
    oldest: datetime | None = None
    newest: datetime | None = None


@dataclass(frozen=True, slots=True)
class PurgeState:
    run_id: str
    by: str
    preview: bool
    found: tuple[Found, ...]
    done: bool

    @property
    def count(self) -> int:
        return sum(one.count for one in self.found)


class Purging:
    """One purge, or its preview. Belongs to the console thread."""

    def __init__(
        self,
        uow: UnitOfWorkFactory,
        clock: Clock,
        policy: AgencyPolicy,
        by: str = SYSTEM,
        preview: bool = False,
    ) -> None:
        self._uow = uow
        self._clock = clock
        self._policy = policy
        self._by = by
        self._preview = preview
        self._run_id = uuid4().hex
        self._now = clock.now()
        self._found = {kind: Found(kind) for kind in RecordKind}
        self._left = list(RecordKind)
        self._place = START
        self._slice = 8
        self._done = False

    @property
    def state(self) -> PurgeState:
        found = tuple(self._found[kind] for kind in RecordKind)
        return PurgeState(self._run_id, self._by, self._preview, found, self._done)

    def end(self) -> None:
        """What was taken stays taken, the rest waits. Raises StoreUnavailable."""
        self._left.clear()
        while not self._done:
            self._some()

    def step(self, budget_s: float) -> bool:
        """Work while another slice is likely to fit into `budget_s` seconds, one at the least;
        whether anything is left.

        Raises StoreUnavailable; the step is done again at the next call. Any other error is a
        mistake in the program, and the purge is given up.
        """
        end = time.monotonic() + budget_s
        while not self._done:
            begun = time.monotonic()
            try:
                self._some()
            except ConsoleError:
                raise
            except Exception:
                self._done = True
                raise
            now = time.monotonic()
            if now + (now - begun) >= end:
                break
        return not self._done

    def _some(self) -> None:
        if not self._left:
            if not self._preview and any(one.count for one in self._found.values()):
                with self._uow() as work:
                    work.purges.overwrite()
            self._done = True
            return
        kind = self._left[0]
        cutoff = Cutoff.of(kind.limit(self._policy.retention), self._now)
        begun = time.monotonic()
        with self._uow() as work:
            page = work.purges.page(kind, cutoff, self._place, LOOKED_AT)
            taken = page.due if self._preview else page.due[: self._slice]
            reads = self._take(work, kind, cutoff, taken) if taken else 0
        whole = len(taken) == len(page.due)
        self._note(kind, taken, reads, page.held if whole else 0)
        if not whole:
            self._place = page.places[len(taken) - 1]
        elif page.end is not None:
            self._place = page.end
        else:
            self._left.pop(0)
            self._place = START
        if taken and not self._preview:
            self._fit(time.monotonic() - begun)

    def _fit(self, took_s: float) -> None:
        if took_s > SLICE_S:
            self._slice = max(1, self._slice // 2)
        elif took_s < SLICE_S / 3:
            self._slice = min(_LARGEST_SLICE, self._slice * 2)

    def _take(
        self, work: UnitOfWork, kind: RecordKind, cutoff: Cutoff, taken: tuple[DueRecord, ...]
    ) -> int:
        if self._preview:
            return len(taken) if kind is RecordKind.READS else 0
        ids = [one.record_id for one in taken]
        reads = work.purges.remove(kind, ids)
        clause = kind.limit(self._policy.retention).clause
        purge = Purge(
            purge_id=uuid4().hex,
            run_id=self._run_id,
            kind=kind,
            count=len(ids),
            reads=reads,
            oldest=min(one.at for one in taken),
            newest=max(one.at for one in taken),
            cutoff=min(cutoff.older_than, cutoff.not_after),
            section=clause.section,
            policy=self._policy.version_name,
            by=self._by,
            at=self._clock.now(),
            digest=digest_of_ids(ids),
        )
        work.purges.add(purge, ids)
        work.audit.append(_record(purge, clause.sense))
        return reads

    def _note(self, kind: RecordKind, taken: tuple[DueRecord, ...], reads: int, held: int) -> None:
        before = self._found[kind]
        times = [one.at for one in taken]
        oldest = [*times, *([before.oldest] if before.oldest else [])]
        newest = [*times, *([before.newest] if before.newest else [])]
        self._found[kind] = replace(
            before,
            count=before.count + len(taken),
            reads=before.reads + reads,
            held=before.held + held,
            oldest=min(oldest, default=None),
            newest=max(newest, default=None),
        )


def _record(purge: Purge, sense: str) -> AuditRecord:
    return AuditRecord(
        action=PURGED,
        who=purge.by,
        outcome="done",
        subject=purge.run_id,
        purpose=sense,
        details={
            "purge_id": purge.purge_id,
            "kind": purge.kind.value,
            "count": str(purge.count),
            "reads": str(purge.reads),
            "oldest": purge.oldest.isoformat(),
            "newest": purge.newest.isoformat(),
            "cutoff": purge.cutoff.isoformat(),
            "section": purge.section,
            POLICY: purge.policy,
            IDS_DIGEST: purge.digest,
        },
    )

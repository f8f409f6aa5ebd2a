"""Sending what waits to the department's storage: batch by batch, marked after its commit (RET-3).

Each batch is one transaction there and, once that is committed, one here. A break between the
two sends the batch again, and the department keeps each record once.
"""

from __future__ import annotations

import contextlib
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from alpr_console.department_ports import Department, DepartmentOpener
from alpr_console.domain.audit import SYSTEM, AuditRecord
from alpr_console.domain.errors import ConsoleError, DepartmentUnavailable, TransferRefused
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.read import PlateRead
from alpr_console.domain.transfer import (
    Arrival,
    DepartmentStorage,
    Parcel,
    Receipt,
    RecordKind,
    TransferState,
)
from alpr_console.ports import Clock, UnitOfWork, UnitOfWorkFactory
from alpr_console.source_ports import SecretStore
from alpr_console.workflow.owner import Owner, on_this_thread
from alpr_console.workflow.parcels import (
    parcel_of_alert,
    parcel_of_entry,
    parcel_of_notice,
    parcel_of_read,
)

SENT = "transfer.sent"
TESTED = "transfer.tested"
FAILED = "transfer.failed"
DIFFERS = "transfer.differs"
PURGE_REACHED = "transfer.purge_reached"
STORAGE_LOST_RECORDS = "transfer.storage_lost_records"

RECORDS_AT_ONCE = 50
"""Reads of some 100 KB with their pictures: a batch holds a few megabytes."""

ENTRIES_AT_ONCE = 500

ON_RECORD_EVERY = timedelta(hours=1)
"""What was sent, and a failure that repeats itself, is put in the log no more often: each record
has its arrival on record besides."""

_PLURAL = {
    RecordKind.READ: "reads", RecordKind.ALERT: "alerts", RecordKind.AUDIT: "audit_entries",
    RecordKind.HOLD: "holds", RecordKind.PURGE: "purges",
}  # fmt: skip


class RecordSender:
    """One run at a time. All but `state` block; the store is touched through `owner` alone."""

    def __init__(
        self,
        uow: UnitOfWorkFactory,
        clock: Clock,
        policy: AgencyPolicy,
        opener: DepartmentOpener,
        secrets: SecretStore,
        owner: Owner = on_this_thread,
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self._uow = uow
        self._clock = clock
        self._policy = policy
        self._opener = opener
        self.secrets = secrets
        self._owner = owner
        self._stopped = stopped
        self._one_at_a_time = threading.Lock()
        self._state = TransferState()
        self._untold: Counter[RecordKind] = Counter()
        """Sent, and not in the log yet."""
        self._told_at: datetime | None = None
        self._failure_told: tuple[str, datetime] | None = None

    @property
    def state(self) -> TransferState:
        """Does not wait; any thread."""
        return self._state

    def send(self, who: str = SYSTEM) -> Counter[RecordKind]:
        """Send all that waits; what was sent, by kind.

        By itself (`who` is the system) nobody is called while nothing waits. Raises
        DepartmentUnavailable, KeyringUnavailable, StoreUnavailable; what has arrived by then
        is marked, and the rest is sent the next time. Raises TransferRefused for a person where
        no storage is set.
        """
        with self._one_at_a_time:
            storage, anything, last = self._owner(self._look)
            if storage is None:
                if who != SYSTEM:
                    raise no_storage()
                return Counter()
            if not anything and who == SYSTEM:
                return Counter()
            self._state = replace(self._state, sending=True)
            try:
                sent = self._send_all(storage, who)
            except BaseException as error:
                self._failed(storage, last, error, who)
                raise
            self._failure_told = None
            self._state = TransferState(self._clock.now())
            return sent

    def test(self, who: str) -> DepartmentStorage:
        """Connect and compare; nothing is sent. On record. Raises as `send`."""
        with self._one_at_a_time:
            storage, _, last = self._owner(self._look)
            if storage is None:
                raise no_storage()
            try:
                department = self._opener(storage, self.secrets.secret(storage.secret_name))
                try:
                    self._check_copy(storage, department)
                finally:
                    department.close()
            except BaseException as error:
                self._failed(storage, last, error, who)
                raise

            def tell() -> None:
                with self._uow() as work:
                    self._record(work, storage, TESTED, "", {}, who)

            self._owner(tell)
            return storage

    # -- the store, through its owner ----------------------------------------------------

    def _look(self) -> tuple[DepartmentStorage | None, bool, datetime | None]:
        with self._uow() as work:
            kept = work.transfer
            return kept.storage(), bool(kept.count_waiting()), kept.last_arrival()

    def _batch(self) -> list[Parcel]:
        """Audit entries first: they vouch for the alerts that come with them."""
        with self._uow() as work:
            parcels = [parcel_of_entry(one) for one in work.transfer.audit_waiting(ENTRIES_AT_ONCE)]
            for waiting in work.transfer.waiting(RECORDS_AT_ONCE):
                if waiting.kind in (RecordKind.HOLD, RecordKind.PURGE):
                    parcels.append(parcel_of_notice(waiting))
                    continue
                record = work.transfer.record_of(waiting)
                if record is None:
                    work.transfer.drop(waiting)
                elif isinstance(record, PlateRead):
                    parcels.append(parcel_of_read(record))
                else:
                    parcels.append(parcel_of_alert(record, waiting.revision))
        return parcels

    def _mark(
        self, storage: DepartmentStorage, parcels: list[Parcel], receipts: list[Receipt]
    ) -> None:
        now = self._clock.now()
        arrivals = [
            Arrival(p.kind, p.record_id, p.revision, p.digest, now, receipt)
            for p, receipt in zip(parcels, receipts, strict=True)
        ]
        entries = [one for one in arrivals if one.kind is RecordKind.AUDIT]
        with self._uow() as work:
            # The chain arrives in its order: its last entry says it of all before.
            work.transfer.add_arrivals(
                [
                    one
                    for one in arrivals
                    if one.kind is not RecordKind.AUDIT
                    or one is entries[-1]
                    or not one.receipt.same
                ]
            )
            for one in arrivals:
                if not one.receipt.same:
                    self._record(work, storage, DIFFERS, one.record_id, self._differs(one))
                elif one.kind is RecordKind.PURGE:
                    self._record(work, storage, PURGE_REACHED, one.record_id, self._purged(one))
        self._untold.update(one.kind for one in arrivals)

    def _differs(self, one: Arrival) -> dict[str, str]:
        return {
            "kind": one.kind.value,
            "revision": str(one.revision),
            "digest": one.digest,
            "found": "the department has another content under this name; both are kept there",
        }

    def _purged(self, one: Arrival) -> dict[str, str]:
        outside = self._policy.retention.outside
        return {
            "removed": str(one.receipt.removed),
            "held": str(one.receipt.held),
            "section": outside.section if outside is not None else "",
        }

    def _record(
        self,
        work: UnitOfWork,
        storage: DepartmentStorage,
        action: str,
        subject: str,
        details: dict[str, str],
        who: str = SYSTEM,
        outcome: str = "done",
    ) -> None:
        work.audit.append(
            AuditRecord(
                action, who, outcome, subject,
                details={
                    "section": self._policy.retention.transfer.section,
                    "reached": f"department at {storage.place}",
                    **details,
                },
            )
        )  # fmt: skip

    def _tell_sent(self, storage: DepartmentStorage, who: str) -> bool:
        """Put in the log what was sent since it said so last, if it is time; whether it was."""
        now = self._clock.now()
        records = {kind: n for kind, n in self._untold.items() if kind is not RecordKind.AUDIT}
        due = self._told_at is None or now - self._told_at >= ON_RECORD_EVERY
        if not records or not (due or who != SYSTEM):
            return False
        counts = {_PLURAL[kind]: str(count) for kind, count in self._untold.items()}
        with self._uow() as work:
            self._record(work, storage, SENT, "", counts, who)
        self._untold.clear()
        self._told_at = now
        return True

    def _begin_anew(self, storage: DepartmentStorage, stands: int, arrived: int) -> None:
        with self._uow() as work:
            work.transfer.begin_anew(storage)
            found = {"last_entry_there": str(stands), "last_entry_sent": str(arrived)}
            self._record(work, storage, STORAGE_LOST_RECORDS, "", found, outcome="all sent again")

    def _failed(
        self,
        storage: DepartmentStorage,
        last: datetime | None,
        error: BaseException,
        who: str,
    ) -> None:
        what = error.what if isinstance(error, ConsoleError) else type(error).__name__
        now = self._clock.now()
        state = self._state
        since = state.silent_since or state.reached_at or last or storage.at
        self._state = TransferState(state.reached_at, what, since)
        told = self._failure_told
        if who == SYSTEM and told and told[0] == what and now - told[1] < ON_RECORD_EVERY:
            return

        def tell() -> None:
            with self._uow() as work:
                self._record(work, storage, FAILED, "", {}, who, f"failed: {what}")

        if not self._stopped():
            # A store that refuses is the failure itself, most likely.
            with contextlib.suppress(ConsoleError):
                self._owner(tell)
                self._failure_told = (what, now)

    # -- the department ------------------------------------------------------------------

    def _send_all(self, storage: DepartmentStorage, who: str) -> Counter[RecordKind]:
        department = self._opener(storage, self.secrets.secret(storage.secret_name))
        try:
            self._check_copy(storage, department)
            sent: Counter[RecordKind] = Counter()
            while not self._stopped():
                parcels = self._owner(self._batch)
                if not parcels:
                    if not self._owner(lambda: self._tell_sent(storage, who)):
                        break
                    continue
                receipts = department.take_in(parcels)
                self._owner(lambda p=parcels, r=receipts: self._mark(storage, p, r))  # type: ignore[misc]
                self._state = TransferState(self._clock.now(), sending=True)
                sent.update(parcel.kind for parcel in parcels)
            return sent
        finally:
            department.close()

    def _check_copy(self, storage: DepartmentStorage, department: Department) -> None:
        """Whether the chain that stands there is this one's, and as long as was sent.

        A storage restored from an older copy lacks what arrived since: all is sent again. One
        that has more, or another chain, tells that this store or that one is not what it was.
        """
        stands, digest = department.last_audit()

        def ours() -> tuple[int, str | None]:
            with self._uow() as work:
                return work.transfer.audit_arrived(), work.transfer.audit_hash(stands)

        arrived, own = self._owner(ours)
        if stands and own != digest:
            raise DepartmentUnavailable(
                f"Audit entry {stands} of device {storage.device} at the department is not this "
                "console's own: its log was cut off or exchanged, or two devices have one name.",
                "Keep the store as it is. A new vehicle needs a device name of its own.",
            )
        if stands < arrived:
            self._owner(lambda: self._begin_anew(storage, stands, arrived))


def no_storage() -> TransferRefused:
    return TransferRefused(
        "No department storage is set.", "Set it in administration, or with 'department set'."
    )

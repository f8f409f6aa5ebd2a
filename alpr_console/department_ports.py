"""Ports, continued: the department's storage, and what the vehicle keeps of the transfer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Protocol

from alpr_console.domain.alert import Alert
from alpr_console.domain.audit import AuditEntry
from alpr_console.domain.read import PlateRead
from alpr_console.domain.transfer import (
    Arrival,
    DepartmentStorage,
    HoldNotice,
    Parcel,
    PurgeOrder,
    Receipt,
    RecordKind,
    Waiting,
)


class TransferStore(Protocol):
    """What waits for the department's storage and what has arrived there.

    Reads and alerts wait by themselves from the moment they are saved, in the same
    transaction, once a storage is set; audit entries follow by their number.
    """

    def set_storage(self, storage: DepartmentStorage) -> DepartmentStorage:
        """In force from here on; every record on the vehicle waits anew where the place is
        another one. The epoch in `storage` is not heeded; the one given back is right."""
        ...

    def storage(self) -> DepartmentStorage | None:
        """None while nobody has set one."""
        ...

    def begin_anew(self, storage: DepartmentStorage) -> DepartmentStorage:
        """As `set_storage`, though the place is the same: the storage there has lost records."""
        ...

    def waiting(self, limit: int) -> list[Waiting]:
        """In the order of being saved; of an alert its newest state alone."""
        ...

    def record_of(self, waiting: Waiting) -> PlateRead | Alert | None:
        """None where it has left the store meanwhile."""
        ...

    def audit_waiting(self, limit: int) -> list[AuditEntry]:
        """Those after the last that arrived, in their order."""
        ...

    def audit_arrived(self) -> int:
        """Number of the last audit entry that arrived; 0 for none."""
        ...

    def audit_hash(self, sequence: int) -> str | None:
        """Of an entry of this vehicle's own chain; None where there is none."""
        ...

    def count_waiting(self) -> dict[RecordKind, int]: ...

    def order_purge(self, order: PurgeOrder) -> None:
        """Let the department purge the same; does nothing while no storage is set."""
        ...

    def tell_hold(self, notice: HoldNotice) -> None:
        """Let the department hold, or release, the same; nothing while no storage is set."""
        ...

    def add_arrivals(self, arrivals: Iterable[Arrival]) -> None:
        """Those of records that have left the vehicle meanwhile are passed over."""
        ...

    def drop(self, waiting: Waiting) -> None:
        """It has left the store; nothing is sent of it."""
        ...

    def arrived(self, kind: RecordKind, ids: Sequence[str]) -> frozenset[str]:
        """Those of `ids` whose newest state stands at the department, unaltered."""
        ...

    def last_arrival(self) -> datetime | None: ...

    def differing(self) -> int:
        """How many records differ from what the department has under the same name."""
        ...


class Department(Protocol):
    """An open connection to the department's storage."""

    def last_audit(self) -> tuple[int, str]:
        """Number and hash of the last entry of this device's chain that stands there; 0 and ''
        for none."""
        ...

    def take_in(self, parcels: Sequence[Parcel]) -> list[Receipt]:
        """One transaction: all of them are there after this returns, in their order.

        Raises DepartmentUnavailable; then all are there or none.
        """
        ...

    def close(self) -> None:
        """Safe to call twice."""
        ...


DepartmentOpener = Callable[[DepartmentStorage, str | None], Department]
"""Given the password or client certificate. Raises DepartmentUnavailable."""

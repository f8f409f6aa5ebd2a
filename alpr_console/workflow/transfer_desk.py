"""The desk's acts on the transfer to the department's storage, for whoever is signed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.errors import TransferRefused
from alpr_console.domain.operator import Permission
from alpr_console.domain.policy_rules import RetentionRules
from alpr_console.domain.transfer import (
    IDLE,
    DepartmentStorage,
    RecordKind,
    TransferState,
    storage_from,
)
from alpr_console.ports import Clock, UnitOfWorkFactory
from alpr_console.source_ports import SecretStore
from alpr_console.workflow.on_record import refusals_recorded
from alpr_console.workflow.send_records import no_storage

if TYPE_CHECKING:
    from alpr_console.workflow.desk import Desk

SET = "transfer.storage_set"
SECRET_KEPT = "transfer.secret_kept"
SECRET_FORGOTTEN = "transfer.secret_forgotten"
ASKED = "transfer.asked_for"


class Courier(Protocol):
    """What sends: the thread of the running console, or a command's own sender."""

    @property
    def state(self) -> TransferState: ...

    @property
    def secrets(self) -> SecretStore: ...

    def send_now(self, who: str) -> None: ...


@dataclass(frozen=True, slots=True)
class TransferStanding:
    """How the transfer stands, for the screen."""

    storage: DepartmentStorage | None
    waiting: Mapping[RecordKind, int]
    last_arrival: datetime | None
    differing: int
    """Records of which the department has another content under the same name."""
    state: TransferState
    rules: RetentionRules


class TransferDesk:
    """Each act raises PermissionRefused unless an administrator is signed in."""

    def __init__(self, desk: Desk, uow: UnitOfWorkFactory, clock: Clock) -> None:
        self._desk = desk
        self._uow = uow
        self._clock = clock
        self.courier: Courier | None = None
        """Set by whoever runs one; without it nothing is sent from here."""

    def standing(self) -> TransferStanding:
        self._desk.demand(Permission.TRANSFER_RECORDS)
        with self._uow() as work:
            return TransferStanding(
                work.transfer.storage(),
                work.transfer.count_waiting(),
                work.transfer.last_arrival(),
                work.transfer.differing(),
                self.courier.state if self.courier is not None else IDLE,
                self._desk.policy.retention,
            )

    def set_storage(
        self,
        untrusted_address: str,
        untrusted_database: str,
        untrusted_user: str,
        untrusted_device: str,
        untrusted_ca: str | None,
    ) -> DepartmentStorage:
        """Where records go from here on; all there are on the vehicle, where it is another place.

        `untrusted_ca` is the authority's certificate in PEM; None keeps the one before. Raises
        TransferRefused saying what to correct.
        """
        session = self._desk.signed_in()
        who = session.user.name
        details = {
            "address": untrusted_address.strip(),
            "database": untrusted_database.strip(),
            "user": untrusted_user.strip(),
            "device": untrusted_device.strip(),
            "section": self._desk.policy.retention.transfer.section,
        }
        with refusals_recorded(self._uow, SET, who, details=details):
            session.demand(Permission.TRANSFER_RECORDS)
            with self._uow() as work:
                before = work.transfer.storage()
                kept = before.ca if before is not None else ""
                storage = storage_from(
                    untrusted_address, untrusted_database, untrusted_user, untrusted_device,
                    kept if untrusted_ca is None else untrusted_ca, who, self._clock.now(),
                )  # fmt: skip
                storage = work.transfer.set_storage(storage)
                details |= {
                    "protection": storage.protection,
                    "before": "" if before is None else before.place,
                }
                work.audit.append(AuditRecord(SET, who, "done", details=details))
        return storage

    def keep_secret(self, secret: str) -> None:
        """Keep the password, or the client certificate with its key in PEM, in the keyring.

        That it was kept is on record, never what. Raises TransferRefused, KeyringUnavailable.
        """
        self._change_secret(SECRET_KEPT, secret)

    def forget_secret(self) -> None:
        """Take it out of the keyring. Raises as `keep_secret`."""
        self._change_secret(SECRET_FORGOTTEN, None)

    def demand_try(self) -> str:
        """Who may try the storage; on record where they may not, or where none is set."""
        session = self._desk.signed_in()
        who = session.user.name
        with refusals_recorded(self._uow, ASKED, who):
            session.demand(Permission.TRANSFER_RECORDS)
            with self._uow() as work:
                if work.transfer.storage() is None:
                    raise no_storage()
        return who

    def send_now(self) -> None:
        """Try at once; how it goes is in `standing`. Raises TransferRefused without a storage."""
        who = self.demand_try()
        if self.courier is not None:
            self.courier.send_now(who)

    def _change_secret(self, action: str, secret: str | None) -> None:
        session = self._desk.signed_in()
        who = session.user.name
        with refusals_recorded(self._uow, action, who):
            session.demand(Permission.TRANSFER_RECORDS)
            if self.courier is None:
                raise TransferRefused("Nothing is sent from here.", "Use the running console.")
            if secret is not None and not secret.strip():
                raise TransferRefused("The secret is empty.", "Give the password or the key.")
            with self._uow() as work:
                storage = work.transfer.storage()
                if storage is None:
                    raise no_storage()
                details = {"address": storage.address, "user": storage.user}
                work.audit.append(AuditRecord(action, who, "done", details=details))
                # Last in the transaction: a keyring that refuses takes the record back as well.
                if secret is None:
                    self.courier.secrets.forget_secret(storage.secret_name)
                else:
                    self.courier.secrets.keep_secret(storage.secret_name, secret)

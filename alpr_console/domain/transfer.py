"""Moving records to the department's storage: where to, what waits, what has arrived (RET-3)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from alpr_console.domain.errors import TransferRefused

DEFAULT_PORT = 5432

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,62}")
"""Of databases, users and devices: nothing that could be taken for an option or a quote."""

_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?|\[[0-9A-Fa-f:.]{2,45}\]")

_FOLDER = re.compile(r"/[^:\x00]{1,90}")

LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
"""Without TLS only what never leaves this computer is sent."""

_CERTIFICATE = "-----BEGIN CERTIFICATE-----"


class RecordKind(Enum):
    """What is kept at the department, each as canonical JSON with its SHA-256."""

    READ = "read"
    """One revision of a read, with its two pictures."""
    ALERT = "alert"
    """An alert in one state of its course; its revision is the audit entry that left it so."""
    AUDIT = "audit"
    """An entry of the vehicle's own chain; its id is its number there."""
    HOLD = "hold"
    """Revision 0: records held; revision 1: the hold is released."""
    PURGE = "purge"
    """An order to purge there what was purged on the vehicle."""


@dataclass(frozen=True, slots=True)
class DepartmentStorage:
    """The storage that an administrator has set. The password is in the keyring, never here."""

    address: str
    """'host[:port]', or the folder of a Unix socket on this computer, '/folder[:port]'."""
    database: str
    user: str
    device: str
    """By which the department knows this vehicle's records."""
    ca: str
    """PEM of the authority that the server's certificate must be of; '' only where the
    server is on this very computer."""
    by: str
    at: datetime
    epoch: int = 1
    """Counts the storages there were. What arrived at another one has not arrived at this."""

    @property
    def is_socket(self) -> bool:
        return self.address.startswith("/")

    @property
    def is_loopback(self) -> bool:
        return _split(self.address)[0] in LOOPBACK

    @property
    def host(self) -> str:
        """As libpq takes it: without the brackets of an IPv6 address."""
        return _split(self.address)[0].strip("[]")

    @property
    def port(self) -> int:
        return int(_split(self.address)[1] or DEFAULT_PORT)

    @property
    def place(self) -> str:
        """'records.example.gov, database alpr, device 4-adam'."""
        return f"{self.address}, database {self.database}, device {self.device}"

    @property
    def protection(self) -> str:
        """How what is sent is protected, in words."""
        if self.ca:
            return "TLS, server known by its certificate"
        return "No TLS: the storage is on this computer"

    @property
    def secret_name(self) -> str:
        """Under which the keyring keeps password or key. User and address are in it: whoever
        points the transfer at another server does not send that one the old one's password."""
        return f"department storage: {self.user}@{self.address}"

    def same_place(self, other: DepartmentStorage) -> bool:
        return (self.address, self.database, self.device) == (
            other.address, other.database, other.device,
        )  # fmt: skip


def storage_from(
    untrusted_address: str,
    untrusted_database: str,
    untrusted_user: str,
    untrusted_device: str,
    untrusted_ca: str,
    by: str,
    at: datetime,
) -> DepartmentStorage:
    """The storage that these words mean. Raises TransferRefused saying what to correct."""
    address = untrusted_address.strip()
    host, port = _split(address)
    is_host = _HOST.fullmatch(host) is not None
    if not (is_host or _FOLDER.fullmatch(host)) or (port and not 0 < int(port) < 65536):
        raise TransferRefused(f"'{address}' is no address of a server.", "Write host or host:port.")
    named = {"database": untrusted_database, "user": untrusted_user, "device": untrusted_device}
    for what, untrusted in named.items():
        if not _NAME.fullmatch(untrusted.strip()):
            raise TransferRefused(
                f"'{untrusted.strip()}' cannot be the name of the {what}.",
                "Use letters, digits, dot, hyphen and underscore.",
            )
    ca = untrusted_ca.strip()
    if ca and _CERTIFICATE not in ca:
        raise TransferRefused(
            "The certificate authority is no certificate.", "Give its file in PEM."
        )
    storage = DepartmentStorage(
        address, named["database"].strip(), named["user"].strip(), named["device"].strip(),
        "" if address.startswith("/") else ca, by, at,
    )  # fmt: skip
    if not (storage.ca or storage.is_socket or storage.is_loopback):
        raise TransferRefused(
            f"Records are not sent to {address} without TLS.",
            "Give the certificate authority of the server, a file in PEM.",
        )
    return storage


def _split(address: str) -> tuple[str, str]:
    """Host and port as written; '' where no port is."""
    host, colon, port = address.rpartition(":")
    return (host, port) if colon and port.isdigit() else (address, "")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A record that has not arrived yet."""

    kind: RecordKind
    record_id: str
    revision: int
    body: str = ""
    """Canonical JSON of a hold or an order to purge; reads and alerts are looked up."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """One record on its way, exactly as the department keeps it."""

    kind: RecordKind
    record_id: str
    revision: int
    text: str
    """Canonical JSON. Of an audit entry what its hash is over; of an alert what its digest in
    the audit log is over: who has the copy can verify both."""
    digest: str
    """SHA-256 of `text` in UTF-8, hex."""
    at: datetime
    """Capture, alert, entry or order, UTC: what is searched and purged by."""
    plate: str = ""
    state: str = ""
    camera: str = ""
    latitude: float | None = None
    longitude: float | None = None
    read_id: str = ""
    """Of an alert: the read it tells of."""
    closed: bool = True
    """Of an alert: whether its course is over."""
    pictures: tuple[tuple[str, bytes], ...] = ()
    """Name and JPEG; their SHA-256 stands in `text`."""

    @property
    def size(self) -> int:
        """Bytes, about."""
        return len(self.text) + sum(len(jpeg) for _, jpeg in self.pictures)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the department answers for one parcel, after its commit."""

    same: bool
    """False: another content stands there under the same name. Both are kept."""
    removed: int = 0
    """Records that an order to purge removed there."""
    held: int = 0
    """Records that it left, because they are held."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """On record at the vehicle: this was committed at the department."""

    kind: RecordKind
    record_id: str
    revision: int
    digest: str
    at: datetime
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class TransferState:
    """How the transfer goes, for the screen and for the health rules."""

    reached_at: datetime | None = None
    """When the storage answered last, UTC; None while it has not since the start."""
    failure: str = ""
    """Why the last try failed; '' after one that worked."""
    silent_since: datetime | None = None
    """Since when it has not been reached though something waits; None while it is."""
    sending: bool = False


IDLE = TransferState()
"""Where nothing is sent, and nothing has to be."""


@dataclass(frozen=True, slots=True)
class PurgeOrder:
    """Ids of what is to be purged at the department too."""

    order_id: str
    at: datetime
    by: str
    reads: tuple[str, ...]
    alerts: tuple[str, ...]
    section: str
    policy: str
    """Version of the profile, first twelve digits of its SHA-256."""


@dataclass(frozen=True, slots=True)
class HoldNotice:
    """That records are held, or no longer."""

    hold_id: str
    at: datetime
    by: str
    reads: tuple[str, ...]
    alerts: tuple[str, ...]
    plate: str = ""
    """Holds every read of it captured in the span, of whichever vehicle; '' for none."""
    since: datetime | None = None
    until: datetime | None = None
    released: bool = False

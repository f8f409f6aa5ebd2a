"""What the product needs of the outside world. Adapters implement it; fakes in tests do too.

Threads: capture and recognition run on their own; one console thread alone owns the
domain state and the store (`UnitOfWork`). Only immutable values cross.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from alpr_console.department_ports import TransferStore
from alpr_console.domain.alert import Alert
from alpr_console.domain.audit import AuditEntry, AuditRecord, LogFilter
from alpr_console.domain.designation import Designation
from alpr_console.domain.hotlist import HotList
from alpr_console.domain.keeping import Hold
from alpr_console.domain.listed_vehicle import ListedVehicle
from alpr_console.domain.operator import User
from alpr_console.domain.past_hit import StoredRead
from alpr_console.domain.read import PlateRead, PositionFix
from alpr_console.domain.specific_entry import SpecificEntry
from alpr_console.habit_ports import HabitStore
from alpr_console.keeping_ports import HoldStore, PurgeStore
from alpr_console.match_ports import (
    CorrectionStore,
    IgnoredStore,
    MatchSettingStore,
    PastHitStore,
    RepeatStore,
)
from alpr_console.oversight_ports import Figures, OversightStore
from alpr_console.people_ports import PeopleStore
from alpr_console.policy_ports import PolicyVersionStore
from alpr_console.release_ports import (
    AgreementStore,
    BreachStore,
    ExportStore,
    ReleaseStore,
)
from alpr_console.search_ports import InquiryStore, ReadFinder
from alpr_console.shift_ports import ReadList, ShiftStore
from alpr_console.switch_ports import SwitchStore

Picture = NDArray[np.uint8]
"""Height × width × 3, BGR, 0 to 255."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture of one camera. The array is never written to after capture."""

    camera: str
    number: int
    """Counts from 0 in the order of capture; a number missing is a frame dropped."""
    at: datetime
    """Capture time, UTC, timezone-aware."""
    picture: Picture
    monotonic: float
    """`time.monotonic()` at capture, seconds: what latency is measured from."""


class Clock(Protocol):
    def now(self) -> datetime:
        """Current time, UTC, timezone-aware."""
        ...


class FrameSource(Protocol):
    """A camera, stream, video file, picture folder or simulated feed."""

    @property
    def name(self) -> str:
        """Short name for the screen, without credentials."""
        ...

    @property
    def live(self) -> bool:
        """True when frames come at their own pace and old ones are worth dropping."""
        ...

    def open(self) -> None:
        """Connect. Raises SourceUnavailable with the reason. May be called again."""
        ...

    def read(self) -> Frame | None:
        """Next frame; blocks at most a few seconds. None at the end of a file or folder.

        Raises SourceUnavailable when a live source is lost.
        """
        ...

    def close(self) -> None:
        """Release the device; safe to call twice and from another thread."""
        ...


class PositionSource(Protocol):
    """A GPS receiver. `fixes` blocks; it yields None when the receiver has no valid fix."""

    @property
    def name(self) -> str: ...

    def fixes(self, stopped: Callable[[], bool]) -> Iterator[PositionFix | None]:
        """Fixes until `stopped()`. Raises PositionUnavailable."""
        ...


class KeyStore(Protocol):
    """The system keyring."""

    def store_key(self, name: str) -> bytes:
        """The 32-byte key `name`; made at random and kept at the first call.

        Raises KeyringUnavailable when the keyring is locked or absent.
        """
        ...

    def signing_key(self, name: str) -> bytes:
        """The 32-byte seed of the signing key `name`, never the same as a store's key.

        Made at the first call, also where a store exists: none is opened with it. Raises
        KeyringUnavailable.
        """
        ...


class ReadStore(ReadList, Protocol):
    def save(self, read: PlateRead) -> None:
        """Keep a read, or a correction of it (same read_id, higher revision)."""
        ...

    def get(self, read_id: str) -> PlateRead: ...

    def keep(self, read_id: str) -> None:
        """Something tells of it: where reads without a hit stay in memory, it is written now."""
        ...

    def keep_held(self, hold: Hold) -> None:
        """The same of all reads whose plate the hold names, as it is placed."""
        ...

    def latest(self, limit: int) -> list[PlateRead]: ...

    def count(self) -> int: ...

    def stored(
        self, since: datetime, before: tuple[datetime, str] | None, limit: int
    ) -> list[StoredRead]:
        """Reads captured at or after `since`, newest first, each in its newest revision.

        `before` is capture time and id of the last read of the page before this one.
        """
        ...


class AlertStore(Protocol):
    def save(self, alert: Alert) -> None:
        """Keep a new alert, or its next state."""
        ...

    def get(self, alert_id: str) -> Alert: ...

    def open(self) -> list[Alert]:
        """Alerts not closed, oldest first."""
        ...

    def between(self, since: datetime, until: datetime) -> list[Alert]:
        """Alerts raised in the span, oldest first, pictures included."""
        ...

    def told_of_read(self, read_id: str) -> dict[ListedVehicle, str]:
        """Listed vehicles that alerts tell of on any revision of the read, raised on it or
        repeated by it, each with the alert's id."""
        ...

    def on_vehicle(self, vehicle: ListedVehicle, since: datetime) -> list[Alert]:
        """Alerts on this listed vehicle that are open or were closed at or after `since`,
        oldest first."""
        ...


class HotListStore(Protocol):
    """Versions of lists. Their entries are in sealed files, see `ListShelf`."""

    def put_in_force(self, hot_list: HotList) -> None:
        """In place of the version of the same name, in one step with the rest of the
        transaction. Raises ValueError unless its version number is the highest of its name.
        """
        ...

    def take_out_of_force(self, name: str) -> None:
        """No version of `name` matches any more; they stay as history."""
        ...

    def in_force(self) -> list[HotList]:
        """By name."""
        ...

    def versions(self, name: str) -> list[HotList]:
        """Every version there ever was, newest first."""
        ...


class DesignationStore(Protocol):
    """The lists that the administrator has designated (HOT-1). Only ever added to."""

    def save(self, designation: Designation) -> None:
        """The newest row of a name is what counts."""
        ...

    def get(self, name: str) -> Designation | None:
        """None where the name was never designated; a withdrawn one says so itself."""
        ...

    def all(self) -> list[Designation]:
        """Newest of each name, by name."""
        ...


class SpecificStore(Protocol):
    """Specific entries (BOLO) with their courses. Only ever added to."""

    def save(self, entry: SpecificEntry) -> None:
        """A new entry, or the steps that a known one has gone on by.

        Raises ValueError where what is on record would be changed or lost.
        """
        ...

    def get(self, entry_id: str) -> SpecificEntry:
        """Raises KeyError."""
        ...

    def all(self) -> list[SpecificEntry]:
        """Oldest first, whatever became of them."""
        ...


class UserStore(Protocol):
    def add(self, user: User) -> None:
        """Raises SignInRefused when the name is taken (case-folded)."""
        ...

    def save(self, user: User) -> None:
        """The account as it is now. Raises KeyError where there is none."""
        ...

    def get(self, user_id: str) -> User:
        """Raises KeyError."""
        ...

    def by_name(self, name: str) -> User | None: ...

    def all(self) -> list[User]: ...


class AuditLog(Protocol):
    """The hash-chained log. Entries can be appended, never changed or removed."""

    def append(self, record: AuditRecord) -> AuditEntry: ...

    def entries(self) -> Iterator[AuditEntry]: ...

    def about(self, subject: str) -> list[AuditEntry]:
        """Entries of one subject, in their order."""
        ...

    def tally(self, since: datetime, until: datetime) -> list[tuple[str, str, int]]:
        """(action, who, how often) of the entries in the span, both ends included."""
        ...

    def page(self, wanted: LogFilter, before: int | None, limit: int) -> list[AuditEntry]:
        """Newest first, with a lower number than `before` where it is given."""
        ...

    def verify(self) -> int:
        """Walk the chain; number of entries. Raises AuditBroken naming the first bad one."""
        ...


class SealCheck(Protocol):
    """What vouches for every row of the store."""

    def verify(self) -> int:
        """Rows that stand as they were left. Raises AuditBroken naming the table that does not."""
        ...


class UnitOfWork(Protocol):
    """One transaction. Leaving the block commits; an exception rolls back all of it.

    On commit everything has reached the disk (synchronous FULL).
    """

    @property
    def reads(self) -> ReadStore: ...
    @property
    def alerts(self) -> AlertStore: ...
    @property
    def repeats(self) -> RepeatStore: ...
    @property
    def ignored(self) -> IgnoredStore: ...
    @property
    def past_hits(self) -> PastHitStore: ...
    @property
    def corrections(self) -> CorrectionStore: ...
    @property
    def match_settings(self) -> MatchSettingStore: ...
    @property
    def hot_lists(self) -> HotListStore: ...
    @property
    def designations(self) -> DesignationStore: ...
    @property
    def specific(self) -> SpecificStore: ...
    @property
    def transfer(self) -> TransferStore: ...
    @property
    def switch(self) -> SwitchStore: ...
    @property
    def users(self) -> UserStore: ...
    @property
    def holds(self) -> HoldStore: ...
    @property
    def purges(self) -> PurgeStore: ...
    @property
    def people(self) -> PeopleStore: ...
    @property
    def habits(self) -> HabitStore: ...
    @property
    def policy_versions(self) -> PolicyVersionStore: ...
    @property
    def inquiries(self) -> InquiryStore: ...
    @property
    def finder(self) -> ReadFinder: ...
    @property
    def exports(self) -> ExportStore: ...
    @property
    def releases(self) -> ReleaseStore: ...
    @property
    def agreements(self) -> AgreementStore: ...
    @property
    def breaches(self) -> BreachStore: ...
    @property
    def oversight(self) -> OversightStore: ...
    @property
    def shifts(self) -> ShiftStore: ...
    @property
    def figures(self) -> Figures: ...
    @property
    def seals(self) -> SealCheck: ...
    @property
    def audit(self) -> AuditLog: ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None: ...


UnitOfWorkFactory = Callable[[], UnitOfWork]

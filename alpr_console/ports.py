"""What the product needs of the outside world. Adapters implement it; fakes in tests do too.

Threads: capture and recognition run on their own; one console thread alone owns the
domain state and the store (`UnitOfWork`). Only immutable values cross.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from alpr_console.domain.alert import Alert
from alpr_console.domain.audit import AuditEntry, AuditRecord
from alpr_console.domain.hotlist import HotList, HotListEntry
from alpr_console.domain.operator import User
from alpr_console.domain.read import PlateRead, PositionFix

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


class Speaker(Protocol):
    """Speech and sounds. Never blocks the caller."""

    def say(self, words: str) -> None: ...

    def play(self, sound: str) -> None:
        """Play resources/sounds/<sound>.wav."""
        ...

    @property
    def fault(self) -> str:
        """'' while sound works; else why not."""
        ...

    def close(self) -> None: ...


class KeyStore(Protocol):
    """The system keyring."""

    def store_key(self, name: str) -> bytes:
        """The 32-byte key `name`; made at random and kept at the first call.

        Raises KeyringUnavailable when the keyring is locked or absent.
        """
        ...


class ReadStore(Protocol):
    def save(self, read: PlateRead) -> None:
        """Keep a read, or a correction of it (same read_id, higher revision)."""
        ...

    def get(self, read_id: str) -> PlateRead: ...

    def latest(self, limit: int) -> list[PlateRead]: ...

    def count(self) -> int: ...


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


class HotListStore(Protocol):
    def replace(self, hot_list: HotList, entries: Iterable[HotListEntry]) -> None:
        """Put a new version in force in place of the one of the same name, in one step."""
        ...

    def in_force(self) -> list[HotList]: ...

    def entries(self, list_id: str) -> Sequence[HotListEntry]: ...


class UserStore(Protocol):
    def add(self, user: User) -> None:
        """Raises SignInRefused when the name is taken (case-folded)."""
        ...

    def by_name(self, name: str) -> User | None: ...

    def all(self) -> list[User]: ...


class AuditLog(Protocol):
    """The hash-chained log. Entries can be appended, never changed or removed."""

    def append(self, record: AuditRecord) -> AuditEntry: ...

    def entries(self) -> Iterator[AuditEntry]: ...

    def verify(self) -> int:
        """Walk the chain; number of entries. Raises AuditBroken naming the first bad one."""
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
    def hot_lists(self) -> HotListStore: ...
    @property
    def users(self) -> UserStore: ...
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

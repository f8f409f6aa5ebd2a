"""A file on its way here: bounded in size and time, and of no name until it is whole."""

from __future__ import annotations

import errno
import hashlib
import re
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from alpr_console.domain.errors import ListSourceUnavailable
from alpr_console.source_ports import Fetched

CHUNK = 1 << 18
"""Bytes asked for at a time."""

SUM_SUFFIX = ".sha256"
LONGEST_SUM_FILE = 4096
"""Bytes: a sum and a name."""

LONGEST_NAME = 200
"""Bytes; file systems take 255, the suffixes need some."""

UNFINISHED = (".part", ".partial", ".tmp", ".temp", ".filepart", ".crdownload", ".swp", "~")
"""Ends of names that uploads in progress have."""

SETTLED_S = 2.0
"""A file that stays the same for so long is not being written to."""

CLOCKS_APART = timedelta(minutes=10)
"""A file dated no further ahead is taken for new; clocks differ."""

_SUM = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
_PART = ".incoming.part"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a transfer may cost, and the means to wait and to end it early."""

    size: int = 2 << 30
    """Bytes of one file."""
    disk_reserve: int = 1 << 30
    """Bytes left on the disk, whatever comes: reads and the audit log are kept on it."""
    silence_s: float = 30.0
    """A server that says nothing for so long is gone."""
    total_s: float = 3600.0
    """For one file, however steadily it drips."""
    wait: Callable[[float], object] = time.sleep
    stopped: Callable[[], bool] = lambda: False
    """Asked between the pieces of a transfer."""

    def let_settle(self, name: str, began: float) -> None:
        """Wait until SETTLED_S after `began` (monotonic): a slow writer shows itself only then.

        Raises ListSourceUnavailable when stopped meanwhile, which may have cut the wait short.
        """
        self.wait(max(0.0, SETTLED_S - (time.monotonic() - began)))
        self.check_stopped(name)

    def check_stopped(self, name: str) -> None:
        """Raises ListSourceUnavailable."""
        if self.stopped():
            raise ListSourceUnavailable(f"Fetching {name} was ended.")


def readable_name(untrusted_name: str) -> bool:
    """Whether a file of a source may keep its name here, and is not one in the making."""
    return (
        untrusted_name.isprintable()
        and "/" not in untrusted_name
        and "\\" not in untrusted_name
        and not untrusted_name.startswith(".")
        and not untrusted_name.lower().endswith((*UNFINISHED, SUM_SUFFIX))
        and 0 < len(untrusted_name.encode()) <= LONGEST_NAME
    )


def data_time(untrusted: datetime, name: str) -> datetime:
    """When the data were current; a little ahead of this clock is now. UTC.

    Raises ListSourceUnavailable for a time further ahead: such a list would never look old.
    """
    now = datetime.now(UTC)
    if untrusted > now + CLOCKS_APART:
        raise ListSourceUnavailable(
            f"{name} is dated {untrusted:%Y-%m-%d %H:%M} UTC, which is yet to come.",
            "Set the clock of this computer, or have the source's set.",
        )
    return min(untrusted, now)


def receive(
    into: Path,
    name: str,
    pieces: Iterable[bytes],
    size: int | None,
    limits: Limits,
) -> tuple[Path, int, str]:
    """Write `pieces` to the file `name` in `into`; its path, size and SHA-256.

    `size` is the length announced, None where there is none. Raises ListSourceUnavailable: short,
    long, over a limit, or no room on the disk.
    """
    if size is not None and size > limits.size:
        raise _too_large(name, limits)
    part = into / _PART
    digest, length = hashlib.sha256(), 0
    end = time.monotonic() + limits.total_s
    with disk_faults(name):
        _check_room(into, name, size or 0, limits)
        with part.open("wb") as file:
            part.chmod(0o600)
            room_checked = 0
            for piece in pieces:
                length += len(piece)
                if length > limits.size:
                    raise _too_large(name, limits)
                if length - room_checked >= 64 * CHUNK:
                    _check_room(into, name, 0, limits)
                    room_checked = length
                file.write(piece)
                digest.update(piece)
                limits.check_stopped(name)
                if time.monotonic() > end:
                    raise ListSourceUnavailable(
                        f"{name} takes too long to come.", "It is fetched again by itself."
                    )
        if size is not None and length != size:
            raise incomplete(name)
        whole = into / name
        part.replace(whole)
    return whole, length, digest.hexdigest()


@contextmanager
def emptied(folder: Path) -> Iterator[None]:
    """The folder, there and empty; a failure inside the block leaves it empty as well.

    Also of what a crash left. Raises ListSourceUnavailable.
    """
    with disk_faults("the list"):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        empty(folder)
    try:
        yield
    except BaseException:
        empty(folder)
        raise


def empty(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()


def with_sum(fetched: Fetched, untrusted_sum: bytes | None) -> Fetched:
    """`fetched`, once it agrees with the '.sha256' beside it at the source, which is put down
    beside it here as well.

    Raises ListSourceUnavailable where they differ: one of the two is being replaced, or the
    file is damaged at its source.
    """
    if untrusted_sum is None:
        return fetched
    sums = set(_SUM.findall(untrusted_sum[:LONGEST_SUM_FILE].decode("latin-1").lower()))
    if sums != {fetched.sha256}:
        raise ListSourceUnavailable(
            f"{fetched.name} does not agree with its {SUM_SUFFIX}: damaged, or being replaced.",
            "It is fetched again by itself; if this stays, tell the operator of the source.",
        )
    with disk_faults(fetched.name):
        fetched.path.with_name(fetched.name + SUM_SUFFIX).write_bytes(untrusted_sum)
    return fetched


def incomplete(name: str) -> ListSourceUnavailable:
    return ListSourceUnavailable(f"{name} did not come whole.", "It is fetched again by itself.")


def still_written(name: str) -> ListSourceUnavailable:
    return ListSourceUnavailable(
        f"{name} is still being written.", "It is looked at again by itself."
    )


@contextmanager
def disk_faults(name: str) -> Iterator[None]:
    """What the disk refuses, in words. Of the network's own errors nothing may reach this."""
    try:
        yield
    except OSError as problem:
        if problem.errno in (errno.ENOSPC, errno.EDQUOT):
            raise _no_room(name) from problem
        raise ListSourceUnavailable(
            f"{name} cannot be written to the disk ({problem.strerror}).",
            "Check the console's data folder.",
        ) from problem


def _check_room(into: Path, name: str, size: int, limits: Limits) -> None:
    if shutil.disk_usage(into).free - size < limits.disk_reserve:
        raise _no_room(name)


def _no_room(name: str) -> ListSourceUnavailable:
    return ListSourceUnavailable(
        f"The disk has no room for {name}.", "Free some; the list is fetched again by itself."
    )


def _too_large(name: str, limits: Limits) -> ListSourceUnavailable:
    return ListSourceUnavailable(
        f"{name} is larger than {limits.size >> 20} MiB.", "Have the source look at it."
    )

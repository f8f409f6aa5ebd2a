"""A hot-list file on disk: what it is before it is read, and that it stayed so."""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from alpr_console.domain.errors import HotListMalformed

REMEDY = "The list before stays in force. Correct the file and import it again."

_SUM = re.compile(r"(?<![0-9a-fA-F])[0-9a-fA-F]{64}(?![0-9a-fA-F])")
_LONGEST_SUM_FILE = 4096
"""Bytes: a sum and a name."""


@dataclass(frozen=True, slots=True)
class ListFile:
    """A file to be imported. Its sum is taken while it is read, of the very bytes parsed."""

    path: Path
    name: str
    """Without its folder."""
    size: int
    """Bytes."""
    data_at: datetime
    """The file's modification time, UTC: when its data were current."""
    promised_sha256: str
    """Hex, from '<file>.sha256' beside it; '' where there is none."""
    _identity: tuple[int, int, int, int]

    def open(self) -> BinaryIO:
        """The file from its start. Raises HotListMalformed if it is no longer what it was."""
        try:
            stream = self.path.open("rb")
        except OSError as problem:
            raise _unreadable(self.path, problem) from problem
        try:
            self.check_unchanged(stream)
        except BaseException:
            stream.close()
            raise
        return stream

    def check_unchanged(self, stream: BinaryIO) -> None:
        """Raises HotListMalformed if the file was written to, or another is in its place."""
        try:
            same = _identity(os.fstat(stream.fileno())) == self._identity == _identity(
                self.path.stat()
            )  # fmt: skip
        except OSError:
            same = False
        if not same:
            raise HotListMalformed(
                f"{self.name} was changed while it was read.",
                "The list before stays in force. Import it again once it is complete.",
            )

    def malformed(self, line: int, reason: str, remedy: str = REMEDY) -> HotListMalformed:
        """The file is damaged at `line` (from 1). The line's own text is never in it: a barred
        line may be the one that is damaged."""
        return HotListMalformed(f"{self.name}, line {line}: {reason}.", remedy)


def open_list_file(path: Path) -> ListFile:
    """Raises HotListMalformed for what is missing, no file, empty, or cannot be read."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise HotListMalformed(f"{path.name} is a folder.", "Choose a hot-list file.")
        # Reading a pipe would wait for whoever writes into it.
        if not stat.S_ISREG(status.st_mode):
            raise HotListMalformed(f"{path.name} is not a file.", "Choose a hot-list file.")
        path.open("rb").close()
    except OSError as problem:
        raise _unreadable(path, problem) from problem
    if status.st_size == 0:
        raise HotListMalformed(f"{path.name} is empty.", REMEDY)
    return ListFile(
        path=path,
        name=path.name,
        size=status.st_size,
        data_at=datetime.fromtimestamp(status.st_mtime, UTC),
        promised_sha256=_promised(path),
        _identity=_identity(status),
    )


def _identity(status: os.stat_result) -> tuple[int, int, int, int]:
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def _promised(path: Path) -> str:
    """The sum in the file that may lie beside `path`, as sha256sum writes it or alone."""
    beside = path.with_name(path.name + ".sha256")
    try:
        with beside.open("rb") as file:
            text = file.read(_LONGEST_SUM_FILE).decode("latin-1")
    except FileNotFoundError:
        return ""
    except OSError as problem:
        raise _unreadable(beside, problem) from problem
    sums = set(_SUM.findall(text.lower()))
    if len(sums) != 1:
        raise HotListMalformed(
            f"{beside.name} does not hold one SHA-256 sum.", "Fetch it again, or remove it."
        )
    return str(sums.pop())


def _unreadable(path: Path, problem: OSError) -> HotListMalformed:
    if isinstance(problem, FileNotFoundError):
        return HotListMalformed(f"{path.name} does not exist.", "Check the path.")
    return HotListMalformed(f"{path.name} cannot be read ({problem.strerror}).", "Check the file.")

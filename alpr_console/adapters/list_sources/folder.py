"""A watched folder: the newest file of a pattern, once nobody writes to it any more."""

from __future__ import annotations

import fnmatch
import os
import stat
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from alpr_console.adapters.list_sources.incoming import (
    CHUNK,
    LONGEST_SUM_FILE,
    SUM_SUFFIX,
    Limits,
    data_time,
    readable_name,
    receive,
    still_written,
    with_sum,
)
from alpr_console.domain.errors import ListSourceUnavailable
from alpr_console.domain.list_source import ListSource
from alpr_console.source_ports import Fetched, FetchMark


class FolderFetcher:
    """Copies the file: whoever replaces it meanwhile does not disturb its import."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    def fetch(
        self, source: ListSource, secret: str | None, into: Path, known: FetchMark | None
    ) -> Fetched | None:
        """See ListFetcher; there is no secret."""
        pattern = Path(source.address)
        path, before = _newest(pattern)
        data_at = data_time(datetime.fromtimestamp(before.st_mtime, UTC), path.name)
        if known is not None and data_at <= known.data_at:
            return None
        began = time.monotonic()
        whole, size, sha256 = receive(into, path.name, _pieces(path), before.st_size, self._limits)
        self._limits.let_settle(path.name, began)
        after = _status(path)
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
            raise still_written(path.name)
        fetched = Fetched(whole, path.name, data_at, size, sha256)
        return with_sum(fetched, _sum_beside(path))


def _newest(pattern: Path) -> tuple[Path, os.stat_result]:
    """Raises ListSourceUnavailable for a folder that is not there or holds no such file."""
    found: list[tuple[Path, os.stat_result]] = []
    try:
        for path in pattern.parent.iterdir():
            if readable_name(path.name) and fnmatch.fnmatchcase(path.name, pattern.name):
                # One that went away since it was listed is not the newest.
                with suppress(FileNotFoundError):
                    found.append((path, path.stat()))
    except OSError as problem:
        raise ListSourceUnavailable(
            f"The folder {pattern.parent} cannot be looked into ({problem.strerror}).",
            "Check that it is there and mounted.",
        ) from problem
    files = [(path, status) for path, status in found if stat.S_ISREG(status.st_mode)]
    if not files:
        raise ListSourceUnavailable(
            f"There is no {pattern.name} in {pattern.parent}.", "Check the folder and the pattern."
        )
    return max(files, key=lambda one: (one[1].st_mtime_ns, one[0].name))


def _pieces(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while piece := file.read(CHUNK):
                yield piece
    except OSError as problem:
        raise _unreadable(path, problem) from problem


def _status(path: Path) -> os.stat_result:
    try:
        return path.stat()
    except OSError as problem:
        raise _unreadable(path, problem) from problem


def _sum_beside(path: Path) -> bytes | None:
    beside = path.with_name(path.name + SUM_SUFFIX)
    try:
        with beside.open("rb") as file:
            return file.read(LONGEST_SUM_FILE)
    except FileNotFoundError:
        return None
    except OSError as problem:
        raise _unreadable(beside, problem) from problem


def _unreadable(path: Path, problem: OSError) -> ListSourceUnavailable:
    return ListSourceUnavailable(
        f"{path.name} cannot be read ({problem.strerror}).", "Check the file and its folder."
    )

"""A list's source that a test sets: what it holds, and how it fails."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path

from alpr_console.domain.errors import ConsoleError, ListSourceUnavailable
from alpr_console.domain.list_source import ListSource
from alpr_console.source_ports import Fetched, FetchMark


class FakeFetcher:
    """The ListFetcher port; what real servers do is tested with those."""

    def __init__(self) -> None:
        self.contents = b"LIC,LIS\n7ABC123,CA\n"
        self.data_at: datetime | None = None
        """None: there is no file yet."""
        self.fault: Exception | None = None
        self.asked: list[tuple[ListSource, str | None, FetchMark | None]] = []

    def fetch(
        self, source: ListSource, secret: str | None, into: Path, known: FetchMark | None
    ) -> Fetched | None:
        self.asked.append((source, secret, known))
        if self.fault is not None:
            raise self.fault
        if self.data_at is None or (known is not None and self.data_at <= known.data_at):
            return None
        into.mkdir(exist_ok=True)
        path = into / "svs.csv"
        path.write_bytes(self.contents)
        sha256 = hashlib.sha256(self.contents).hexdigest()
        return Fetched(path, path.name, self.data_at, len(self.contents), sha256)


def gone(words: str = "The server is gone.") -> ConsoleError:
    return ListSourceUnavailable(words, "Wait.")

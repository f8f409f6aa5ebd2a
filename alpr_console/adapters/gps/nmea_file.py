"""A recorded drive: NMEA sentences out of a file."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from alpr_console.adapters.gps.nmea_fix import FixReader
from alpr_console.domain.errors import PositionUnavailable
from alpr_console.domain.read import PositionFix

_SLICE_S = 0.1


class NmeaFile:
    """`interval_s` seconds between positions; 0 plays as fast as it is asked."""

    def __init__(self, path: Path, interval_s: float = 1.0) -> None:
        self._path = path
        self._interval_s = interval_s
        self._reader = FixReader()

    @property
    def name(self) -> str:
        return self._path.name

    @property
    def bad_sentences(self) -> int:
        return self._reader.bad_sentences

    def fixes(self, stopped: Callable[[], bool]) -> Iterator[PositionFix | None]:
        """From the file's beginning to its end. Raises PositionUnavailable."""
        self._reader = FixReader()
        try:
            with self._path.open("rb") as file:
                for line in file:
                    if stopped():
                        return
                    epoch = self._reader.take(line, datetime.now(UTC))
                    if epoch is not None:
                        yield epoch.fix
                        self._wait(stopped)
        except OSError as error:
            raise PositionUnavailable(
                f"The GPS file {self._path} cannot be read: {error.strerror}.", "Check the path."
            ) from error

    def _wait(self, stopped: Callable[[], bool]) -> None:
        until = time.monotonic() + self._interval_s
        while (left := until - time.monotonic()) > 0 and not stopped():
            time.sleep(min(left, _SLICE_S))

"""A GPS receiver on a serial device, a USB port or a pty."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import serial

from alpr_console.adapters.gps.nmea_fix import FixReader
from alpr_console.domain.errors import PositionUnavailable
from alpr_console.domain.read import PositionFix

BAUD = 9600
SILENCE_S = 2.0
"""A receiver that says nothing for so long has no fix to offer."""
_READ_LIMIT_S = 0.5
_MOST_UNENDED = 4096
"""Bytes without a line's end: not NMEA, or the wrong speed."""


class SerialReceiver:
    """`device` is a path (/dev/ttyUSB0) or a port's name."""

    def __init__(self, device: str, baud: int = BAUD) -> None:
        self._device = device
        self._baud = baud
        self._reader = FixReader()

    @property
    def name(self) -> str:
        return self._device.rsplit("/", 1)[-1]

    @property
    def bad_sentences(self) -> int:
        """Since the device was last opened."""
        return self._reader.bad_sentences

    def fixes(self, stopped: Callable[[], bool]) -> Iterator[PositionFix | None]:
        """Opens the device anew; one value a position, None while silent or without a fix."""
        self._reader = FixReader()
        with self._open() as port:
            pending = b""
            heard = time.monotonic()
            while not stopped():
                try:
                    got = port.read(max(1, port.in_waiting))
                except (OSError, TypeError) as error:
                    raise PositionUnavailable(
                        f"The GPS receiver {self._device} is gone.", "Check its cable."
                    ) from error
                *lines, pending = (pending + got).split(b"\n")
                pending = pending[-_MOST_UNENDED:]
                for line in lines:
                    epoch = self._reader.take(line, datetime.now(UTC))
                    if epoch is not None:
                        heard = time.monotonic()
                        yield epoch.fix
                if time.monotonic() - heard > SILENCE_S:
                    heard = time.monotonic()
                    yield None

    def _open(self) -> serial.Serial:
        try:
            return serial.Serial(self._device, self._baud, timeout=_READ_LIMIT_S)
        except (OSError, ValueError) as error:
            raise PositionUnavailable(
                f"The GPS receiver {self._device} cannot be opened.",
                "Check that it is plugged in and that this user may use it.",
            ) from error

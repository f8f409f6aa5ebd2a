"""Which GPS source a name on the command line or in the settings means."""

from __future__ import annotations

import re
from pathlib import Path

from alpr_console.adapters.gps.nmea_file import NmeaFile
from alpr_console.adapters.gps.serial_receiver import BAUD, SerialReceiver
from alpr_console.domain.errors import PositionUnavailable
from alpr_console.ports import PositionSource

_WITH_BAUD = re.compile(r"(.+)@(\d{3,7})")


def position_for(untrusted_name: str) -> PositionSource:
    """A file of NMEA sentences where the name has a suffix or is a file, else a device.

    `/dev/ttyUSB0@4800` asks for a speed other than 9600 baud. Nothing is opened yet.
    Raises PositionUnavailable if the name is empty.
    """
    if not untrusted_name.strip():
        raise PositionUnavailable("The name of the GPS receiver is empty.", "Name a device.")
    path = Path(untrusted_name)
    if path.is_file() or (path.suffix and not untrusted_name.startswith("/dev/")):
        return NmeaFile(path)
    if match := _WITH_BAUD.fullmatch(untrusted_name):
        return SerialReceiver(match[1], int(match[2]))
    return SerialReceiver(untrusted_name, BAUD)

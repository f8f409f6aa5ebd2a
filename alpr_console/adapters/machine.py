"""Which computer this is (ACC-6)."""

from __future__ import annotations

import hashlib
import hmac
import platform
import sys
from pathlib import Path

_ID_FILES = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))
_PURPOSE = b"alpr-console device 1"


def this_device() -> tuple[str, str]:
    """Id and host name of this computer.

    The id is keyed with the program's own purpose, as machine-id(5) asks: the system's number
    itself is never written down. Where the system has none, the host name stands in for it.
    """
    number = _number() or f"host {platform.node()}"
    digest = hmac.new(number.encode("utf-8"), _PURPOSE, hashlib.sha256).hexdigest()
    return digest[:32], platform.node()


def _number() -> str:
    if sys.platform == "win32":
        import winreg

        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography") as key:
            return str(winreg.QueryValueEx(key, "MachineGuid")[0])
    for path in _ID_FILES:
        try:
            number = path.read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            continue
        if number:
            return number
    return ""

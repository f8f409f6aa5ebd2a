"""Keeps `None` alive under PySide6 6.12 on Python 3.11.

Every call into PySide6 6.12.0 that returns nothing gives up a reference to None that it
never took. From Python 3.12 on None cannot die and nothing happens; on 3.11 the count
runs out after some thousand calls and the interpreter ends ('none_dealloc'). A count
that no shift can use up makes None as lasting there as it is in 3.12.
"""

from __future__ import annotations

import ctypes
import sys

ENOUGH = 1 << 48
"""References; at ten million calls a second this lasts ten months."""


def hold() -> None:
    """Raise the count of None where the interpreter counts it. Safe to call again."""
    if sys.version_info < (3, 12) and sys.implementation.name == "cpython":
        count = ctypes.c_ssize_t.from_address(id(None))
        if count.value < ENOUGH // 2:
            count.value += ENOUGH

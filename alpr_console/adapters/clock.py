"""The machine's own clock."""

from __future__ import annotations

import time
from datetime import UTC, datetime


def steady_seconds() -> float:
    """Seconds of a clock that nobody sets and that goes on while the computer sleeps."""
    # Only Linux tells the two apart; elsewhere the monotonic clock goes on by itself.
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class SystemClock:
    """Current time of this machine, UTC, to the microsecond."""

    def now(self) -> datetime:
        return datetime.now(UTC)

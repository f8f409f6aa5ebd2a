"""The machine's own clock."""

from __future__ import annotations

from datetime import UTC, datetime


class SystemClock:
    """Current time of this machine, UTC, to the microsecond."""

    def now(self) -> datetime:
        return datetime.now(UTC)

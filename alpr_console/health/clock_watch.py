"""Whether this computer's clock was set while it ran: reads before and after then carry
times that do not belong together.
"""

from __future__ import annotations

from datetime import datetime, timedelta

LEAST_JUMP = timedelta(seconds=5)
"""A network time service steers by less than this a second; a clock that was set, by more."""
TOLD_FOR_S = 300.0
"""So long a set clock is told of; then the times of newer reads belong together again."""


class ClockWatch:
    def __init__(self) -> None:
        self._last: tuple[datetime, float] | None = None
        self._jumped: tuple[timedelta, float] | None = None

    def look(self, now: datetime, steady_s: float) -> str:
        """'' while it runs evenly. `steady_s` is a clock that nobody sets and that goes on
        while the computer sleeps.
        """
        last, self._last = self._last, (now, steady_s)
        if last is not None:
            off = (now - last[0]) - timedelta(seconds=steady_s - last[1])
            if abs(off) >= LEAST_JUMP:
                self._jumped = (off, steady_s)
        if self._jumped is None or steady_s - self._jumped[1] > TOLD_FOR_S:
            self._jumped = None
            return ""
        off = self._jumped[0]
        way = "forward" if off > timedelta(0) else "back"
        return f"Set {way} by {_words(abs(off))}."


def _words(span: timedelta) -> str:
    seconds = round(span.total_seconds())
    if seconds < 120:
        return f"{seconds} s"
    return f"{seconds // 60} min" if seconds < 7200 else f"{seconds // 3600} h"

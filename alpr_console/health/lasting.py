"""Hysteresis: what must last before it is told, and be over for a while before it is taken
back. A fault that comes and goes each second would teach people to look away.
"""

from __future__ import annotations

from datetime import datetime, timedelta


class Lasting:
    """One thing that is true or not, looked at now and then."""

    def __init__(self, after: timedelta, ends_after: timedelta) -> None:
        self._after = after
        self._ends_after = ends_after
        self._since: datetime | None = None
        self._last: datetime | None = None
        self.on = False

    def look(self, true: bool, at: datetime) -> bool:
        """Whether it counts as true by now. A time that goes back begins the count anew."""
        went_back = self._last is not None and at < self._last
        self._last = at
        if true == self.on:
            self._since = None
            return self.on
        if self._since is None or went_back:
            self._since = at
        if at - self._since >= (self._after if true else self._ends_after):
            self.on, self._since = true, None
        return self.on

    def hold(self) -> None:
        """Nothing can be said now: what was begun to be counted is not counted."""
        self._since = None

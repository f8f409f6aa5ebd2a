"""When the head-up layout is on, without Qt.

It comes while the car drives and nobody is at the keys, and goes when the car stands. Whoever
asks for the full view has it until they have left it alone for a while.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from alpr_console.domain.motion import CarMotion
from alpr_console.domain.officer_settings import DrivingChoice
from alpr_console.domain.read import PositionFix

NOT_WHILE_TYPING = timedelta(seconds=5)
"""Nothing is taken from under a hand that is at the keys."""

FULL_VIEW_LASTS = timedelta(seconds=30)
"""Without a touch: then whoever asked for it looks at the road again."""


class DrivingPresenter:
    def __init__(self) -> None:
        self._motion = CarMotion()
        self._on = False
        self._full = False
        self.choice = DrivingChoice.AUTO

    def seen(self, fix: PositionFix | None, now: datetime) -> None:
        self._motion.seen(fix, now)

    def ask_full_view(self) -> None:
        self._full, self._on = True, False

    def on(self, now: datetime, idle: timedelta) -> bool:
        """Whether the layout is on; `idle` since a key or the screen was last touched."""
        if self.choice is DrivingChoice.OFF or not self._motion.drives(now):
            self._on = self._full = False
        elif self._full and idle < FULL_VIEW_LASTS:
            self._on = False
        else:
            self._on = self._on or idle >= NOT_WHILE_TYPING
            self._full = False
        return self._on

    def forget(self) -> None:
        """Nobody is signed in. The car drives on."""
        self._on = self._full = False

"""The pace of recorded pictures: as they were taken, or as fast as they are asked for."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Literal

Speed = Literal["real", "max"]

_GIVE_UP_CATCHING_UP_S = 1.0


class Pace:
    """Says when frame n is due and which time of day it stands for."""

    def __init__(self, fps: float, speed: Speed) -> None:
        self._step = 1.0 / fps
        self._speed = speed
        self._begun = time.monotonic()
        self._at = datetime.now(UTC)

    def time_of(self, number: int) -> datetime:
        """Frame 0 was taken when playing began; the others at the recording's own intervals.

        So the tracker sees the true gaps, however fast the recording is played.
        """
        return self._at + timedelta(seconds=number * self._step)

    def wait_for(self, number: int, closing: threading.Event) -> None:
        """Block until frame `number` is due, or `closing` is set."""
        if self._speed == "max":
            return
        late = time.monotonic() - (self._begun + number * self._step)
        if late < 0:
            closing.wait(-late)
        elif late > _GIVE_UP_CATCHING_UP_S:
            # The computer slept or could not keep up; racing through the gap helps no one.
            self._begun += late

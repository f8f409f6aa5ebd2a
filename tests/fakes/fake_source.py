"""A camera whose every answer a test decides."""

from __future__ import annotations

import queue
import threading
import time
from datetime import UTC, datetime

import numpy as np

from alpr_console.domain.errors import SourceUnavailable
from alpr_console.ports import Frame, Picture

HANG = "hang"
"""As a step: read() does not come back until the next step is there."""


class ScriptedCamera:
    """`feed` takes pictures, None (the end), HANG, or an error for read or open to raise."""

    def __init__(self, name: str = "front", live: bool = True) -> None:
        self.name = name
        self.live = live
        self.opened = 0
        self.refuse_opening = ""
        self._steps: queue.Queue[Picture | str | Exception | None] = queue.Queue()
        self._closed = threading.Event()
        self._next = 0
        self._fed = self._handed_on = 0
        self._changed = threading.Condition()

    def feed(self, *steps: Picture | str | Exception | None) -> None:
        self._fed += sum(isinstance(step, np.ndarray) for step in steps)
        for step in steps:
            self._steps.put(step)

    def wait_until_taken(self, timeout: float) -> bool:
        """Whether every picture fed was read, and done with: the next one is asked for."""
        with self._changed:
            return self._changed.wait_for(lambda: self._handed_on == self._fed, timeout)

    def open(self) -> None:
        self._closed.clear()
        self.opened += 1
        if self.refuse_opening:
            raise SourceUnavailable(self.refuse_opening)

    def read(self) -> Frame | None:
        with self._changed:
            self._handed_on = self._next
            self._changed.notify_all()
        while not self._closed.is_set():
            try:
                step = self._steps.get(timeout=0.02)
            except queue.Empty:
                continue
            if isinstance(step, Exception):
                raise step
            if step is None:
                return None
            if isinstance(step, str):
                continue
            number = self._next
            self._next += 1
            return Frame(self.name, number, datetime.now(UTC), step, time.monotonic())
        return None

    def close(self) -> None:
        self._closed.set()


def blank(width: int = 320, height: int = 240) -> Picture:
    return np.full((height, width, 3), 60, np.uint8)

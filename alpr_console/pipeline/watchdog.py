"""Looks after the threads that may hang, so that silence never looks calm."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Protocol

EVERY_S = 0.25


class Checked(Protocol):
    def check(self) -> None:
        """Tell of anything that hangs; returns at once."""
        ...


class Watchdog:
    def __init__(self, watched: Sequence[Checked]) -> None:
        self._watched = tuple(watched)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watchdog", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopping.wait(EVERY_S):
            for one in self._watched:
                one.check()

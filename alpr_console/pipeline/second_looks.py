"""Hits are looked at again on a thread of their own, and all that is told keeps its order.

A second look takes as long as several frames. The next frames are recognized meanwhile; what
they have to tell waits behind the hit, so that no correction or end of a pass overtakes it.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable

MOST_WAITING = 8
"""Hits; beyond these one is told without a second look rather than late."""

Tell = Callable[[], None]


class SecondLooks:
    """`now` and `after_look` belong to one thread."""

    def __init__(self, failed: Callable[[Exception], None]) -> None:
        """`failed` is told what goes wrong in telling something; on this object's thread."""
        self._failed = failed
        self._changed = threading.Condition()
        self._waiting: deque[Tell] = deque()
        self._looks = 0
        """Of those that wait or are being told."""
        self._at_work = False
        self._closing = False
        self._busy_since: float | None = None
        self._thread = threading.Thread(target=self._run, name="second looks", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """Tell all that waits, and end."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        if self._thread.ident is not None:
            self._thread.join()

    @property
    def busy_since(self) -> float | None:
        """When the look began that is going on, `time.monotonic()`. Any thread."""
        return self._busy_since

    def now(self, tell: Tell) -> None:
        """At once, or behind what waits."""
        with self._changed:
            if self._at_work:
                self._waiting.append(tell)
                return
        tell()

    def after_look(self, tell: Callable[[bool], None]) -> None:
        """On this object's thread; `tell` is given whether there is time to look again."""
        with self._changed:
            in_time = self._looks < MOST_WAITING
            self._looks += 1
            self._at_work = True
            self._waiting.append(lambda: self._looked(tell, in_time))
            self._changed.notify()

    def _looked(self, tell: Callable[[bool], None], in_time: bool) -> None:
        try:
            tell(in_time)
        finally:
            with self._changed:
                self._looks -= 1

    def _run(self) -> None:
        while True:
            with self._changed:
                self._at_work = bool(self._waiting)
                self._changed.wait_for(lambda: self._waiting or self._closing)
                if not self._waiting:
                    return
                tell = self._waiting.popleft()
            self._busy_since = time.monotonic()
            try:
                tell()
            except Exception as error:
                self._failed(error)
            finally:
                self._busy_since = None

"""The GPS receiver's thread: the latest valid fix, never an old one."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from alpr_console.domain.errors import ConsoleError
from alpr_console.domain.events import PipelineEvent, PositionChanged
from alpr_console.domain.read import PositionFix
from alpr_console.pipeline.backoff import Backoff
from alpr_console.ports import PositionSource

FIX_LIMIT_S = 5.0
"""A fix older than this says nothing of where a vehicle was read (50 m/s: 250 m)."""


class PositionThread:
    """Age is counted from a fix's arrival: a recorded drive carries times long past."""

    def __init__(
        self,
        source: PositionSource,
        emit: Callable[[PipelineEvent], None],
        backoff: Backoff | None = None,
    ) -> None:
        self._source = source
        self._emit = emit
        self._backoff = backoff or Backoff()
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._fix: PositionFix | None = None
        self._arrived = time.monotonic()
        self._told_lost = False
        self._thread = threading.Thread(target=self._run, name="position", daemon=True)

    def start(self) -> None:
        self._arrived = time.monotonic()
        self._thread.start()

    def stop(self) -> None:
        """Ask it to end; `join` waits for it."""
        self._stopping.set()

    def join(self, timeout: float) -> None:
        self._thread.join(timeout)

    def latest(self) -> PositionFix | None:
        """The newest fix; None where there is none of the last FIX_LIMIT_S. Any thread."""
        with self._lock:
            return None if self._is_old() else self._fix

    def check(self) -> None:
        """Notice a receiver that hangs. Called a few times a second from another thread."""
        with self._lock:
            if self._is_old():
                self._lose("The GPS receiver has no valid fix.")

    # -- position thread -----------------------------------------------------------------

    def _run(self) -> None:
        while not self._stopping.is_set():
            reason = f"The GPS source {self._source.name} came to its end."
            over = False
            try:
                for fix in self._source.fixes(self._stopping.is_set):
                    if fix is not None:
                        self._backoff.reset()
                        self._take(fix)
                over = True
            except ConsoleError as error:
                reason = str(error)
            except Exception as error:
                reason = f"The GPS receiver {self._source.name} failed: {error!r}."
            if self._stopping.is_set():
                return
            with self._lock:
                self._lose(reason)
            if over:
                return
            self._stopping.wait(self._backoff.next_wait())

    def _take(self, fix: PositionFix) -> None:
        with self._lock:
            self._fix = fix
            self._arrived = time.monotonic()
            self._told_lost = False
            self._emit(PositionChanged(fix))

    # -- with the lock held --------------------------------------------------------------

    def _is_old(self) -> bool:
        return time.monotonic() - self._arrived > FIX_LIMIT_S

    def _lose(self, reason: str) -> None:
        if not self._told_lost:
            self._told_lost = True
            self._emit(PositionChanged(None, reason))

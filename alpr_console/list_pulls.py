"""The thread on which lists are fetched from their sources."""

from __future__ import annotations

import queue
import threading
from datetime import datetime

import structlog

from alpr_console.domain.errors import ConsoleError
from alpr_console.ports import Clock
from alpr_console.workflow.pull_lists import ListPuller

log = structlog.get_logger(__name__)

LOOK_S = 60.0
"""Designations are looked at this often, seconds: one may have got a source, and the wall clock
goes on while a laptop sleeps."""

JOIN_LIMIT_S = 5.0
"""A transfer breaks off between two pieces; one that hangs is left to its daemon thread."""


class ListPullThread:
    """Fetches what is due, from `start` to `stop`.

    `stopping` is also what the fetcher asks between the pieces of a transfer and waits on.
    """

    def __init__(
        self, puller: ListPuller, clock: Clock, stopping: threading.Event, look_s: float = LOOK_S
    ) -> None:
        self._puller = puller
        self._clock = clock
        self._stopping = stopping
        self._look_s = look_s
        self._asked: queue.SimpleQueue[tuple[str, str] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="list-pull", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def pull_now(self, name: str, who: str) -> None:
        """Fetch a list whether it is due or not; how it went is in the puller's words."""
        self._asked.put((name, who))

    def look_now(self) -> None:
        """Designations have changed."""
        self._asked.put(None)

    def words(self) -> dict[str, str]:
        """Of each list with a source, by name: 'next 14:05'. Any thread."""
        return self._puller.words()

    def stop(self) -> None:
        """Ask it to end; a transfer under way breaks off. `join` waits for it."""
        self._stopping.set()
        self._asked.put(None)

    def join(self, timeout: float = JOIN_LIMIT_S) -> None:
        """Never on the thread that owns the store: a pull may be waiting for that one."""
        if self._thread.ident is not None:
            self._thread.join(timeout)

    def _run(self) -> None:
        while not self._stopping.is_set():
            due = self._pull_due()
            if self._stopping.is_set():
                return
            try:
                asked = self._asked.get(timeout=self._wait(due))
            except queue.Empty:
                continue
            if asked is not None and not self._stopping.is_set():
                self._pull(*asked)

    def _pull_due(self) -> datetime | None:
        try:
            return self._puller.pull_due()
        except Exception as error:
            # Console closing, store full: the next look is as good as any.
            if not self._stopping.is_set():
                log.error("lists_not_pulled", exc_info=error)
            return None

    def _pull(self, name: str, who: str) -> None:
        try:
            self._puller.pull(name, who)
        except ConsoleError as error:
            log.warning("list_not_pulled", name=name, reason=error.what)
        except Exception as error:
            log.error("list_not_pulled", name=name, exc_info=error)

    def _wait(self, due: datetime | None) -> float:
        """Seconds, a tenth at least: a mistake must not make a loop without rest."""
        if due is None:
            return self._look_s
        left = (due - self._clock.now()).total_seconds()
        return max(0.1, min(self._look_s, left))

"""Waiting for a touch of a security key, on a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

import structlog

from alpr_console.domain.errors import ConsoleError

T = TypeVar("T")
log = structlog.get_logger(__name__)


class Touch(Generic[T]):
    """Begins `wait` at once; `done` gives the key's answer, or why there is none."""

    def __init__(self, wait: Callable[[threading.Event], T]) -> None:
        self.done: Future[T] = Future()
        self._wait = wait
        self._stop = threading.Event()
        threading.Thread(target=self._run, name="security-key", daemon=True).start()

    def cancel(self) -> None:
        """Stop waiting; `done` ends with KeyRefused."""
        self._stop.set()

    def _run(self) -> None:
        try:
            self.done.set_result(self._wait(self._stop))
        except Exception as error:
            if not isinstance(error, ConsoleError):
                log.error("security_key_failed", exc_info=error)
            self.done.set_exception(error)

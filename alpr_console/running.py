"""Work under way on a thread of its own, that can be asked to end early."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from typing import Generic, TypeVar

T = TypeVar("T")


class Running(Generic[T]):
    """`done` gives the result, or the error that the work ended with."""

    def __init__(self) -> None:
        self.done: Future[T] = Future()
        self._cancelled = threading.Event()

    def cancel(self) -> None:
        """Ask it to end; too late once `done` has a result."""
        self._cancelled.set()

    @property
    def cancelled(self) -> bool:
        return self._cancelled.is_set()

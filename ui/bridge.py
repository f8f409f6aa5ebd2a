"""From the console's thread to Qt's: every event as one signal, every result as a call.

Frames come faster than a slow screen can draw: of each camera only the newest waits.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from alpr_console.domain.errors import ConsoleError
from alpr_console.domain.events import ConsoleEvent, FrameSeen
from alpr_console.workflow.desk import Desk
from ui import strings

if TYPE_CHECKING:
    from alpr_console.console import Console

T = TypeVar("T")


class Bridge(QObject):
    """Lives on the Qt thread. `happened` carries a `ConsoleEvent`."""

    happened = Signal(object)
    _arrived = Signal(object)
    """A call to make on the Qt thread."""

    def __init__(self, console: Console) -> None:
        super().__init__()
        self._console = console
        self._frames: dict[str, FrameSeen] = {}
        self._lock = threading.Lock()
        self._open = True
        self._arrived.connect(self._make, Qt.ConnectionType.QueuedConnection)
        console.subscribe(self._receive)

    def close(self) -> None:
        """Let nothing more through; the window is going."""
        self._open = False

    def ask(
        self,
        act: Callable[[Desk], T],
        on_done: Callable[[T], None],
        on_error: Callable[[ConsoleError], None],
    ) -> None:
        """Run `act` on the console thread; its result or refusal comes back on this one.

        An error that is no `ConsoleError` is a bug; it too comes to `on_error`, worded,
        so that the screen never waits for an answer that will not come.
        """

        self.follow(self._console.ask(act), on_done, on_error)

    def follow(
        self,
        future: Future[T],
        on_done: Callable[[T], None],
        on_error: Callable[[ConsoleError], None],
    ) -> None:
        """Bring what becomes of `future`, on whatever thread, to this one; as for `ask`."""

        def finished(future: Future[T]) -> None:
            self._arrived.emit(lambda: _deliver(future, on_done, on_error))

        future.add_done_callback(finished)

    def call(self, call: Callable[[], None]) -> None:
        """Make `call` on the Qt thread. Any thread."""
        self._arrived.emit(call)

    def _receive(self, event: ConsoleEvent) -> None:
        """Console thread."""
        if isinstance(event, FrameSeen):
            with self._lock:
                waiting = event.camera in self._frames
                self._frames[event.camera] = event
            if not waiting:
                self._arrived.emit(lambda: self._frame(event.camera))
        else:
            self._arrived.emit(lambda: self.happened.emit(event))

    def _frame(self, camera: str) -> None:
        with self._lock:
            newest = self._frames.pop(camera)
        self.happened.emit(newest)

    @Slot(object)
    def _make(self, call: Callable[[], None]) -> None:
        if self._open:
            call()


def _deliver(
    future: Future[T], on_done: Callable[[T], None], on_error: Callable[[ConsoleError], None]
) -> None:
    error = future.exception()
    if error is None:
        on_done(future.result())
    elif isinstance(error, ConsoleError):
        on_error(error)
    else:
        on_error(ConsoleError(strings.BUG.format(error=error), strings.BUG_REMEDY))

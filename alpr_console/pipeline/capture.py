"""One thread per camera: connects, reads, reconnects, and never keeps a loss to itself."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar

from alpr_console.domain.errors import ConsoleError
from alpr_console.domain.events import CameraChanged, PipelineEvent, SourceState
from alpr_console.pipeline.backoff import Backoff
from alpr_console.pipeline.inbox import Inbox
from alpr_console.ports import Frame, FrameSource

T = TypeVar("T")

READ_LIMIT_S = 2.0
"""A camera without a picture for so long is lost, even if its driver says nothing."""
OPEN_LIMIT_S = 10.0
"""The same while it is being connected; beyond the limits that the sources set themselves."""


class CaptureThread:
    """`camera` is the name that frames and events carry; unique within the pipeline."""

    def __init__(
        self,
        source: FrameSource,
        camera: str,
        inbox: Inbox,
        emit: Callable[[PipelineEvent], None],
        backoff: Backoff | None = None,
    ) -> None:
        self._source = source
        self._camera = camera
        self._inbox = inbox
        self._emit = emit
        self._backoff = backoff or Backoff()
        self._stopping = threading.Event()
        self._state: SourceState | None = None
        self._state_lock = threading.Lock()
        # When the call now in progress must have come back, time.monotonic().
        self._due: float | None = None
        self._thread = threading.Thread(target=self._run, name=f"capture {camera}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ask it to end; `join` waits for it."""
        self._stopping.set()
        self._source.close()

    def join(self, timeout: float) -> None:
        self._thread.join(timeout)

    def check(self) -> None:
        """Notice a camera that hangs. Called a few times a second from another thread.

        A recording played at its own speed may take as long as its disk does.
        """
        due = self._due
        if self._source.live and due is not None and time.monotonic() > due:
            self._lost(f"The camera {self._camera} sends no picture.")

    # -- capture thread ------------------------------------------------------------------

    def _run(self) -> None:
        try:
            self._change(SourceState.STARTING)
            while not self._stopping.is_set():
                try:
                    self._connect_and_read()
                    return
                except ConsoleError as error:
                    self._lost(str(error))
                except Exception as error:
                    # A fault of a driver is no reason to go silent for the rest of a shift.
                    self._lost(f"The camera {self._camera} failed: {error!r}.")
                self._source.close()
                self._stopping.wait(self._backoff.next_wait())
        finally:
            self._source.close()
            self._inbox.close(self._camera)

    def _connect_and_read(self) -> None:
        """Until the source ends or this thread is stopped. Raises when the source is lost."""
        self._within(OPEN_LIMIT_S, self._source.open)
        while not self._stopping.is_set():
            if not self._source.live:
                self._inbox.wait_for_room(self._camera, self._stopping.is_set)
            frame = self._within(READ_LIMIT_S, self._source.read)
            if self._stopping.is_set():
                return
            if frame is None:
                self._inbox.put_break(self._camera)
                self._change(SourceState.ENDED)
                return
            self._backoff.reset()
            self._change(SourceState.LIVE)
            self._hand_over(frame)

    def _within(self, limit: float, call: Callable[[], T]) -> T:
        """Let `check` report the camera lost while `call` takes longer than `limit` seconds."""
        self._due = time.monotonic() + limit
        try:
            return call()
        finally:
            self._due = None

    def _hand_over(self, frame: Frame) -> None:
        if frame.camera != self._camera:
            frame = replace(frame, camera=self._camera)
        self._inbox.put(self._camera, frame)

    # -- any thread ----------------------------------------------------------------------

    def _lost(self, reason: str) -> None:
        if not self._stopping.is_set() and self._change(SourceState.LOST, reason):
            self._inbox.put_break(self._camera)

    def _change(self, state: SourceState, reason: str = "") -> bool:
        """Tell of a new state, once; whether it was new."""
        with self._state_lock:
            if self._state in (state, SourceState.ENDED):
                return False
            self._state = state
            self._emit(CameraChanged(self._camera, state, datetime.now(UTC), reason))
            return True

"""Between the capture threads and recognition: one newest frame per camera, drops counted."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from alpr_console.ports import Frame

_RECHECK_S = 0.25


@dataclass(frozen=True, slots=True, eq=False)
class Taken:
    """What is next for recognition."""

    camera: str
    frame: Frame | None
    """None: the camera's pictures broke off or ended here, so its passes are over."""


@dataclass(eq=False)
class _Slot:
    waiting: deque[Frame | None] = field(default_factory=deque)
    """At most one frame on either side of a break (None)."""
    expected: int = 0
    dropped: int = 0
    closed: bool = False


class Inbox:
    """Every method may be called from any thread."""

    def __init__(self, cameras: Sequence[str]) -> None:
        self._slots = {camera: _Slot() for camera in cameras}
        self._turns = deque(cameras)
        self._changed = threading.Condition()
        self._abandoned = False
        self._overtaken = 0

    def put(self, camera: str, frame: Frame) -> None:
        """Leave the newest frame; one that recognition has not taken yet is dropped."""
        with self._changed:
            slot = self._slots[camera]
            if slot.waiting and slot.waiting[-1] is not None:
                slot.waiting.pop()
                slot.dropped += 1
                self._overtaken += 1
            slot.waiting.append(frame)
            slot.dropped += max(0, frame.number - slot.expected)
            slot.expected = frame.number + 1
            self._changed.notify_all()

    def wait_for_room(self, camera: str, stopped: Callable[[], bool]) -> None:
        """Block until all that was left here is taken: a source that waits loses no frame.

        A recording waits before it decodes, not after: what it then leaves is newest.
        """
        with self._changed:
            slot = self._slots[camera]
            while slot.waiting and not self._abandoned and not stopped():
                self._changed.wait(_RECHECK_S)

    def put_break(self, camera: str) -> None:
        """The pictures break off here: what passed before has passed."""
        with self._changed:
            slot = self._slots[camera]
            if not slot.waiting or slot.waiting[-1] is not None:
                slot.waiting.append(None)
                self._changed.notify_all()

    def close(self, camera: str) -> None:
        """No more will come of this camera."""
        with self._changed:
            self._slots[camera].closed = True
            self._changed.notify_all()

    def abandon(self) -> None:
        """Nothing will be taken any more; nobody shall wait for it."""
        with self._changed:
            self._abandoned = True
            self._changed.notify_all()

    def take(self, timeout: float, enough: Callable[[], bool] = lambda: False) -> Taken | None:
        """The next frame, cameras in turn.

        None after `timeout` seconds, when drained, or when no frame waits and `enough` is true;
        `nudge` lets that be asked again.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._something() or enough(), timeout)
            for _ in range(len(self._turns)):
                camera = self._turns[0]
                self._turns.rotate(-1)
                slot = self._slots[camera]
                if slot.waiting:
                    frame = slot.waiting.popleft()
                    self._changed.notify_all()
                    return Taken(camera, frame)
            return None

    def nudge(self) -> None:
        """What the `enough` of a `take` looks at has changed."""
        with self._changed:
            self._changed.notify_all()

    def dropped(self, camera: str) -> int:
        """Frames of this camera that recognition never got, since the start."""
        with self._changed:
            return self._slots[camera].dropped

    @property
    def overtaken(self) -> int:
        """Frames of all cameras that a newer one took the place of, since the start."""
        with self._changed:
            return self._overtaken

    @property
    def drained(self) -> bool:
        """Every camera is closed and everything was taken, or nobody takes any more."""
        with self._changed:
            return self._abandoned or self._is_drained()

    def _something(self) -> bool:
        return (
            self._abandoned
            or any(slot.waiting for slot in self._slots.values())
            or self._is_drained()
        )

    def _is_drained(self) -> bool:
        return all(slot.closed and not slot.waiting for slot in self._slots.values())

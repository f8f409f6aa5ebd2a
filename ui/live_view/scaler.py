"""Brings the newest frame to the size of the view, off the Qt thread.

One slot in, one slot out: a frame that the screen was too slow for is never drawn.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from alpr_console.domain.events import FrameSeen
from alpr_console.ports import Frame, Picture

Mailbox = Callable[[str], tuple[Frame, FrameSeen] | None]


@dataclass(frozen=True, slots=True, eq=False)
class LiveFrame:
    """A frame ready to be drawn."""

    image: QImage
    seen: FrameSeen
    width: int
    """Of the original picture, px: what the overlays' corners are measured in."""
    height: int


class FrameScaler(QObject):
    """`ready` says that `take` has something newer."""

    ready = Signal()

    def __init__(self, mailbox: Mailbox) -> None:
        super().__init__()
        self._mailbox = mailbox
        self._wanted = threading.Condition()
        self._camera: str | None = None
        self._size = (640, 360)
        self._made: LiveFrame | None = None
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="live-view", daemon=True)
        self._thread.start()

    def want(self, camera: str, width: int, height: int) -> None:
        """Make the newest frame of `camera` fit into `width` × `height` px."""
        with self._wanted:
            self._camera = camera
            self._size = (max(width, 16), max(height, 16))
            self._wanted.notify()

    def take(self) -> LiveFrame | None:
        with self._wanted:
            made, self._made = self._made, None
            return made

    def stop(self) -> None:
        with self._wanted:
            self._stopping = True
            self._wanted.notify()
        self._thread.join(timeout=5)

    def _run(self) -> None:
        while True:
            with self._wanted:
                self._wanted.wait_for(lambda: self._stopping or self._camera is not None)
                if self._stopping:
                    return
                camera, size = self._camera, self._size
                self._camera = None
            found = self._mailbox(camera) if camera is not None else None
            if found is None:
                continue
            frame, seen = found
            height, width = frame.picture.shape[:2]
            made = LiveFrame(_image(frame.picture, size), seen, width, height)
            with self._wanted:
                waiting, self._made = self._made is not None, made
            if not waiting and not self._stopping:
                self.ready.emit()


def _image(picture: Picture, size: tuple[int, int]) -> QImage:
    height, width = picture.shape[:2]
    scale = min(size[0] / width, size[1] / height)
    target = (max(round(width * scale), 1), max(round(height * scale), 1))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    resized = cv2.resize(picture, target, interpolation=how)
    pixels: np.ndarray = np.ascontiguousarray(cv2.cvtColor(resized, cv2.COLOR_BGR2BGRA))
    image = QImage(
        pixels.data, target[0], target[1], int(pixels.strides[0]), QImage.Format.Format_RGB32
    )
    # Qt does not keep numpy's memory alive; the copy does.
    return image.copy()


QUEUED = Qt.ConnectionType.QueuedConnection

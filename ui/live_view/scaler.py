"""Brings the newest frame to the size of the view, off the Qt thread.

One slot in, one slot out: a frame that the screen was too slow for is never drawn.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

import cv2
import numpy as np
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from alpr_console.domain.events import FrameSeen
from alpr_console.latest_pictures import LatestPictures
from alpr_console.ports import Picture


@dataclass(frozen=True, slots=True, eq=False)
class LiveFrame:
    """A frame ready to be drawn."""

    image: QImage
    seen: FrameSeen
    width: int
    """Of the original picture, px: what the overlays' corners are measured in."""
    height: int


@dataclass(frozen=True, slots=True)
class _Wanted:
    camera: str
    width: int
    height: int


class FrameScaler(QObject):
    """`ready` says that `take` has something newer."""

    ready = Signal()

    def __init__(self, pictures: LatestPictures) -> None:
        super().__init__()
        self._pictures = pictures
        self._changed = threading.Condition()
        self._wanted: _Wanted | None = None
        self._due = False
        """What is wanted may be newer, or wanted otherwise, than what was made."""
        self._made: LiveFrame | None = None
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="live-view", daemon=True)
        self._thread.start()
        pictures.watch(self._came)

    def want(self, camera: str, width: int, height: int) -> None:
        """Make each newest frame of `camera` fit into `width` × `height` px from here on."""
        wanted = _Wanted(camera, max(width, 16), max(height, 16))
        with self._changed:
            if wanted != self._wanted:
                self._wanted, self._due = wanted, True
                self._changed.notify()

    def rest(self) -> None:
        """Nobody looks: make nothing until something is wanted again."""
        with self._changed:
            self._wanted = self._made = None

    def take(self) -> LiveFrame | None:
        with self._changed:
            made, self._made = self._made, None
            return made

    def stop(self) -> None:
        with self._changed:
            self._stopping = True
            self._changed.notify()
        self._thread.join(timeout=5)

    def _came(self, camera: str) -> None:
        """Recognition's thread. Straight from there: by way of the Qt thread a frame would
        wait for a page that is being laid out before it is even made.
        """
        with self._changed:
            if self._wanted is not None and self._wanted.camera == camera:
                self._due = True
                self._changed.notify()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(
                    lambda: self._stopping or (self._due and self._wanted is not None)
                )
                if self._stopping:
                    return
                wanted, self._due = self._wanted, False
            found = self._pictures.newest(wanted.camera) if wanted is not None else None
            if wanted is None or found is None:
                continue
            frame, seen = found
            height, width = frame.picture.shape[:2]
            image = _image(frame.picture, (wanted.width, wanted.height))
            with self._changed:
                if self._wanted != wanted:
                    # It is made anew as it is wanted now, or nobody looks any more.
                    continue
                waiting, self._made = self._made is not None, LiveFrame(image, seen, width, height)
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

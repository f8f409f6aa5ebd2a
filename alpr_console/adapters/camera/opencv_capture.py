"""OpenCV's VideoCapture made safe to close from another thread, and quiet."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from typing import Any

# FFmpeg's own messages carry addresses with passwords; what matters is said by our errors.
os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")
# Read at each opening, by the whole process: so it is set once, before any thread, to what
# suits every source, and never carries an address. Files ignore the transport. FFmpeg looks
# at a stream for seconds before the first picture unless told otherwise.
os.environ.setdefault("OPENCV_FFMPEG_CAPTURE_OPTIONS", "rtsp_transport;tcp|analyzeduration;500000")

import cv2
import numpy as np
from numpy.typing import NDArray

from alpr_console.domain.errors import SourceUnavailable
from alpr_console.ports import Picture

cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)


class OpenCvCapture:
    """One open device, stream or file.

    `read` belongs to one thread. `close` may come from any: a read in progress is never
    released under its feet (FFmpeg would crash), its own thread releases instead.
    """

    def __init__(self) -> None:
        self._capture: cv2.VideoCapture | None = None
        self._in_use = threading.Lock()
        self._closing = threading.Event()

    @property
    def closing(self) -> threading.Event:
        """Set once `close` was called; what a pacing source waits on."""
        return self._closing

    def open(self, where: str | int, backend: int, options: Sequence[int] = ()) -> bool:
        """Whether it could be opened. `options` are pairs of cv2.CAP_PROP_… and value."""
        with self._in_use:
            self._release()
            self._closing.clear()
            try:
                capture = cv2.VideoCapture(where, backend, list(options))
            except cv2.error:
                return False
            if not capture.isOpened():
                capture.release()
                return False
            self._capture = capture
            return True

    def set(self, prop: int, value: float) -> None:
        """Ask for a property; a device is free not to grant it."""
        with self._in_use:
            if self._capture is not None:
                self._capture.set(prop, value)

    def get(self, prop: int) -> float:
        with self._in_use:
            return 0.0 if self._capture is None else float(self._capture.get(prop))

    def read(self) -> Picture | None:
        """Next picture, H×W×3 BGR; None at the end, when lost, or when closed.

        Raises SourceUnavailable if it is not open.
        """
        with self._in_use:
            try:
                if self._capture is None:
                    raise SourceUnavailable("The camera is not open.")
                try:
                    got, picture = self._capture.read()
                except cv2.error:
                    return None
                if not got or picture is None or picture.size == 0:
                    return None
                return _as_bgr(picture)
            finally:
                if self._closing.is_set():
                    self._release()

    def close(self) -> None:
        self._closing.set()
        if self._in_use.acquire(blocking=False):
            try:
                self._release()
            finally:
                self._in_use.release()

    def _release(self) -> None:
        if self._capture is not None:
            self._capture.release()
            self._capture = None


def _as_bgr(picture: NDArray[Any]) -> Picture:
    if picture.ndim == 2 or picture.shape[2] == 1:
        picture = cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR)
    return np.asarray(picture, dtype=np.uint8)

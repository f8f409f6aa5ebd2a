"""A USB or built-in camera through Video4Linux."""

from __future__ import annotations

import os
import stat
import time
from datetime import UTC, datetime
from pathlib import Path

import cv2

from alpr_console.adapters.camera.opencv_capture import OpenCvCapture
from alpr_console.domain.errors import SourceUnavailable
from alpr_console.ports import Frame

WIDTH, HEIGHT, FPS = 1280, 720, 30
"""What the camera is asked for; it may give another size, which is taken as it comes."""


class V4l2Camera:
    """`device` is an index (0 for /dev/video0) or a path (/dev/video0, /dev/v4l/by-id/…)."""

    live = True

    def __init__(self, device: int | str) -> None:
        self._path = Path(f"/dev/video{device}" if isinstance(device, int) else device)
        self._capture = OpenCvCapture()
        self._next = 0

    @property
    def name(self) -> str:
        return self._path.name

    def open(self) -> None:
        """Raises SourceUnavailable where the device is absent, forbidden, busy or no camera."""
        self._check()
        if not self._capture.open(str(self._path), cv2.CAP_V4L2):
            raise SourceUnavailable(
                f"The camera at {self._path} cannot be opened.",
                "Check that no other program uses it.",
            )
        # Uncompressed 720p does not fit through USB 2 at 30 frames a second.
        self._capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
        self._capture.set(cv2.CAP_PROP_FRAME_WIDTH, WIDTH)
        self._capture.set(cv2.CAP_PROP_FRAME_HEIGHT, HEIGHT)
        self._capture.set(cv2.CAP_PROP_FPS, FPS)
        # A deep driver queue shows the past.
        self._capture.set(cv2.CAP_PROP_BUFFERSIZE, 2)

    def read(self) -> Frame | None:
        picture = self._capture.read()
        if picture is None:
            if self._capture.closing.is_set():
                return None
            raise SourceUnavailable(f"The camera at {self._path} stopped.", "Check its cable.")
        frame = Frame(self.name, self._next, datetime.now(UTC), picture, time.monotonic())
        self._next += 1
        return frame

    def close(self) -> None:
        self._capture.close()

    def _check(self) -> None:
        try:
            mode = self._path.stat().st_mode
        except OSError as error:
            raise SourceUnavailable(
                f"There is no camera at {self._path}.", "Plug it in, or name another device."
            ) from error
        if not stat.S_ISCHR(mode):
            raise SourceUnavailable(f"{self._path} is not a camera.", "Name another device.")
        if not os.access(self._path, os.R_OK | os.W_OK):
            raise SourceUnavailable(
                f"This user may not use the camera at {self._path}.",
                "Add the user to the group 'video'.",
            )

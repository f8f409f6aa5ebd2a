"""A recorded video as a camera."""

from __future__ import annotations

import math
import time
from pathlib import Path

import cv2

from alpr_console.adapters.camera.opencv_capture import OpenCvCapture
from alpr_console.adapters.camera.pace import Pace, Speed
from alpr_console.domain.errors import SourceUnavailable
from alpr_console.ports import Frame

USUAL_FPS = 25.0
"""For files that do not say how fast they were taken."""

_DECODER_THREADS = 1
"""One thread decodes 720p many times faster than it is recognized, and holds nothing back."""


class VideoFile:
    """At speed 'real' it behaves as a live camera, at 'max' every frame waits to be taken."""

    def __init__(self, path: Path, speed: Speed = "real") -> None:
        self._path = path
        self._speed = speed
        self._capture = OpenCvCapture()
        self._pace = Pace(USUAL_FPS, speed)
        self._next = 0

    @property
    def name(self) -> str:
        return self._path.name

    @property
    def live(self) -> bool:
        return self._speed == "real"

    def open(self) -> None:
        """Start at the first frame. Raises SourceUnavailable if it is no video."""
        if not self._path.is_file():
            raise SourceUnavailable(f"There is no video {self._path}.", "Check the path.")
        options = (cv2.CAP_PROP_N_THREADS, _DECODER_THREADS)
        if not self._capture.open(str(self._path), cv2.CAP_FFMPEG, options):
            raise SourceUnavailable(
                f"{self._path} is not a video that can be played.", "Choose another file."
            )
        fps = self._capture.get(cv2.CAP_PROP_FPS)
        if not math.isfinite(fps) or not 0.1 <= fps <= 240:
            fps = USUAL_FPS
        self._pace = Pace(fps, self._speed)
        self._next = 0

    def read(self) -> Frame | None:
        """Raises SourceUnavailable if not even the first frame can be decoded."""
        number = self._next
        picture = self._capture.read()
        if picture is None:
            if number == 0 and not self._capture.closing.is_set():
                raise SourceUnavailable(
                    f"{self._path} is damaged: no picture can be decoded.", "Choose another file."
                )
            return None
        self._next += 1
        self._pace.wait_for(number, self._capture.closing)
        return Frame(self.name, number, self._pace.time_of(number), picture, time.monotonic())

    def close(self) -> None:
        self._capture.close()

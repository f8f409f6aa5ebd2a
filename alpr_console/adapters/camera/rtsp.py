"""A network camera over RTSP."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from urllib.parse import urlsplit

import cv2

from alpr_console.adapters.camera.opencv_capture import OpenCvCapture
from alpr_console.domain.errors import SourceUnavailable
from alpr_console.ports import Frame

OPEN_LIMIT_MS = 4000
READ_LIMIT_MS = 3000
"""A server that says nothing for so long is taken for dead."""

_OPTIONS = (
    cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, OPEN_LIMIT_MS,
    cv2.CAP_PROP_READ_TIMEOUT_MSEC, READ_LIMIT_MS,
    # FFmpeg's frame threads hold back a frame each: latency for nothing at one camera's pace.
    cv2.CAP_PROP_N_THREADS, 1,
)  # fmt: skip


class RtspCamera:
    """`url` may carry a user and a password; they are in no name and no message.

    RTP comes over TCP: what is lost on the way is sent again, and firewalls let it pass.
    """

    live = True

    def __init__(self, url: str) -> None:
        """Raises SourceUnavailable if `url` is not an RTSP address."""
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port
        except ValueError:
            host, port = None, None
        if not host or parts.scheme not in ("rtsp", "rtsps"):
            raise SourceUnavailable(
                "The camera's address is not an RTSP address.",
                "Write it as rtsp://host:port/path.",
            )
        self._url = url
        # A query often holds a token: it stays out of the name too.
        self._name = host + (f":{port}" if port else "") + parts.path.rstrip("/")
        self._capture = OpenCvCapture()
        self._next = 0

    @property
    def name(self) -> str:
        return self._name

    def open(self) -> None:
        """Raises SourceUnavailable if nothing that can be shown answers within OPEN_LIMIT_MS."""
        if not self._capture.open(self._url, cv2.CAP_FFMPEG, _OPTIONS):
            raise SourceUnavailable(
                f"The network camera {self._name} does not answer.",
                "Check its power, the network and the address, name and password.",
            )

    def read(self) -> Frame | None:
        picture = self._capture.read()
        if picture is None:
            if self._capture.closing.is_set():
                return None
            raise SourceUnavailable(
                f"The network camera {self._name} stopped sending.", "Check the network."
            )
        frame = Frame(self._name, self._next, datetime.now(UTC), picture, time.monotonic())
        self._next += 1
        return frame

    def close(self) -> None:
        self._capture.close()

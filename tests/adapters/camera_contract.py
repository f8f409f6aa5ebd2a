"""What every FrameSource does, whatever stands behind it."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest

from alpr_console.domain.errors import SourceUnavailable
from alpr_console.ports import FrameSource


def assert_gives_frames(source: FrameSource, count: int) -> None:
    """It gives frames as the port says, twice over: opening again works too."""
    last = -1
    for _ in range(2):
        source.open()
        before = time.monotonic()
        for _ in range(count):
            frame = source.read()
            assert frame is not None
            assert frame.camera == source.name
            assert frame.picture.dtype == np.uint8
            assert frame.picture.ndim == 3
            assert frame.picture.shape[2] == 3
            assert frame.at.utcoffset() is not None
            assert frame.at.utcoffset().total_seconds() == 0  # type: ignore[union-attr]
            assert before <= frame.monotonic <= time.monotonic()
            assert frame.number > last
            last = frame.number
        if not source.live:
            last = -1
        source.close()
        source.close()
        last = -1 if last < count else last


def assert_closes_while_read(source: FrameSource) -> None:
    """Closing from another thread ends a reader soon, without an error that kills it."""
    source.open()
    ended = threading.Event()

    def read_on() -> None:
        try:
            while source.read() is not None:
                pass
        except SourceUnavailable:
            pass
        ended.set()

    reader = threading.Thread(target=read_on)
    reader.start()
    time.sleep(0.2)
    source.close()
    assert ended.wait(5)
    reader.join()


def assert_unavailable(source: FrameSource, *, says: str) -> None:
    """Opening fails with a sentence that names what is missing, and does so again."""
    for _ in range(2):
        with pytest.raises(SourceUnavailable) as raised:
            source.open()
        assert says in str(raised.value)
    source.close()

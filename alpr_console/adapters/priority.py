"""Work whose threads stand behind the rest of the program when the processor is short."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")

NETWORK_STEPS = 10
"""Nice values. Two networks' threads on two cores otherwise let the window wait for them."""
PIPELINE_STEPS = 5
"""Of the cameras' threads and recognition's: before the networks, behind the window. What this
gains is in docs/window-speed.md."""


def behind_the_rest(work: Callable[[], T], steps: int) -> T:
    """The result of `work`, done on a thread `steps` nice values behind the caller's.

    Every thread that it starts stands there too: a priority once lowered cannot be raised again.
    Only Linux has it by thread.
    """
    done: Future[T] = Future()

    def run() -> None:
        try:
            _lower(steps)
            done.set_result(work())
        except BaseException as error:
            done.set_exception(error)

    threading.Thread(target=run, name="launch", daemon=True).start()
    return done.result()


def _lower(steps: int) -> None:
    if sys.platform == "linux":
        me = threading.get_native_id()
        # Refused in a box: then all is as it would be without.
        with contextlib.suppress(OSError):
            now = os.getpriority(os.PRIO_PROCESS, me)
            os.setpriority(os.PRIO_PROCESS, me, now + steps)

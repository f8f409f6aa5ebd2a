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

STEPS = 10
"""Of nice values. Two networks' threads on two cores otherwise let the window wait for them: its
answer to a key took 81 ms at the 99th percentile, and 53 ms so, for a tenth fewer frames."""


def behind_the_rest(work: Callable[[], T]) -> T:
    """The result of `work`, done on a thread of less priority, which every thread that it starts
    inherits: a priority once lowered cannot be raised again. Only Linux has it by thread.
    """
    done: Future[T] = Future()

    def run() -> None:
        try:
            _lower()
            done.set_result(work())
        except BaseException as error:
            done.set_exception(error)

    threading.Thread(target=run, name="networks", daemon=True).start()
    return done.result()


def _lower() -> None:
    if sys.platform == "linux":
        me = threading.get_native_id()
        # Refused in a box: then all is as it would be without.
        with contextlib.suppress(OSError):
            now = os.getpriority(os.PRIO_PROCESS, me)
            os.setpriority(os.PRIO_PROCESS, me, now + STEPS)

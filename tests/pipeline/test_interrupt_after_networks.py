"""An interrupt after the networks were let go, in a process of its own: it may not crash."""

from __future__ import annotations

import subprocess
import sys

from alpr_console import locations

PROGRAM = """
import gc, os, signal, sys
from pathlib import Path
from alpr_console.recognition.recogniser import open_recogniser

recogniser = open_recogniser(Path(sys.argv[1]))
came = []
signal.signal(signal.SIGINT, lambda *_: came.append(True))
del recogniser
gc.collect()
os.kill(os.getpid(), signal.SIGINT)
print("noted" if came else "lost")
"""


def test_that_an_interrupt_after_recognition_is_noted_and_does_not_crash() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(locations.models_dir())],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "noted\n")

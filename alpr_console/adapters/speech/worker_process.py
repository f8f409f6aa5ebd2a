"""The console's end of the speaking process: start it, give orders, notice that it died."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Lock, Thread
from typing import Any

_WORKER = "alpr_console.adapters.speech.worker"
_PACKAGE_PARENT = Path(__file__).resolve().parents[3]


class WorkerGone(Exception):
    """The process ended, or does not answer."""


class WorkerProcess:
    """One run of the worker. Raises WorkerGone where none can be started."""

    def __init__(self, arguments: Sequence[str]) -> None:
        environment = dict(os.environ)
        paths = [str(_PACKAGE_PARENT), environment.get("PYTHONPATH", "")]
        environment["PYTHONPATH"] = os.pathsep.join(p for p in paths if p)
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-m", _WORKER, *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
                env=environment,
                # Ctrl-C in the terminal is for the console; the worker ends with its input.
                start_new_session=True,
            )
        except OSError as problem:
            raise WorkerGone(str(problem)) from problem
        self._answers: queue.Queue[str | None] = queue.Queue()
        self._writing = Lock()
        self._reader = Thread(target=self._listen, name="speech answers", daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def order(self, order: Mapping[str, object], seconds: float) -> Mapping[str, Any]:
        """What became of it; `order` has a number of its own. Raises WorkerGone."""
        try:
            self._write(order)
            line = self._answers.get(timeout=seconds)
        except (OSError, ValueError, queue.Empty) as problem:
            raise WorkerGone("no answer") from problem
        if line is None:
            raise WorkerGone("ended")
        try:
            answer: Mapping[str, Any] = json.loads(line)
            if answer["number"] != order["number"]:
                raise WorkerGone("answered something else")
            return answer
        except (ValueError, KeyError, TypeError) as problem:
            raise WorkerGone("answered nonsense") from problem

    def cut(self, number: int) -> None:
        """End that order at once, if it is not over. From any thread."""
        # A worker that is gone is found by whoever waits for its answer.
        with suppress(OSError, ValueError):
            self._write({"act": "cut", "number": number})

    def _write(self, line: Mapping[str, object]) -> None:
        pipe = self._process.stdin
        with self._writing:
            if pipe is None:
                raise OSError("no pipe")
            pipe.write(json.dumps(line) + "\n")
            pipe.flush()

    def end(self, patience: float = 1.0) -> None:
        """Let it finish for so many seconds, then end it. Safe to call twice."""
        if self._process.stdin is not None and not self._process.stdin.closed:
            # It may be gone already, with an order unread.
            with suppress(OSError):
                self._process.stdin.close()
        try:
            self._process.wait(patience)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def _listen(self) -> None:
        pipe = self._process.stdout
        if pipe is not None:
            for line in pipe:
                self._answers.put(line)
        self._answers.put(None)

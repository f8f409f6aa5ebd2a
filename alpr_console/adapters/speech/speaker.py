"""Speech and sounds, spoken by a process of their own, the worst news first."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Condition, Thread
from time import monotonic

from alpr_console.adapters.speech.worker_process import WorkerGone, WorkerProcess
from alpr_console.domain.hotlist import Priority

PROCESS_LOST = "The speech process ended. It is being started again."

_PRIORITY_OF_SOUND = {
    "alert_high": Priority.HIGH,
    "alert_low": Priority.LOW,
    "confirm": Priority.LOW,
}
_MOST_WAITING = 40
_ANSWER_SECONDS = 45.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0
"""Seconds before a worker that died is started again; doubled each time in a row."""
_CHECK_SECONDS = 10.0
"""How often a fault is looked at again, and a silent worker found dead."""
_WATCH_SECONDS = 0.5


@dataclass(order=True, slots=True)
class _Order:
    rank: int
    number: int
    act: str = field(compare=False)
    words: str = field(compare=False)
    path: str = field(compare=False, default="")
    tries: int = field(compare=False, default=0)


class SystemSpeaker:
    """Speaker on the machine's own sound device.

    Everything is queued: the caller never waits. Of what waits, the worse goes first.
    A worker that dies or hangs is started again, and `fault` says so meanwhile.
    """

    def __init__(self, sounds: Path, engine: str | None = None) -> None:
        """`sounds` holds the WAV files; `engine` names a pyttsx3 driver, None its default."""
        self._sounds = sounds
        self._arguments: Sequence[str] = self._worker_arguments(engine)
        self._changed = Condition()
        self._waiting: list[_Order] = []
        self._busy = True
        self._count = 0
        self._last_priority = Priority.NORMAL
        self._process_fault = self._speech_fault = self._sound_fault = ""
        self._closing = False
        self._worker: WorkerProcess | None = None
        self._thread = Thread(target=self._run, name="speech", daemon=True)
        self._thread.start()

    def say(self, words: str, priority: Priority | None = None) -> None:
        """Queue words. Without a priority they have that of the sound played before them."""
        if words.strip():
            self._queue("say", words, "", priority or self._last_priority)

    def play(self, sound: str, priority: Priority | None = None) -> None:
        """Queue resources/sounds/<sound>.wav; an alert's sound has the alert's priority."""
        level = priority or _PRIORITY_OF_SOUND.get(sound, Priority.NORMAL)
        self._last_priority = level
        self._queue("play", sound, str(self._sounds / f"{sound}.wav"), level)

    @property
    def fault(self) -> str:
        """'' while words and sounds come out; else why not."""
        with self._changed:
            return self._process_fault or self._speech_fault or self._sound_fault

    @property
    def worker_pid(self) -> int | None:
        """Process id of the worker; None while there is none."""
        with self._changed:
            return self._worker.pid if self._worker else None

    def wait_silent(self, seconds: float) -> bool:
        """Whether within so many seconds everything queued was sounded or given up."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._waiting and not self._busy, seconds)

    def close(self) -> None:
        """Stop speaking. Safe to call twice."""
        with self._changed:
            self._closing = True
            self._waiting.clear()
            self._changed.notify_all()
            worker = self._worker
        if worker is not None:
            # Ends an order that is under way; the thread then finds the worker gone.
            worker.end()
        self._thread.join()

    def _worker_arguments(self, engine: str | None) -> Sequence[str]:
        return () if engine is None else ("--engine", engine)

    def _queue(self, act: str, words: str, path: str, priority: Priority) -> None:
        with self._changed:
            if self._closing or any(o.act == act and o.words == words for o in self._waiting):
                return
            self._count += 1
            heapq.heappush(self._waiting, _Order(priority.value, self._count, act, words, path))
            if len(self._waiting) > _MOST_WAITING:
                # Nobody listens to minutes of old news; the screen still shows all of it.
                self._waiting.remove(max(self._waiting))
                heapq.heapify(self._waiting)
            self._changed.notify_all()

    def _run(self) -> None:
        pause, check_at = _FIRST_PAUSE, monotonic()
        while True:
            order: _Order | None = None
            with self._changed:
                if self._closing:
                    break
                lost = self._worker is not None and not self._worker.alive
                idle = self._worker is not None and not lost
                if idle and not self._waiting and (not self.fault or monotonic() < check_at):
                    self._busy = False
                    self._changed.notify_all()
                    self._changed.wait(_WATCH_SECONDS)
                    continue
                self._busy = True
                if idle and self._waiting:
                    order = heapq.heappop(self._waiting)
            try:
                if lost:
                    raise WorkerGone("ended")
                worker = self._worker or self._start()
                order = order or _Order(0, 0, "check", "")
                fault = worker.order(order.act, order.words, order.path, _ANSWER_SECONDS)
                self._note(order.act, fault)
                pause, check_at = _FIRST_PAUSE, monotonic() + _CHECK_SECONDS
            except WorkerGone:
                self._give_up_worker(order)
                with self._changed:
                    self._changed.wait_for(lambda: self._closing, pause)
                pause = min(2 * pause, _LONGEST_PAUSE)
        if self._worker is not None:
            self._worker.end()
        with self._changed:
            self._worker, self._busy = None, False
            self._changed.notify_all()

    def _start(self) -> WorkerProcess:
        worker = WorkerProcess(self._arguments)
        with self._changed:
            self._worker = worker
        return worker

    def _give_up_worker(self, order: _Order | None) -> None:
        with self._changed:
            worker, self._worker = self._worker, None
            if not self._closing:
                self._process_fault = PROCESS_LOST
                if order is not None and order.act != "check" and order.tries == 0:
                    # Once more: what killed the worker may have been these very words.
                    order.tries = 1
                    heapq.heappush(self._waiting, order)
        if worker is not None:
            worker.end(patience=0.0)

    def _note(self, act: str, fault: str) -> None:
        with self._changed:
            self._process_fault = ""
            if act == "play" and not fault:
                # A sound needs no speech engine: it says nothing about the voice.
                self._sound_fault = ""
            elif act == "play":
                self._sound_fault = fault
            else:
                self._speech_fault, self._sound_fault = fault, ""

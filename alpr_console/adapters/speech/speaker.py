"""Speech and sounds, spoken by a process of their own, the worst news first."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Condition, Thread
from time import monotonic
from typing import Any

from alpr_console.adapters.speech.worker_process import WorkerGone, WorkerProcess
from alpr_console.domain.hearing import cuts_off, heard_again
from alpr_console.domain.hotlist import Priority
from alpr_console.domain.officer_settings import OfficerSettings
from alpr_console.sound_ports import SpokenVoice

PROCESS_LOST = "The speech process ended. It is being started again."

_MOST_WAITING = 40
_ANSWER_SECONDS = 150.0
"""A request read out is the longest there is, about a minute."""
_CHECK_ANSWER_SECONDS = 45.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0
"""Seconds before a worker that died is started again; doubled each time in a row."""
_CHECK_SECONDS = 10.0
"""How often the sound device is looked at, and a fault is tried again."""
_WATCH_SECONDS = 0.5
"""How soon a silent worker is found dead."""
_FAULTS = ("spoken", "played", "state")


@dataclass(order=True, slots=True)
class _Order:
    rank: int
    place: int
    words: str = field(compare=False)
    path: str = field(compare=False)
    priority: Priority = field(compare=False)
    since: float = field(compare=False)
    tries: int = field(compare=False, default=0)


class SystemSpeaker:
    """Speaker on the machine's own sound device.

    Everything is queued: the caller never waits. What waits for what, and what cuts off what,
    is the domain's (hearing). A worker that dies or hangs is started again, and `fault` says so
    meanwhile.
    """

    def __init__(self, sounds: Path, engine: str | None = None) -> None:
        """`sounds` holds the WAV files; `engine` names a pyttsx3 driver, None its default."""
        self._sounds = sounds
        self._arguments: Sequence[str] = self._worker_arguments(engine)
        self._changed = Condition()
        self._waiting: list[_Order] = []
        self._busy = True
        self._count = self._number = 0
        self._heard: _Order | None = None
        """Under way, as order `_number`; None while that is a check."""
        self._process_fault = ""
        self._faults = dict.fromkeys(_FAULTS, "")
        self._volume, self._voice = OfficerSettings().volume, ""
        self._voices: tuple[SpokenVoice, ...] = ()
        self._closing = False
        self._worker: WorkerProcess | None = None
        self._thread = Thread(target=self._run, name="speech", daemon=True)
        self._thread.start()

    def announce(self, sound: str, words: str, priority: Priority) -> None:
        """Queue resources/sounds/<sound>.wav and, right after it, the words; '' is neither."""
        words = words.strip()
        if sound or words:
            path = str(self._sounds / f"{sound}.wav") if sound else ""
            self._queue(words, path, priority)

    def say(self, words: str) -> None:
        self.announce("", words, Priority.NORMAL)

    def adjust(self, volume: int, voice: str) -> None:
        """Volume in percent and voice of what is heard from here on; '' is the engine's own."""
        with self._changed:
            self._volume, self._voice = volume, voice

    @property
    def voices(self) -> tuple[SpokenVoice, ...]:
        """What `adjust` may name; () until the engine has told."""
        with self._changed:
            return self._voices

    @property
    def fault(self) -> str:
        """'' while words and sounds come out; else why not."""
        with self._changed:
            return self._process_fault or next(filter(None, self._faults.values()), "")

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
            worker, number = self._worker, self._number
        if worker is not None:
            worker.cut(number)
            # Ends an order that is under way; the thread then finds the worker gone.
            worker.end()
        self._thread.join()

    def _worker_arguments(self, engine: str | None) -> Sequence[str]:
        return () if engine is None else ("--engine", engine)

    def _queue(self, words: str, path: str, priority: Priority) -> None:
        with self._changed:
            if self._closing or any(o.words == words and o.path == path for o in self._waiting):
                return
            self._count += 1
            order = _Order(priority.value, self._count, words, path, priority, monotonic())
            heapq.heappush(self._waiting, order)
            if len(self._waiting) > _MOST_WAITING:
                # Nobody listens to minutes of old news; the screen still shows all of it.
                self._waiting.remove(max(self._waiting))
                heapq.heapify(self._waiting)
            # A check is no news: whatever there is to hear comes before it.
            over = self._heard is None or cuts_off(priority, self._heard.priority)
            worker = self._worker if over and self._busy else None
            number = self._number
            self._changed.notify_all()
        if worker is not None:
            worker.cut(number)

    def _run(self) -> None:
        pause, check_at = _FIRST_PAUSE, monotonic()
        while True:
            order: _Order | None = None
            with self._changed:
                if self._closing:
                    break
                lost = self._worker is not None and not self._worker.alive
                idle = self._worker is not None and not lost
                if idle and not self._waiting and monotonic() < check_at:
                    self._busy = False
                    self._changed.notify_all()
                    self._changed.wait(_WATCH_SECONDS)
                    continue
                self._busy = True
            try:
                if lost:
                    raise WorkerGone("ended")
                worker, told = self._worker, idle
                if worker is None:
                    worker = self._start()
                with self._changed:
                    self._number += 1
                    if idle and self._waiting:
                        order = heapq.heappop(self._waiting)
                    self._heard = order
                    asked = self._asked(order, told)
                seconds = _CHECK_ANSWER_SECONDS if order is None else _ANSWER_SECONDS
                answer = worker.order(asked, seconds)
                self._note(order, answer)
                pause = _FIRST_PAUSE
                if order is None:
                    check_at = monotonic() + _CHECK_SECONDS
                elif self.fault:
                    check_at = min(check_at, monotonic() + _CHECK_SECONDS)
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

    def _asked(self, order: _Order | None, told: bool) -> dict[str, object]:
        """The order as the worker takes it. `told`: it has said before what it can do."""
        if order is None:
            # Looking is quiet and cheap; the device is tried with silence while it fails.
            faulty = any(self._faults.values()) or self._process_fault
            return {"number": self._number, "act": "look" if told and not faulty else "check"}
        return {
            "number": self._number,
            "act": "sound",
            "words": order.words,
            "path": order.path,
            "volume": self._volume,
            "voice": self._voice,
        }

    def _start(self) -> WorkerProcess:
        worker = WorkerProcess(self._arguments)
        with self._changed:
            self._worker = worker
        return worker

    def _give_up_worker(self, order: _Order | None) -> None:
        with self._changed:
            worker, self._worker, self._heard = self._worker, None, None
            if not self._closing:
                self._process_fault = PROCESS_LOST
                if order is not None and order.tries == 0:
                    # Once more: what killed the worker may have been these very words.
                    order.tries = 1
                    heapq.heappush(self._waiting, order)
        if worker is not None:
            worker.end(patience=0.0)

    def _note(self, order: _Order | None, answer: Mapping[str, Any]) -> None:
        with self._changed:
            self._process_fault, self._heard = "", None
            for part in _FAULTS:
                if part in answer:
                    self._faults[part] = str(answer[part])
            if "voices" in answer:
                self._voices = tuple(SpokenVoice(*one) for one in answer["voices"])
            if (
                order is not None
                and answer["cut"]
                and heard_again(order.priority, monotonic() - order.since)
            ):
                heapq.heappush(self._waiting, order)

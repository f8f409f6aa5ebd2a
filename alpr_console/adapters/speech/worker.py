"""The process that speaks: python -m alpr_console.adapters.speech.worker

A speech engine blocks for the whole utterance, can hang in its sound library, and once
took the console with it when it crashed; so it lives here, by itself. A line of JSON in is
an order, a line of JSON out says how it went. The end of the input ends the process, so
none outlives a console that was killed.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import wave
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any, Protocol, TextIO

WORDS_A_MINUTE = 165
PLAYERS = (("aplay", "-q"), ("paplay",), ("pw-play",))
"""Programs that play a WAV file and say by their exit status whether they could."""
_STUCK_SECONDS = 15.0
_REST_SECONDS = 0.03
_TRIES = 3
_EMPTY_WAV = 44
"""Bytes of a WAV file's header."""

NO_ENGINE = "No speech engine. Install espeak-ng."
NO_PLAYER = "No program to play sound. Install alsa-utils."
NO_DEVICE = "No sound device, or it is not plugged in."


class SoundFault(Exception):
    """Nothing was heard; the words say why, fit for the screen."""


class Sink(Protocol):
    """Where sound goes."""

    def ready(self) -> None:
        """Raises SoundFault when nothing can be heard through it."""
        ...

    def take(self, wav: Path, kind: str, words: str) -> None:
        """Sound out a WAV file. Raises SoundFault."""
        ...

    def lost(self, kind: str, words: str, fault: str) -> None:
        """Something could not even be made."""
        ...


class Loudspeaker:
    """The machine's sound device."""

    def __init__(self) -> None:
        self._player: tuple[str, ...] | None = None

    def ready(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            silence = Path(folder) / "silence.wav"
            with wave.open(str(silence), "wb") as file:
                file.setnchannels(1)
                file.setsampwidth(2)
                file.setframerate(22_050)
                file.writeframes(bytes(2 * 441))
            self.take(silence, "play", "")

    def take(self, wav: Path, kind: str, words: str) -> None:
        if sys.platform == "win32":
            _play_on_windows(wav)
            return
        players = [self._player] if self._player else [p for p in PLAYERS if shutil.which(p[0])]
        if not players:
            raise SoundFault(NO_PLAYER)
        for player in players:
            if _played([*player, str(wav)]):
                self._player = player
                return
        self._player = None
        raise SoundFault(NO_DEVICE)

    def lost(self, kind: str, words: str, fault: str) -> None:
        return None


class Folder:
    """Keeps what would have been heard: a WAV each, and log.jsonl."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = 0

    def ready(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)

    def take(self, wav: Path, kind: str, words: str) -> None:
        name = f"{self._count:03d}-{kind}.wav"
        shutil.copyfile(wav, self._folder / name)
        with wave.open(str(wav), "rb") as file:
            seconds = file.getnframes() / file.getframerate()
        self._log(kind, words, name, seconds, "")

    def lost(self, kind: str, words: str, fault: str) -> None:
        self._log(kind, words, "", 0.0, fault)

    def _log(self, kind: str, words: str, name: str, seconds: float, fault: str) -> None:
        self._count += 1
        entry = {
            "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "kind": kind,
            "words": words,
            "file": name,
            "seconds": round(seconds, 2),
            "fault": fault,
        }
        with (self._folder / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry) + "\n")


class Voice:
    """The speech engine, used only to write WAV files.

    Its own way of playing them tells no one whether anything was heard.
    """

    def __init__(self, engine: str | None) -> None:
        self._engine: Any = None
        self._name = engine
        self._finished = Event()

    def ready(self) -> None:
        """Raises SoundFault when there is no engine."""
        if self._engine is not None:
            return
        try:
            import pyttsx3

            self._engine = pyttsx3.init(self._name)
            self._engine.setProperty("rate", WORDS_A_MINUTE)
            self._engine.connect("finished-utterance", self._note_finished)
        # Each engine fails in its own way: no library, no voice, no COM object.
        except Exception as problem:
            self._engine = None
            raise SoundFault(NO_ENGINE) from problem

    def speak_into(self, words: str, wav: Path) -> None:
        """Raises SoundFault."""
        self.ready()
        for _ in range(_TRIES):
            try:
                self._write(words, wav)
            except Exception as problem:
                self._engine = None
                raise SoundFault("The speech engine failed.") from problem
            if wav.is_file() and wav.stat().st_size > _EMPTY_WAV:
                return
        raise SoundFault("The speech engine made no sound.")

    def _write(self, words: str, wav: Path) -> None:
        self._finished.clear()
        self._engine.save_to_file(words, str(wav))
        self._engine.runAndWait()
        if sys.platform == "linux":
            # The espeak driver returns while its own thread still writes the file, and
            # takes the next words for the last ones until that thread has come to rest.
            self._finished.wait(_STUCK_SECONDS)
            time.sleep(_REST_SECONDS)

    def _note_finished(self, name: str | None, completed: bool) -> None:
        self._finished.set()


def _played(command: list[str]) -> bool:
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_STUCK_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _play_on_windows(wav: Path) -> None:
    if sys.platform == "win32":
        import winsound

        try:
            winsound.PlaySound(str(wav), winsound.SND_FILENAME | winsound.SND_NODEFAULT)
        except RuntimeError as problem:
            raise SoundFault(NO_DEVICE) from problem


def obey(order: dict[str, Any], voice: Voice, sink: Sink) -> None:
    """Carry out one order. Raises SoundFault."""
    kind, words = str(order["act"]), str(order["words"])
    try:
        if kind == "check":
            voice.ready()
            sink.ready()
        elif kind == "play":
            sound = Path(str(order["path"]))
            if not sound.is_file():
                raise SoundFault(f"The sound {sound.name} is missing. Install the console again.")
            sink.take(sound, kind, words)
        else:
            with tempfile.TemporaryDirectory() as folder:
                wav = Path(folder) / "words.wav"
                voice.speak_into(words, wav)
                sink.take(wav, kind, words)
    except SoundFault as problem:
        if kind != "check":
            sink.lost(kind, words, str(problem))
        raise


def serve(orders: TextIO, answers: TextIO, voice: Voice, sink: Sink) -> None:
    """Carry out orders until there are no more."""
    for line in orders:
        order = json.loads(line)
        fault = ""
        try:
            obey(order, voice, sink)
        except SoundFault as problem:
            fault = str(problem)
        except OSError as problem:
            fault = f"Sound failed ({problem.strerror})."
        answers.write(json.dumps({"number": order["number"], "fault": fault}) + "\n")
        answers.flush()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--into", type=Path, default=None)
    parser.add_argument("--engine", default=None)
    chosen = parser.parse_args()
    # The engine prints to standard output as it likes; the answers need a line of their own.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    sink: Sink = Loudspeaker() if chosen.into is None else Folder(chosen.into)
    serve(sys.stdin, answers, Voice(chosen.engine), sink)


if __name__ == "__main__":
    main()

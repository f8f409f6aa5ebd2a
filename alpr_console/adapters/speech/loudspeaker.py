"""Where sound goes: the machine's sound device, or a folder."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import wave
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from alpr_console.adapters.speech.device_state import state_fault
from alpr_console.adapters.speech.faults import (
    NO_DEVICE,
    NO_PLAYER,
    STUCK,
    SWALLOWED,
    CutOff,
    SoundFault,
)
from alpr_console.adapters.speech.volume import seconds_of

PLAYERS = (("aplay", "-q"), ("paplay",), ("pw-play",))
"""Programs that play a WAV file and say by their exit status whether they could."""
_SILENCE_SECONDS = 0.4
_LEAST_JUDGED_SECONDS = 0.15
"""A shorter sound is over before its time says anything."""
_LEAST_SHARE = 0.5
"""Of a sound's length: what is over sooner was thrown away. A device takes the last of it into
its own memory, so a player may end a little early."""
_STUCK_SECONDS = 5.0


class Cutter:
    """Ends the order that is carried out. `cut` comes from another thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._number = 0
        self._cut = 0
        self._player: subprocess.Popen[bytes] | None = None

    def begin(self, number: int) -> None:
        with self._lock:
            self._number = number

    def cut(self, number: int) -> None:
        """End order `number`, under way or still to begin; one that is over is left alone."""
        with self._lock:
            self._cut = max(self._cut, number)
            if self._number == number and self._player is not None:
                self._player.terminate()

    def look(self) -> None:
        """Raises CutOff where the order was ended."""
        with self._lock:
            if self._cut >= self._number > 0:
                raise CutOff

    def start(self, command: Sequence[str]) -> subprocess.Popen[bytes]:
        """Raises CutOff, OSError."""
        self.look()
        player = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        with self._lock:
            self._player = player
            if self._cut >= self._number > 0:
                player.terminate()
        return player

    def ended(self) -> None:
        with self._lock:
            self._player = None


class Sink(Protocol):
    """Where sound goes."""

    def ready(self) -> None:
        """Raises SoundFault when nothing can be heard through it."""
        ...

    def state(self) -> str:
        """'' or why nothing would be heard, as far as can be known without a sound."""
        ...

    def take(self, wav: Path, kind: str, words: str) -> None:
        """Sound out a WAV file. Raises SoundFault, CutOff."""
        ...

    def lost(self, kind: str, words: str, fault: str) -> None:
        """Something could not even be made."""
        ...


class Loudspeaker:
    """The machine's sound device."""

    def __init__(self, cutter: Cutter) -> None:
        self._cutter = cutter
        self._player: tuple[str, ...] | None = None

    def ready(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            silence = Path(folder) / "silence.wav"
            with wave.open(str(silence), "wb") as file:
                file.setnchannels(1)
                file.setsampwidth(2)
                file.setframerate(22_050)
                file.writeframes(bytes(2 * round(22_050 * _SILENCE_SECONDS)))
            self.take(silence, "play", "")

    def state(self) -> str:
        return state_fault()

    def take(self, wav: Path, kind: str, words: str) -> None:
        if sys.platform == "win32":
            _play_on_windows(wav)
            self._cutter.look()
            return
        players = [self._player] if self._player else [p for p in PLAYERS if shutil.which(p[0])]
        if not players:
            raise SoundFault(NO_PLAYER)
        for player in players:
            if self._played([*player, str(wav)], seconds_of(wav)):
                self._player = player
                return
        self._player = None
        raise SoundFault(NO_DEVICE)

    def lost(self, kind: str, words: str, fault: str) -> None:
        return None

    def _played(self, command: Sequence[str], seconds: float) -> bool:
        """Whether the player could. Raises SoundFault where its time tells of silence."""
        began = time.monotonic()
        try:
            player = self._cutter.start(command)
        except OSError:
            return False
        try:
            status = player.wait(seconds + _STUCK_SECONDS)
        except subprocess.TimeoutExpired:
            player.kill()
            player.wait()
            raise SoundFault(STUCK) from None
        finally:
            self._cutter.ended()
        self._cutter.look()
        if status != 0:
            return False
        if seconds >= _LEAST_JUDGED_SECONDS and time.monotonic() - began < seconds * _LEAST_SHARE:
            raise SoundFault(SWALLOWED)
        return True


class Folder:
    """Keeps what would have been heard: a WAV each, and log.jsonl."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = 0

    def ready(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)

    def state(self) -> str:
        return ""

    def take(self, wav: Path, kind: str, words: str) -> None:
        name = f"{self._count:03d}-{kind}.wav"
        shutil.copyfile(wav, self._folder / name)
        self._log(kind, words, name, seconds_of(wav), "")

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


def _play_on_windows(wav: Path) -> None:
    if sys.platform == "win32":
        import winsound

        try:
            winsound.PlaySound(str(wav), winsound.SND_FILENAME | winsound.SND_NODEFAULT)
        except RuntimeError as problem:
            raise SoundFault(NO_DEVICE) from problem


def stop_on_windows() -> None:
    """Ends what this process plays."""
    if sys.platform == "win32":
        import winsound

        with suppress(RuntimeError):
            winsound.PlaySound(None, 0)

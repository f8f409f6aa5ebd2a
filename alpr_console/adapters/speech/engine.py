"""The speech engine, used only to write WAV files.

Its own way of playing them tells no one whether anything was heard.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from threading import Event
from typing import Any

from alpr_console.adapters.speech.faults import NO_ENGINE, SoundFault

WORDS_A_MINUTE = 165
_STUCK_SECONDS = 15.0
_REST_SECONDS = 0.03
_TRIES = 3
_EMPTY_WAV = 44
"""Bytes of a WAV file's header."""
_ENGLISH_BY_NUMBER = ("409", "809", "c09", "1009", "1409")
"""How Windows names English of the United States, Britain, Australia, Canada, New Zealand."""


class Voice:
    def __init__(self, engine: str | None) -> None:
        self._engine: Any = None
        self._name = engine
        self._finished = Event()
        self._own = ""
        """The voice that the engine chooses by itself."""
        self._known: tuple[tuple[str, str], ...] = ()
        self._ids: frozenset[str] = frozenset()

    @property
    def voices(self) -> tuple[tuple[str, str], ...]:
        """Id and name of each that speaks English; () before `ready`."""
        return self._known

    def ready(self) -> None:
        """Raises SoundFault when there is no engine."""
        if self._engine is not None:
            return
        try:
            import pyttsx3

            self._engine = pyttsx3.init(self._name)
            self._engine.setProperty("rate", WORDS_A_MINUTE)
            self._engine.connect("finished-utterance", self._note_finished)
            self._list_voices()
        # Each engine fails in its own way: no library, no voice, no COM object.
        except Exception as problem:
            self._engine = None
            raise SoundFault(NO_ENGINE) from problem

    def speak_into(self, words: str, wav: Path, voice: str = "") -> None:
        """In that voice, or in the engine's own where this machine has none of the name.

        Raises SoundFault.
        """
        self.ready()
        for _ in range(_TRIES):
            try:
                self._engine.setProperty("voice", voice if voice in self._ids else self._own)
                self._write(words, wav)
            except Exception as problem:
                self._engine = None
                raise SoundFault("The speech engine failed.") from problem
            if wav.is_file() and wav.stat().st_size > _EMPTY_WAV:
                return
        raise SoundFault("The speech engine made no sound.")

    def _list_voices(self) -> None:
        self._own = str(self._engine.getProperty("voice"))
        all_voices = list(self._engine.getProperty("voices"))
        self._ids = frozenset(str(one.id) for one in all_voices)
        english = [one for one in all_voices if _english(one.languages)]
        found = {str(one.id): str(one.name) for one in english or all_voices}
        self._known = tuple(sorted(found.items(), key=lambda item: item[1]))

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


def _english(languages: Any) -> bool:
    """Engines name a language as 'en-us', as bytes with a count before it, or by number."""
    named = [
        one.decode("ascii", "ignore") if isinstance(one, bytes) else str(one)
        for one in languages or ()
    ]
    plain = [name.strip("\x00\x01\x02\x03\x04\x05 ").casefold() for name in named]
    return any(name.startswith("en") or name in _ENGLISH_BY_NUMBER for name in plain)

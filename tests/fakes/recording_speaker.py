"""A speaker that notes what it is given, and the ears around it."""

from __future__ import annotations

from alpr_console.domain.hotlist import Priority
from alpr_console.earshot import Earshot
from alpr_console.sound_ports import SpokenVoice

VOICES = (SpokenVoice("en-us", "English (America)"), SpokenVoice("en-gb", "English (Britain)"))


class RecordingSpeaker:
    def __init__(self) -> None:
        self.heard: list[str] = []
        """'[sound]' or words, in the order of sounding."""
        self.fault = ""
        self.breaks = False
        self.closed = False
        self.voices = VOICES
        self.adjusted: list[tuple[int, str]] = []

    def announce(self, sound: str, words: str, priority: Priority) -> None:
        if self.breaks:
            raise OSError("no sound device")
        self.heard += [f"[{sound}]"] if sound else []
        self.heard += [words] if words else []

    def say(self, words: str) -> None:
        self.announce("", words, Priority.NORMAL)

    def adjust(self, volume: int, voice: str) -> None:
        self.adjusted.append((volume, voice))

    def close(self) -> None:
        self.closed = True


def letters(plate: str) -> str:
    return " ".join(plate)


def in_words(plate: str) -> str:
    """An alphabet that is told from the other."""
    return " ".join(f"{sign}-word" for sign in plate)


def ears(speaker: RecordingSpeaker | None = None) -> Earshot:
    return Earshot(speaker or RecordingSpeaker(), {"police": letters, "icao": in_words}, "police")

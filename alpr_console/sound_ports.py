"""Ports, continued: what speaks and sounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from alpr_console.domain.alert import Alert
from alpr_console.domain.hotlist import Priority
from alpr_console.domain.officer_settings import OfficerSettings


@dataclass(frozen=True, slots=True)
class SpokenVoice:
    voice_id: str
    """As the speech engine names it."""
    name: str


class Speaker(Protocol):
    """Speech and sounds. Never blocks the caller. `domain.hearing` has the rules of what cuts
    off what."""

    def announce(self, sound: str, words: str, priority: Priority) -> None:
        """Play resources/sounds/<sound>.wav, then say the words; '' leaves either out."""
        ...

    def say(self, words: str) -> None:
        """Of normal priority, without a sound."""
        ...

    def adjust(self, volume: int, voice: str) -> None:
        """Volume in percent and voice of what is heard from here on; '' is the engine's own."""
        ...

    @property
    def voices(self) -> tuple[SpokenVoice, ...]:
        """What `adjust` may name; () where none is known."""
        ...

    @property
    def fault(self) -> str:
        """'' while sound works; else why not."""
        ...

    def close(self) -> None: ...


class Sounding(Protocol):
    """What a person may do about what is heard, in a car that has a speaker."""

    @property
    def muted(self) -> bool:
        """Whether low and normal priorities are silent."""
        ...

    @property
    def last(self) -> str:
        """Id of the last alert that was spoken in this session; '' before the first."""
        ...

    @property
    def usual(self) -> OfficerSettings:
        """For somebody who never chose."""
        ...

    @property
    def voices(self) -> tuple[SpokenVoice, ...]: ...

    @property
    def fault(self) -> str:
        """'' while sound works; else why not."""
        ...

    @property
    def alphabets(self) -> Mapping[str, str]:
        """Spelling alphabets by name, each with an example as it is spoken."""
        ...

    def mute(self, on: bool) -> None: ...

    def say_again(self, alert: Alert, *, private: bool) -> None:
        """Its words once more, muted or not, since a person asks; in private the plate too.

        Never for a covert alert.
        """
        ...

    def take(self, settings: OfficerSettings) -> None:
        """Volume, voice and alphabet from here on."""
        ...

    def try_out(self) -> None:
        """Sound and speak an example, as loud and in the voice and alphabet in force."""
        ...

    def begin_anew(self) -> None:
        """Somebody else sits here, or nobody: nothing is muted, nothing was spoken."""
        ...

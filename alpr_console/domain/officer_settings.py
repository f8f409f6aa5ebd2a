"""How an officer wants the console: habits that follow the person from car to car."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING

from alpr_console.domain.errors import HabitsRefused

if TYPE_CHECKING:
    from alpr_console.domain.key_table import KeyTable

VOLUMES = tuple(range(30, 101, 10))
"""Percent. A high alert is never silent, so the least can still be heard in a car."""

SCALES = (100, 125, 150, 175, 200)
"""Percent: sizes of everything on screen."""


class ThemeChoice(Enum):
    AUTO = "auto"
    """Day or night by the sun's height where the car is."""
    DAY = "day"
    NIGHT = "night"


class DrivingChoice(Enum):
    AUTO = "auto"
    """The driving layout while GPS says that the car moves."""
    OFF = "off"


class PanelSide(Enum):
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class OfficerSettings:
    volume: int = 80
    """Percent of what the sound device gives; one of VOLUMES."""
    voice: str = ""
    """As the speech engine names it; '' is its own choice."""
    phonetics: str = "police"
    """Stem of a file of resources/phonetics."""
    theme: ThemeChoice = ThemeChoice.AUTO
    scale: int = 100
    """One of SCALES."""
    driving: DrivingChoice = DrivingChoice.AUTO
    panel_side: PanelSide = PanelSide.RIGHT
    """On which side of the live view the alert stands: that of the hand at hand."""
    keys: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Keys of one's own: what the key does (its name in ui.strings_keys) to the key."""


def check(
    wanted: OfficerSettings,
    before: OfficerSettings,
    voices: Collection[str],
    alphabets: Collection[str],
    keys: KeyTable,
) -> None:
    """Raises HabitsRefused where a setting cannot be, saying what to do.

    A voice that stands as it was is let be: another car may have it.
    """
    if wanted.volume not in VOLUMES:
        raise HabitsRefused(
            f"The volume goes from {VOLUMES[0]} to {VOLUMES[-1]} percent.",
            "Choose one of them. Q mutes low and normal alerts.",
        )
    if wanted.voice and wanted.voice not in voices and wanted.voice != before.voice:
        raise HabitsRefused(
            "This computer has no such voice.", "Choose one of the list, or the engine's own."
        )
    if wanted.phonetics not in alphabets:
        raise HabitsRefused(
            f"There is no spelling alphabet '{wanted.phonetics}'.",
            f"Choose one of: {', '.join(sorted(alphabets))}.",
        )
    if wanted.scale not in SCALES:
        raise HabitsRefused(
            f"The size goes from {SCALES[0]} to {SCALES[-1]} percent.", "Choose one of the list."
        )
    keys.check(wanted.keys)

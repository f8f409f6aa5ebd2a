"""How an officer wants the console: habits that follow the person from car to car."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    """Percent of what the sound device gives."""
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

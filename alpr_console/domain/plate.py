"""Plates as the networks see them in one frame: detection, characters, state, vehicle."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

UNKNOWN_STATE = "unknown"
"""State of issue when the reader is not sure enough to name one."""

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""Characters that a US plate serial can carry, in the order of the reader's classes."""

MAX_CHARACTERS = 8
"""Longest serial issued by a US jurisdiction (spaces and dashes not counted)."""

STATES: tuple[str, ...] = (
    "AK", "AL", "AR", "AZ", "CA", "CO", "CT", "DC", "DE", "FL", "GA", "HI", "IA",
    "ID", "IL", "IN", "KS", "KY", "LA", "MA", "MD", "ME", "MI", "MN", "MO", "MS",
    "MT", "NC", "ND", "NE", "NH", "NJ", "NM", "NV", "NY", "OH", "OK", "OR", "PA",
    "RI", "SC", "SD", "TN", "TX", "UT", "VA", "VT", "WA", "WI", "WV", "WY",
)  # fmt: skip
"""The 51 jurisdictions (50 states and DC) that the reader can name, sorted."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """Upright rectangle in pixels of the original picture; origin top left."""

    x: float
    y: float
    w: float
    h: float

    def iou(self, other: Box) -> float:
        """Intersection over union with `other`, 0 to 1."""
        width = min(self.x + self.w, other.x + other.w) - max(self.x, other.x)
        height = min(self.y + self.h, other.y + other.h) - max(self.y, other.y)
        if width <= 0 or height <= 0:
            return 0.0
        shared = width * height
        return shared / (self.w * self.h + other.w * other.h - shared)


Corners = tuple[Point, Point, Point, Point]
"""Top left, top right, bottom right, bottom left, as the plate is read; pixels."""


@dataclass(frozen=True, slots=True)
class Detection:
    """One plate found in one frame."""

    box: Box
    corners: Corners
    score: float
    """Detector's confidence, 0 to 1."""


@dataclass(frozen=True, slots=True)
class CharacterRead:
    """One character of a plate with what else it might have been."""

    char: str
    confidence: float
    """Probability of `char`, 0 to 1."""
    alternatives: tuple[tuple[str, float], ...] = ()
    """Other characters with their probability, most likely first."""
    again: tuple[tuple[str, float], ...] = ()
    """What other looks gave here: `char` with the least that one of them gave it, then others with
    the most. Looks are the frames that show the plate best, where they speak against `char`
    (`vote`), and the views of a hit's second look. Empty where there was none of either."""

    @property
    def held_up(self) -> float:
        """The least that another look gave `char`; 1 where there was none."""
        return dict(self.again).get(self.char, 0.0) if self.again else 1.0


@dataclass(frozen=True, slots=True)
class StateRead:
    """State of issue: a two-letter code out of `STATES`, or `UNKNOWN_STATE`."""

    code: str
    confidence: float
    alternatives: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class VehicleDescription:
    """What was seen of the vehicle; 'unknown' where the model is not sure."""

    color: str
    color_confidence: float
    """Probability of `color`; of 'unknown', that the likeliest color is wrong."""
    body: str
    body_confidence: float
    """The same of `body`."""
    box: Box | None = field(default=None, compare=False)
    """Where the vehicle is in its frame. It is not stored with the read, so that a read is
    equal to what was kept of it."""
    unlikely: tuple[str, ...] = ()
    """Colors and bodies that the picture speaks against, whether or not one could be named."""


class Legibility(StrEnum):
    """What a crop is to the reader."""

    READABLE = "readable"
    NOT_READABLE = "not readable"
    """A plate too far away, too blurred or too covered to be read."""
    NOT_A_PLATE = "not a plate"
    """A sign, lettering, a lamp: the detector was mistaken."""


@dataclass(frozen=True, slots=True)
class PlateText:
    """What the reader made of one plate crop."""

    characters: tuple[CharacterRead, ...]
    state: StateRead
    confidence: float
    """Probability that the whole text is right, 0 to 1."""
    legibility: Legibility = Legibility.READABLE
    """Anything but readable comes without characters."""

    @property
    def text(self) -> str:
        return "".join(c.char for c in self.characters)


@dataclass(frozen=True, slots=True)
class SeenPlate:
    """One plate in one frame: where it is and what it says. Stateless; no identity yet."""

    detection: Detection
    reading: PlateText
    vehicle: VehicleDescription | None = None

"""The tokens: every color and size of the console, by day and by night.

Four meanings carry a color, each with a shape and a word besides; all else is gray. Red is
for danger alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from alpr_console.domain.notices import Meaning

GRID = 8
"""Everything is spaced in multiples of this, px at scale 1."""

MUST_READ = 7.0
"""Contrast of text that must be read (WCAG ratio)."""

MAY_READ = 4.5
"""Contrast of all other text."""


@dataclass(frozen=True, slots=True)
class MeaningColors:
    """One meaning's colors: as text and lines on a surface, and as a filled ground."""

    ink: str
    fill: str
    on_fill: str
    wash: str
    """Faint ground under text of the `text` color."""


@dataclass(frozen=True, slots=True)
class Palette:
    """One set of colors, '#rrggbb'."""

    name: str
    ground: str
    """Farthest back: the window."""
    surface: str
    """Panels."""
    raised: str
    """Fields, keys, cells."""
    pressed: str
    area: str
    """Of an area on a map, on `surface`: faint, so that what lies on it reads as well."""
    hairline: str
    edge: str
    """Outline of what can be pressed or filled in."""
    text: str
    text_second: str
    text_dim: str
    """Hints, and characters that the reader doubts."""
    strong: str
    """Ground of the one key that carries on."""
    on_strong: str
    scrim: str
    """Under words over the live picture."""
    on_scrim: str
    meanings: dict[Meaning, MeaningColors]

    def meaning(self, meaning: Meaning) -> MeaningColors:
        return self.meanings[meaning]


DAY = Palette(
    name="day",
    ground="#e9e6e0",
    surface="#f5f3ef",
    raised="#fdfcfa",
    pressed="#dedad2",
    area="#e4e0d8",
    hairline="#d3cec4",
    edge="#857f73",
    text="#1a1916",
    text_second="#45423b",
    text_dim="#66625a",
    strong="#2a2823",
    on_strong="#fdfcfa",
    scrim="#171714",
    on_scrim="#f3f0ea",
    meanings={
        Meaning.INFORMATION: MeaningColors("#004a75", "#004f7c", "#ffffff", "#d9e8f1"),
        Meaning.CAUTION: MeaningColors("#633c00", "#f6b73c", "#1a1300", "#fbe6bd"),
        Meaning.DANGER: MeaningColors("#8c0e18", "#a5121d", "#ffffff", "#f6d9d6"),
        Meaning.CONFIRMED: MeaningColors("#0a4f27", "#9fdcb2", "#04200e", "#d6eadb"),
    },
)

NIGHT = Palette(
    name="night",
    ground="#121210",
    surface="#1a1a18",
    raised="#252522",
    pressed="#32322e",
    area="#282825",
    hairline="#383733",
    edge="#7d7a72",
    text="#e8e5de",
    text_second="#bdb9af",
    text_dim="#a19d93",
    strong="#dad6cc",
    on_strong="#171714",
    scrim="#0e0e0c",
    on_scrim="#e8e5de",
    meanings={
        Meaning.INFORMATION: MeaningColors("#7cc7ee", "#6bbce6", "#04141d", "#12303f"),
        Meaning.CAUTION: MeaningColors("#f1b849", "#e5a932", "#1a1200", "#3d2e0b"),
        Meaning.DANGER: MeaningColors("#ff9c92", "#a81c26", "#ffffff", "#47191a"),
        Meaning.CONFIRMED: MeaningColors("#84d89a", "#6cc785", "#04150a", "#173421"),
    },
)

PALETTES = {p.name: p for p in (DAY, NIGHT)}


@dataclass(frozen=True, slots=True)
class Sizes:
    """Lengths in px at one scale."""

    scale: float
    compact: bool
    """Little height (under 700 px at scale 1): keys stay at the least size, pictures give way."""
    finger: int
    """20 mm at the screen's real size, as far as the window has room, px."""
    glance: int
    """Height of a plate's letters that is read in passing: as large as the window allows, px."""

    def px(self, at_one: float) -> int:
        return round(at_one * self.scale)

    @property
    def gap(self) -> int:
        return self.px(GRID)

    @property
    def plate(self) -> int:
        return self.px(28 if self.compact else 36)

    @property
    def headline(self) -> int:
        return self.px(22)

    @property
    def body(self) -> int:
        return self.px(16)

    @property
    def caption(self) -> int:
        return self.px(14)

    @property
    def target(self) -> int:
        """Least side of what can be touched."""
        return self.px(48)

    @property
    def answer(self) -> int:
        """Height of the keys that answer a duty."""
        return max(self.px(56), self.finger)

    @property
    def bar(self) -> int:
        return self.px(56)

    @property
    def line(self) -> int:
        return 1

    @property
    def focus(self) -> int:
        return max(3, self.px(3))

    @property
    def radius(self) -> int:
        return self.px(6)


FINGER_MM = 20.0
"""A gloved finger in a moving car."""

PX_PER_MM = 96 / 25.4
"""Where a screen does not tell its size, or tells one that no screen has."""

_PLAUSIBLE = (2.0, 16.0)
"""px a millimeter, of a wall display and of a telephone."""

FINGER_SHARE = 0.12
"""Of the window's height, at most, for the keys that answer: the picture of the plate is what
they are about."""


GLANCE_OF_HEIGHT = 0.18
GLANCE_OF_WIDTH = 0.14
"""Eight letters then fill about seven tenths of the width."""


def sizes_for(width: int, height: int, px_per_mm: float = PX_PER_MM, percent: int = 100) -> Sizes:
    """Sizes for a window of `width` × `height` px: type grows with the screen, in steps, and by
    the officer's own `percent` as far as a window of 1024×600 at scale 1 still fits in."""
    room = min(width / 1280, height / 800)
    usual = 1.5 if room >= 1.8 else 1.25 if room >= 1.3 else 1.0
    most = max(usual, min(width / 1024, height / 600))
    scale = min(usual * percent / 100, most)
    least, largest = _PLAUSIBLE
    real = px_per_mm if least <= px_per_mm <= largest else PX_PER_MM
    finger = min(round(FINGER_MM * real), round(FINGER_SHARE * height))
    glance = round(min(GLANCE_OF_HEIGHT * height, GLANCE_OF_WIDTH * width))
    return Sizes(scale, compact=height / scale < 700, finger=finger, glance=glance)


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast ratio of two '#rrggbb' colors, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: str) -> float:
    channels = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

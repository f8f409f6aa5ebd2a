"""The type family shipped with the program: Atkinson Hyperlegible, drawn so that 0 and O,
1 and I, 8 and B cannot be taken for one another. Its monospaced cut carries the plates.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

from alpr_console.domain.errors import ConsoleError
from alpr_console.locations import resources_dir

_TEXT = ("atkinson-hyperlegible-next-400.ttf", "atkinson-hyperlegible-next-600.ttf")
_PLATE = "atkinson-hyperlegible-mono-600.ttf"


@cache
def families() -> tuple[str, str]:
    """Family names (text, plates), registered with Qt on first use.

    Raises ConsoleError when a font file is missing or damaged.
    """
    text, _strong = (_register("atkinson-hyperlegible-next", name) for name in _TEXT)
    plate = _register("atkinson-hyperlegible-mono", _PLATE)
    return text, plate


def _register(folder: str, name: str) -> str:
    path: Path = resources_dir() / "fonts" / folder / name
    number = QFontDatabase.addApplicationFont(str(path))
    names = QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    if not names:
        raise ConsoleError(f"The font {name} is missing or damaged.", "Install the console again.")
    return names[0]


def text_font(pixels: int, strong: bool = False) -> QFont:
    """Text face with tabular figures, so that clocks and counts do not jump."""
    font = QFont(families()[0])
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def plate_font(pixels: int) -> QFont:
    """Monospaced face with a slashed zero: plates, serials, case numbers."""
    font = QFont(families()[1])
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight.DemiBold)
    return font

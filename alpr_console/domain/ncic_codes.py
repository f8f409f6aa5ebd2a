"""NCIC's codes spelled out: 'SIL/BLK' is 'Silver over black' on the screen."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from alpr_console.domain.errors import ResourceDamaged
from alpr_console.domain.hotlist import HotListEntry

CODED_FIELDS = ("vco", "vst", "lit", "vma")
"""Fields of HotListEntry whose values are codes."""


@dataclass(frozen=True, slots=True)
class NcicCodes:
    """Words by field and code."""

    words: Mapping[str, Mapping[str, str]]

    def spelled(self, field: str, value: str) -> str:
        """The value in words, as the start of a line; a code that is not known as it is.

        Two colors with a slash are the upper and the lower one of a vehicle.
        """
        codes = self.words.get(field, {})
        if whole := codes.get(value.strip().upper()):
            return whole
        upper, slash, lower = value.partition("/")
        if field != "vco" or not slash:
            return value
        above = codes.get(upper.strip().upper())
        below = codes.get(lower.strip().upper())
        return f"{above} over {_in_a_line(below)}" if above and below else value

    def vehicle_words(self, entry: HotListEntry) -> str:
        """The vehicle as an officer says it: '2019 white Toyota CAMRY, 4-door'.

        '' where the list describes none. What no code list knows stands as in the list.
        """
        color, style = self.spelled("vco", entry.vco), self.spelled("vst", entry.vst)
        if color != entry.vco and entry.vyr:
            color = _in_a_line(color)
        named = " ".join(
            word for word in (entry.vyr, color, self.spelled("vma", entry.vma), entry.vmo) if word
        )
        if not named:
            return style
        return f"{named}, {_in_a_line(style) if style != entry.vst else style}" if style else named


def _in_a_line(words: str | None) -> str:
    """Without the capital that begins a line; what is all capitals keeps them."""
    if not words or words[:2].isupper():
        return words or ""
    return words[:1].lower() + words[1:]


def load_ncic_codes(path: Path) -> NcicCodes:
    """The codes in resources/ncic_codes.toml.

    Raises ResourceDamaged when the file is missing, no TOML, or lacks a field.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise ResourceDamaged(
            f"The code lists in {path.name} cannot be read ({problem}).",
            "Install the console again.",
        ) from problem
    words: dict[str, dict[str, str]] = {}
    for field in CODED_FIELDS:
        table = content.get(field)
        if not isinstance(table, dict) or not all(
            isinstance(word, str) and word.strip() for word in table.values()
        ):
            raise ResourceDamaged(
                f"{path.name} has no list of codes for {field.upper()}.",
                "Install the console again.",
            )
        words[field] = dict(table)
    return NcicCodes(words)

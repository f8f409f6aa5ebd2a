"""Spelling a plate aloud, so that it is not misheard: 'eight Sam Adam Mary …'."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from alpr_console.domain.errors import ResourceDamaged
from alpr_console.domain.plate import ALPHABET


@dataclass(frozen=True, slots=True)
class Phonetics:
    """One spelling alphabet: a word for each letter and digit."""

    name: str
    """Stem of the file it came from, such as 'police'."""
    words: Mapping[str, str]

    def spell(self, plate: str) -> str:
        """The plate's words with a pause after each: 'eight, Sam, Adam'.

        Blanks and dashes are not spoken. Raises ValueError for any other sign that no
        plate carries.
        """
        signs = [sign for sign in plate.upper() if sign not in " -"]
        strange = [sign for sign in signs if sign not in self.words]
        if strange:
            raise ValueError(f"{strange[0]!r} in {plate!r} has no spelling word")
        return ", ".join(self.words[sign] for sign in signs)


def load_phonetics(path: Path) -> Phonetics:
    """The alphabet in a file of resources/phonetics.

    Raises ResourceDamaged when the file is missing, no TOML, or lacks a sign.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise ResourceDamaged(
            f"The spelling alphabet {path.name} cannot be read ({problem}).",
            "Choose police or icao, or install the console again.",
        ) from problem
    words: dict[str, str] = {}
    for part in ("letters", "digits"):
        table = content.get(part)
        if isinstance(table, dict):
            words.update({k: v for k, v in table.items() if isinstance(v, str) and v.strip()})
    missing = [sign for sign in ALPHABET if sign not in words]
    if missing or len(words) != len(ALPHABET):
        named = f"no word for {', '.join(missing)}" if missing else "words for signs of no plate"
        raise ResourceDamaged(
            f"The spelling alphabet {path.name} has {named}.", "Install the console again."
        )
    return Phonetics(path.stem, words)

"""NCIC's codes in words, as the screens show them and offer them."""

from __future__ import annotations

from functools import cache

from alpr_console.domain.ncic_codes import NcicCodes, load_ncic_codes
from alpr_console.locations import resources_dir


@cache
def codes() -> NcicCodes:
    """Read once. Raises ResourceDamaged."""
    return load_ncic_codes(resources_dir() / "ncic_codes.toml")


def choices(field: str) -> tuple[tuple[str, str], ...]:
    """(words, code) of a coded field, by their words."""
    table = codes().words[field]
    return tuple(sorted(((words, code) for code, words in table.items()), key=_by_words))


def _by_words(choice: tuple[str, str]) -> str:
    return choice[0].casefold()

"""Characters that plates and cameras make alike."""

from __future__ import annotations

from alpr_console.domain.plate import ALPHABET

_SAME = str.maketrans("OI", "01")
"""Many states print O as 0 and I as 1 or issue only one of them, so that no reader and no
officer can tell them apart on the plate; differences between them are none."""

_TWINS = ("0DQ", "8B", "83", "5S", "2Z", "6G", "4A", "1L")
"""Taken for each other at a distance even by a reader that says it is sure."""

_ALIKE = ("1LT7Y", "8B3", "5S6", "2Z7", "6GC", "VYU", "MNHW", "0CDGQU", "EF", "PRF", "KXY")
"""Taken for each other where the reader has some doubt."""


def folded(text: str) -> str:
    """`text` with O written 0 and I written 1."""
    return text.translate(_SAME)


def _partners(groups: tuple[str, ...]) -> dict[str, frozenset[str]]:
    return {
        c: frozenset(other for group in groups if c in group for other in group) - {c}
        for c in folded(ALPHABET)
    }


TWINS: dict[str, frozenset[str]] = _partners(_TWINS)
"""By folded character."""

ALIKE: dict[str, frozenset[str]] = _partners(_ALIKE)
"""By folded character."""

"""One line of a table, without Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from alpr_console.domain.notices import Meaning


@dataclass(frozen=True, slots=True)
class TableRow:
    cells: tuple[str, ...]
    key: Any = None
    """What the row stands for."""
    marks: Mapping[int, Meaning] = field(default_factory=dict)
    """By column: a meaning, shown by its shape and color before the words."""
    icons: Mapping[int, str] = field(default_factory=dict)
    """By column: an icon in gray before the words, where there is no meaning to show."""
    tips: Mapping[int, str] = field(default_factory=dict)
    """By column: the whole of what a cell shortens."""
    order: Mapping[int, float] = field(default_factory=dict)
    """By column: what it is sorted by, where not by its words."""

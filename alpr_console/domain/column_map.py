"""How the columns of a list's files are read: set once by an administrator, kept per list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from alpr_console.domain.hotlist import Category


class Layout(Enum):
    DELIMITED = "delimited"
    """A delimiter between fields, quotes where a field holds it."""
    FIXED_WIDTH = "fixed_width"


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """One column of the file and the field that it fills."""

    field: str
    """An NCIC field of HotListEntry in small letters ('lic'), 'category', or 'file' (the source
    file that a line comes from, looked at for barred entries and not kept)."""
    position: int
    """Delimited: column from 0. Fixed width: first character from 0."""
    width: int = 0
    """Fixed width only: characters."""


@dataclass(frozen=True, slots=True)
class ColumnMap:
    layout: Layout
    columns: tuple[MappedColumn, ...]
    delimiter: str = ","
    skip_lines: int = 0
    """Heading lines before the first entry."""
    encoding: str = ""
    """'' finds it out: UTF-8, UTF-16 with a mark, else Windows-1252."""
    categories: Mapping[str, Category] = field(default_factory=dict)
    """This list's own codes for categories, squeezed (small letters and digits)."""

"""The administrator's designation of a hot list: that it is matched at all, and how it comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from alpr_console.domain.column_map import ColumnMap
from alpr_console.domain.hotlist import Category
from alpr_console.domain.list_source import ListSource


@dataclass(frozen=True, slots=True)
class Designation:
    """What an administrator set for one list. Changed by a newer one of the same name."""

    name: str
    """As on screen: 'SVS'."""
    by: str
    at: datetime
    """UTC."""
    category: Category | None = None
    """Of lines that name none; None takes them for BOLO, which claims nothing."""
    columns: ColumnMap | None = None
    """None: the file's header names its columns."""
    source: ListSource | None = None
    """None: files are imported by hand."""
    withdrawn: bool = False
    """No longer matched; its versions stay as history."""

    @property
    def details(self) -> dict[str, str]:
        """For the log."""
        return {
            "category": self.category.value if self.category else "",
            "columns": "own" if self.columns else "by heading",
            "source": self.source.words if self.source else "by hand",
        }

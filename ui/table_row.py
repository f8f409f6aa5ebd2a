"""One line of a table of records, without Qt."""

from __future__ import annotations

from dataclasses import dataclass

from alpr_console.domain.notices import Meaning


@dataclass(frozen=True, slots=True)
class TableRow:
    """One line; `cells` in the order of the table's columns."""

    key: str
    """Id of the record."""
    cells: tuple[str, ...]
    meaning: Meaning | None = None
    """Of the marked cell; None leaves it without a mark, unless `icon` names one."""
    icon: str = ""
    order: tuple[tuple[int, float], ...] = ()
    """Columns that sort by a number in place of their words, with that number."""

    def sorts_by(self, column: int) -> tuple[float, str]:
        return dict(self.order).get(column, 0.0), self.cells[column].casefold()

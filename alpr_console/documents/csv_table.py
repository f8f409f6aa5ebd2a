"""A CSV table as spreadsheets open it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with a byte-order mark, or spreadsheets take it for their own code page.

    A cell that a spreadsheet would run as a formula gets an apostrophe before it.
    """
    held = StringIO()
    writer = csv.writer(held)
    writer.writerow(columns)
    writer.writerows([_inert(cell) for cell in row] for row in rows)
    return held.getvalue().encode("utf-8-sig")


def _inert(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell

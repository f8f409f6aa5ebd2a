"""A file's first rows as they came and as entries: what an administrator sets a map by."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from typing import Any

from alpr_console.domain.column_map import ColumnMap, Layout, MappedColumn
from alpr_console.domain.errors import HotListMalformed
from alpr_console.domain.hotlist import RECORD_FIELDS, Category, HotListEntry, entry_of_record
from alpr_console.domain.policy import ListRules
from alpr_console.intake.barring import Barring
from alpr_console.intake.batch import EntryMaker
from alpr_console.intake.file import ListFile, open_list_file
from alpr_console.intake.guess import guess
from alpr_console.intake.map_text import as_dict
from alpr_console.intake.rows import ListRows, RowBatch
from alpr_console.intake.stream import never
from alpr_console.intake.text import CheckedText, find_encoding

_GUESSED_BY = 50
"""Lines that a guess looks at."""

BARRED = "barred by the policy"

NO_PLATE_COLUMN = "no column is the plate"

_ANY = (MappedColumn("mis", 0),)


@dataclass(frozen=True, slots=True)
class PreviewRow:
    line: int
    cells: tuple[str, ...]
    """As in the file, in the order of `Preview.columns`; () of a barred line."""
    entry: HotListEntry | None
    """None for a line that makes none."""
    problem: str
    """Why; '' for an entry."""
    whole: tuple[str, ...] = ()
    """The row as it came, columns that are not mapped among it: its cells, or of a fixed width
    its one line with the blanks in it. () of a barred line."""


@dataclass(frozen=True, slots=True)
class Preview:
    name: str
    encoding: str
    columns: ColumnMap | None
    """As given, as the header names them, or as guessed; None where none could be."""
    how: str
    """Where `columns` come from."""
    rows: tuple[PreviewRow, ...]
    problem: str
    """Why the file would be refused, as far as its first rows show; '' if they do not."""
    heading: tuple[str, ...] = ()
    """The last line that is skipped, as cells; of a fixed width as one line. () where none is."""

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "name": self.name,
            "encoding": self.encoding,
            "columns": None if self.columns is None else as_dict(self.columns),
            "how": self.how,
            "rows": [
                {
                    "line": row.line,
                    "cells": list(row.cells),
                    "entry": None if row.entry is None else _shown(row.entry),
                    "problem": row.problem,
                }
                for row in self.rows
            ],
            "problem": self.problem,
        }


def preview(
    path: Path,
    columns: ColumnMap | None,
    category: Category | None,
    rules: ListRules,
    rows: int = 20,
) -> Preview:
    """The first `rows` rows. Without `columns`, those of the header; without one, a guess, which
    `read_into` would not make: the file is refused until a map is set.

    Raises HotListMalformed only for what cannot be looked at at all.
    """
    file = open_list_file(path)
    barring = Barring(rules.barred)
    if barring.clause_of(file.name) is not None:
        return Preview(file.name, "", columns, "", (), f"{file.name} is {BARRED}.")
    with file.open() as stream:
        encoding = columns.encoding if columns is not None else ""
        encoding = encoding or find_encoding(file, stream, never, whole=False)
    how, problem = "as set", ""
    lines = _first_lines(file, encoding)
    if columns is None:
        columns, how = guess(lines)
        if columns is None:
            problem = f"{file.name}: {how}. Give it a column map."
        elif how.endswith("guessed"):
            problem = f"{file.name} has no header. Check the guessed column map and set it."
    shown: list[PreviewRow] = []
    heading: tuple[str, ...] = ()
    if columns is not None:
        heading = _heading(lines, columns)
        try:
            _show(file, encoding, columns, category, barring, rows, shown)
        except HotListMalformed as refusal:
            problem = str(refusal)
    return Preview(file.name, encoding, columns, how, tuple(shown), problem, heading)


def _heading(lines: Sequence[str], columns: ColumnMap) -> tuple[str, ...]:
    if not 0 < columns.skip_lines <= len(lines):
        return ()
    line = lines[columns.skip_lines - 1]
    if columns.layout is Layout.FIXED_WIDTH:
        return (line,)
    try:
        cells = next(csv.reader([line], delimiter=columns.delimiter, skipinitialspace=True), [])
    except csv.Error:
        return ()
    return tuple(" ".join(cell.split()) for cell in cells)


def _first_lines(file: ListFile, encoding: str) -> list[str]:
    with file.open() as stream:
        text = CheckedText(file, stream, encoding, never)
        lines = chain.from_iterable(piece.split("\n") for piece in text)
        return list(islice(lines, _GUESSED_BY))


def _show(
    file: ListFile,
    encoding: str,
    columns: ColumnMap,
    category: Category | None,
    barring: Barring,
    count: int,
    shown: list[PreviewRow],
) -> None:
    with file.open() as stream:
        # A map under way may name no plate yet, or nothing: its rows are shown all the same.
        readable = columns if columns.columns else replace(columns, columns=_ANY)
        rows = ListRows(file, CheckedText(file, stream, encoding, never), readable)
        # One row at a time: each is an entry, or says why it is none.
        for batch in rows.batches(1):
            if len(shown) == count:
                return
            if len(batch.lines) and not batch.is_blank(0):
                shown.append(_row(file, columns, category, barring, batch))


def _row(
    file: ListFile, columns: ColumnMap, category: Category | None, barring: Barring, row: RowBatch
) -> PreviewRow:
    line = int(row.lines[0])
    came = row.whole[0]
    whole = (came,) if isinstance(came, str) else tuple(" ".join(cell.split()) for cell in came)
    cells = tuple(" ".join(column[0].split()) for column in row.cells) if columns.columns else ()
    if all(column.field != "lic" for column in columns.columns):
        return PreviewRow(line, cells, None, NO_PLATE_COLUMN, whole)
    maker = EntryMaker(file, columns, category, barring)
    made = maker.make(row)
    if maker.barred:
        return PreviewRow(line, (), None, BARRED)
    if maker.problems:
        return PreviewRow(line, cells, None, maker.problems[0].reason.words, whole)
    return PreviewRow(line, cells, entry_of_record(f"line-{line}", made.records[0]), "", whole)


def headings(columns: ColumnMap) -> Sequence[str]:
    """For each column, where it stands (from 1) and the field it fills: '1 LIC', '11-12 LIS'."""
    if columns.layout is Layout.DELIMITED:
        return [f"{c.position + 1} {c.field.upper()}" for c in columns.columns]
    return [
        f"{c.position + 1}-{c.position + c.width if c.width else ''} {c.field.upper()}"
        for c in columns.columns
    ]


def _shown(entry: HotListEntry) -> dict[str, str]:
    values = {name: getattr(entry, name) for name in RECORD_FIELDS if name != "category"}
    return {**{k: v for k, v in values.items() if v}, "category": entry.category.value}

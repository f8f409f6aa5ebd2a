"""A file's text as batches of columns, and the damage that shows in its structure.

Damage refuses the whole file: where one line has lost its place, nothing says that the lines
around it are the list's own.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import NoReturn

import numpy as np
from numpy.typing import NDArray

from alpr_console.domain.column_map import ColumnMap, Layout
from alpr_console.domain.errors import HotListMalformed
from alpr_console.intake.file import REMEDY, ListFile
from alpr_console.intake.headings import COLUMNS, DELIMITERS, map_of_header, squeezed
from alpr_console.intake.text import CheckedText

BATCH_ROWS = 2048
"""Rows worked on at a time: few enough to stay in the processor's cache. (Of 8,192 a line took
nearly twice the time.)"""

LONGEST_FIELD = 500
"""Characters; longer is another format misread as this one."""

_TOO_LONG = f"a field of more than {LONGEST_FIELD} characters"

_PIECES_OF_A_ROW = 2
"""Pieces of text in which one row may go on before its quotes are taken for unclosed."""

_PIECES_OF_A_BATCH = 8
"""Bounds the memory of a batch whose rows are long."""

_CSV_WORDS = (
    ("unexpected end of data", "a quote that is never closed"),
    ("field larger than field limit", "a field without end (a quote that is not closed?)"),
    ("expected after", "text after a closing quote"),
)
"""What the CSV reader objects to, as a person says it."""


@dataclass(frozen=True, slots=True, eq=False)
class RowBatch:
    """Rows of one width, column by column."""

    cells: Sequence[Sequence[str]]
    """One sequence for each of `ListRows.columns.columns`, in that order; as in the file."""
    lines: NDArray[np.uint32]
    """Line of the file on which each row begins, from 1."""
    whole: Sequence[Sequence[str]]
    """Each row as it came, columns that are not mapped among it."""

    def is_blank(self, place: int) -> bool:
        """Whether the row has no sign in it."""
        return not any(map(str.strip, self.whole[place]))


class ListRows:
    """The rows of one file. Reads its header, or what takes its place, when made.

    Raises HotListMalformed, there and from `batches`, naming the line.
    """

    def __init__(self, file: ListFile, text: CheckedText, columns: ColumnMap | None) -> None:
        self._file = file
        self._text = text
        self._rows: list[list[str]] = []
        """Of the batch in hand."""
        self._pieces = 0
        """Of text, that the batch in hand is made from."""
        self._rows_at_last_piece = 0
        self._stalled = 0
        self._quotes_matter = False
        self._begun = 1
        """Line on which the batch in hand begins."""
        self._lines = chain.from_iterable(map(_lines_of, self._watched_pieces()))
        self._width = 0
        if columns is None:
            self.columns, self._width = self._from_header()
        else:
            self.columns = columns
            self._begun += sum(1 for _ in islice(self._lines, columns.skip_lines))

    def batches(self, size: int | None = None) -> Iterator[RowBatch]:
        """Batches of `size` rows, or of what suits an import."""
        size = size or BATCH_ROWS
        if self.columns.layout is Layout.FIXED_WIDTH:
            return self._fixed(size)
        return self._delimited(size)

    def _watched_pieces(self) -> Iterator[str]:
        """The text's pieces. A row that goes on through several of them has lost its closing
        quote; without a bound it would be read on into memory to the file's end."""
        for piece in self._text:
            self._pieces += 1
            self._stalled = 0 if len(self._rows) != self._rows_at_last_piece else self._stalled + 1
            self._rows_at_last_piece = len(self._rows)
            if self._stalled > _PIECES_OF_A_ROW and self._quotes_matter:
                self._damaged(len(self._rows), _CSV_WORDS[0][1])
            yield piece

    def _from_header(self) -> tuple[ColumnMap, int]:
        for header in self._lines:
            if header.strip():
                break
            self._begun += 1
        else:
            raise HotListMalformed(f"{self._file.name} is empty.", REMEDY)
        found = max((_split(header, d) for d in DELIMITERS), key=_likeness)
        while found and not found[-1].strip():
            found.pop()
        delimiter = next(d for d in DELIMITERS if _split(header, d)[: len(found)] == found)
        try:
            columns = map_of_header(found, delimiter, self._begun)
        except ValueError as lack:
            raise self._file.malformed(
                self._begun,
                str(lack),
                "The first line must name the columns, one of them LIC or plate; "
                "or give the list a column map.",
            ) from lack
        self._begun += 1
        return columns, len(found)

    def _delimited(self, size: int) -> Iterator[RowBatch]:
        delimiter = self.columns.delimiter
        self._quotes_matter = True
        reader = csv.reader(
            self._lines, delimiter=delimiter, strict=True, skipinitialspace=delimiter != " "
        )
        lines_before = 0
        try:
            for row in reader:
                self._rows.append(row)
                if len(self._rows) == size or self._pieces > _PIECES_OF_A_BATCH:
                    yield self._batch(reader.line_num - lines_before)
                    self._begun += reader.line_num - lines_before
                    lines_before = reader.line_num
                    self._rows = []
                    self._pieces, self._rows_at_last_piece = 0, -1
        except csv.Error as error:
            words = next((w for sign, w in _CSV_WORDS if sign in str(error)), "")
            self._damaged(len(self._rows), words or f"not delimited text ({error})")
        if self._rows:
            yield self._batch(reader.line_num - lines_before)

    def _batch(self, spanned: int) -> RowBatch:
        rows = self._rows
        lines = self._numbers(spanned)
        if not self._width:
            self._width = self._mapped_width()
        if set(map(len, rows)) != {self._width}:
            rows, lines = self._of_one_width(lines)
        columns = list(zip(*rows, strict=True)) or [()] * self._width
        if any(max(map(len, column), default=0) > LONGEST_FIELD for column in columns):
            longest = [max(map(len, row)) for row in rows]
            place = next(n for n, length in enumerate(longest) if length > LONGEST_FIELD)
            raise self._file.malformed(int(lines[place]), _TOO_LONG)
        cells = [columns[c.position] for c in self.columns.columns]
        return RowBatch(cells, lines, rows)

    def _numbers(self, spanned: int) -> NDArray[np.uint32]:
        """The line on which each row of the batch begins; `spanned` lines in all."""
        if spanned == len(self._rows):
            steps = np.arange(spanned)
        else:
            spans = [1 + sum(cell.count("\n") for cell in row) for row in self._rows]
            steps = np.cumsum([0, *spans[:-1]])
        return (self._begun + steps).astype(np.uint32)

    def _mapped_width(self) -> int:
        """Fields of a row where no header says it: those of the first that has any."""
        needed = 1 + max(c.position for c in self.columns.columns)
        for place, row in enumerate(self._rows):
            if any(map(str.strip, row)):
                if len(row) < needed:
                    self._damaged(
                        place, f"{_fields(len(row))} where the column map names number {needed}"
                    )
                return len(row)
        return needed

    def _of_one_width(
        self, lines: NDArray[np.uint32]
    ) -> tuple[list[list[str]], NDArray[np.uint32]]:
        """Rows without blank lines and without what follows a delimiter at a line's end."""
        kept, places = [], []
        for place, row in enumerate(self._rows):
            if len(row) != self._width:
                if not any(map(str.strip, row)):
                    continue
                if len(row) < self._width or any(map(str.strip, row[self._width :])):
                    self._damaged(place, f"{_fields(len(row))} where there should be {self._width}")
                row = row[: self._width]
            kept.append(row)
            places.append(place)
        return kept, lines[places]

    def _fixed(self, size: int) -> Iterator[RowBatch]:
        batch: list[str] = []
        for line in self._lines:
            batch.append(line)
            if len(batch) == size or self._pieces > _PIECES_OF_A_BATCH:
                yield self._fixed_batch(batch)
                self._begun += len(batch)
                batch, self._pieces = [], 0
        if batch:
            yield self._fixed_batch(batch)

    def _fixed_batch(self, batch: Sequence[str]) -> RowBatch:
        columns = self.columns.columns
        last = max(columns, key=lambda c: c.position)
        needed = last.position + last.width
        # A last column without a width takes the rest of the line, and then blanks at a line's
        # end may have been trimmed; else every line is as long as the record.
        trimmed = last.width == 0
        whole = [line.rstrip("\n") for line in batch]
        places = [n for n, line in enumerate(whole) if line.strip()]
        rows = [whole[n] for n in places]
        if rows and (min(map(len, rows)) < needed or max(map(len, rows)) > LONGEST_FIELD):
            for place, row in zip(places, rows, strict=True):
                complete = trimmed and batch[place].endswith("\n")
                if len(row) < needed and not complete:
                    self._damaged_line(place, f"{len(row)} characters where {needed} are due")
                if trimmed and len(row) - last.position > LONGEST_FIELD:
                    self._damaged_line(place, _TOO_LONG)
        spans = [slice(c.position, c.position + c.width if c.width else None) for c in columns]
        lines = (self._begun + np.array(places, dtype=np.int64)).astype(np.uint32)
        return RowBatch([[row[span] for row in rows] for span in spans], lines, rows)

    def _damaged(self, place: int, reason: str) -> NoReturn:
        """Raise for the row at `place` of the batch in hand (which may be the next to come)."""
        spans = (1 + sum(c.count("\n") for c in row) for row in islice(self._rows, place))
        self._damaged_line(sum(spans), reason)

    def _damaged_line(self, lines_into_batch: int, reason: str) -> NoReturn:
        raise self._file.malformed(self._begun + lines_into_batch, reason)


def _fields(count: int) -> str:
    return "1 field" if count == 1 else f"{count} fields"


def _lines_of(piece: str) -> Sequence[str]:
    """Lines with their ends. Only '\\n' ends one here, but str.splitlines knows others; those
    below 0x20 are refused before, so that only text beyond ASCII has to be cut by hand."""
    if piece.isascii():
        return piece.splitlines(keepends=True)
    lines = [line + "\n" for line in piece.split("\n")]
    last = lines.pop().removesuffix("\n")
    return [*lines, last] if last else lines


def _split(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter, skipinitialspace=True), [])
    except csv.Error:
        return []


def _likeness(header: Sequence[str]) -> tuple[int, int]:
    return sum(squeezed(word) in COLUMNS for word in header), len(header)

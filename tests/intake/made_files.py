"""Hot-list files written from entries, in every shape that agencies send."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from alpr_console.domain.column_map import ColumnMap, Layout, MappedColumn
from alpr_console.domain.hotlist import RECORD_FIELDS, HotListEntry

HEADINGS = {
    "lic": "License Plate", "lis": "state", "category": "TYPE", "vma": "Make", "vco": "Color",
    "oca": "Case-Number", "mis": "Remarks", "dot": "Date of theft", "nic": "NCIC number",
}  # fmt: skip
"""Plain words for some of the fields, as a spreadsheet has them."""

WIDTHS = {"lic": 10, "lis": 2, "category": 20, "mis": 60}
"""Characters of a fixed-width field; 30 of any other."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a file is written."""

    layout: Layout = Layout.DELIMITED
    delimiter: str = ","
    header: str = "codes"
    """'codes', 'words' or 'none'."""
    encoding: str = "utf-8"
    mark: bytes = b""
    """Byte order mark."""
    line_end: str = "\n"
    quote_all: bool = False
    open_end: bool = False
    """No line end after the last line."""
    trailing_delimiter: bool = False
    blank_lines: bool = False
    fields: tuple[str, ...] = ("lic", "lis", "category", "vma", "vco", "oca", "mis")

    @property
    def columns(self) -> ColumnMap | None:
        """The map that reads it; None where its header does."""
        if self.layout is Layout.FIXED_WIDTH:
            return ColumnMap(self.layout, tuple(_placed(self.fields)))
        if self.header != "none":
            return None
        places = tuple(MappedColumn(field, n) for n, field in enumerate(self.fields))
        return ColumnMap(self.layout, places, self.delimiter)


def _placed(fields: Sequence[str]) -> Iterable[MappedColumn]:
    place = 0
    for field in fields:
        width = WIDTHS.get(field, 30)
        yield MappedColumn(field, place, width)
        place += width


DIALECTS = (
    Dialect(),
    Dialect(delimiter=";", header="words", line_end="\r\n", quote_all=True),
    Dialect(delimiter="\t", header="none", trailing_delimiter=True),
    Dialect(delimiter="|", encoding="cp1252", line_end="\r", open_end=True),
    Dialect(encoding="utf-16-le", mark=codecs.BOM_UTF16_LE, header="words", line_end="\r\n"),
    Dialect(encoding="utf-16-be", mark=codecs.BOM_UTF16_BE, delimiter="\t", blank_lines=True),
    Dialect(mark=codecs.BOM_UTF8, quote_all=True, blank_lines=True, line_end="\r\n"),
    Dialect(delimiter="~", header="none", fields=("oca", "mis", "lic", "category")),
    Dialect(layout=Layout.FIXED_WIDTH, header="none"),
    Dialect(layout=Layout.FIXED_WIDTH, header="none", encoding="cp1252", line_end="\r\n",
            fields=("nic", "lic", "lis", "dot", "category", "file", "mis")),
    Dialect(fields=("lic",), open_end=True),
    Dialect(fields=("file", *RECORD_FIELDS), trailing_delimiter=True),
)  # fmt: skip


def written(rows: Sequence[Sequence[str]], dialect: Dialect) -> bytes:
    """A file of `rows`, whose cells are in the order of the dialect's fields."""
    lines = _fixed(rows, dialect) if dialect.layout is Layout.FIXED_WIDTH else _csv(rows, dialect)
    if dialect.blank_lines:
        lines = [line for one in lines for line in (one, "")]
    text = dialect.line_end.join(lines) + ("" if dialect.open_end else dialect.line_end)
    return dialect.mark + text.encode(dialect.encoding)


def row_of(entry: HotListEntry, fields: Sequence[str], file: str = "") -> list[str]:
    return [
        file if f == "file" else entry.category.value if f == "category" else getattr(entry, f)
        for f in fields
    ]


def _csv(rows: Sequence[Sequence[str]], dialect: Dialect) -> list[str]:
    head = {
        "codes": [[f.upper() for f in dialect.fields]],
        "words": [[HEADINGS.get(f, f.upper()) for f in dialect.fields]],
        "none": [],
    }[dialect.header]
    lines = []
    for row in [*head, *rows]:
        out = io.StringIO(newline="")
        quoting = csv.QUOTE_ALL if dialect.quote_all else csv.QUOTE_MINIMAL
        writer = csv.writer(out, delimiter=dialect.delimiter, quoting=quoting, lineterminator="")
        writer.writerow([*row, ""] if dialect.trailing_delimiter else row)
        lines.append(out.getvalue())
    return lines


def _fixed(rows: Sequence[Sequence[str]], dialect: Dialect) -> list[str]:
    widths = [WIDTHS.get(field, 30) for field in dialect.fields]
    return ["".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) for row in rows]

"""A delimited hot-list file, read line by line into entries.

The whole file is taken or none of it: a list with a hole in it would look like a list.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from alpr_console.domain.errors import HotListMalformed
from alpr_console.domain.hotlist import Category, HotListEntry
from alpr_console.matching.list_columns import CATEGORIES, COLUMNS, squeezed

PROBLEMS_NAMED = 20
"""How many bad lines one refusal names."""

LONGEST_FIELD = 500
"""Characters; longer is another format misread as this one."""

_SNIFFED = 4096
"""Bytes looked at to tell the encoding and a file of text from another."""

_DELIMITERS = ",;\t|"
_REMEDY = "The list before stays in force. Correct the file and import it again."
_LIC = re.compile(r"[A-Z0-9]{1,10}", re.ASCII)
_LIS = re.compile(r"[A-Z]{2}", re.ASCII)
_LIC_NOISE = str.maketrans("", "", " -.·\u00a0")


class _BadLine(ValueError):
    """What is wrong with one line."""


@dataclass(frozen=True, slots=True)
class ListFile:
    """A hot-list file as it was read, once: the sum is that of the very bytes parsed."""

    name: str
    """Without its folder."""
    untrusted_data: bytes
    data_at: datetime
    """The file's modification time, UTC: when its data were current."""

    @property
    def sha256(self) -> str:
        """Hex."""
        return hashlib.sha256(self.untrusted_data).hexdigest()


def read_list(path: Path) -> ListFile:
    """Raises HotListMalformed for what is missing, no file, or cannot be read."""
    if path.is_dir():
        raise HotListMalformed(f"{path.name} is a folder.", "Choose a hot-list file.")
    if path.exists() and not path.is_file():
        raise HotListMalformed(f"{path.name} is not a file.", "Choose a hot-list file.")
    try:
        with path.open("rb") as file:
            data = file.read()
            modified = os.fstat(file.fileno()).st_mtime
    except OSError as problem:
        raise _unreadable(path, problem) from problem
    return ListFile(path.name, data, datetime.fromtimestamp(modified, UTC))


def parse(source: ListFile, category: Category | None = None) -> list[HotListEntry]:
    """Entries of a CSV file with a header (NCIC codes LIC LIS … or words like plate, state).

    Separated by comma, semicolon, tab or bar; UTF-8 or Latin-1. `category` is for lines
    that name none; without it they are BOLO, which claims nothing. Raises
    HotListMalformed naming every bad line up to PROBLEMS_NAMED, also for a file that is
    empty or not text.
    """
    lines = io.TextIOWrapper(
        io.BytesIO(source.untrusted_data), encoding=_encoding(source), newline=""
    )
    header = lines.readline()
    delimiter = max(_DELIMITERS, key=header.count)
    # The reader counts lines itself from here on; the header was the first.
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    fields = _fields(source.name, next(csv.reader([header], delimiter=delimiter), []))
    return _entries(source.name, rows, fields, category or Category.BOLO)


def _encoding(source: ListFile) -> str:
    start = source.untrusted_data[:_SNIFFED]
    if not start.strip():
        raise HotListMalformed(f"{source.name} is empty.", _REMEDY)
    if b"\0" in start:
        raise HotListMalformed(f"{source.name} is not a text file.", _REMEDY)
    # UTF-8 shows its failure anywhere in the file; Latin-1 takes every byte.
    return "utf-8-sig" if _is_utf8(io.BytesIO(source.untrusted_data)) else "latin-1"


def _is_utf8(lines: Iterable[bytes]) -> bool:
    try:
        for line in lines:
            line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _unreadable(path: Path, problem: OSError) -> HotListMalformed:
    if isinstance(problem, FileNotFoundError):
        return HotListMalformed(f"{path.name} does not exist.", "Check the path.")
    return HotListMalformed(f"{path.name} cannot be read ({problem.strerror}).", "Check the file.")


def _fields(name: str, untrusted_header: list[str]) -> list[str]:
    """Field of each column, '' for columns that the console does not use."""
    fields = [COLUMNS.get(squeezed(word), "") for word in untrusted_header]
    if "lic" not in fields:
        raise HotListMalformed(
            f"{name}, line 1: no column holds the plate.",
            "The first line must name the columns, one of them LIC or plate.",
        )
    twice = sorted({f for f in fields if f and fields.count(f) > 1})
    if twice:
        raise HotListMalformed(
            f"{name}, line 1: two columns for {', '.join(f.upper() for f in twice)}.",
            _REMEDY,
        )
    return fields


def _entries(
    name: str, rows: Iterator[list[str]], fields: list[str], category: Category
) -> list[HotListEntry]:
    entries: list[HotListEntry] = []
    problems: list[str] = []
    count = 0
    for number, row, trouble in _numbered(rows):
        if not trouble and not any(cell.strip() for cell in row):
            continue
        try:
            entries.append(_entry(row, trouble, fields, category))
        except _BadLine as bad:
            count += 1
            if count <= PROBLEMS_NAMED:
                problems.append(f"line {number}: {bad}")
    if problems:
        more = f"; and {count - len(problems)} more" if count > len(problems) else ""
        lines = "1 bad line" if count == 1 else f"{count} bad lines"
        raise HotListMalformed(f"{name}: {lines}. {'; '.join(problems)}{more}.", _REMEDY)
    if not entries:
        raise HotListMalformed(f"{name} has a header and no entry.", _REMEDY)
    return entries


def _numbered(rows: Iterator[list[str]]) -> Iterator[tuple[int, list[str], str]]:
    """Line number in the file (the header is 1), cells, and what the CSV reader objects to."""
    lines = 1
    while True:
        first = lines + 1
        try:
            row = next(rows)
            trouble = ""
        except StopIteration:
            return
        except csv.Error as error:
            row, trouble = [], f"not delimited text ({error})"
        lines = 1 + rows.line_num  # type: ignore[attr-defined]
        yield first, row, trouble


def _entry(
    untrusted_row: list[str], trouble: str, fields: list[str], category: Category
) -> HotListEntry:
    """The entry of one line, plate and state in NCIC form. Raises _BadLine."""
    if trouble:
        raise _BadLine(trouble)
    if any(cell.strip() for cell in untrusted_row[len(fields) :]):
        raise _BadLine(f"{len(untrusted_row)} fields where the header has {len(fields)}")
    if any(len(cell) > LONGEST_FIELD for cell in untrusted_row):
        raise _BadLine(f"a field of more than {LONGEST_FIELD} characters")
    if any(not c.isprintable() for cell in untrusted_row for c in cell if c not in "\t\r\n"):
        raise _BadLine("characters that are not text")
    values = {f: " ".join(c.split()) for f, c in zip(fields, untrusted_row, strict=False) if f}
    lic = values.pop("lic", "").upper().translate(_LIC_NOISE)
    if not _LIC.fullmatch(lic):
        raise _BadLine(
            f"'{lic[:20]}' is not a plate (1 to 10 letters and digits)" if lic else "no plate"
        )
    lis = values.pop("lis", "").upper()
    if lis and not _LIS.fullmatch(lis):
        raise _BadLine(f"'{lis[:20]}' is not a state (two letters)")
    own = values.pop("category", "")
    if own and squeezed(own) not in CATEGORIES:
        raise _BadLine(f"'{own[:30]}' is not a category the console knows")
    return HotListEntry(
        entry_id=uuid4().hex,
        lic=lic,
        lis=lis,
        category=CATEGORIES[squeezed(own)] if own else category,
        **values,
    )

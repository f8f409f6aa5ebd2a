"""A guess at what a file's columns are, for an administrator to correct.

Nothing is imported by a guess: a list is read by its header or by a map that someone set.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from itertools import groupby

from alpr_console.domain.column_map import ColumnMap, Layout, MappedColumn
from alpr_console.intake.headings import CATEGORIES, COLUMNS, DELIMITERS, map_of_header, squeezed

_MOST = 0.8
"""Share of the lines in which a column has to look like what it is taken for."""

_LOOKS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("vin", re.compile(r"[A-HJ-NPR-Z0-9]{17}")),
    ("nic", re.compile(r"[A-Z]\d{9}")),
    ("ori", re.compile(r"[A-Z]{2}[A-Z0-9]{5}\d{2}")),
    ("dot", re.compile(r"(19|20)\d{6}|\d{1,2}/\d{1,2}/\d{2,4}|(19|20)\d\d-\d\d-\d\d")),
    ("vyr", re.compile(r"(19|20)\d\d")),
    ("liy", re.compile(r"(19|20)\d\d")),
    ("vco", re.compile(
        r"(BLK|BLU|BRO|GLD|GRN|GRY|MAR|ONG|RED|SIL|TAN|WHI|YEL|BGE|DBL|LBL|DGR|LGR)(/[A-Z]{3})?")),
    ("vst", re.compile(r"2D|4D|LL|PK|VN|SW|CV|CP|HB|MC|SD|UV|TK")),
    ("lit", re.compile(r"PC|TK|MC|TL|CO|DX|EX|DL")),
    ("lis", re.compile(r"[A-Z]{2}")),
    ("vma", re.compile(
        r"TOYT|HOND|FORD|CHEV|NISS|DODG|JEEP|HYUN|KIA|BMW|MERZ|VOLK|SUBA|GMC|MAZD|LEXS|ACUR")),
    ("lic", re.compile(r"(?=[A-Z -]*\d)[A-Z0-9 -]{2,9}|[A-Z]{3,8}")),
)  # fmt: skip
"""What each field looks like, the most particular first."""


def guess(lines: Sequence[str]) -> tuple[ColumnMap | None, str]:
    """A map for a file that begins with `lines` (without their ends), and how it was found.

    None where nothing in it looks like plates; the words then say so.
    """
    filled = [(number, line) for number, line in enumerate(lines) if line.strip()]
    if not filled:
        return None, "no lines"
    number, first = filled[0]
    for delimiter in sorted(DELIMITERS, key=lambda d: -_headings(first, d)):
        try:
            columns = map_of_header(_split(first, delimiter), delimiter, number + 1)
        except ValueError:
            continue
        names = {squeezed(word) for word in _split(first, delimiter)}
        return columns, "BOSS columns" if {"lpn", "information"} <= names else "named by its header"
    texts = [line for _, line in filled]
    for delimiter in DELIMITERS:
        rows = [_split(text, delimiter) for text in texts]
        if len(rows[0]) > 1 and all(len(row) == len(rows[0]) for row in rows):
            skip = 1 if _is_heading(rows) else 0
            found = _roles([list(column) for column in zip(*rows[skip:], strict=True)])
            columns_of = tuple(MappedColumn(f, place) for place, f in found.items())
            if "lic" in found.values():
                return ColumnMap(Layout.DELIMITED, columns_of, delimiter, skip), "guessed"
    spans = _spans(texts)
    roles = _roles([[text[a:b] for text in texts] for a, b in spans])
    fixed = tuple(MappedColumn(f, spans[n][0], spans[n][1] - spans[n][0]) for n, f in roles.items())
    if "lic" not in roles.values():
        return None, "no column looks like plates"
    if len(spans) == 1:
        return ColumnMap(Layout.DELIMITED, (MappedColumn("lic", 0),)), "a plate a line, guessed"
    return ColumnMap(Layout.FIXED_WIDTH, fixed), "fixed width, guessed"


def _split(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter, skipinitialspace=True), [])
    except csv.Error:
        return []


def _headings(line: str, delimiter: str) -> int:
    return sum(squeezed(word) in COLUMNS for word in _split(line, delimiter))


def _is_heading(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row has no digit where the others have some."""
    return len(rows) > 1 and not any(map(_has_digit, rows[0])) and any(map(_has_digit, rows[1]))


def _has_digit(text: str) -> bool:
    return any(c.isdigit() for c in text)


def _roles(columns: Sequence[Sequence[str]]) -> dict[int, str]:
    """Field of each column that looks like one, by the column's place."""
    roles: dict[int, str] = {}
    for place, cells in enumerate(columns):
        shown = [" ".join(cell.split()).upper() for cell in cells]
        filled = [cell for cell in shown if cell]
        if not filled:
            continue
        if sum(squeezed(cell) in CATEGORIES for cell in filled) >= _MOST * len(filled):
            looks = ["category"]
        else:
            looks = [
                field
                for field, look in _LOOKS
                if sum(bool(look.fullmatch(cell)) for cell in filled) >= _MOST * len(filled)
            ]
        field = next((f for f in looks if f not in roles.values()), "")
        if field:
            roles[place] = field
    return roles


def _spans(texts: Sequence[str]) -> list[tuple[int, int]]:
    """From where to where there is something in any line, and blanks in all between."""
    width = max(map(len, texts))
    filled = [any(len(t) > n and not t[n].isspace() for t in texts) for n in range(width)]
    spans: list[tuple[int, int]] = []
    for something, places in groupby(range(width), key=filled.__getitem__):
        run = list(places)
        if something:
            spans.append((run[0], run[-1] + 1))
        elif spans:
            # The blanks after a column are the column's: another line may fill them.
            spans[-1] = (spans[-1][0], run[-1] + 1)
    if len(spans) == 1 and all(_split(t, ",") == [t] for t in texts):
        return [(0, width)]
    return spans

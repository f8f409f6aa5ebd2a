"""A column map as the plain values of JSON: how it is stored, and how it is given on a command
line. Whatever comes in is checked to the last value.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Mapping
from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from alpr_console.domain.column_map import ColumnMap, Layout, MappedColumn
from alpr_console.domain.errors import HotListMalformed
from alpr_console.domain.hotlist import Category
from alpr_console.intake.headings import MAPPED_FIELDS, squeezed, twice_filled

LONGEST_FIXED_FIELD = 500
"""Characters."""

ENCODINGS = {
    "utf-8": "utf-8",
    "utf-16": "utf-16-le",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
    "windows-1252": "cp1252",
    "iso-8859-1": "latin-1",
    "ibm437": "cp437",
    "ibm850": "cp850",
}
"""What a map may name, to the codec that reads it."""

_REMEDY = 'For example {"layout": "delimited", "columns": [{"field": "lic", "position": 0}]}.'
_LAST_POSITION = 10_000


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class _Column(_Table):
    field: str
    position: Annotated[int, Field(ge=0, le=_LAST_POSITION)]
    width: Annotated[int, Field(ge=0, le=LONGEST_FIXED_FIELD)] = 0


class _Map(_Table):
    layout: Literal["delimited", "fixed_width"]
    columns: Annotated[list[_Column], Field(min_length=1, max_length=200)]
    delimiter: str = ","
    skip_lines: Annotated[int, Field(ge=0, le=1000)] = 0
    encoding: str = ""
    categories: dict[str, str] = {}


def as_dict(columns: ColumnMap) -> dict[str, Any]:
    """Values for JSON; `from_dict` of it is the same map."""
    fixed = columns.layout is Layout.FIXED_WIDTH
    return {
        "layout": columns.layout.value,
        "columns": [
            {"field": c.field, "position": c.position} | ({"width": c.width} if fixed else {})
            for c in columns.columns
        ],
        "delimiter": columns.delimiter,
        "skip_lines": columns.skip_lines,
        "encoding": columns.encoding,
        "categories": {word: c.value for word, c in columns.categories.items()},
    }


def from_json(untrusted_text: str) -> ColumnMap:
    """Raises HotListMalformed saying what is wrong with the map."""
    try:
        values = json.loads(untrusted_text)
    except (ValueError, RecursionError) as problem:
        raise _wrong(f"it is not JSON ({problem})") from problem
    return from_dict(values)


def from_dict(untrusted: object) -> ColumnMap:
    """Raises HotListMalformed saying what is wrong with the map."""
    try:
        given = _Map.model_validate(untrusted)
    except ValidationError as problem:
        first = problem.errors(include_url=False, include_context=False)[0]
        place = ".".join(map(str, first["loc"])) or "the map"
        said = first["msg"][:1].lower() + first["msg"][1:]
        if first["type"] == "model_type":
            said = "should be a JSON object"
        raise _wrong(f"{place}: {said}") from problem
    columns = tuple(MappedColumn(c.field, c.position, c.width) for c in given.columns)
    layout = Layout(given.layout)
    _check_fields(columns)
    if layout is Layout.DELIMITED:
        _check_delimited(columns, given.delimiter)
    else:
        _check_fixed(columns)
    return ColumnMap(
        layout=layout,
        columns=columns,
        delimiter=given.delimiter,
        skip_lines=given.skip_lines,
        encoding=_codec(given.encoding),
        categories=_categories(given.categories),
    )


def _check_fields(columns: tuple[MappedColumn, ...]) -> None:
    for column in columns:
        if column.field not in MAPPED_FIELDS:
            raise _wrong(f"'{column.field}' is no field; there are {', '.join(MAPPED_FIELDS)}")
    if all(c.field != "lic" for c in columns):
        raise _wrong("no column fills 'lic', the plate")
    if twice := twice_filled(columns):
        raise _wrong(f"two columns fill '{twice[0]}'")


def _check_delimited(columns: tuple[MappedColumn, ...], delimiter: str) -> None:
    if len(delimiter) != 1 or delimiter in '"\r\n' or delimiter.isalnum():
        raise _wrong(f"the delimiter {delimiter!r} is not one sign, such as , ; | or a tab")
    positions = [c.position for c in columns]
    if len(set(positions)) != len(positions):
        raise _wrong("two fields are filled from one column")


def _check_fixed(columns: tuple[MappedColumn, ...]) -> None:
    in_order = sorted(columns, key=lambda c: c.position)
    for column, following in pairwise(in_order):
        if column.width == 0:
            raise _wrong(f"'{column.field}' has no width; only the last column may do without")
        if column.position + column.width > following.position:
            raise _wrong(f"'{column.field}' reaches into '{following.field}'")


def _codec(untrusted_name: str) -> str:
    if not untrusted_name:
        return ""
    for name, codec in ENCODINGS.items():
        if squeezed(untrusted_name) in (squeezed(name), squeezed(codec)):
            return codecs.lookup(codec).name
    raise _wrong(f"the encoding '{untrusted_name}' is none of {', '.join(ENCODINGS)}")


def _categories(untrusted: Mapping[str, str]) -> dict[str, Category]:
    known = {c.value: c for c in Category}
    categories: dict[str, Category] = {}
    for word, name in untrusted.items():
        if name not in known:
            raise _wrong(f"'{name}' is no category; there are {', '.join(known)}")
        if not squeezed(word):
            raise _wrong(f"the category code '{word}' has no letter or digit")
        categories[squeezed(word)] = known[name]
    return categories


def _wrong(reason: str) -> HotListMalformed:
    return HotListMalformed(f"The column map cannot be used: {reason}.", _REMEDY)

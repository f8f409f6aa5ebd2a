"""A column map as JSON: out and in again, and what cannot be a map."""

from __future__ import annotations

import json
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpr_console.domain.column_map import ColumnMap, Layout, MappedColumn
from alpr_console.domain.errors import HotListMalformed
from alpr_console.domain.hotlist import Category
from alpr_console.intake.headings import MAPPED_FIELDS
from alpr_console.intake.map_text import as_dict, from_dict, from_json


@st.composite
def maps(draw: st.DrawFn) -> ColumnMap:
    others = draw(st.lists(st.sampled_from(MAPPED_FIELDS[1:]), unique=True, max_size=6))
    fields = draw(st.permutations(["lic", *others]))
    fixed = draw(st.booleans())
    columns, place = [], 0
    for field in fields:
        place += draw(st.integers(0, 3))
        width = draw(st.integers(1, 40)) if fixed else 0
        columns.append(MappedColumn(field, place, width))
        place += width or 1
    return ColumnMap(
        Layout.FIXED_WIDTH if fixed else Layout.DELIMITED,
        tuple(draw(st.permutations(columns))),
        "," if fixed else draw(st.sampled_from(",;\t|~^ ")),
        draw(st.integers(0, 5)),
        draw(st.sampled_from(("", "utf-8", "utf-16-be", "cp1252", "cp437"))),
        draw(
            st.dictionaries(
                st.text(string.ascii_lowercase, min_size=1), st.sampled_from(Category), max_size=3
            )
        ),
    )


@given(maps())
def test_that_a_map_written_as_json_is_the_same_map(columns: ColumnMap) -> None:
    assert from_json(json.dumps(as_dict(columns))) == columns


def given_map(**changed: object) -> dict[str, object]:
    return {"layout": "delimited", "columns": [{"field": "lic", "position": 0}], **changed}


LIC = {"field": "lic", "position": 0}


@pytest.mark.parametrize(
    ("untrusted", "words"),
    [
        ([], "the map: should be a JSON object"),
        ({}, "layout: field required"),
        (given_map(layout="xml"), "layout: input should be 'delimited' or 'fixed_width'"),
        (given_map(colums=1), "colums: extra inputs are not permitted"),
        (given_map(columns=[]), "columns: "),
        (given_map(columns=[{"field": "lis", "position": 0}]), "no column fills 'lic'"),
        (given_map(columns=[{"field": "plate", "position": 0}]), "'plate' is no field; there are"),
        (given_map(columns=[LIC, LIC]), "two columns fill 'lic'"),
        (given_map(columns=[LIC, {"field": "lis", "position": 0}]), "filled from one column"),
        (given_map(columns=[{"field": "lic", "position": -1}]), "columns.0.position: "),
        (given_map(columns=[{"field": "lic", "position": "0"}]), "columns.0.position: "),
        (given_map(delimiter=",,"), "the delimiter ',,' is not one sign"),
        (given_map(delimiter='"'), "the delimiter '\"' is not one sign"),
        (given_map(encoding="ebcdic"), "the encoding 'ebcdic' is none of utf-8, "),
        (given_map(categories={"SV": "stolen"}), "'stolen' is no category; there are"),
        (given_map(categories={"--": "bolo"}), "the category code '--' has no letter"),
        (
            given_map(
                layout="fixed_width",
                columns=[{**LIC, "width": 8}, {"field": "lis", "position": 7, "width": 2}],
            ),
            "'lic' reaches into 'lis'",
        ),
        (
            given_map(
                layout="fixed_width",
                columns=[LIC, {"field": "lis", "position": 7, "width": 2}],
            ),
            "'lic' has no width",
        ),
        (given_map(layout="fixed_width", columns=[{**LIC, "width": 501}]), "columns.0.width: "),
    ],
)
def test_that_what_cannot_be_a_map_is_refused_with_the_reason(
    untrusted: object, words: str
) -> None:
    with pytest.raises(HotListMalformed) as refused:
        from_dict(untrusted)
    assert words in str(refused.value)


def test_that_what_is_no_json_is_refused() -> None:
    for text in ("{", "", "[" * 100_000):
        with pytest.raises(HotListMalformed, match="it is not JSON"):
            from_json(text)

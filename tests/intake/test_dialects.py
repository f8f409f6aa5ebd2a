"""Whatever the shape of the file, the entries that were written come out again."""

from __future__ import annotations

import string
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpr_console.domain.column_map import ColumnMap, Layout, MappedColumn
from alpr_console.domain.hotlist import Category, HotListEntry, record_of
from alpr_console.intake.in_memory import read_entries
from tests.fakes.shift import LIST_RULES
from tests.intake.conftest import Read, Refusal
from tests.intake.made_files import DIALECTS, Dialect, row_of, written

PLATES = st.text(string.ascii_uppercase + string.digits, min_size=1, max_size=10)
# No é ñ ü beside another: two such bytes of Windows-1252 could be one sign of UTF-8.
WORDS = st.lists(
    st.text("abcXYZ019.,;|\t\"'é~-/", min_size=1, max_size=6).map(lambda w: w.replace("éé", "é")),
    max_size=4,
).map(lambda words: " ".join(" ".join(words).split()))
ENTRIES = st.builds(
    HotListEntry,
    entry_id=st.just(""),
    lic=PLATES,
    lis=st.sampled_from(("", "CA", "NV", "MX")),
    category=st.sampled_from(Category),
    vma=st.sampled_from(("", "TOYT", "Škoda"[1:])),
    vco=st.sampled_from(("", "BLK", "SIL/BLK")),
    oca=WORDS,
    mis=WORDS,
    dot=st.sampled_from(("", "20261122")),
    nic=st.sampled_from(("", "V123456789")),
)


@pytest.mark.parametrize("dialect", DIALECTS)
@given(data=st.data())
def test_that_entries_come_out_of_a_file_as_they_were_written(
    tmp_path_factory: pytest.TempPathFactory, dialect: Dialect, data: st.DataObject
) -> None:
    entries = data.draw(st.lists(ENTRIES, min_size=1, max_size=8))
    path = tmp_path_factory.getbasetemp() / "dialect.csv"
    path.write_bytes(written([row_of(e, dialect.fields) for e in entries], dialect))
    _, report, read = read_entries(path, LIST_RULES, dialect.columns)
    kept = {f: "" for f in ("oca", "mis", "dot", "nic", "vma", "vco", "lis")}
    expected = [
        replace(
            HotListEntry("", e.lic, category=e.category if "category" in dialect.fields
                         else Category.BOLO),
            **{f: getattr(e, f) for f in kept if f in dialect.fields},
        )
        for e in entries
    ]  # fmt: skip
    assert [record_of(e) for e in read] == list(dict.fromkeys(map(record_of, expected)))
    assert (report.left_out, report.barred) == (0, 0)


FIXED = ColumnMap(
    Layout.FIXED_WIDTH,
    (MappedColumn("lic", 2, 8), MappedColumn("lis", 10, 2), MappedColumn("mis", 14, 6)),
    skip_lines=1,
)


def test_that_columns_of_fixed_width_are_cut_where_the_map_says(read: Read) -> None:
    text = "HEAD 20261122\nS 7ABC123 CA  stolen..\nS 8XYZ441     \u00e9t\u00e9   ..\n\n"
    _, entries = read(text, FIXED)
    assert [(e.lic, e.lis, e.mis) for e in entries] == [
        ("7ABC123", "CA", "stolen"),
        ("8XYZ441", "", "été"),
    ]


@pytest.mark.requirement("HOT-2")
def test_that_a_line_too_short_for_its_columns_is_damage(refusal: Refusal) -> None:
    text = "HEAD\nS 7ABC123 CA  stolen\nS 8XYZ441 CA  stol"
    assert "line 3: 18 characters where 20 are due" in refusal(text, FIXED)
    assert "line 3: 18 characters where 20 are due" in refusal(
        text + "\nS 8XYZ442 CA  stolen", FIXED
    )


def test_that_blanks_trimmed_at_a_lines_end_are_allowed_where_the_last_column_is_open(
    read: Read, refusal: Refusal
) -> None:
    columns = replace(FIXED, columns=(*FIXED.columns[:2], MappedColumn("mis", 14)))
    text = "HEAD\nS 7ABC123 CA  stolen from a driveway\nS 8XYZ441\n"
    _, entries = read(text, columns)
    assert [(e.lic, e.lis, e.mis) for e in entries] == [
        ("7ABC123", "CA", "stolen from a driveway"),
        ("8XYZ441", "", ""),
    ]
    # Nothing trims the last line and its line end too.
    assert "line 4: 5 characters" in refusal(text + "S 9AA", columns)
    assert "line 4: a field of more than 500" in refusal(
        f"{text}S 9AAA111 CA  {'x' * 501}\n", columns
    )


def test_that_a_map_that_names_a_column_the_file_has_not_is_refused(refusal: Refusal) -> None:
    columns = ColumnMap(Layout.DELIMITED, (MappedColumn("lic", 0), MappedColumn("lis", 3)))
    assert "line 2: 2 fields where the column map names number 4" in refusal(
        "\n7ABC123,CA\n", columns
    )


def test_that_the_encoding_a_map_names_is_the_one_read_with(read: Read, tmp_path: Path) -> None:
    columns = ColumnMap(
        Layout.DELIMITED, (MappedColumn("lic", 0), MappedColumn("mis", 1)), encoding="cp850"
    )
    report, (entry,) = read("7ABC123,Peña\n".encode("cp850"), columns)
    assert (entry.mis, report.encoding) == ("Peña", "cp850")

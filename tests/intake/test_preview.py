"""What an administrator sees of a file before a map is set."""

from __future__ import annotations

from pathlib import Path

import pytest

from alpr_console.domain.column_map import ColumnMap, Layout, MappedColumn
from alpr_console.domain.hotlist import Category
from alpr_console.intake.in_memory import read_entries
from alpr_console.intake.preview import Preview, headings, preview
from tests.fakes.shift import LIST_RULES


def seen(tmp_path: Path, text: str, columns: ColumnMap | None = None, rows: int = 20) -> Preview:
    path = tmp_path / "list.txt"
    path.write_bytes(text.encode())
    return preview(path, columns, Category.STOLEN_VEHICLE, LIST_RULES, rows)


def test_that_rows_are_shown_as_they_are_and_as_entries(tmp_path: Path) -> None:
    shown = seen(tmp_path, "plate;state;color\n7abc 123;ca;BLK\n\n?;CA;\n;;RED\n8XYZ441;;WHI\n")
    assert shown.how == "named by its header"
    assert shown.columns is not None
    assert headings(shown.columns) == ["1 LIC", "2 LIS", "3 VCO"]
    assert [(row.line, row.cells, row.problem) for row in shown.rows] == [
        (2, ("7abc 123", "ca", "BLK"), ""),
        (4, ("?", "CA", ""), "not a plate (1 to 10 letters and digits)"),
        (5, ("", "", "RED"), "no plate"),
        (6, ("8XYZ441", "", "WHI"), ""),
    ]
    first = shown.rows[0].entry
    assert first is not None
    assert (first.lic, first.lis, first.vco) == ("7ABC123", "CA", "BLK")
    assert first.category is Category.STOLEN_VEHICLE
    assert shown.problem == ""


def test_that_no_more_rows_than_asked_for_are_read(tmp_path: Path) -> None:
    text = "LIC\n" + "7ABC123\n" * 30 + '"'
    assert len(seen(tmp_path, text, rows=5).rows) == 5
    damaged = seen(tmp_path, text, rows=50)
    assert len(damaged.rows) == 30
    assert "a quote that is never closed" in damaged.problem


@pytest.mark.parametrize(
    ("text", "how", "fields"),
    [
        ("LPN,Field1,Field2,Field3,Field4,Field5,PNC,Information\n7ABC123,,,,,,,x\n",
         "BOSS columns", ["lic", "mis", "mis", "mis", "mis", "mis", "nic", "mis"]),
        ("7ABC123,CA,2019,WHI,4D,20261120\n8XYZ441,NV,2020,BLK,PK,20261121\n", "guessed",
         ["lic", "lis", "vyr", "vco", "vst", "dot"]),
        ("Reg;Where;VIN\n7ABC123;CA;1HGCM82633A004352\n8XYZ441;NV;1HGCM82633A004353\n",
         "named by its header", None),
        ("7ABC123   CA  stolen vehicle\n8XYZ441   NV  felony vehicle\n", "fixed width, guessed",
         ["lic", "lis", "category"]),
        ("7ABC123\n8XYZ441\n", "a plate a line, guessed", ["lic"]),
    ],
)  # fmt: skip
def test_that_columns_are_guessed_from_headings_and_looks(
    tmp_path: Path, text: str, how: str, fields: list[str] | None
) -> None:
    shown = seen(tmp_path, text)
    if fields is None:
        # Only the VIN's heading is known: what plates look like is told by the cells.
        assert shown.columns is not None
        assert shown.columns.skip_lines == 1
        assert {"lic", "lis", "vin"} <= {c.field for c in shown.columns.columns}
        return
    assert shown.how == how
    assert shown.columns is not None
    assert [c.field for c in shown.columns.columns] == fields
    assert all(row.entry is not None for row in shown.rows)
    assert ("guessed" in how) == ("Check the guessed column map" in shown.problem)


def test_that_a_guessed_map_reads_the_file_once_it_is_set(tmp_path: Path) -> None:
    text = "".join(f"{n}ABC{n:03d}   CA{'' if n % 2 else 'x':8}26-{n:06d}\n" for n in range(1, 9))
    shown = seen(tmp_path, text)
    assert shown.columns is not None
    assert shown.columns.layout is Layout.FIXED_WIDTH
    _, _, entries = read_entries(tmp_path / "list.txt", LIST_RULES, shown.columns)
    assert [e.lic for e in entries] == [f"{n}ABC{n:03d}" for n in range(1, 9)]


def test_that_a_map_is_shown_as_set_and_what_it_gets_wrong_shows(tmp_path: Path) -> None:
    columns = ColumnMap(Layout.DELIMITED, (MappedColumn("lic", 1), MappedColumn("lis", 0)))
    shown = seen(tmp_path, "7ABC123,CA\n8XYZ441,NV\n", columns)
    assert shown.how == "as set"
    assert [row.problem for row in shown.rows] == ["not a state (two letters)"] * 2


def test_that_a_file_in_which_nothing_looks_like_plates_says_so(tmp_path: Path) -> None:
    shown = seen(tmp_path, "dear sir, thank you\nfor your letter, yours\n")
    assert (shown.columns, shown.rows) == (None, ())
    assert shown.problem == "list.txt: no column looks like plates. Give it a column map."

"""Lines that cannot be matched: left out, counted, named; too many refuse the file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from alpr_console.domain.column_map import ColumnMap, Layout, MappedColumn
from alpr_console.domain.hotlist import Category
from alpr_console.intake.file import open_list_file
from alpr_console.intake.report import LONGEST_EXCERPT, PROBLEMS_KEPT, FileRefused, Reason
from alpr_console.intake.stream import read_into
from tests.fakes.shift import LIST_RULES
from tests.intake.conftest import Read

GOOD = "".join(f"7ABC{n:03d},CA,\n" for n in range(300))
HEAD = "LIC,LIS,CATEGORY\n"


@pytest.mark.requirement("HOT-8")
def test_that_each_line_left_out_is_counted_and_named_with_its_reason(read: Read) -> None:
    faulty = (
        ",CA,svs\n---,CA,\n12345678901,CA,\n7ÄBC123,CA,\n8XYZ441,California,\n8XYZ442,CA,gossip\n"
    )
    report, entries = read(HEAD + GOOD + faulty)
    assert len(entries) == report.entries == 300
    assert report.lines == 306
    assert dict(report.by_reason) == {
        Reason.NO_PLATE: 2,
        Reason.NOT_A_PLATE: 2,
        Reason.NOT_A_STATE: 1,
        Reason.UNKNOWN_CATEGORY: 1,
    }
    assert (report.left_out, report.faults) == (6, 4)
    assert [p.words for p in report.problems] == [
        "line 302: no plate",
        "line 303: '---' is no plate",
        "line 304: '12345678901' is not a plate (1 to 10 letters and digits)",
        "line 305: '7ÄBC123' is not a plate (1 to 10 letters and digits)",
        "line 306: 'California' is not a state (two letters)",
        "line 307: 'gossip' is not a category the console knows",
    ]
    assert report.words == (
        "300 entries; 2 without a plate, 2 not a plate, 1 not a state, "
        "1 not a category the console knows"
    )
    assert json.loads(json.dumps(report.as_dict()))["by_reason"]["no_plate"] == 2


def test_that_vehicles_without_plates_are_no_fault_of_the_file(read: Read) -> None:
    report, entries = read("LIC,VIN\n7ABC123,\n" + ",1HGCM82633A004352\n" * 500)
    assert (len(entries), report.left_out, report.faults) == (1, 500, 0)


def test_that_a_file_with_more_faults_than_the_policy_allows_is_refused_with_its_report(
    tmp_path: Path,
) -> None:
    path = tmp_path / "svs.csv"

    def read_with(faults: int) -> None:
        path.write_text(HEAD + GOOD[: 98 * len("7ABC000,CA,\n")] + "?,CA,\n" * faults)
        read_into(open_list_file(path), None, None, LIST_RULES, None)

    read_with(2)
    with pytest.raises(FileRefused, match=r"svs\.csv: 3 of 101 lines cannot be matched") as refused:
        read_with(3)
    assert "line 100: '?' is not a plate" in str(refused.value)
    assert refused.value.report.by_reason[Reason.NOT_A_PLATE] == 3


def test_that_a_report_stays_small_however_many_lines_are_faulty(read: Read) -> None:
    text = HEAD + GOOD + f"{'#' * 400},CA,\n" * 1500
    with pytest.raises(FileRefused) as refused:
        read(text)
    report = refused.value.report
    assert (report.faults, len(report.problems)) == (1500, PROBLEMS_KEPT)
    assert max(len(p.text) for p in report.problems) == LONGEST_EXCERPT
    assert len(str(refused.value)) < 500


def test_that_a_lists_own_category_codes_are_those_of_its_map(read: Read) -> None:
    columns = ColumnMap(
        Layout.DELIMITED,
        (MappedColumn("lic", 1), MappedColumn("category", 0)),
        categories={"s2": Category.STOLEN_PLATE, "SVS": Category.FELONY_VEHICLE},
    )
    _, entries = read("S-2,7ABC123\nsvs,8XYZ441\nSLR,9AAA111\n", columns)
    assert [e.category for e in entries] == [
        Category.STOLEN_PLATE,
        Category.FELONY_VEHICLE,
        Category.STOLEN_PLATE,
    ]


def test_that_a_trial_counts_repeated_lines_and_names_what_they_repeat(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(HEAD + GOOD + "7abc001 ,ca,\n7ABC001,NV,\n7ABC000,CA,bolo\n")
    report = read_into(open_list_file(path), None, None, LIST_RULES, None)
    # The same plate of another state is another entry.
    assert report.duplicates == 2
    assert report.duplicate_lines == ((302, 3), (304, 2))
    assert report.states == {"CA": 302, "NV": 1}

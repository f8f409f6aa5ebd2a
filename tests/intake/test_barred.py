"""What the policy bars is counted, and nothing else of it is left (HOT-8)."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from alpr_console.domain.column_map import ColumnMap, Layout, MappedColumn
from alpr_console.domain.errors import HotListMalformed
from alpr_console.domain.policy import Barred, Clause
from alpr_console.intake.barring import Barring
from alpr_console.intake.file import open_list_file
from alpr_console.intake.in_memory import EntriesInMemory
from alpr_console.intake.preview import preview
from alpr_console.intake.report import FileRefused, IntakeReport
from alpr_console.intake.stream import read_into
from tests.fakes.shift import LIST_RULES

BARRED = (
    Barred(("immigrationviolator", "ice"), Clause("100.1", "immigration")),
    Barred(("debt",), Clause("", "debts")),
)
RULES = replace(LIST_RULES, barred=BARRED)


def taken(path: Path, columns: ColumnMap | None = None) -> tuple[IntakeReport, list[str]]:
    writer = EntriesInMemory()
    report = read_into(open_list_file(path), columns, None, RULES, writer)
    return report, [entry.lic for entry in writer.entries()]


@pytest.mark.requirement("HOT-8")
def test_that_barred_lines_are_counted_by_clause_and_never_given_on(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        "LIC,CATEGORY,FILE\n"
        "7ABC123,svs,Stolen Vehicle File\n"
        "SECRET1,Immigration Violator,\n"
        "SECRET2,wanted person,IMMIGRATION_VIOLATOR_FILE\n"
        "SECRET3,ICE warrant,\n"
        "SECRET4,bolo,Debt\n"
        "SECRET!5SECRET!,ice,\n"
        "8XYZ441,svs,Police notices\n"
    )
    report, plates = taken(path)
    assert plates == ["7ABC123", "8XYZ441"]
    assert report.barred_by == ((BARRED[0].clause, 4), (BARRED[1].clause, 1))
    assert (report.lines, report.entries, report.left_out) == (7, 2, 0)
    assert "SECRET" not in json.dumps(report.as_dict()) + report.words
    assert report.words == "2 entries; 4 barred (§100.1), 1 barred"
    shown = preview(path, None, None, RULES)
    assert "SECRET" not in json.dumps(shown.as_dict())
    assert [row.problem for row in shown.rows][1:3] == ["barred by the policy"] * 2


@pytest.mark.requirement("HOT-8")
def test_that_barred_lines_are_no_faults_and_a_file_of_nothing_else_has_no_entry(
    tmp_path: Path,
) -> None:
    path = tmp_path / "list.csv"
    path.write_text("LIC,CATEGORY\n" + "SECRET1,ice\n" * 50 + "7ABC123,svs\n")
    report, plates = taken(path)
    assert (plates, report.faults, report.barred) == (["7ABC123"], 0, 50)
    path.write_text("LIC,CATEGORY\n" + "SECRET1,ice\n" * 50)
    with pytest.raises(FileRefused, match="holds no entry") as refused:
        taken(path)
    assert "SECRET" not in str(refused.value)


@pytest.mark.requirement("HOT-8")
def test_that_damage_in_a_barred_line_says_nothing_of_it(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("LIC,CATEGORY\n7ABC123,svs\nSECRET1,ice,x\n")
    with pytest.raises(HotListMalformed, match="line 3") as refused:
        taken(path)
    assert "SECRET" not in str(refused.value)


@pytest.mark.requirement("HOT-8")
def test_that_a_column_without_a_heading_of_the_consoles_is_barred_by_through_a_map(
    tmp_path: Path,
) -> None:
    path = tmp_path / "list.txt"
    path.write_text("7ABC123   SVF\nSECRET1   ICE\n")
    columns = ColumnMap(
        Layout.FIXED_WIDTH, (MappedColumn("lic", 0, 10), MappedColumn("file", 10, 3))
    )
    report, plates = taken(path, columns)
    assert (plates, report.barred) == (["7ABC123"], 1)


@pytest.mark.requirement("HOT-8")
@pytest.mark.parametrize("name", ["ICE_20261122.csv", "immigration-violators.txt", "x.ice"])
def test_that_a_file_of_a_barred_name_is_refused_whole_with_the_clause(
    tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    path.write_text("LIC\nSECRET1\n")
    with pytest.raises(HotListMalformed, match=r"bars \(§100\.1\)"):
        taken(path)
    shown = preview(path, None, None, RULES)
    assert (shown.rows, shown.problem) == ((), f"{name} is barred by the policy.")


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("Immigration Violator File", 0),
        ("IMMIGRATION-VIOLATORS", 0),
        ("ICE", 0),
        ("ncic/ice", 0),
        ("ice2", 0),
        ("ICEWarrant", 0),
        ("fedIce", 0),
        ("POLICE", None),
        ("Police", None),
        ("notice", None),
        ("", None),
        ("debt collection", 1),
        ("debtors", None),
    ],
)
def test_that_short_words_bar_only_where_they_stand_by_themselves(
    text: str, clause: int | None
) -> None:
    assert Barring(BARRED).clause_of(text) == clause

"""`hot-list preview` and `hot-list check`, on real files and a real profile."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from alpr_console import locations
from alpr_console.cli import hot_list
from alpr_console.domain.errors import ConsoleError
from alpr_console.intake.map_text import from_dict, from_json
from alpr_console.intake.report import FileRefused

SAMPLE = locations.resources_dir() / "samples" / "hot_list_sample.csv"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(hot_list.app, [str(a) for a in arguments])


def headerless(tmp_path: Path) -> Path:
    path = tmp_path / "svs.txt"
    path.write_text("".join(f"{n}ABC{n:03d}|CA|SIL/BLK|SVS\n" for n in range(1, 10)))
    return path


def test_that_a_preview_shows_the_vehicle_in_words_and_the_map(tmp_path: Path) -> None:
    shown = run("preview", SAMPLE, "--rows", 3)
    assert shown.exit_code == 0
    assert "Columns, named by its header: 1 LIC, 2 LIS, 3 LIY" in shown.output
    assert "8SAM101 CA   Stolen vehicle, 2019 white Toyota CAMRY, 4-door" in shown.output
    assert len(shown.output.splitlines()) == 5
    guessed = run("preview", headerless(tmp_path))
    assert "1ABC001 CA   Stolen vehicle, Silver over black" in guessed.output
    assert "Check the guessed column map" in guessed.output


def test_that_the_map_of_a_preview_is_one_that_check_takes(tmp_path: Path) -> None:
    path = headerless(tmp_path)
    refused = run("check", path)
    assert isinstance(refused.exception, ConsoleError)
    shown = json.loads(run("preview", path, "--json").output)
    given = tmp_path / "map.json"
    given.write_text(json.dumps(shown["columns"]))
    assert from_json(given.read_text()) == from_dict(shown["columns"])
    for columns in (given, given.read_text()):
        checked = run("check", path, "--columns", columns, "--json")
        assert checked.exit_code == 0
        report = json.loads(checked.output)
        assert (report["entries"], report["categories"]) == (9, {"stolen_vehicle": 9})


@pytest.mark.requirement("HOT-8")
def test_that_a_check_counts_what_the_profile_bars_and_shows_no_plate_of_it(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        "LIC,LIS,TYPE\n7ABC123,CA,svs\nSECRET1,CA,Immigration violator\n7ABC123,CA,svs\n,CA,svs\n"
    )
    checked = run("check", path)
    assert checked.exit_code == 0
    assert "2 entries; 1 without a plate, 1 barred, 1 repeated" in checked.output
    assert "line 4 repeats line 2" in checked.output
    assert "line 5: no plate" in checked.output
    shown = run("preview", path)
    assert "SECRET" not in checked.output + shown.output
    assert "(barred by the policy)" in shown.output


def test_that_a_check_of_a_file_that_an_import_would_refuse_ends_with_its_error(
    tmp_path: Path,
) -> None:
    path = tmp_path / "list.csv"
    path.write_text("LIC,LIS\n7ABC123,CA\n?,CA\n")
    checked = run("check", path, "--json")
    assert isinstance(checked.exception, FileRefused)
    assert json.loads(checked.output)["problems"] == [
        {"line": 3, "reason": "not_a_plate", "text": "?"}
    ]


def test_that_a_column_map_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    refused = run("check", SAMPLE, "--columns", tmp_path / "gone.json")
    assert isinstance(refused.exception, ConsoleError)
    assert "gone.json cannot be read" in str(refused.exception)

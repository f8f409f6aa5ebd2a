"""A hot-list file on its way into force, on screen."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QCheckBox

from alpr_console import list_trials
from alpr_console.domain.column_map import ColumnMap, Layout, MappedColumn
from alpr_console.domain.designation import Designation
from alpr_console.domain.hotlist import Category
from alpr_console.intake.report import IntakeReport
from alpr_console.intake.stream import read_into
from alpr_console.workflow import import_hot_list
from tests.ui import cast
from tests.ui.driver import Driver
from tests.ui.list_driver import ListDriver

CSV = "LIC,LIS,VYR,VCO,VMA,VST\n7ABC128,CA,2019,WHI,TOYT,4D\n5SOW350,CA,2018,BLK,GMC,PK\n"
GUESSED = "7ABC128;CA;STOLEN;WHI\n5SOW350;CA;FELONY;BLK\n8KLM204;NV;STOLEN;RED\n"
FIXED = "7ABC128   CA 2019WHI\n5SOW350   CA 2018BLK\n"


@pytest.fixture
def lists(driver: Driver, tmp_path: Path) -> Iterator[ListDriver]:
    driver.sign_in("rivera")
    driver.key("F4")
    yield ListDriver(driver, tmp_path)
    driver.console.imports.cancel_all()


def designation(lists: ListDriver, name: str) -> Designation:
    found = lists.driver.console.desk.hot_lists.designation(name)
    assert found is not None
    return found


def in_force(lists: ListDriver) -> dict[str, int]:
    return {h.name: h.count for h, _ in lists.driver.console.desk.lists()}


@pytest.mark.requirement("HOT-1", "HOT-2")
def test_that_a_file_is_imported_in_three_steps_by_the_keyboard(lists: ListDriver) -> None:
    lists.look_at(lists.file("svs.csv", CSV), "SVS")
    assert lists.driver.words("import_found") == (
        "svs.csv: columns named by its heading, commas, UTF-8"
    )
    assert lists.cells("import_entries")[0] == (
        "2", "", "7ABC128", "CA", "BOLO", "2019 white Toyota, 4-door",
    )  # fmt: skip
    lists.choose("import_category", "Felony vehicle")
    lists.check()
    assert in_force(lists) == {}
    assert {"Entries", "2", "In force now", "nothing"} <= set(lists.account())
    lists.put_in_force()
    assert lists.driver.words("lists_note_words").startswith(
        "SVS version 1 in force: 2 entries, data "
    )
    alerts = lists.driver.see("7ABC128")
    assert alerts[0].hit.entry.category is Category.FELONY_VEHICLE
    assert designation(lists, "SVS").category is Category.FELONY_VEHICLE


def test_that_a_missing_file_or_name_is_said_in_place(lists: ListDriver) -> None:
    lists.driver.key("I")
    lists.driver.key("Return")
    assert lists.refusal() == "Choose a file first."
    lists.driver.write("import_file", str(lists.folder / "nowhere.csv"))
    lists.driver.key("Return")
    assert "List name needed" in lists.refusal()
    lists.driver.write("import_name_line", "SVS")
    lists.driver.key("Return")
    lists.wait(lambda: "nowhere.csv" in lists.refusal())


def test_that_columns_without_a_heading_are_guessed_said_so_and_corrected(
    lists: ListDriver,
) -> None:
    lists.look_at(lists.file("list.txt", GUESSED), "SVS")
    assert "guessed" in lists.driver.words("import_found")
    assert "Check each one" in lists.driver.words("columns_note")
    assert [lists.box(f"column_{n}").currentText() for n in (1, 2, 3, 4)] == [
        "License plate (LIC)", "License state (LIS)", "Category", "Color (VCO)",
    ]  # fmt: skip
    lists.choose("column_4", "Not used")
    assert lists.cells("import_entries")[0] == ("1", "", "7ABC128", "CA", "Stolen vehicle", "")
    lists.check()
    lists.put_in_force()
    assert in_force(lists) == {"SVS": 3}
    assert designation(lists, "SVS").columns == ColumnMap(
        Layout.DELIMITED,
        (MappedColumn("lic", 0), MappedColumn("lis", 1), MappedColumn("category", 2)),
        ";",
    )


def test_that_a_fixed_width_file_is_cut_where_it_is_told(lists: ListDriver) -> None:
    lists.look_at(lists.file("list.txt", FIXED), "SVS")
    lists.choose("import_read_as", "Fixed width")
    lists.driver.write("import_starts", "1 11 14 18")
    lists.driver.key("Return")
    lists.shown()
    for column, field in (
        ("column_1", "License plate (LIC)"), ("column_2", "License state (LIS)"),
        ("column_3", "Model year (VYR)"), ("column_4", "Color (VCO)"),
    ):  # fmt: skip
        lists.choose(column, field)
    assert lists.cells("import_entries")[1][2:6] == ("5SOW350", "CA", "BOLO", "2018 black")
    lists.check()
    lists.put_in_force()
    assert in_force(lists) == {"SVS": 2}
    columns = designation(lists, "SVS").columns
    assert columns is not None
    assert [(c.field, c.position, c.width) for c in columns.columns] == [
        ("lic", 0, 10), ("lis", 10, 3), ("vyr", 13, 4), ("vco", 17, 0),
    ]  # fmt: skip


def test_that_a_map_that_lacks_the_plate_or_names_it_twice_goes_no_further(
    lists: ListDriver,
) -> None:
    lists.look_at(lists.file("list.csv", CSV), "SVS")
    lists.choose("column_1", "Not used")
    lists.driver.key("Return")
    assert lists.refusal() == "No column is the license plate (LIC). Choose it."
    lists.choose("column_1", "License plate (LIC)")
    lists.choose("column_2", "License plate (LIC)")
    lists.driver.key("Return")
    assert lists.refusal() == "Two columns are the License plate (LIC). Choose one."
    assert not lists.driver.visible("check_back")


def test_that_what_is_typed_wrong_is_said_and_changes_nothing(lists: ListDriver) -> None:
    lists.look_at(lists.file("list.csv", CSV), "SVS")
    lists.driver.write("import_skip", "many")
    lists.driver.key("Return")
    assert lists.refusal() == "Heading lines are a number from 0 to 1000."
    lists.choose("import_read_as", "Fixed width")
    lists.driver.write("import_starts", "11 1")
    lists.driver.key("Return")
    assert "rising" in lists.refusal()


@pytest.mark.requirement("HOT-2")
def test_that_a_check_names_lines_left_out_and_repeated_and_what_is_barred(
    lists: ListDriver,
) -> None:
    rows = "".join(f"7ABC{n:03},CA,stolen\n" for n in range(200))
    extra = "7ABC001,CA,stolen\n,CA,stolen\n7?BC,CA,stolen\n5SOW350,CA,immigration violator\n"
    lists.look_at(lists.file("svs.csv", "LIC,LIS,CATEGORY\n" + rows + extra), "SVS")
    lists.check()
    said = set(lists.account())
    assert {"Entries", "200", "Repeated", "Without a plate", "Barred. §100.12 immigration"} <= said
    assert lists.cells("import_problems") == [
        ("line 202: repeats line 3",),
        ("line 203: no plate",),
        ("line 204: '7?BC' is not a plate (1 to 10 letters and digits)",),
    ]
    assert not any("5SOW350" in words for words in said)


@pytest.mark.requirement("HOT-2")
def test_that_a_damaged_file_is_refused_by_line_and_the_list_before_stays(
    lists: ListDriver,
) -> None:
    cast.put_lists(lists.driver.console)
    before = in_force(lists)
    lists.look_at(lists.file("svs.csv", "LIC,LIS\n7ABC128,CA\n7ABC?!,CA\n"), "SVS")
    lists.check()
    assert "line 3" in lists.refusal()
    assert not lists.enabled("import_go")
    assert in_force(lists) == before
    lists.driver.key("Esc")
    assert lists.enabled("import_check")


@pytest.mark.requirement("HOT-2")
def test_that_a_list_grown_too_small_is_foretold_by_the_check_and_refused(
    lists: ListDriver,
) -> None:
    cast.put_lists(lists.driver.console)
    lists.look_at(lists.file("svs.csv", "LIC,LIS\n7ABC128,CA\n"), "SVS")
    lists.check()
    assert lists.driver.words("import_caution_words") == (
        "Too few to be whole: 1 of 3. §100.11 The import will be refused."
    )
    lists.put_in_force()
    assert "too few to be whole" in lists.refusal()
    assert in_force(lists)["SVS"] == 3


@pytest.mark.requirement("HOT-8")
def test_that_a_file_that_the_policy_bars_by_name_is_not_shown(lists: ListDriver) -> None:
    lists.look_at(lists.file("immigration.csv", CSV), "SVS")
    assert "barred by the policy" in lists.refusal()
    assert not lists.driver.visible("import_check")


def test_that_columns_kept_for_a_list_read_its_next_file(lists: ListDriver) -> None:
    lists.import_file(lists.file("one.txt", GUESSED), "SVS")
    lists.driver.key("I")
    lists.fill(lists.file("two.txt", GUESSED + "6TRJ244;CA;WANTED;\n"))
    assert "columns as set" in lists.driver.words("import_found")
    assert lists.driver.words("columns_note") == ""
    lists.check()
    lists.put_in_force()
    assert in_force(lists) == {"SVS": 4}


def test_that_columns_not_to_be_kept_count_for_one_file_alone(lists: ListDriver) -> None:
    lists.import_file(lists.file("one.csv", CSV), "SVS")
    lists.driver.key("I")
    lists.fill(lists.file("two.txt", GUESSED))
    (keep,) = lists.window.findChildren(QCheckBox, "import_keep")
    keep.setFocus()
    lists.driver.key("Space")
    lists.check()
    lists.put_in_force()
    assert in_force(lists) == {"SVS": 3}
    assert designation(lists, "SVS").columns is None


def test_that_columns_are_set_by_a_sample_without_importing_it(lists: ListDriver) -> None:
    cast.put_lists(lists.driver.console)
    lists.driver.settle()
    before = in_force(lists)
    lists.driver.key("C")
    lists.fill(lists.file("sample.txt", GUESSED))
    lists.choose("column_4", "Not used")
    lists.driver.key("Return")
    assert "Columns of SVS kept" in lists.driver.words("lists_note_words")
    columns = designation(lists, "SVS").columns
    assert columns is not None
    assert columns.delimiter == ";"
    assert in_force(lists) == before


def test_that_back_leads_from_step_to_step_and_out(lists: ListDriver) -> None:
    lists.look_at(lists.file("svs.csv", CSV), "SVS")
    lists.check()
    lists.driver.key("Backspace")
    assert lists.enabled("import_check")
    lists.driver.key("Backspace")
    assert lists.driver.visible("import_look")
    lists.driver.key("Esc")
    assert lists.driver.visible("list_import")


class Gate:
    """Holds a file where it is first asked whether to go on, until `open`."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self.opened = threading.Event()

    def read_into(self, *parts: Any, cancelled: Callable[[], bool], **options: Any) -> IntakeReport:
        def held() -> bool:
            self.reached.set()
            assert self.opened.wait(10)
            return cancelled()

        return read_into(*parts, cancelled=held, **options)


@pytest.fixture
def gate() -> Iterator[Gate]:
    made = Gate()
    yield made
    made.opened.set()


def test_that_a_check_under_way_is_ended_by_its_key(
    lists: ListDriver, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_trials, "read_into", gate.read_into)
    lists.look_at(lists.file("svs.csv", CSV), "SVS")
    lists.driver.key("Return")
    lists.wait(gate.reached.is_set)
    assert not lists.enabled("import_go")
    lists.driver.press("check_cancel")
    gate.opened.set()
    lists.wait(lambda: lists.refusal() != "")
    assert not lists.enabled("import_go")
    lists.driver.key("Backspace")
    assert lists.enabled("import_check")
    assert in_force(lists) == {}


@pytest.mark.requirement("HOT-2")
def test_that_an_import_under_way_is_ended_by_its_key_and_the_list_before_stays(
    lists: ListDriver, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    lists.import_file(lists.file("old.csv", CSV), "SVS")
    monkeypatch.setattr(import_hot_list, "read_into", gate.read_into)
    lists.look_at(lists.file("new.csv", CSV.replace("7ABC128", "9NEW999")), "SVS")
    lists.check()
    before = lists.driver.console.lists.index.hot_lists
    lists.driver.key("Return")
    lists.wait(gate.reached.is_set)
    lists.driver.press("check_cancel")
    gate.opened.set()
    lists.wait(lambda: lists.refusal() != "")
    assert in_force(lists) == {"SVS": 2}
    assert lists.driver.console.lists.index.hot_lists == before


@pytest.mark.requirement("HOT-2")
def test_that_signing_out_ends_an_import_under_way(
    lists: ListDriver, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_hot_list, "read_into", gate.read_into)
    lists.look_at(lists.file("svs.csv", CSV), "SVS")
    lists.check()
    lists.driver.key("Return")
    lists.wait(gate.reached.is_set)
    lists.driver.sign_out()
    gate.opened.set()
    lists.wait(lambda: any(r.startswith("refused") for r in _outcomes(lists)))
    assert lists.driver.visible("sign_in_name")
    lists.driver.sign_in("rivera")
    lists.driver.key("F4")
    assert lists.driver.visible("list_import")
    assert in_force(lists) == {}


def _outcomes(lists: ListDriver) -> list[str]:
    with lists.driver.console.store.unit_of_work() as work:
        records = [entry.record for entry in work.audit.entries()]
    return [r.outcome for r in records if r.action == import_hot_list.IMPORTED]

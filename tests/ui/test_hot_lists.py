"""The designated hot lists and their versions, on screen."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from alpr_console.domain.hotlist import Category
from alpr_console.domain.list_source import ListSource, SourceKind
from alpr_console.domain.notices import Meaning
from tests.fakes.shift import START, hot_list, listed
from tests.ui import cast
from tests.ui.driver import Driver
from tests.ui.list_driver import ListDriver


@pytest.fixture
def lists(driver: Driver, tmp_path: Path) -> ListDriver:
    driver.sign_in("rivera")
    driver.key("F4")
    return ListDriver(driver, tmp_path)


def put_versions(lists: ListDriver, versions: tuple[int, ...] = (1, 2)) -> None:
    """SVS in versions with one more entry each."""
    for version in versions:
        entries = tuple(listed(f"7ABC{n:03}") for n in range(version))
        made = hot_list("SVS", version, START - timedelta(hours=30 - version), version=version)
        lists.driver.console.put_list(made, entries)
    lists.driver.settle()


@pytest.mark.requirement("HOT-1")
def test_that_no_list_says_that_nothing_is_matched(lists: ListDriver) -> None:
    assert "Nothing is matched" in lists.driver.words("lists_empty")
    assert not lists.enabled("list_versions")
    assert lists.enabled("list_import")


@pytest.mark.requirement("HOT-3")
def test_that_each_list_shows_its_entries_version_age_and_where_it_comes_from(
    lists: ListDriver,
) -> None:
    cast.put_lists(lists.driver.console)
    lists.driver.console.desk.hot_lists.designate(
        "MUPS", Category.MISSING_PERSON,
        source=ListSource(SourceKind.SFTP, "lists.example/mups.csv", "car", "SHA256:x"),
    )  # fmt: skip
    lists.driver.key("F4")
    assert lists.cells("lists") == [
        ("MUPS", "–", "–", "no version in force", "SFTP, every 24 h", "–", "–"),
        ("SVS", "3", "1", "2 h old", "By hand", "0", "0"),
        ("Wanted persons", "1", "1", "40 min old", "By hand", "0", "0"),
    ]
    assert "from lists.example/mups.csv" in lists.driver.words("list_detail")
    assert "Nothing of it is matched" in lists.driver.words("lists_caution_words")


@pytest.mark.requirement("HOT-3")
def test_that_a_stale_list_is_marked_by_color_shape_and_word(lists: ListDriver) -> None:
    cast.put_lists(lists.driver.console, stale=True)
    lists.driver.settle()
    rows = lists.driver.window.administration.pages[0].table.rows.rows  # type: ignore[attr-defined]
    (svs,) = [row for row in rows if row.key == "SVS"]
    assert svs.cells[3] == "3 d old, stale"
    assert svs.marks[3] is Meaning.CAUTION
    assert "status of its entries may have changed" in lists.driver.words("lists_caution_words")


@pytest.mark.requirement("HOT-1")
def test_that_a_list_is_designated_once(lists: ListDriver) -> None:
    lists.driver.key("D")
    lists.driver.key("Return")
    assert "List name needed" in lists.driver.words("designate_note_words")
    lists.driver.write("designate_name", "SVS")
    lists.driver.key("Return")
    assert lists.driver.words("lists_note_words") == "SVS designated. Import its first file."
    assert [cells[0] for cells in lists.cells("lists")] == ["SVS"]
    lists.driver.key("D")
    lists.driver.write("designate_name", " SVS ")
    lists.driver.key("Return")
    assert "designated already" in lists.driver.words("designate_note_words")


@pytest.mark.requirement("HOT-1")
def test_that_a_withdrawn_list_leaves_the_table_and_matches_no_more(lists: ListDriver) -> None:
    cast.put_lists(lists.driver.console)
    lists.driver.settle()
    lists.driver.key("W")
    lists.driver.key("Return")
    assert "Say why" in lists.driver.words("withdraw_note_words")
    lists.driver.write("withdraw_reason", "Replaced by the county's list")
    lists.driver.key("Return")
    assert [cells[0] for cells in lists.cells("lists")] == ["Wanted persons"]
    assert lists.driver.see("7ABC128") == []


@pytest.mark.requirement("HOT-2")
def test_that_versions_are_shown_and_going_back_is_one_act_with_a_reason(
    lists: ListDriver,
) -> None:
    put_versions(lists)
    lists.driver.key("V")
    shown = lists.cells("versions")
    assert [cells[:3] for cells in shown] == [("2", "in force", "2"), ("1", "file kept", "1")]
    assert shown[0][6] == "cdcdcdcdcdcd"
    assert "cd" * 32 in lists.driver.words("version_detail")
    assert not lists.enabled("version_go")
    lists.choose_row("versions", 1)
    lists.driver.press("version_go")
    assert "needs a reason" in lists.driver.words("versions_note_words")
    lists.driver.write("version_reason", "Version 2 was another county's")
    lists.driver.key("Return")
    assert lists.driver.words("versions_note_words") == (
        "SVS version 1 in force again, as version 3: 1 entry."
    )
    assert lists.cells("versions")[0][:3] == ("3", "in force", "1")
    assert lists.driver.see("7ABC001") == []


def test_that_one_cannot_go_back_to_a_version_whose_file_is_gone(lists: ListDriver) -> None:
    put_versions(lists)
    shelf = lists.driver.console.shelf
    with lists.driver.console.store.unit_of_work() as work:
        first = work.hot_lists.versions("SVS")[-1]
    shelf.remove(first.file_id)
    lists.driver.key("V")
    lists.choose_row("versions", 1)
    assert lists.cells("versions")[1][1] == "file not kept"
    assert "no longer kept" in lists.driver.words("version_hint")
    assert not lists.enabled("version_go")
    lists.driver.key("Esc")
    assert lists.driver.visible("list_import")


def test_that_the_table_follows_an_import_from_elsewhere(lists: ListDriver) -> None:
    put_versions(lists, (1,))
    assert lists.cells("lists")[0][:3] == ("SVS", "1", "1")
    put_versions(lists, (2,))
    assert lists.cells("lists")[0][:3] == ("SVS", "2", "2")


def test_that_the_table_sorts_numbers_as_numbers_and_is_copied(lists: ListDriver) -> None:
    for name, count in (("A", 9), ("B", 10)):
        entries = tuple(listed(f"7ABC{n:03}") for n in range(count))
        lists.driver.console.put_list(hot_list(name, count), entries)
    lists.driver.settle()
    table = lists.driver.window.administration.pages[0].table  # type: ignore[attr-defined]
    table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    assert [cells[0] for cells in lists.cells("lists")] == ["A", "B"]
    table.selectRow(1)
    table.setFocus()
    lists.driver.key("Ctrl+C")
    assert QGuiApplication.clipboard().text().startswith("B\t10\t")

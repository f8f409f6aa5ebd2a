"""The shift's page, driven by its keys: check, reads, canvass, notes, faults, its end."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from alpr_console.domain.alert import AlertState
from alpr_console.domain.picture_quality import PictureQuality
from alpr_console.domain.shift import ByHand, ReadFilter
from alpr_console.domain.shift_check import CheckKey, Standing
from tests.ui import cast
from tests.ui.driver import Driver
from tests.ui.test_controls import controls, too_small
from ui import strings_shift as words
from ui.shortcuts import PRESSING

SIZES = [(1024, 600), (1280, 800), (1920, 1200)]


def rows(driver: Driver) -> dict[str, str]:
    """Result of each item of the check, as the table shows it."""
    return {row.cells[0]: row.cells[1] for row in driver.window.shift.check.table.rows.rows}


def chips(driver: Driver) -> dict[str, str]:
    return {key: view.chip.words for key, view in driver.window.status_bar.chips.items()}


def leave_fields(driver: Driver) -> None:
    """To where letters press keys again."""
    driver.window.shift.check.table.setFocus()
    driver.settle()


def checked(driver: Driver, wear: str = "") -> None:
    """The whole check, by keys; `wear` is what is wrong."""
    driver.key("0")
    driver.key("P")
    driver.key("Y")
    driver.key("Y")
    if wear:
        driver.write("check_wrong", wear)
        driver.press("check_bad")
        leave_fields(driver)
    else:
        driver.key("Y")
    driver.key("T")
    driver.key("A")


@pytest.mark.requirement("OPS-2")
def test_that_the_check_is_said_to_be_due_until_it_is_done(officer: Driver) -> None:
    assert chips(officer)["check"] == words.CHECK_DUE
    assert officer.words("check_due") == words.CHECK_DUE_LINE
    officer.see("8XYZ441")  # and nothing waits for it
    checked(officer)
    assert "check" not in chips(officer)
    officer.key("F2")
    assert officer.words("check_due") == ""


@pytest.mark.requirement("OPS-2")
def test_that_each_camera_receiver_disk_list_and_clock_is_measured(officer: Driver) -> None:
    sharp = PictureQuality(brightness=0.4, contrast=0.2, sharpness=0.6)
    seen = replace(cast.seen("8XYZ441"), quality=sharp)
    officer.console.put_frame(cast.frame("8XYZ441"), seen)
    officer.key("0")
    found = rows(officer)
    for name in ("Live picture · front", "Frame rate · front", "Focus · front",
                 "Exposure · front", "GPS", "Disk", "Clock", "List age · SVS"):  # fmt: skip
        assert found[name] == "Passed", name
    for name in ("Test read", "Plate in front", "Sound", "Cameras affixed", "Damage or wear"):
        assert found[name] == "Not checked", name


@pytest.mark.requirement("OPS-2")
@pytest.mark.parametrize(
    ("quality", "item"),
    [
        (PictureQuality(0.4, 0.2, 0.05), "Focus · front"),
        (PictureQuality(0.1, 0.04, 0.6, edge_width=1.2), "Focus · front"),
        (PictureQuality(0.99, 0.2, 0.6), "Exposure · front"),
        (PictureQuality(0.1, 0.005, 0.6, detail=0.01), "Exposure · front"),
        (PictureQuality(0.03, 0.02, 0.6, highlights=0.05), "Exposure · front"),
    ],
)
def test_that_a_blurred_blinded_or_covered_camera_fails(
    officer: Driver, quality: PictureQuality, item: str
) -> None:
    seen = replace(cast.seen("8XYZ441"), quality=quality)
    officer.console.put_frame(cast.frame("8XYZ441"), seen)
    officer.key("0")
    assert rows(officer)[item] == "Failed"


@pytest.mark.requirement("OPS-2")
def test_that_what_goes_wrong_while_the_page_is_up_shows(officer: Driver) -> None:
    officer.key("0")
    assert rows(officer)["Disk"] == "Passed"
    officer.console.disk_free = 1024**3
    officer.wait(seconds=1)
    assert rows(officer)["Disk"] == "Failed"
    officer.wait(seconds=9)
    assert rows(officer)["Live picture · front"] == "Failed"


@pytest.mark.requirement("OPS-2")
def test_that_a_failed_check_tells_the_administrator_at_the_next_sign_in(officer: Driver) -> None:
    checked(officer, wear="Rear housing cracked")
    assert chips(officer)["faults"] == words.FAULT_CHIP_ONE
    assert "reported" in officer.words("check_note_words")
    officer.press("sign_out")
    officer.key("Return")
    officer.sign_in("rivera")
    assert chips(officer)["faults"] == "Equipment fault"
    officer.key("0")
    officer.key("5")
    officer.write("fault_note", "Shop at 14:00")
    officer.window.shift.faults.table.setFocus()
    officer.key("K")
    assert chips(officer)["faults"] == words.FAULT_CHIP_ONE
    officer.write("fault_note", "Replaced")
    officer.window.shift.faults.table.setFocus()
    officer.key("W")
    assert "faults" not in chips(officer)


@pytest.mark.requirement("OPS-2")
def test_that_the_tone_is_heard_and_the_reader_is_tried(officer: Driver) -> None:
    officer.key("0")
    officer.key("P")
    assert officer.console.speaker.heard == ["[confirm]"]
    officer.console.still_reader.plates = ("7ABC128",)
    officer.key("T")
    assert rows(officer)["Test read"] == "Failed"
    officer.console.still_reader.fails = RuntimeError("no network")
    officer.key("T")
    assert rows(officer)["Test read"] == "Failed"
    officer.console.still_reader.fails = None
    officer.console.still_reader.plates = ("7ABC123",)
    officer.key("T")
    assert rows(officer)["Test read"] == "Passed"
    officer.see("4DKF902")
    officer.write("check_shown", "4DKF902")
    officer.key("Return")
    assert rows(officer)["Plate in front"] == "Passed"


@pytest.mark.requirement("OPS-3")
def test_that_a_canvass_is_seen_to_run_and_its_reads_are_found(officer: Driver) -> None:
    officer.key("0")
    officer.key("3")
    officer.write("canvass_case", "26-118204")
    officer.write("canvass_what", "Shooting on Main")
    officer.key("Return")
    assert chips(officer)["canvass"] == "Canvass 26-118204"
    officer.clock.go_on(seconds=5)
    officer.console.put_read(replace(cast.read("5KTR310"), at=officer.clock.now()))
    officer.wait(seconds=1)
    assert "1 read" in officer.words("canvass_running")
    officer.key("X")
    assert "canvass" not in chips(officer)
    officer.see("8XYZ441")
    officer.key("V")
    table = officer.window.shift.reads.table
    assert [one.plate for one in table.reads] == ["5KTR310"]
    assert "26-118204" in officer.words("reads_count")
    officer.key("Backspace")
    assert len(table.reads) == 2


@pytest.mark.requirement("OPS-3")
def test_that_a_profile_without_canvass_says_so_and_offers_none(qtbot: QtBot) -> None:
    from alpr_console.domain.policy_rules import ShiftRules

    driver = Driver(qtbot, shift=ShiftRules())
    driver.sign_in("okafor")
    driver.key("0")
    driver.key("3")
    assert not driver.visible("canvass_start")
    assert "does not name" in driver.all_words()


def test_that_a_plate_typed_is_matched_and_never_shown_as_a_machines(officer: Driver) -> None:
    officer.key("Ins")
    officer.write("hand_plate", "7ABC128")
    officer.key("Return")
    assert officer.window.page is officer.window.patrol
    cell = officer.window.patrol.strip.cells[0]
    assert (cell.text, cell.confidence) == ("7ABC128", "typed")
    assert words.TYPED_MARK in officer.all_words()
    officer.answer("identical")
    assert officer.visible("reason")  # and no picture to compare with
    with officer.console.store.unit_of_work() as work:
        (alert,) = work.alerts.open()
    assert (alert.state, alert.hit.read.typed) == (AlertState.RAISED, True)


def test_that_what_is_refused_leaves_the_plate_typed(officer: Driver) -> None:
    officer.key("Ins")
    officer.write("hand_plate", "NO!PLATE")
    officer.key("Return")
    assert officer.visible("hand_refusal")
    assert officer.field("hand_plate").text() == "NO!PLATE"  # type: ignore[union-attr]
    officer.key("Esc")
    assert officer.window.page is officer.window.patrol


def test_that_a_picture_taken_by_key_is_read_and_kept_as_taken_by_hand(officer: Driver) -> None:
    officer.console.still_reader.plates = ("4DKF902", "7ABC128")
    officer.key(".")
    with officer.console.store.unit_of_work() as work:
        found = work.reads.listed(cast.START, ReadFilter(by_hand=True), None, 10)
        (alert,) = work.alerts.open()
    assert {(one.plate, one.by_hand) for one in found} == {
        ("4DKF902", ByHand.CAPTURED), ("7ABC128", ByHand.CAPTURED),
    }  # fmt: skip
    assert alert.hit.read.text == "7ABC128"
    assert "4DKF902" in officer.words("status_refusal_words")


def test_that_a_picture_in_which_nothing_is_read_says_so_and_asks_for_the_plate(
    officer: Driver,
) -> None:
    officer.console.still_reader.plates = ()
    officer.key(".")
    assert officer.window.page is officer.window.hand
    assert "Nothing can be read" in officer.words("hand_line")
    officer.write("hand_plate", "8KLM204")
    officer.key("Return")
    assert officer.window.patrol.strip.cells[0].text == "8KLM204"


def test_that_reads_are_narrowed_as_one_types_and_one_is_opened(officer: Driver) -> None:
    for plate in ("8XYZ441", "7ABC128", "8XYZ900"):
        officer.see(plate)
        officer.clock.go_on(seconds=1)
    officer.key("0")
    officer.key("2")
    table = officer.window.shift.reads.table
    assert len(table.reads) == 3
    officer.write("reads_plate", "xyz")
    assert {one.plate for one in table.reads} == {"8XYZ441", "8XYZ900"}
    officer.write("reads_plate", "8?YZ9*")
    assert [one.plate for one in table.reads] == ["8XYZ900"]
    officer.write("reads_plate", "")
    officer.key("Backspace")
    officer.tick("reads_hits")
    assert [one.plate for one in table.reads] == ["7ABC128"]
    officer.key("Return")
    assert officer.window.page is officer.window.correction
    assert officer.words("correct_as_read") == "7ABC128"


def test_that_a_read_that_comes_meanwhile_stands_in_the_list_by_the_next_second(
    officer: Driver,
) -> None:
    officer.key("0")
    officer.key("2")
    table = officer.window.shift.reads.table
    assert table.reads == []
    officer.see("8XYZ441")
    officer.wait(seconds=1)
    assert [one.plate for one in table.reads] == ["8XYZ441"]


def test_that_a_long_list_is_fetched_as_it_is_scrolled(officer: Driver) -> None:
    with officer.console.store.unit_of_work() as work:
        for number in range(450):
            work.reads.save(replace(cast.read("8XYZ441"), read_id=f"r{number:03}"))
    officer.key("0")
    officer.key("2")
    table = officer.window.shift.reads.table
    assert table.rows.rowCount() == 200
    assert officer.words("reads_count") == "450 reads"
    for _ in range(3):
        table.scrollToBottom()
        officer.settle()
    assert table.rows.rowCount() == 450
    assert len({one.read_id for one in table.reads}) == 450


def test_that_a_note_is_kept_and_may_be_tied_to_a_read(officer: Driver) -> None:
    officer.see("8XYZ441")
    officer.key("0")
    officer.key("2")
    officer.key("E")
    assert "8XYZ441" in officer.words("note_about")
    officer.write("note_text", "Seen by the witness")
    officer.key("Return")
    row = officer.window.shift.notes.table.rows.rows[0]
    assert row.cells[1:] == ("okafor", words.ABOUT_READ, "Seen by the witness")
    assert not officer.visible("note_about")


@pytest.mark.requirement("HIT-10")
def test_that_signing_out_with_nothing_open_takes_one_key(officer: Driver) -> None:
    officer.press("sign_out")
    assert officer.console.desk.session is None


@pytest.mark.requirement("HIT-10")
def test_that_signing_out_shows_what_is_open_first_and_closes_none_of_it(officer: Driver) -> None:
    alert = officer.see("7ABC128")[0]
    officer.wait(minutes=7)
    officer.press("sign_out")
    assert officer.console.desk.session is not None
    (row,) = officer.window.shift.end.table.rows.rows
    assert row.cells == ("Stolen vehicle", "7ABC128", "Not visually verified", "7 min")
    officer.key("Esc")
    assert officer.window.page is officer.window.patrol
    officer.press("sign_out")
    officer.key("Return")
    assert officer.console.desk.session is None
    assert officer.alert(alert.alert_id).is_open
    officer.sign_in("rivera")
    assert officer.window.panel.presenter.alert is not None  # it waits for whoever comes next


@pytest.mark.requirement("HIT-10")
def test_that_the_handover_summary_is_saved_where_the_officer_says(
    officer: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "handover.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    officer.see("7ABC128")
    officer.key("0")
    officer.key("6")
    officer.key("S")
    assert path.read_bytes().startswith(b"%PDF")
    assert officer.words("end_note_words") == words.SUMMARY_SAVED
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path / "x"), ""))
    officer.key("S")
    assert "cannot be written" in officer.words("end_note_words")


def test_that_nothing_of_the_shift_stays_on_the_page_for_the_next_person(officer: Driver) -> None:
    officer.see("8XYZ441")
    officer.key("0")
    officer.key("2")
    officer.key("E")
    officer.write("note_text", "half written")
    officer.press("sign_out")
    shift = officer.window.shift
    assert shift.reads.table.reads == []
    assert shift.notes.table.rows.rows == ()
    officer.sign_in("rivera")
    officer.key("0")
    assert shift.here is shift.check
    officer.key("4")
    assert officer.field("note_text").toPlainText() == ""  # type: ignore[union-attr]


@pytest.mark.parametrize("size", SIZES)
def test_that_every_section_can_be_touched_and_is_named(
    qtbot: QtBot, size: tuple[int, int]
) -> None:
    driver = Driver(qtbot, size)
    driver.sign_in("rivera")
    driver.go_on_patrol(stale=True)
    driver.see("7ABC128")
    driver.key("0")
    driver.key("A")
    wrong = []
    for key in "23456":
        driver.key("F2")
        driver.key("0")
        driver.key(key)
        wrong += too_small(driver, key)
        driver.window.shift.check.table.setFocus()
    driver.key("F2")
    driver.key("Ins")
    driver.key("Return")
    wrong += too_small(driver, "by hand")
    driver.key("Esc")
    wrong += too_small(driver, "patrol")
    assert wrong == []
    assert [w.objectName() for w in controls(driver.window.shift) if not w.accessibleName()] == []
    assert (driver.window.width(), driver.window.height()) == size


def test_that_every_item_and_state_has_its_words() -> None:
    assert set(words.CHECK_ITEMS) == set(CheckKey)
    assert set(words.STANDINGS) == set(Standing)
    assert set(words.STATES) == set(AlertState)
    for key in (words.KEY_SHIFT, words.KEY_TYPE, words.KEY_CAPTURE):
        assert key in PRESSING
    assert Qt.Key.Key_Insert

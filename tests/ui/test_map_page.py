"""The map's page, driven by keyboard and finger over the real duty chain."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.errors import StoreUnavailable
from alpr_console.domain.events import FaultCleared, FaultRaised, PositionChanged
from alpr_console.domain.notices import Meaning
from alpr_console.domain.operator import Role
from alpr_console.workflow import read_desk
from tests.fakes.people import colleague
from tests.fakes.shift import START
from tests.ui import cast
from tests.ui.driver import Driver
from tests.ui.map_driver import (
    canvas,
    colors_around,
    drawn,
    drive,
    model,
    pass_by,
    place,
)
from ui.theme.theme import theme
from ui.widgets.key_button import KeyButton


@pytest.fixture
def mapped(officer: Driver) -> Driver:
    """J. Okafor has driven past twelve plates, four of them listed; the map is on screen."""
    drive(officer)
    officer.key("F7")
    return officer


def looks(driver: Driver) -> list[AuditRecord]:
    with driver.console.store.unit_of_work() as work:
        records = [entry.record for entry in work.audit.entries()]
    return [one for one in records if one.action in ("read.seen", "alert.seen")]


def test_that_the_map_is_reached_by_its_key_and_by_touch(officer: Driver) -> None:
    officer.key("F7")
    assert officer.window.page is officer.window.map
    assert canvas(officer).hasFocus()
    officer.key("F2")
    officer.press("go_map")
    assert officer.window.page is officer.window.map
    officer.key("F1")
    assert "Map" in officer.all_words().split("\n")


def test_that_who_may_not_handle_alerts_has_no_map(driver: Driver) -> None:
    driver.sign_in("rivera")
    colleague(driver.console.desk, "county", "K. County", Role.AUDITOR, cast.PASSWORD, "1")
    driver.sign_out()
    driver.sign_in("county")
    key = driver.window.findChild(KeyButton, "go_map")
    assert key is not None
    assert not key.isVisible()
    driver.key("F7")
    assert driver.window.page is not driver.window.map


def test_that_arrows_move_it_and_plus_and_minus_zoom(mapped: Driver) -> None:
    before = model(mapped).view
    assert model(mapped).follow
    mapped.key("Right")
    moved = model(mapped).view
    assert moved.center.x > before.center.x
    assert not model(mapped).follow
    mapped.key("Up")
    assert model(mapped).view.center.y > moved.center.y
    mapped.key("+")
    assert model(mapped).view.resolution == before.resolution / 2
    mapped.key("-")
    mapped.key("-")
    assert model(mapped).view.resolution == before.resolution * 2


def test_that_tab_leads_from_the_map_to_its_keys_and_on(mapped: Driver) -> None:
    reached = []
    for _ in range(8):
        mapped.key("Tab")
        focused = mapped.window.focusWidget()
        reached.append(focused.objectName() if focused is not None else "")
    assert reached[:4] == ["map_follow", "map_whole", "map_farther", "map_nearer"]
    assert len(set(reached)) == 8


def test_that_the_follow_key_brings_the_car_back(mapped: Driver) -> None:
    mapped.key("Left")
    mapped.key("F")
    car = model(mapped).car
    assert car is not None
    assert model(mapped).view.center == car.point
    key = mapped.window.findChild(KeyButton, "map_follow")
    assert key is not None
    assert key.isChecked()
    mapped.press("map_follow")
    assert not model(mapped).follow
    assert not key.isChecked()
    # A touched key leaves the arrows to the map.
    assert canvas(mapped).hasFocus()


def test_that_the_whole_shift_comes_into_view(mapped: Driver) -> None:
    mapped.press("map_whole")
    view = model(mapped).view
    assert all(view.shows(point) for line in model(mapped).stretches for point in line)
    assert len(model(mapped).stretches) == 2


def test_that_a_drag_moves_the_map_and_a_touch_does_not(mapped: Driver) -> None:
    mapped.press("map_whole")
    before = model(mapped).view
    viewport = canvas(mapped).viewport()
    mapped.qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=QPoint(400, 300))
    mapped.qtbot.mouseMove(viewport, QPoint(430, 300))
    mapped.qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=QPoint(430, 300))
    moved = model(mapped).view
    assert moved.center.x == pytest.approx(before.center.x - 30 * before.resolution)
    mapped.qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=QPoint(30, 300))
    assert model(mapped).view == moved


def test_that_one_finger_moves_the_map_and_chooses_a_mark(mapped: Driver) -> None:
    mapped.press("map_whole")
    device = QTest.createTouchDevice()
    viewport = canvas(mapped).viewport()
    before = model(mapped).view
    QTest.touchEvent(viewport, device).press(0, QPoint(400, 300), viewport).commit()
    for x in (410, 420, 430):
        QTest.touchEvent(viewport, device).move(0, QPoint(x, 300), viewport).commit()
    QTest.touchEvent(viewport, device).release(0, QPoint(430, 300), viewport).commit()
    mapped.settle()
    assert model(mapped).view.center.x < before.center.x
    mark = next(mark for mark in model(mapped).marks if mark.meaning is Meaning.CAUTION)
    at = QPoint(*(round(px) for px in model(mapped).view.on_screen(mark.point)))
    QTest.touchEvent(viewport, device).press(0, at, viewport).commit()
    QTest.touchEvent(viewport, device).release(0, at, viewport).commit()
    mapped.settle()
    assert model(mapped).chosen == mark


def test_that_two_fingers_zoom(mapped: Driver) -> None:
    device = QTest.createTouchDevice()
    viewport = canvas(mapped).viewport()
    before = model(mapped).view.resolution
    for step in range(9):
        fingers = QTest.touchEvent(viewport, device)
        off = 40 + 15 * step
        for finger, x in ((0, 400 - off), (1, 400 + off)):
            if step == 0:
                fingers.press(finger, QPoint(x, 300), viewport)
            elif step == 8:
                fingers.release(finger, QPoint(x, 300), viewport)
            else:
                fingers.move(finger, QPoint(x, 300), viewport)
        fingers.commit()
        mapped.settle()
    # From 80 px apart to 290, less what tells a pinch from a touch.
    assert 2 < before / model(mapped).view.resolution < 4


def touch_mark(driver: Driver, meaning: Meaning | None) -> str:
    """Touch the newest mark of `meaning`; its read's id."""
    mark = next(mark for mark in model(driver).marks if mark.meaning is meaning)
    x, y = model(driver).view.on_screen(mark.point)
    driver.qtbot.mouseClick(
        canvas(driver).viewport(), Qt.MouseButton.LeftButton, pos=QPoint(round(x), round(y))
    )
    driver.settle()
    return mark.read_id


@pytest.mark.requirement("ACC-2")
def test_that_a_reads_plate_is_shown_only_with_a_look_on_record(mapped: Driver) -> None:
    mapped.press("map_whole")
    before = len(looks(mapped))
    read_id = touch_mark(mapped, None)
    assert mapped.words("map_mark") == "Read"
    assert len(looks(mapped)) == before
    mapped.key("Return")
    assert mapped.words("map_mark") == "3QWE555 CA"
    (look,) = looks(mapped)[before:]
    assert (look.action, look.who, look.subject) == ("read.seen", "okafor", read_id)
    assert look.purpose == "Seen on the map"
    assert look.details["records"] == read_id


@pytest.mark.requirement("ACC-2")
def test_that_a_hits_plate_and_list_are_shown_only_with_a_look_on_record(mapped: Driver) -> None:
    mapped.press("map_whole")
    before = len(looks(mapped))
    touch_mark(mapped, Meaning.CAUTION)
    assert mapped.words("map_mark") == "Stolen plate"
    mapped.press("map_open")
    assert mapped.words("map_mark") == "8KLM204 NV"
    assert "SVS v1" in mapped.words("map_facts")
    (look,) = looks(mapped)[before:]
    assert (look.action, look.purpose) == ("alert.seen", "Stolen plate")
    # It is looked at, not dealt with: the alert's course stays where it was.
    assert mapped.window.panel.model is not None


def test_that_e_and_l_step_through_the_marks(mapped: Driver) -> None:
    marks = model(mapped).marks
    mapped.key("E")
    assert model(mapped).chosen == marks[0]
    mapped.key("E")
    mapped.key("E")
    mapped.key("L")
    assert model(mapped).chosen == marks[1]
    assert canvas(mapped).accessibleDescription()
    mapped.key("Esc")
    assert model(mapped).chosen is None
    assert not mapped.visible("map_mark")


def test_that_hits_are_drawn_in_their_meanings_color_by_day_and_by_night(mapped: Driver) -> None:
    mapped.press("map_whole")
    for name in ("day", "night"):
        theme.choose(name)  # type: ignore[arg-type]
        image = drawn(mapped)
        for mark in model(mapped).marks:
            if mark.meaning is None:
                continue
            x, y = model(mapped).view.on_screen(mark.point)
            fill = theme.palette.meaning(mark.meaning).fill
            assert fill in colors_around(image, x, y), (name, mark.category)
    theme.choose("day")


def test_that_reads_are_gray(mapped: Driver) -> None:
    mapped.press("map_whole")
    image = drawn(mapped)
    fills = {theme.palette.meaning(meaning).fill for meaning in Meaning}
    mark = next(mark for mark in model(mapped).marks if mark.meaning is None)
    x, y = model(mapped).view.on_screen(mark.point)
    found = colors_around(image, x, y, 6)
    assert theme.palette.text_dim in found
    assert not found & fills


def test_that_no_line_is_drawn_across_a_gap(mapped: Driver) -> None:
    mapped.press("map_whole")
    one, other = (line for line in model(mapped).stretches)
    end, start = model(mapped).view.on_screen(one[-1]), model(mapped).view.on_screen(other[0])
    image = drawn(mapped)
    middle = ((end[0] + start[0]) / 2, (end[1] + start[1]) / 2)
    assert theme.palette.text_second not in colors_around(image, *middle, 4)
    inside = model(mapped).view.on_screen(other[0])
    assert theme.palette.text_second in colors_around(image, *inside, 6)


def test_that_without_gps_the_page_says_for_how_long(mapped: Driver) -> None:
    mapped.console.send(PositionChanged(None, "The GPS receiver has no valid fix."))
    mapped.wait(minutes=12)
    assert mapped.words("map_no_fix_words").startswith("No GPS fix for 12 min.")
    assert mapped.words("map_car").startswith("Last place, ")
    mapped.wait(hours=2)
    assert mapped.words("map_no_fix_words").startswith("No GPS fix for 2 h.")


@pytest.mark.requirement("AUD-1")
def test_that_while_the_log_cannot_be_written_reads_and_hits_are_hidden(mapped: Driver) -> None:
    mapped.press("map_whole")
    touch_mark(mapped, None)
    mapped.key("Return")
    mapped.console.send(FaultRaised("store_failed", "", "Disk full", START))
    mapped.settle()
    assert model(mapped).marks == ()
    assert not mapped.visible("map_mark")
    assert mapped.words("map_hidden_words").startswith("Reads and hits are hidden")
    mapped.console.send(FaultCleared("store_failed", "", START))
    mapped.settle()
    assert len(model(mapped).marks) == 12
    assert not mapped.visible("map_hidden")


@pytest.mark.requirement("AUD-1")
def test_that_a_look_that_cannot_be_recorded_shows_nothing(
    mapped: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object) -> None:
        raise StoreUnavailable("The disk is full.", "Free space.")

    monkeypatch.setattr(read_desk, "record_look", full)
    mapped.press("map_whole")
    touch_mark(mapped, None)
    mapped.key("Return")
    assert mapped.words("map_mark") == "Read"
    assert mapped.words("map_refusal_words") == "The disk is full. Free space."


@pytest.mark.requirement("ACC-7")
def test_that_the_privacy_lock_takes_the_plate_off(mapped: Driver) -> None:
    mapped.press("map_whole")
    touch_mark(mapped, None)
    mapped.key("Return")
    mapped.key("F12")
    mapped.write("lock_password", cast.PASSWORD)
    mapped.key("Return")
    assert mapped.window.page is mapped.window.map
    assert not mapped.visible("map_mark")
    assert model(mapped).stretches


def test_that_nothing_of_the_shift_is_left_after_the_sign_out(mapped: Driver) -> None:
    mapped.sign_out()
    assert (model(mapped).stretches, model(mapped).marks, model(mapped).car) == ((), (), None)
    pass_by(mapped, "8XYZ441", place(mapped, 0, 0))
    mapped.console.send(PositionChanged(place(mapped, 0, 0)))
    mapped.settle()
    mapped.sign_in("rivera")
    mapped.key("F7")
    assert (model(mapped).stretches, model(mapped).car) == ((), None)
    assert mapped.words("map_no_fix_words").startswith("No GPS fix since sign-in")

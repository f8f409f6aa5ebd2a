"""The live picture, its overlays, and the words that stand over it when it is not live."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtGui import QColor

from alpr_console.domain.events import (
    CameraChanged,
    FaultCleared,
    FaultRaised,
    FrameSeen,
    ListsChanged,
    Overlay,
    PositionChanged,
    RecognitionFailed,
    SourceState,
)
from alpr_console.domain.notices import NOTICES, Meaning
from alpr_console.domain.plate import UNKNOWN_STATE
from tests.fakes.shift import START
from tests.ui import cast
from tests.ui.driver import Driver
from ui.live_view.presenter import LiveViewPresenter, label_for
from ui.status.presenter import StatusPresenter
from ui.theme.theme import theme


def colors_at_plate(driver: Driver) -> set[str]:
    """Colors along the upper edge of the plate's outline, as drawn."""
    live = driver.window.live
    image = live.grab().toImage()
    scale = live.width() / 1280
    top = (live.height() - 720 * scale) / 2
    row = round(top + 440 * scale)
    return {
        QColor(image.pixel(round(x * scale), y)).name()
        for x in range(580, 700, 4)
        for y in range(row - 2, row + 3)
    }


def test_that_the_newest_frame_is_drawn_with_what_was_read_in_it(officer: Driver) -> None:
    frame = officer.window.live.frame
    assert frame is not None
    assert frame.seen.overlays[0].text == "8XYZ441"
    assert (frame.width, frame.height) == (1280, 720)


def test_that_a_frame_is_never_drawn_after_a_newer_one(officer: Driver) -> None:
    for number in range(2, 8):
        text = f"8XYZ44{number}"
        officer.console.put_frame(cast.frame(text), cast.seen(text, number=number))
    live = officer.window.live
    officer.wait_for(lambda: live.frame is not None and live.frame.seen.number == 7)


def test_that_no_frame_from_before_is_drawn_when_the_view_is_come_back_to(
    officer: Driver,
) -> None:
    live = officer.window.live
    officer.key("F7")
    assert not live.isVisible()
    officer.console.put_frame(cast.frame("8XYZ442"), cast.seen("8XYZ442", number=2))
    officer.settle()
    before = live.frame
    # Nothing is made of it while nobody looks; and then the old one is not shown for it.
    assert before is not None
    assert before.seen.number == 1
    officer.key("F2")
    assert live.frame is None or live.frame.seen.number == 2
    officer.wait_for(lambda: live.frame is not None and live.frame.seen.number == 2)


def test_that_a_frame_is_made_without_waiting_for_the_window(officer: Driver) -> None:
    live = officer.window.live
    frame, seen = cast.frame("8XYZ449"), cast.seen("8XYZ449", number=9)
    officer.console.pictures.keep(frame, seen)
    # No event was sent to the window: the picture alone brings it.
    officer.wait_for(lambda: live.frame is not None and live.frame.seen.number == 9)


@pytest.mark.parametrize("name", ["day", "night"])
def test_that_a_plate_is_red_only_when_it_is_a_hit(officer: Driver, name: str) -> None:
    theme.choose(name)  # type: ignore[arg-type]
    live = officer.window.live
    danger = theme.palette.meaning(Meaning.DANGER).fill
    assert danger not in colors_at_plate(officer)
    officer.console.put_frame(cast.frame("7ABC128"), cast.seen("7ABC128", hit=True, number=2))
    officer.wait_for(lambda: live.frame is not None and live.frame.seen.number == 2)
    assert danger in colors_at_plate(officer)
    theme.choose("day")


def test_that_a_lost_camera_shows_at_once_over_the_picture(officer: Driver) -> None:
    lost = CameraChanged("front", SourceState.LOST, START, "The stream ended.")
    officer.console.send(lost)
    officer.settle()
    notice = officer.window.live.notice
    assert notice is not None
    assert notice.title == "Camera lost: front"
    assert notice.detail.startswith("The stream ended. Check the cable.")
    assert officer.window.status_bar.chips["camera:front"].chip.meaning is Meaning.DANGER
    officer.console.send(CameraChanged("front", SourceState.LIVE, START))
    officer.settle()
    assert officer.window.live.notice is None


def test_that_a_picture_that_stands_still_never_looks_calm(officer: Driver) -> None:
    officer.wait(seconds=5)
    notice = officer.window.live.notice
    assert notice is not None
    assert notice.danger
    assert "5 s ago" in notice.detail
    assert officer.window.status_bar.chips["camera:front"].chip.words == "front silent"


def test_that_the_next_camera_comes_on_screen_by_its_key(officer: Driver) -> None:
    assert not officer.visible("next_camera")
    officer.console.send(CameraChanged("rear", SourceState.STARTING, START))
    officer.settle()
    officer.key("J")
    assert officer.window.live.presenter.shown == "rear"
    notice = officer.window.live.notice
    assert notice is not None
    assert notice.title == "Waiting for rear"


def test_that_a_label_says_text_state_confidence_and_tracking() -> None:
    corners = ((0.0, 0.0),) * 4
    label = label_for(Overlay(3, corners, "7ABC123", "CA", 0.976, False))  # type: ignore[arg-type]
    assert (label.text, label.state, label.confidence, label.tracked) == (
        "7ABC123", "CA", "0.98", True,
    )  # fmt: skip
    unsure = Overlay(-1, corners, "", UNKNOWN_STATE, 0.2, False)  # type: ignore[arg-type]
    assert (label_for(unsure).state, label_for(unsure).tracked) == ("", False)


def test_that_without_a_camera_the_view_says_what_will_appear() -> None:
    notice = LiveViewPresenter().notice(START)
    assert notice is not None
    assert not notice.danger
    assert "appears here" in notice.detail


def test_that_a_corrected_read_takes_the_place_of_the_first(officer: Driver) -> None:
    first = cast.read("8XYZ44I")
    officer.console.put_read(first)
    officer.console.put_read(replace(cast.read("8XYZ441"), read_id=first.read_id, revision=1))
    officer.settle()
    cells = officer.window.patrol.strip.cells
    assert [c.text for c in cells] == ["8XYZ441"]


def chips(presenter: StatusPresenter) -> dict[str, tuple[str, Meaning | None]]:
    return {c.key: (c.words, c.meaning) for c in presenter.chips(START)}


def test_that_every_fault_of_the_health_rules_shows_on_its_chip() -> None:
    where = {
        "gps_lost": "gps",
        "gps_jumping": "gps",
        "recognition_stopped": "recognition",
        "recognition_slow": "recognition",
        "disk_low": "storage",
        "disk_filling": "storage",
        "store_failed": "storage",
        "audit_broken": "storage",
        "audio_failed": "audio",
    }
    for notice, key in where.items():
        presenter = StatusPresenter()
        frame = FrameSeen("front", 1, START, (), 31.0, 0, 60.0)
        presenter.on(frame, START)
        presenter.on(PositionChanged(cast.PLACE), START)
        calm = chips(presenter)
        assert calm[key][1] is None
        presenter.on(FaultRaised(notice, "", "", START), START)
        assert chips(presenter)[key][1] is NOTICES[notice].meaning, notice
        presenter.on(FaultCleared(notice, "", START), START)
        assert chips(presenter) == calm


def test_that_no_list_in_force_is_a_danger_and_a_stale_one_a_caution(officer: Driver) -> None:
    bar = officer.window.status_bar
    assert bar.chips["lists"].chip.words == "Lists 2 h"
    officer.clock.go_on(days=4)
    officer.console.send_lists()
    officer.settle()
    assert bar.chips["lists"].chip.meaning is Meaning.CAUTION
    assert "stale 4 d old" in officer.all_words()
    officer.console.send(ListsChanged(()))
    officer.settle()
    assert bar.chips["lists"].chip.meaning is Meaning.DANGER


def test_that_stopped_recognition_shows_until_frames_come_again() -> None:
    presenter = StatusPresenter()
    presenter.on(RecognitionFailed("The detector ended.", START), START)
    assert chips(presenter)["recognition"] == ("Reading stopped", Meaning.DANGER)
    presenter.on(FrameSeen("front", 9, START, (), 30.0, 0, 60.0), START)
    assert chips(presenter)["recognition"] == ("30 fps", None)
    later = presenter.chips(START + timedelta(seconds=9))
    assert next(c for c in later if c.key == "recognition").words == "0 fps"


PICTURE_ROWS = [
    "camera_dark", "camera_covered", "camera_frozen", "camera_blurred", "camera_slow",
]  # fmt: skip


@pytest.mark.parametrize("row", PICTURE_ROWS)
def test_that_what_is_wrong_with_a_picture_stands_in_it_and_on_its_chip(
    officer: Driver, row: str
) -> None:
    live, chips_shown = officer.window.live, officer.window.status_bar.chips
    assert live.notice is None
    before = live.grab().toImage()
    officer.console.send(FaultRaised(row, "front", "As measured.", START))
    officer.settle()
    notice, fault = live.notice, NOTICES[row]
    assert notice is not None
    assert notice.title == f"{fault.text}: front"
    assert notice.detail == f"As measured. {fault.remedy}"
    assert notice.meaning is fault.meaning
    assert fault.text in live.accessibleDescription()
    assert live.grab().toImage() != before
    chip = chips_shown["camera:front"].chip
    assert (chip.meaning, chip.detail) == (fault.meaning, notice.detail)
    officer.console.send(FaultCleared(row, "front", START))
    officer.settle()
    assert live.notice is None
    assert chips_shown["camera:front"].chip.meaning is None


def test_that_another_camera_s_fault_is_on_its_own_chip_alone(officer: Driver) -> None:
    officer.console.send(FaultRaised("camera_dark", "rear", "As measured.", START))
    officer.settle()
    assert officer.window.live.notice is None


def test_that_the_worst_fault_of_a_picture_stands_in_it() -> None:
    presenter = LiveViewPresenter()
    presenter.camera_changed(CameraChanged("front", SourceState.LIVE, START))
    presenter.frame_seen(cast.seen("8XYZ441"), START)
    for row in ("camera_slow", "camera_covered"):
        presenter.fault_changed(FaultRaised(row, "front", "", START))
    notice = presenter.notice(START)
    assert notice is not None
    assert notice.title == "Camera covered: front"
    presenter.fault_changed(FaultCleared("camera_covered", "front", START))
    notice = presenter.notice(START)
    assert notice is not None
    assert (notice.title, notice.aside) == ("Camera too slow: front", True)


def test_that_a_set_clock_has_a_chip_of_its_own() -> None:
    presenter = StatusPresenter()
    assert "clock" not in chips(presenter)
    presenter.on(FaultRaised("clock_set", "", "Set back by 1 h.", START), START)
    assert chips(presenter)["clock"] == (NOTICES["clock_set"].text, Meaning.CAUTION)

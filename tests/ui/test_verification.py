"""Verification on screen: choices that cannot be clicked through, state and vehicle compared."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from alpr_console.domain.alert import AlertState
from alpr_console.domain.disposition import Outcome
from alpr_console.domain.hotlist import Category
from alpr_console.domain.plate import STATES
from alpr_console.simulation.usual_plate import usual_plate_jpeg
from tests.fakes.shift import hot_list, listed
from tests.ui.driver import Driver
from ui.alert_panel import verification
from ui.widgets.picture import Still


def choices(officer: Driver) -> list[str]:
    """The two choices as they stand, left to right."""
    keys = [
        key
        for name in ("answer_identical", "answer_different")
        for key in officer.window.findChildren(QPushButton, name)
    ]
    return [key.objectName() for key in sorted(keys, key=lambda key: key.x())]


@pytest.mark.requirement("HIT-2")
def test_that_one_key_pressed_again_and_again_does_not_verify_an_alert(officer: Driver) -> None:
    verified = 0
    for n in range(24):
        alert_id = officer.see("7ABC128")[0].alert_id
        for _ in range(3):
            if officer.visible("answer_identical"):
                officer.key("1")
        verified += officer.alert(alert_id).state is AlertState.VERIFIED
        officer.console.desk.record_disposition(alert_id, Outcome.VEHICLE_GONE)
        officer.settle()
        officer.wait(minutes=20 + n)
        officer.key("N")
    assert verified < 12


@pytest.mark.requirement("HIT-2")
def test_that_the_choices_stand_as_drawn_and_the_keys_go_with_their_place(
    officer: Driver,
) -> None:
    officer.see("7ABC128")
    while officer.visible("answer_identical"):
        first = choices(officer)[0]
        model = officer.window.panel.model
        assert model is not None
        assert model.identical_first == (first == "answer_identical")
        officer.answer("identical")
    assert officer.words("alert_tag") == "VERIFIED · NOT CONFIRMED"


@pytest.mark.requirement("HIT-2")
def test_that_a_second_tap_too_soon_answers_nothing(
    officer: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verification, "rest_ms", 400)
    alert_id = officer.see("7ABC128")[0].alert_id
    (identical,) = officer.window.findChildren(QPushButton, "answer_identical")
    assert not identical.isEnabled()
    officer.answer("identical")
    assert officer.alert(alert_id).answers == ()
    officer.wait_for(identical.isEnabled)
    officer.answer("identical")
    officer.answer("identical")
    assert len(officer.alert(alert_id).answers) == 1


@pytest.mark.requirement("HIT-2")
def test_that_the_usual_plate_of_the_listed_state_is_shown_beside(officer: Driver) -> None:
    officer.see("8KLM204", "CA")
    assert not officer.visible("usual_plate")
    officer.answer("identical")
    assert officer.visible("usual_plate")
    (usual,) = officer.window.findChildren(Still, "usual_plate")
    assert usual.accessibleName() == "Usual NV plate, drawn"


def test_that_each_state_has_a_usual_plate_of_its_own() -> None:
    drawn = {state: usual_plate_jpeg(state) for state in STATES}
    assert all(jpeg.startswith(b"\xff\xd8") for jpeg in drawn.values())
    assert len(set(drawn.values())) == len(STATES)
    assert usual_plate_jpeg("ZZ") == b""
    usual_plate_jpeg.cache_clear()
    assert usual_plate_jpeg("CA") == drawn["CA"]


@pytest.mark.requirement("HIT-2")
def test_that_the_vehicle_is_compared_field_by_field_with_what_conflicts(officer: Driver) -> None:
    entry = listed("4AAA444", "CA", vco="RED", vst="PK", vma="TOYT", vmo="TACOMA", vyr="2012")
    officer.console.put_list(hot_list("Local", 1), (entry,))
    officer.see("4AAA444")
    officer.answer("identical")
    officer.answer("identical")
    model = officer.window.panel.model
    assert model is not None
    rows = {row.label: (row.listed, row.seen, row.conflict) for row in model.rows}
    assert rows["Color"][0] == "Red"
    assert rows["Make"] == ("Toyota TACOMA", "", False)
    assert rows["Year"] == ("2012", "", False)
    assert officer.words("row_seen_3") == "by eye"


@pytest.mark.requirement("HIT-5")
@pytest.mark.parametrize("words", ["ARMED AND DANGEROUS", "Do not stop, notify Det. Roe"])
def test_that_words_of_danger_stand_first(officer: Driver, words: str) -> None:
    entry = listed("4AAA444", "CA", category=Category.BOLO, mis=words)
    officer.console.put_list(hot_list("Local", 1), (entry,))
    officer.see("4AAA444")
    assert officer.words("warning_line_words") == words
    (warning,) = officer.window.findChildren(QWidget, "warning_line")
    (title,) = officer.window.findChildren(QWidget, "alert_title")
    assert warning.mapTo(officer.window, warning.rect().topLeft()).y() < (
        title.mapTo(officer.window, title.rect().topLeft()).y()
    )


def test_that_other_words_of_a_list_are_no_warning(officer: Driver) -> None:
    entry = listed("4AAA444", "CA", category=Category.BOLO, mis="Dent in left door")
    officer.console.put_list(hot_list("Local", 1), (entry,))
    officer.see("4AAA444")
    assert officer.words("caution_line") == "Dent in left door"
    assert not officer.visible("warning_line")


@pytest.mark.requirement("HIT-2")
def test_that_a_picture_is_zoomed_by_key_and_where_it_is_touched(officer: Driver) -> None:
    officer.see("7ABC128")
    (plate,) = officer.window.findChildren(Still, "plate_picture")
    before = plate.grab().toImage()
    officer.key("Z")
    assert plate.zoom == 2
    middle = plate.grab().toImage()
    assert middle != before
    officer.key("Z")
    officer.key("Z")
    assert plate.grab().toImage() == before
    officer.qtbot.mouseClick(plate, Qt.MouseButton.LeftButton, pos=plate.rect().topLeft())
    assert plate.zoom == 2
    assert plate.grab().toImage() != middle
    officer.answer("identical")
    officer.see("8KLM204", "NV")
    officer.key("N")
    assert plate.zoom == 1

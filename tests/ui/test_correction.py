"""A read put right by a person: from the strip, from the alert, and matched at once."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt

from alpr_console.domain.correction import FIRST_BY_A_PERSON
from tests.ui.bolo_driver import acts_on_record
from tests.ui.driver import Driver


def open_newest(driver: Driver) -> None:
    driver.window.patrol.strip.setFocus()
    driver.key("Return")


@pytest.mark.requirement("HIT-9")
def test_that_a_read_is_corrected_by_keyboard_and_hits_at_once(officer: Driver) -> None:
    officer.see("7ABC12B")
    open_newest(officer)
    assert officer.words("correct_as_read") == "7ABC12B"
    assert officer.window.focusWidget() is officer.field("correct_plate")
    officer.write("correct_plate", "7ABC128")
    officer.write("correct_reason", "misread")
    officer.key("Return")
    assert officer.window.page is officer.window.patrol
    model = officer.window.panel.model
    assert model is not None
    assert (model.title, model.unanswered) == ("Stolen vehicle", True)
    cell = officer.window.patrol.strip.cells[0]
    assert (cell.text, cell.hit) == ("7ABC128", True)


@pytest.mark.requirement("HIT-9")
def test_that_the_read_as_made_is_kept_with_who_and_why(officer: Driver) -> None:
    officer.see("8XYZ44B")
    read_id = officer.window.patrol.strip.cells[0].read_id
    open_newest(officer)
    assert "The read as made stays on record." in officer.all_words()
    officer.write("correct_plate", "8XYZ448")
    officer.write("correct_reason", "B is an 8")
    officer.press("correct_go")
    with officer.console.store.unit_of_work() as work:
        assert work.reads.get(read_id).revision == FIRST_BY_A_PERSON
        corrections = work.corrections.of_read(read_id)
    assert [(c.by, c.reason) for c in corrections] == [("okafor", "B is an 8")]
    assert acts_on_record(officer, "read.corrected_by") == [
        ("read.corrected_by_person", "okafor", "done")
    ]


@pytest.mark.requirement("HIT-9")
def test_that_a_refusal_loses_nothing_typed(officer: Driver) -> None:
    officer.see("8XYZ44B")
    open_newest(officer)
    officer.write("correct_plate", "8XYZ448")
    officer.key("Return")
    assert officer.words("correct_refusal_words").startswith("A correction needs a reason.")
    assert officer.field("correct_plate").text() == "8XYZ448"  # type: ignore[union-attr]


def test_that_a_touch_on_a_read_opens_that_one(officer: Driver) -> None:
    for plate in ("8XYZ441", "4DKF902"):
        officer.see(plate)
    strip = officer.window.patrol.strip
    cell, place = strip._shown()[1]
    officer.qtbot.mouseClick(
        strip, Qt.MouseButton.LeftButton, pos=QPoint(round(place.center().x()), 40)
    )
    officer.settle()
    assert (cell.text, officer.words("correct_as_read")) == ("8XYZ441", "8XYZ441")
    officer.key("Esc")
    assert officer.window.page is officer.window.patrol


def test_that_the_arrows_choose_among_the_reads_on_screen(officer: Driver) -> None:
    for plate in ("8XYZ441", "4DKF902", "6RTY118"):
        officer.see(plate)
    strip = officer.window.patrol.strip
    strip.setFocus()
    for key in ("Right", "Right", "Left"):
        officer.key(key)
    assert strip.chosen is not None
    assert strip.chosen.text == "4DKF902"
    officer.see("7GHB663")
    assert strip.chosen.text == "4DKF902"
    officer.key("Return")
    assert officer.words("correct_as_read") == "4DKF902"


@pytest.mark.requirement("HIT-9")
def test_that_the_read_of_an_alert_is_corrected_from_it(officer: Driver) -> None:
    alert = officer.see("7ABC123", doubts={6: (0.62, (("8", 0.31),))})[0]
    officer.key("K")
    assert officer.words("correct_as_read") == "7ABC123"
    officer.write("correct_plate", "7ABC124")
    officer.write("correct_reason", "misread")
    officer.key("Return")
    assert officer.words("corrected") == "Corrected by a person to 7ABC124"
    assert officer.alert(alert.alert_id).is_open
    officer.answer("identical")
    officer.key("Return")
    assert not officer.visible("alert_correct")


def test_that_enter_presses_its_key_where_no_read_is_there(officer: Driver) -> None:
    officer.window.patrol.strip.setFocus()
    officer.key("Return")
    assert officer.window.page is officer.window.patrol


def test_that_nothing_of_a_read_stays_for_the_next_person(officer: Driver) -> None:
    officer.see("8XYZ44B")
    open_newest(officer)
    officer.sign_out()
    officer.sign_in("rivera")
    page = officer.window.correction
    assert officer.window.page is officer.window.patrol
    assert not page.findChild(object, "correct_as_read").text()

"""The supervisor's look at a shift's hits."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from alpr_console.domain.notices import Meaning
from tests.fakes.shift import START
from tests.ui.driver import Driver


@pytest.fixture
def reviewed(officer: Driver) -> Driver:
    """Three hits by okafor: a late confirmation with a stop, a misread, one still open."""
    officer.see("7ABC128")
    officer.verify()
    officer.press("way_dispatch")
    officer.key("Return")
    officer.wait(minutes=14)
    officer.write("reply_from", "Dispatcher Chen")
    officer.press("reply_confirmed")
    officer.write("basis", "Stolen, confirmed by SDPD; plate and vehicle match")
    officer.key("Return")
    officer.press("outcome_vehicle_recovered")
    officer.key("Return")
    officer.write("number", "26-104500")
    officer.key("Return")
    officer.key("N")
    # Long enough after the stop for the plate to be news again.
    officer.wait(minutes=16)
    officer.see("7ABC123", doubts={6: (0.62, (("8", 0.31),))})
    officer.answer("different")
    officer.key("1")
    officer.key("Return")
    officer.key("N")
    officer.wait(minutes=1)
    officer.see("5SOW350")
    officer.sign_out()
    officer.sign_in("rivera")
    officer.key("F3")
    return officer


def outcomes(driver: Driver) -> list[str]:
    hits = driver.window.review.table.rows
    rows = [hits.row(i) for i in range(hits.rowCount())]
    return [r.cells[4] for r in rows if r is not None]


def test_that_an_officer_is_not_offered_the_review(officer: Driver) -> None:
    assert not officer.visible("go_review")
    officer.key("F3")
    assert not officer.visible("review")


def test_that_a_shifts_hits_are_listed_with_outcome_and_officer(reviewed: Driver) -> None:
    assert reviewed.words("review_count") == "3 of 3 hits"
    assert outcomes(reviewed)[0] == "open: raised"
    assert sorted(outcomes(reviewed)) == ["Misread", "Vehicle recovered", "open: raised"]
    officers = [reviewed.window.review.table.rows.row(i) for i in range(3)]
    assert {r.cells[5] for r in officers if r is not None} == {"okafor", "nobody yet"}


def test_that_the_table_filters_and_sorts(reviewed: Driver) -> None:
    reviewed.press("filter_closed")
    assert sorted(outcomes(reviewed)) == ["Misread", "Vehicle recovered"]
    reviewed.press("filter_open")
    assert outcomes(reviewed) == ["open: raised"]
    reviewed.press("filter_all")
    reviewed.window.review.table.sortByColumn(4, Qt.SortOrder.AscendingOrder)
    assert outcomes(reviewed) == ["Misread", "open: raised", "Vehicle recovered"]


def choose(driver: Driver, outcome: str) -> None:
    driver.window.review.table.selectRow(outcomes(driver).index(outcome))
    driver.settle()


def test_that_a_course_says_every_step_who_and_when_and_what_was_late(reviewed: Driver) -> None:
    choose(reviewed, "Vehicle recovered")
    detail = reviewed.window.review.detail.shown
    assert detail is not None
    assert "Confirmation overdue" in detail.flags
    said = [s.words for s in detail.steps]
    assert said[0] == "Alert raised: SVS version 1, 2 h old, exact"
    assert said[1:4] == [
        "Answered: characters, identical",
        "Answered: state, identical",
        "Answered: vehicle, identical",
    ]
    assert said[4] == "Confirmation requested: dispatch, urgent"
    assert said[5] == "Reply: confirmed, Dispatcher Chen"
    assert any("Call or report number needed" in words for words in said)
    assert said[-1].startswith("Outcome: vehicle recovered, 26-104500")
    assert {s.who for s in detail.steps} == {"system", "okafor"}
    assert detail.steps[0].time == "2026-11-22 10:00:00 PST"


def test_that_what_asks_for_the_supervisors_eye_is_marked(reviewed: Driver) -> None:
    hits = reviewed.window.review.table.rows
    rows = [hits.row(i) for i in range(hits.rowCount())]
    marked = {r.cells[4]: r.marks.get(4) for r in rows if r is not None}
    assert marked == {
        "open: raised": Meaning.CAUTION,
        "Vehicle recovered": Meaning.CAUTION,
        "Misread": None,
    }


def test_that_a_course_and_a_line_can_be_copied(reviewed: Driver) -> None:
    choose(reviewed, "Misread")
    reviewed.press("course_copy")
    assert "Answered: characters, different" in QGuiApplication.clipboard().text()
    reviewed.window.review.table.setFocus()
    reviewed.key("Ctrl+C")
    assert "7ABC123 CA\t7ABC128 CA" in QGuiApplication.clipboard().text()


@pytest.mark.requirement("ACC-2")
def test_that_the_look_itself_is_on_record(reviewed: Driver) -> None:
    with reviewed.console.store.unit_of_work() as work:
        looks = [e.record for e in work.audit.entries() if e.record.action == "shift.reviewed"]
    assert [r.who for r in looks] == ["rivera"]


def test_that_a_span_without_hits_says_so(reviewed: Driver) -> None:
    reviewed.window.review.set_span(START - timedelta(days=9), START - timedelta(days=8))
    reviewed.press("review_show")
    assert reviewed.words("review_count") == "No hit in this span."
    assert "Choose a hit to see its course." in reviewed.all_words()

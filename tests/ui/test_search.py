"""The search of stored reads: grounds first, then what fits, then one read opened."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from alpr_console.domain.keeping import Hold, HoldKind
from alpr_console.domain.policy_rules import Clause, QueryNeed, QueryRules
from alpr_console.workflow.search_reads import PAGE
from tests.ui.bolo_driver import acts_on_record
from tests.ui.driver import Driver
from ui.widgets.key_button import KeyButton

CLAUSE = Clause("100.33", "Each search is documented.")


@pytest.fixture
def searching(officer: Driver) -> Driver:
    for plate in ("8FGH441", "4DKF902", "8FGH447"):
        officer.see(plate)
    officer.key("F8")
    return officer


def give_grounds(driver: Driver) -> None:
    driver.write("search_reason", "Vehicle of a witness")
    driver.write("search_number", "26-114")


def search(driver: Driver, plate: str) -> None:
    driver.write("search_plate", plate)
    give_grounds(driver)
    driver.key("Return")


def plates(driver: Driver) -> set[str]:
    return {row.cells[1] for row in driver.window.search.found.table.rows.rows}


@pytest.mark.requirement("QRY-1")
def test_that_nothing_is_shown_before_the_grounds_with_the_clause_in_sight(
    searching: Driver,
) -> None:
    assert searching.words("search_clause") == "§100.33: queries"
    searching.write("search_plate", "8FG*")
    searching.key("Return")
    assert searching.words("search_refusal_words") == (
        "Case number or incident number needed. §100.33. Enter the number beside the reason."
    )
    assert not searching.visible("search_found")
    give_grounds(searching)
    searching.key("Return")
    assert plates(searching) == {"8FGH441 CA", "8FGH447 CA"}
    assert searching.words("search_count") == "2 reads"
    assert searching.words("search_summary") == ("8FG* · Case number 26-114 · Vehicle of a witness")
    outcomes = [outcome for _, _, outcome in acts_on_record(searching, "reads.searched")]
    assert outcomes == ["refused: Case number or incident number needed. §100.33.", "done"]


def test_that_the_reads_of_a_case_are_found_by_its_number(searching: Driver) -> None:
    with searching.console.store.unit_of_work() as work:
        held = next(r for r in work.reads.latest(99) if r.text == "8FGH441")
        work.holds.add(
            Hold("h1", HoldKind.EVIDENCE, "26-77", "Trial", "roe", held.at, (held.read_id,))
        )
    searching.write("search_case", "26-77")
    give_grounds(searching)
    searching.key("Return")
    assert plates(searching) == {"8FGH441 CA"}
    assert searching.words("search_summary").startswith("case 26-77 · ")


@pytest.mark.requirement("ACC-2")
def test_that_a_picture_is_shown_by_opening_a_read_alone_and_that_is_on_record(
    searching: Driver,
) -> None:
    search(searching, "4DK*")
    assert searching.words("search_read") == ""
    assert acts_on_record(searching, "read.opened") == []
    searching.key("Return")
    assert searching.words("search_read") == "4DKF902 CA · 98 % sure"
    facts = searching.words("search_facts")
    assert "2026-11-22 10:00:00 PST, by front" in facts
    assert "At 32.79480, -116.96250" in facts
    assert acts_on_record(searching, "read.opened") == [("read.opened", "okafor", "done")]


def test_that_typed_terms_are_there_again_after_a_search(searching: Driver) -> None:
    search(searching, "9ZZ*")
    assert searching.words("search_count") == "No read found"
    searching.key("Esc")
    assert searching.field("search_plate").text() == "9ZZ*"  # type: ignore[union-attr]
    searching.write("search_plate", "8FGH44?")
    searching.key("Return")
    assert plates(searching) == {"8FGH441 CA", "8FGH447 CA"}


def test_that_further_pages_come_behind_those_shown(officer: Driver) -> None:
    for n in range(PAGE + 3):
        officer.see(f"8AB{n:04}")
        officer.clock.go_on(seconds=1)
    officer.key("F8")
    search(officer, "8AB*")
    assert officer.words("search_count") == f"{PAGE} reads, newest first. There are more."
    officer.key("M")
    assert officer.words("search_count") == f"{PAGE + 3} reads"
    assert len(plates(officer)) == PAGE + 3
    key = officer.window.findChild(KeyButton, "search_more")
    assert key is not None
    assert not key.isEnabled()
    assert len(acts_on_record(officer, "reads.searched")) == 2


@pytest.mark.requirement("ACC-7")
@pytest.mark.parametrize("leave", ["F12", "sign_out"])
def test_that_nothing_of_a_search_outlives_the_lock_or_the_session(
    searching: Driver, leave: str
) -> None:
    search(searching, "4DK*")
    searching.key("Return")
    searching.press("search_copy")
    if leave == "F12":
        searching.key("F12")
    else:
        searching.sign_out()
    page = searching.window.search
    assert page.found.table.rows.rows == ()
    assert page.form.entered.plate == ""
    assert page.form.grounds.reason == ""
    hidden = page.findChildren(type(page.found._title))
    assert not any("4DKF902" in label.text() for label in hidden)
    assert not page.found._crop.has_picture
    assert QGuiApplication.clipboard().text() == ""


def test_that_a_row_is_copied_as_it_stands(searching: Driver) -> None:
    search(searching, "4DK*")
    searching.press("search_copy")
    assert QGuiApplication.clipboard().text().split("\t")[1] == "4DKF902 CA"
    assert searching.words("search_note_words") == "Copied."


@pytest.mark.requirement("QRY-1")
@pytest.mark.parametrize("need", list(QueryNeed))
def test_that_the_statement_of_no_number_is_offered_where_the_profile_knows_it(
    qtbot: QtBot, need: QueryNeed
) -> None:
    driver = Driver(qtbot, queries=QueryRules(CLAUSE, need, ("Event number",)))
    driver.sign_in("okafor")
    driver.go_on_patrol()
    driver.see("4DKF902")
    driver.key("F8")
    asked = need is QueryNeed.REASON_AND_ANY_NUMBER
    assert driver.visible("search_no_number") is asked
    assert driver.words("search_clause") == "§100.33: Each search is documented."
    driver.write("search_plate", "4DKF902")
    driver.write("search_reason", "Vehicle of a witness")
    driver.key("Return")
    refused = need in (QueryNeed.NUMBER_AND_REASON, QueryNeed.REASON_AND_ANY_NUMBER)
    assert ("§100.33" in driver.words("search_refusal_words")) is refused
    if asked:
        box = driver.window.findChild(QCheckBox, "search_no_number")
        assert box is not None
        box.setChecked(True)
        driver.key("Return")
    assert driver.visible("search_found") is (need is not QueryNeed.NUMBER_AND_REASON)


def test_that_everything_of_it_is_reached_by_the_tab_key(searching: Driver) -> None:
    met = set()
    for _ in range(40):
        focus = searching.window.focusWidget()
        assert focus is not None
        met.add(focus.objectName())
        searching.key("Tab")
    assert {
        "search_plate", "search_similar", "search_state", "search_camera", "search_since",
        "search_until", "search_near", "search_radius", "search_box", "search_color",
        "search_body", "search_case", "search_reason", "search_number_kind", "search_number",
        "search_go",
    } <= met  # fmt: skip

"""The screen of specific entries: entered, approved by another, renewed, withdrawn, expired."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox

from alpr_console.domain.hotlist import Category
from alpr_console.domain.notices import Meaning
from alpr_console.domain.policy import Approver, Clause
from alpr_console.domain.specific_entry import SpecificEntry, SpecificState
from tests.fakes.bolo import bolo
from tests.fakes.shift import SPECIFIC_RULES
from tests.ui.bolo_driver import acts_on_record, entered, in_force
from tests.ui.driver import Driver
from ui.entries.draft import EntryDraft, PlateForm
from ui.entries.form_presenter import looks_for


def rows(driver: Driver) -> list[tuple[str, ...]]:
    return [row.cells for row in driver.window.entries.listing.table.rows.rows]


def open_entry(driver: Driver, entry: SpecificEntry, by: str) -> None:
    driver.sign_in(by)
    driver.key("F5")
    driver.window.entries.listing.table.choose(entry.entry_id)
    driver.settle()


def tab_to(driver: Driver, name: str) -> None:
    for _ in range(40):
        focus = QApplication.focusWidget()
        if focus is not None and focus.objectName() == name:
            return
        driver.key("Tab")
    raise AssertionError(f"Tab does not reach {name}")


def typed(driver: Driver, text: str) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    driver.qtbot.keyClicks(focus, text)
    driver.settle()


def pick(driver: Driver, name: str, text: str) -> None:
    """By the keyboard: a drop-down jumps to what begins with the letters typed."""
    tab_to(driver, name)
    typed(driver, text)


def state_of(driver: Driver, entry: SpecificEntry) -> SpecificState:
    with driver.console.store.unit_of_work() as work:
        return work.specific.get(entry.entry_id).state(driver.clock.now())


@pytest.mark.requirement("HOT-4")
def test_that_an_entry_is_made_by_the_keyboard_alone(officer: Driver) -> None:
    officer.key("F5")
    assert "No entry yet." in officer.words("entries_count")
    officer.key("B")
    typed(officer, "7bc")
    pick(officer, "bolo_state", "CA")
    pick(officer, "bolo_category", "Felony")
    tab_to(officer, "bolo_case")
    typed(officer, "26-000123")
    tab_to(officer, "bolo_synopsis")
    typed(officer, "Robbery suspect left in this car")
    officer.key("Shift+Tab")
    tab_to(officer, "bolo_submit")
    officer.key("Space")
    assert rows(officer) == [
        ("Waiting", "7BC CA", "Felony vehicle", "26-000123", "not yet", "okafor")
    ]
    assert officer.words("entries_note_words") == (
        "Entered. It matches nothing until a supervisor approves it. §100.15"
    )
    assert acts_on_record(officer, "specific.") == [("specific.submitted", "okafor", "done")]


@pytest.mark.requirement("HOT-4")
def test_that_a_refusal_cites_its_section_and_loses_nothing_typed(officer: Driver) -> None:
    officer.key("F5")
    officer.key("B")
    officer.write("bolo_plate", "7BC")
    pick(officer, "bolo_category", "BOLO")
    officer.press("bolo_submit")
    assert officer.words("entry_refusal_words") == (
        "Case number needed. §100.14. Enter the number of the case or report."
    )
    officer.write("bolo_case", "26-000123")
    officer.press("bolo_submit")
    assert "Synopsis or reason needed. §100.14." in officer.words("entry_refusal_words")
    officer.write("bolo_synopsis", "Seen leaving the scene")
    officer.write("bolo_days", "45")
    officer.press("bolo_submit")
    assert "1 to 30 days" in officer.words("entry_refusal_words")
    officer.write("bolo_days", "10")
    officer.press("bolo_back")
    officer.key("B")
    officer.press("bolo_submit")
    contents = officer.console.ask(lambda desk: desk.specific.all()).result()[0].entry.contents
    assert (contents.lic, contents.oca, contents.days) == ("7BC", "26-000123", 10)


@pytest.mark.requirement("OPS-4")
def test_that_a_description_is_chosen_by_its_words_and_kept_in_codes(officer: Driver) -> None:
    officer.key("F5")
    officer.key("B")
    pick(officer, "bolo_category", "BOLO")
    box = officer.window.findChild(QComboBox, "bolo_make")
    assert box is not None
    box.setFocus()
    box.lineEdit().selectAll()
    typed(officer, "toyota")
    pick(officer, "bolo_style", "Pickup")
    pick(officer, "bolo_color", "Blue")
    assert officer.words("bolo_looks_for") == "Looks for any plate on Blue Toyota, pickup"
    officer.write("bolo_case", "26-000123")
    officer.write("bolo_synopsis", "Hit and run, front damage")
    officer.press("bolo_covert")
    officer.press("bolo_person")
    officer.press("bolo_submit")
    contents = officer.console.ask(lambda desk: desk.specific.all()).result()[0].entry.contents
    assert (contents.vma, contents.vst, contents.vco) == ("TOYT", "PK", "BLU")
    assert contents.covert
    assert contents.person
    assert rows(officer)[0][1] == "Blue Toyota, pickup"
    assert officer.words("entry_covert_words") == "COVERT: observe, do not stop"


def draft(**changes: object) -> EntryDraft:
    values: dict[str, Any] = {
        "plate_form": PlateForm.WHOLE, "untrusted_plate": "7bc", "state": "", "category": None,
        "untrusted_year": "", "untrusted_make": "", "untrusted_model": "", "style": "",
        "color": "", "untrusted_case": "", "untrusted_synopsis": "", "person": False,
        "covert": False, "untrusted_days": "",
    }  # fmt: skip
    return EntryDraft(**{**values, **changes})


@pytest.mark.requirement("OPS-4")
@pytest.mark.parametrize(
    ("form", "text", "pattern"),
    [
        (PlateForm.WHOLE, "7bc 123", "7BC123"),
        (PlateForm.BEGINS, "7bc", "7BC*"),
        (PlateForm.ENDS, "7bc", "*7BC"),
        (PlateForm.CONTAINS, "7bc", "*7BC*"),
        (PlateForm.PATTERN, "7?bc*", "7?BC*"),
        (PlateForm.BEGINS, "", ""),
    ],
)
def test_that_what_is_typed_becomes_the_pattern_that_was_chosen(
    form: PlateForm, text: str, pattern: str
) -> None:
    assert draft(plate_form=form, untrusted_plate=text).pattern == pattern


def test_that_a_whole_plate_with_a_wildcard_is_refused_in_words() -> None:
    said, refused = looks_for(draft(untrusted_plate="7?bc"))
    assert refused
    assert said == "A whole plate has no ? and no *. Choose Pattern, or enter the plate alone."
    assert looks_for(draft(plate_form=PlateForm.PATTERN, untrusted_plate="7?*")) == (
        "Looks for 7?*: ? is one character not known, * is any run of characters", False,
    )  # fmt: skip


@pytest.mark.requirement("HOT-5")
def test_that_another_approves_and_the_entry_then_matches(driver: Driver) -> None:
    entry = entered(driver, bolo("7?BC*"))
    open_entry(driver, entry, "rivera")
    assert driver.words("entry_state") == "Waiting for approval"
    driver.key("A")
    assert driver.words("entry_state") == "In force, until 2026-12-22 10:00 PST"
    assert "In force until 2026-12-22 10:00 PST" in driver.words("entries_note_words")
    assert rows(driver)[0][0] == "In force"
    alert = driver.see("7ABC999")[0]
    assert alert.hit.entry.specific == entry.entry_id


@pytest.mark.requirement("HOT-5")
def test_that_nobody_is_offered_to_decide_on_their_own_entry(driver: Driver) -> None:
    entry = entered(driver, bolo(), by="rivera")
    open_entry(driver, entry, "rivera")
    assert driver.words("entry_why_not") == "Nobody decides on their own entry. §100.15"
    assert not driver.visible("entry_approve")
    driver.key("A")
    assert state_of(driver, entry) is SpecificState.SUBMITTED


@pytest.mark.requirement("HOT-5")
def test_that_an_officer_sees_who_has_to_decide(officer: Driver) -> None:
    officer.sign_out()
    entry = entered(officer, bolo(), by="rivera")
    open_entry(officer, entry, "okafor")
    assert officer.words("entry_why_not").endswith("§100.15")
    assert not officer.visible("entry_approve")
    assert not officer.visible("entry_withdraw")
    assert not officer.visible("tab_ignored")


def test_that_a_refusal_needs_a_reason_and_keeps_it_on_record(driver: Driver) -> None:
    entry = entered(driver, bolo())
    open_entry(driver, entry, "rivera")
    driver.write("entry_reason", "no")
    driver.press("entry_refuse")
    assert driver.words("entries_note_words")
    assert driver.field("entry_reason").text() == "no"  # type: ignore[union-attr]
    driver.write("entry_reason", "Half of the city fits this")
    driver.press("entry_refuse")
    assert driver.words("entry_state") == "Refused"
    assert "Half of the city fits this" in driver.all_words()
    assert rows(driver)[0][0] == "Refused"


@pytest.mark.requirement("HOT-6")
def test_that_an_entry_on_screen_expires_at_its_minute(driver: Driver) -> None:
    entry = in_force(driver, bolo("7?BC*", days=1))
    open_entry(driver, entry, "okafor")
    driver.wait(hours=23, minutes=59)
    assert rows(driver)[0][0] == "In force"
    driver.wait(minutes=1)
    assert rows(driver)[0][0] == "Expired"
    assert driver.words("entry_state").startswith("Expired, was in force until")
    assert driver.see("7ABC999") == []


@pytest.mark.requirement("HOT-6")
def test_that_a_renewal_is_asked_by_one_and_given_by_another(driver: Driver) -> None:
    entry = in_force(driver, bolo("7?BC*", days=1))
    open_entry(driver, entry, "okafor")
    driver.write("entry_reason", "Still looked for by the bureau")
    driver.press("entry_ask_renewal")
    assert driver.words("entries_note_words") == "Renewal asked for."
    assert driver.words("entry_state").startswith("Waiting for renewal, until 2026-11-23")
    driver.sign_out()
    driver.wait(hours=5)
    open_entry(driver, entry, "rivera")
    driver.press("entry_renew")
    assert driver.words("entry_state") == "In force, until 2026-11-23 15:00 PST"


def test_that_withdrawn_at_once_matches_no_more(driver: Driver) -> None:
    entry = in_force(driver, bolo("7?BC*"))
    open_entry(driver, entry, "okafor")
    driver.press("entry_withdraw")
    assert driver.words("entries_note_words") == "Reason needed. Say why in a word or two."
    driver.write("entry_reason", "Found")
    driver.press("entry_withdraw")
    assert rows(driver)[0][0] == "Withdrawn"
    assert driver.see("7ABC999") == []


def test_that_what_waits_for_this_person_comes_first_and_filters_hold(driver: Driver) -> None:
    in_force(driver, bolo("8?BC*", oca="26-000001"))
    waiting = entered(driver, bolo("7?BC*", oca="26-000002"))
    entered(driver, bolo("9?BC*", oca="26-000003"), by="rivera")
    driver.sign_in("rivera")
    driver.key("F5")
    assert [cells[3] for cells in rows(driver)] == ["26-000002", "26-000003", "26-000001"]
    assert driver.words("entries_count") == "3 of 3 entries, 1 for you to decide"
    driver.press("entries_in_force")
    assert [cells[3] for cells in rows(driver)] == ["26-000001"]
    driver.press("entries_waiting")
    first = driver.window.entries.listing.table.rows.row(0)
    assert first is not None
    assert (first.key, first.marks) == (waiting.entry_id, {0: Meaning.CAUTION})


def test_that_the_next_person_finds_no_draft_of_the_last(officer: Driver) -> None:
    officer.key("F5")
    officer.key("B")
    officer.write("bolo_plate", "7BC")
    officer.sign_out()
    officer.sign_in("rivera")
    officer.key("F5")
    officer.key("B")
    assert officer.field("bolo_plate").text() == ""  # type: ignore[union-attr]


@pytest.mark.requirement("HOT-8")
def test_that_every_category_of_the_profile_can_be_chosen(officer: Driver) -> None:
    officer.key("F5")
    officer.key("B")
    box = officer.window.findChild(QComboBox, "bolo_category")
    assert box is not None
    words = [box.itemText(place) for place in range(box.count())]
    assert words[1:] == [category.label for category in Category]


def test_that_an_administrators_rule_is_said_with_its_section(qtbot: Any) -> None:
    rules = replace(
        SPECIFIC_RULES, approver=Approver.ADMINISTRATOR, approval=Clause("462.4(h)5", "approval")
    )
    driver = Driver(qtbot, specific=rules)
    driver.sign_in("okafor")
    driver.key("F5")
    driver.key("B")
    driver.write("bolo_plate", "7BC")
    pick(driver, "bolo_category", "BOLO")
    driver.write("bolo_case", "26-000123")
    driver.write("bolo_synopsis", "Seen leaving the scene")
    driver.qtbot.keyClick(driver.field("bolo_synopsis"), Qt.Key.Key_Return)
    driver.settle()
    assert driver.words("entries_note_words") == (
        "Entered. It matches nothing until the administrator approves it. §462.4(h)5"
    )

"""Holds, limits and purges on the screen, by keyboard alone."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton

from alpr_console.domain.operator import Role
from alpr_console.workflow.purge import Purger
from tests.fakes.people import colleague
from tests.fakes.profiles import BY_NUMBER, NUMBERS
from tests.ui import cast
from tests.ui.bolo_driver import acts_on_record
from tests.ui.driver import Driver
from ui.administration.groups import GROUPS
from ui.holds.view import HoldsPage
from ui.keeping.presenter import KeepingModel, KeepingPresenter
from ui.keeping.view import KeepingPage
from ui.widgets.rows_table import RowsTable


@pytest.fixture
def page(driver: Driver) -> Driver:
    """The administrator is signed in and at the records' pages; three reads are on record."""
    driver.sign_in("rivera")
    desk = driver.console.desk
    colleague(desk, "chen", "L. Chen", Role.CUSTODIAN, cast.PASSWORD, "5120")
    colleague(desk, "ortiz", "M. Ortiz", Role.SUPERVISOR, cast.PASSWORD, "5121")
    for text in ("8XYZ441", "8XYZ442", "8XYZ443"):
        driver.see(text)
    driver.key("F4")
    driver.key("F10")
    return driver


def rows(page: Driver, name: str) -> list[tuple[str, ...]]:
    (table,) = page.window.findChildren(RowsTable, name)
    return [row.cells for row in table.rows.rows]


def limits(page: Driver) -> list[list[str]]:
    return [[page.words(f"keeping_limit_{r}_{c}") for c in range(5)] for r in range(5)]


@pytest.mark.requirement("RET-2")
def test_that_a_plate_is_held_and_released_by_keyboard(page: Driver) -> None:
    page.press("page_holds")
    page.write("hold_number", "26-104")
    page.write("hold_plate", "8xyz 441")
    page.key("Return")
    assert "A hold needs its number and reason" in page.words("hold_note_words")
    page.write("hold_reason", "Homicide trial")
    page.write("hold_since", "yesterday")
    page.key("Return")
    assert "'yesterday' is no time" in page.words("hold_note_words")
    page.write("hold_since", "2026-11-01 00:00")
    page.key("Return")
    assert page.words("hold_note_words") == "26-104: held."
    (line,) = rows(page, "holds")
    assert line == ("26-104", "Evidence", "8XYZ441", "2026-11-22", "Holds")
    (table,) = page.window.findChildren(RowsTable, "holds")
    assert table.rows.rows[0].tips[2].startswith("8XYZ441, from 2026-11-01 00:00")
    page.press("hold_release")
    assert "A reason is needed" in page.words("hold_note_words")
    page.write("hold_why", "Convicted, appeals over")
    page.press("hold_release")
    assert page.words("hold_note_words").startswith("26-104: released.")
    assert rows(page, "holds")[0][4].startswith("Released")
    done = [act for act in acts_on_record(page, "hold.") if act[2] == "done"]
    assert done == [("hold.placed", "rivera", "done"), ("hold.ended", "rivera", "done")]


@pytest.mark.requirement("RET-1")
def test_that_what_is_due_is_counted_first_and_goes_at_the_second_press(page: Driver) -> None:
    desk, uow = page.console.desk, page.console.store.unit_of_work
    purger = Purger(uow, page.clock, desk.policy, lambda: None)
    desk.keeping.purger = purger
    page.clock.go_on(days=31)
    page.press("page_keeping")
    assert limits(page)[1][1:4] == ["30 days", "3", "0"]
    page.press("keeping_purge")
    assert "3 records will go. They cannot be brought back." in page.words("keeping_note_words")
    with uow() as work:
        assert work.reads.count() == 3
    page.press("keeping_purge")
    assert page.words("keeping_note_words") == "0 purged so far."
    while purger.busy:
        purger.step()
    page.wait_for(lambda: "3 purged. Nothing" in page.words("keeping_note_words"))
    assert limits(page)[1][2] == "0"
    (line,) = rows(page, "keeping_purges")
    assert line[1:] == ("rivera", "Reads without a hit", "3")
    with uow() as work:
        assert work.reads.count() == 0
    page.press("keeping_purge")
    assert page.words("keeping_note_words") == "Nothing is due."


def test_that_a_release_without_a_hold_is_refused_in_place(page: Driver) -> None:
    page.press("page_holds")
    page.press("hold_release")
    assert page.words("hold_note_words") == "Choose a hold."


def test_that_nothing_typed_or_shown_stays_for_the_next_person(page: Driver) -> None:
    page.press("page_holds")
    page.write("hold_number", "26-104")
    page.write("hold_reason", "Homicide trial")
    page.write("hold_plate", "8XYZ441")
    page.key("Return")
    page.write("hold_plate", "8XYZ442")
    (holds,) = page.window.findChildren(HoldsPage)
    (keeping,) = page.window.findChildren(KeepingPage)
    holds.clear()
    keeping.clear()
    assert rows(page, "holds") == []
    assert page.field("hold_plate").property("text") == ""


@pytest.mark.parametrize(
    ("name", "holds", "purges"), [("ortiz", True, False), ("chen", True, True)]
)
def test_that_each_sees_the_pages_that_are_theirs(
    page: Driver, name: str, holds: bool, purges: bool
) -> None:
    page.console.desk.sign_in(name, cast.PASSWORD, acknowledged=True)
    user = page.console.desk.signed_in().user
    theirs = {one.name for group in GROUPS for one in group.for_user(user)}
    assert ("holds" in theirs, "keeping" in theirs) == (holds, purges)


@pytest.mark.requirement("RET-1")
@pytest.mark.parametrize("number", NUMBERS)
def test_that_the_page_shows_each_limit_with_its_clause(number: str) -> None:
    shown: list[KeepingModel] = []
    rules = BY_NUMBER[number].retention
    KeepingPresenter(lambda *_: None, rules, shown.append).forget()
    reads, hits, past, audit = (row.cells for row in shown[-1].limits)
    least = ", no less" if rules.reads.not_before else ""
    assert reads[1] == f"{rules.reads.after.days} days{least}"
    assert hits[1] == f"{rules.hits.after.days} days{least}"
    assert reads[4] == f"§{rules.reads.clause.section}"
    assert past[4] == hits[4] == f"§{rules.hits.clause.section}"
    assert audit[1] == "For good"
    hits_only = "not written to this disk" in shown[-1].note
    assert hits_only == (number == "429")


def test_that_the_purge_key_says_what_it_takes(page: Driver) -> None:
    page.clock.go_on(days=31)
    page.press("page_keeping")
    page.press("keeping_purge")
    (key,) = page.window.findChildren(QPushButton, "keeping_purge")
    assert key.accessibleName() == "Purge 3 for good"

"""Past hits: on a screen of their own, aged, silent, and reviewed with a note."""

from __future__ import annotations

import pytest

from alpr_console.domain.hotlist import Category
from tests.fakes.bolo import bolo
from tests.fakes.shift import hot_list, listed
from tests.ui.bolo_driver import acts_on_record, in_force
from tests.ui.driver import Driver
from ui.widgets.key_button import KeyButton


@pytest.fixture
def looked_back(officer: Driver) -> Driver:
    """Two vehicles passed; three hours later a list and a specific entry name them."""
    officer.see("4DKF902")
    officer.see("8XYZ441")
    officer.clock.go_on(hours=3)
    officer.sign_out()
    in_force(officer, bolo("8XY*", lis="", mis="Seen near the scene", category=Category.BOLO))
    officer.sign_in("okafor")
    new = hot_list("SFR", 1, officer.clock.now())
    officer.console.put_list(new, (listed("4DKF902", "CA", category=Category.FELONY_VEHICLE),))
    officer.console.look_back()
    officer.settle()
    return officer


def rows(driver: Driver) -> list[tuple[str, ...]]:
    return [row.cells for row in driver.window.past_hits.table.rows.rows]


@pytest.mark.requirement("OPS-4")
def test_that_a_past_hit_raises_no_alert_and_waits_quietly(looked_back: Driver) -> None:
    assert looked_back.window.panel.model is None
    assert looked_back.words("queue_words") == "No alert waits"
    key = looked_back.window.findChild(KeyButton, "go_past_hits")
    assert key is not None
    assert (key.text(), key.accessibleName()) == ("Past hits 2", "Past hits, 2 to review")


def test_that_its_age_stands_first_with_where_it_was_and_why(looked_back: Driver) -> None:
    looked_back.key("F6")
    assert sorted(rows(looked_back), key=lambda cells: cells[1]) == [
        ("3 h ago", "4DKF902 CA", "4DKF902 CA", "Felony vehicle", "SFR v1"),
        ("3 h ago", "8XYZ441 CA", "8XY*", "BOLO", "Entry, case 26-000123"),
    ]
    table = looked_back.window.past_hits.table
    table.choose(next(r.key for r in table.rows.rows if r.cells[2] == "8XY*"))
    looked_back.settle()
    assert looked_back.words("past_mark_words") == "PAST HIT, where it was 3 h ago"
    facts = looked_back.words("past_facts")
    assert "At 32.79480, -116.96250" in facts
    assert "2026-11-22 10:00:00 PST, by front" in facts
    assert "Seen near the scene" in facts


def test_that_its_age_grows_while_it_is_looked_at(looked_back: Driver) -> None:
    looked_back.key("F6")
    looked_back.wait(hours=1)
    assert {cells[0] for cells in rows(looked_back)} == {"4 h ago"}


def test_that_a_review_needs_a_note_and_takes_it_off_the_list(looked_back: Driver) -> None:
    looked_back.key("F6")
    looked_back.key("Return")
    assert looked_back.words("past_note_words") == "A note is needed. Say what became of it."
    looked_back.write("past_words", "Told the bureau")
    looked_back.key("Return")
    assert len(rows(looked_back)) == 1
    assert looked_back.words("past_note_words") == "Reviewed. It stays on record."
    assert acts_on_record(looked_back, "past_hit.") == [
        ("past_hit.reviewed", "okafor", "refused: A note is needed."),
        ("past_hit.reviewed", "okafor", "done"),
    ]
    key = looked_back.window.findChild(KeyButton, "go_past_hits")
    assert key is not None
    assert key.text() == "Past hits 1"


def test_that_a_live_hit_is_never_among_them(looked_back: Driver) -> None:
    assert looked_back.see("8XYZ442")
    looked_back.key("F6")
    assert len(rows(looked_back)) == 2


def test_that_nothing_of_them_stays_for_the_next_person(looked_back: Driver) -> None:
    looked_back.key("F6")
    looked_back.sign_out()
    assert rows(looked_back) == []
    assert not looked_back.visible("past_title")

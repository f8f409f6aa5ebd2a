"""Several alerts: none covers another, none is lost, the worst comes first."""

from __future__ import annotations

import pytest

from alpr_console.domain.alert import AlertState
from tests.ui.driver import Driver


def test_that_a_new_alert_never_covers_the_open_one_nor_takes_the_focus(officer: Driver) -> None:
    officer.see("7ABC123", doubts={6: (0.62, (("8", 0.31),))})
    officer.answer("identical")
    officer.write("reason", "Frame covers")
    focus = officer.window.focusWidget()
    officer.see("5SOW350")
    assert officer.words("alert_title") == "Stolen vehicle"
    assert officer.window.focusWidget() is focus
    assert officer.window.panel.presenter.waiting == 1


def test_that_the_bar_counts_what_waits_and_names_the_worst(officer: Driver) -> None:
    for plate in ("7ABC128", "8KLM204", "5SOW350"):
        officer.see(plate, "NV" if plate == "8KLM204" else "CA")
    assert "2 more alerts, worst: Felony vehicle" in officer.all_words()


def test_that_next_brings_the_worst_and_a_draft_is_kept_meanwhile(officer: Driver) -> None:
    officer.see("7ABC123", doubts={6: (0.62, (("8", 0.31),))})
    officer.answer("identical")
    officer.write("reason", "Frame covers")
    officer.see("8KLM204", "NV")
    officer.see("5SOW350")
    officer.press("queue_next")
    assert officer.words("alert_title") == "Stolen plate"
    officer.key("N")
    assert officer.words("alert_title") == "Felony vehicle"
    officer.key("N")
    assert officer.words("alert_title") == "Stolen vehicle"
    assert officer.field("reason").text() == "Frame covers"  # type: ignore[union-attr]


def test_that_a_key_pressed_twice_answers_once(officer: Driver) -> None:
    """The next alert waits for its own key, so that no answer slips onto it."""
    first = officer.see("7ABC128")[0].alert_id
    second = officer.see("5SOW350")[0].alert_id
    officer.key("W")
    officer.press("outcome_duplicate")
    officer.key("Return")
    for key in ("I", "D", "Return", "1"):
        officer.key(key)
    assert officer.alert(first).state is AlertState.CLOSED
    assert officer.alert(second).state is AlertState.RAISED
    officer.key("N")
    assert officer.words("alert_title") == "Felony vehicle"


def test_that_after_the_last_alert_the_panel_returns_to_the_reads(officer: Driver) -> None:
    officer.see("7ABC128")
    officer.key("W")
    officer.press("outcome_duplicate")
    officer.key("Return")
    officer.key("N")
    assert officer.window.panel.model is None
    assert "Last alert closed: Duplicate" in officer.all_words()


def test_that_an_alert_is_reached_from_another_screen_by_its_key(officer: Driver) -> None:
    officer.key("F1")
    assert officer.visible("keys_page")
    officer.see("7ABC128")
    officer.see("5SOW350")
    assert officer.visible("keys_page")
    officer.key("N")
    assert officer.words("alert_title") == "Felony vehicle"


@pytest.mark.requirement("HIT-10")
def test_that_open_alerts_are_there_again_at_the_next_sign_in(officer: Driver) -> None:
    officer.see("7ABC128")
    officer.answer("identical")
    officer.sign_out()
    officer.sign_in("okafor")
    assert officer.words("question") == "Is the state on the plate CA?"

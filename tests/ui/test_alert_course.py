"""One alert from raised to closed, by what the officer sees and presses."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from alpr_console.domain.alert import AlertState
from alpr_console.domain.disposition import Outcome
from alpr_console.domain.events import ReadReleased
from alpr_console.domain.hotlist import Category
from alpr_console.domain.policy import Clause
from tests.fakes.shift import hot_list, listed
from tests.ui import cast
from tests.ui.driver import Driver


def doubted_misread(officer: Driver) -> str:
    """The list has 7ABC128; the plate says 7ABC123, and the reader half thinks so."""
    doubts = {6: (0.62, (("8", 0.31),))}
    return officer.see("7ABC123", doubts=doubts)[0].alert_id


@pytest.mark.requirement("HIT-1")
def test_that_an_alert_says_not_visually_verified_until_it_is(officer: Driver) -> None:
    officer.see("7ABC128")
    for _ in range(3):
        assert officer.words("alert_tag") == "NOT VISUALLY VERIFIED"
        officer.answer("identical")
    assert officer.words("alert_tag") == "VERIFIED · NOT CONFIRMED"


@pytest.mark.requirement("HIT-2")
def test_that_one_item_is_asked_at_a_time_and_each_is_on_record(officer: Driver) -> None:
    alert_id = officer.see("7ABC128")[0].alert_id
    questions = []
    while officer.visible("answer_identical"):
        questions.append(officer.words("question"))
        officer.press("answer_identical")
    assert questions == [
        "Is every character on the plate identical to the list?",
        "Is the state on the plate CA?",
        "Is the vehicle the one listed?",
    ]
    alert = officer.alert(alert_id)
    assert alert.state is AlertState.VERIFIED
    assert [a.by for a in alert.answers] == ["okafor"] * 3


@pytest.mark.requirement("HIT-2")
def test_that_a_differing_character_is_marked_and_different_ends_the_hit(officer: Driver) -> None:
    alert_id = doubted_misread(officer)
    model = officer.window.panel.model
    assert model is not None
    assert model.comparison.places == (7,)
    officer.answer("different")
    assert officer.words("alert_tag") == "DIFFERENT"
    assert not officer.visible("way_clets")
    officer.key("1")
    officer.key("Return")
    alert = officer.alert(alert_id)
    assert alert.disposition is not None
    assert alert.disposition.outcome is Outcome.MISREAD


@pytest.mark.requirement("HIT-2")
def test_that_identical_on_a_conflict_needs_the_reason_and_keeps_what_was_typed(
    officer: Driver,
) -> None:
    alert_id = doubted_misread(officer)
    officer.answer("identical")
    assert officer.words("question") == "Differs at character 7. Why is it identical?"
    officer.write("reason", "no")
    officer.key("Return")
    assert "Say in words why they are identical" in officer.refusal()
    assert officer.alert(alert_id).answers == ()
    assert officer.field("reason").text() == "no"  # type: ignore[union-attr]
    officer.write("reason", "Frame covers the 8")
    officer.key("Return")
    assert officer.alert(alert_id).answers[0].reason == "Frame covers the 8"


def test_that_a_reader_of_the_screen_hears_the_difference(officer: Driver) -> None:
    doubted_misread(officer)
    comparison = officer.window.panel.findChild(object, "comparison")
    assert "Place 7 differs: read 3, list 8." in comparison.accessibleName()


def test_that_the_last_answer_can_be_taken_back(officer: Driver) -> None:
    alert_id = officer.see("7ABC128")[0].alert_id
    assert not officer.visible("back")
    officer.answer("identical")
    officer.answer("different")
    assert officer.alert(alert_id).state is AlertState.MISMATCHED
    officer.key("Backspace")
    assert officer.words("question") == "Is the state on the plate CA?"
    assert len(officer.alert(alert_id).answers) == 1


@pytest.mark.requirement("HIT-3")
def test_that_the_confirmation_clock_runs_and_says_when_it_is_overdue(officer: Driver) -> None:
    alert_id = officer.see("7ABC128")[0].alert_id
    officer.verify()
    officer.key("Return")
    assert officer.refusal() == "Pick CLETS or Dispatch first."
    officer.key("C")
    officer.key("Return")
    assert officer.words("confirmation_clock") == "10:00 left"
    officer.wait(minutes=4, seconds=12)
    assert officer.words("confirmation_clock") == "5:48 left"
    officer.wait(minutes=8)
    assert officer.words("confirmation_clock") == "2:12 overdue"
    officer.key("S")
    assert officer.words("confirmation_clock") == "10:00 left"
    assert [r.number for r in officer.alert(alert_id).requests] == [1, 2]


def test_that_a_routine_request_has_an_hour_and_later_starts_it_again(officer: Driver) -> None:
    officer.see("7ABC128")
    officer.verify()
    for key in ("P", "R", "Return"):
        officer.key(key)
    assert officer.words("confirmation_clock") == "1:00:00 left"
    officer.wait(minutes=50)
    officer.write("reply_from", "SDPD records")
    officer.press("reply_later")
    assert officer.words("confirmation_clock") == "1:00:00 left"
    assert "SDPD records answers later" in officer.words("request_line")


@pytest.mark.requirement("HIT-3")
def test_that_a_reply_needs_from_whom(officer: Driver) -> None:
    alert_id = officer.see("7ABC128")[0].alert_id
    officer.verify()
    officer.key("P")
    officer.key("Return")
    officer.key("Y")
    assert "Who answered is needed." in officer.refusal()
    officer.write("reply_from", "Dispatcher Chen")
    officer.press("reply_confirmed")
    assert officer.alert(alert_id).replies[0].from_whom == "Dispatcher Chen"
    assert officer.words("alert_tag") == "STATUS CONFIRMED"


@pytest.mark.requirement("HIT-3")
def test_that_a_denied_status_leaves_only_an_end_without_a_stop(officer: Driver) -> None:
    officer.see("7ABC128")
    officer.verify()
    officer.press("way_clets")
    officer.key("Return")
    officer.write("reply_from", "SDPD")
    officer.press("reply_not_confirmed")
    assert officer.visible("outcome_not_confirmed")
    assert not officer.visible("basis")
    assert not officer.visible("outcome_arrest")


@pytest.mark.requirement("HIT-4")
def test_that_exigency_is_stated_in_words_under_its_section(officer: Driver) -> None:
    alert_id = officer.see("7ABC128")[0].alert_id
    officer.verify()
    officer.key("E")
    assert officer.words("section") == "§100.7"
    officer.write("facts", "hurry")
    officer.key("Return")
    assert "§100.7" in officer.refusal()
    assert officer.field("facts").toPlainText() == "hurry"  # type: ignore[union-attr]
    officer.write("facts", "Shots fired from the vehicle at Main and 3rd")
    officer.key("Return")
    assert officer.alert(alert_id).state is AlertState.EXIGENT
    assert officer.words("alert_tag") == "EXIGENT · NOT CONFIRMED"


@pytest.mark.requirement("HIT-4")
def test_that_exigency_is_not_offered_where_the_policy_has_none(qtbot: QtBot) -> None:
    driver = Driver(qtbot, exigency=None)
    driver.sign_in("okafor")
    driver.go_on_patrol()
    driver.see("7ABC128")
    driver.verify()
    assert driver.visible("request_sent")
    assert not driver.visible("exigent")
    driver.key("E")
    assert driver.visible("request_sent")


@pytest.mark.requirement("HIT-6")
def test_that_the_lawful_basis_comes_before_any_outcome_of_a_stop(officer: Driver) -> None:
    alert_id = officer.see("7ABC128")[0].alert_id
    officer.verify()
    officer.confirm()
    assert not officer.visible("outcome_arrest")
    officer.write("basis", "because")
    officer.key("Return")
    assert "Lawful basis for the stop needed. §100.4." in officer.refusal()
    officer.write("basis", "Stolen, confirmed by SDPD; plate and vehicle match")
    officer.key("Return")
    assert officer.alert(alert_id).state is AlertState.STOP_PERMITTED
    assert officer.visible("outcome_arrest")


@pytest.mark.requirement("HIT-7")
def test_that_a_person_hit_asks_for_the_effort_to_confirm_the_person(officer: Driver) -> None:
    alert_id = officer.see("6TRJ244")[0].alert_id
    officer.verify()
    officer.confirm()
    assert officer.visible("effort")
    officer.write("basis", "Felony warrant confirmed with the court")
    officer.key("Return")
    assert "§100.8" in officer.refusal()
    officer.write("effort", "Driver matches the booking photograph")
    officer.key("Return")
    assert officer.alert(alert_id).state is AlertState.STOP_PERMITTED


@pytest.mark.requirement("HIT-8")
def test_that_a_stop_ends_with_its_number_and_says_who_is_to_be_told(officer: Driver) -> None:
    alert_id = officer.see("7ABC128")[0].alert_id
    officer.verify()
    officer.confirm()
    officer.write("basis", "Stolen, confirmed by SDPD; plate and vehicle match")
    officer.key("Return")
    officer.press("outcome_vehicle_recovered")
    officer.key("Return")
    assert "Call or report number needed. §100.5." in officer.refusal()
    officer.write("number", "26-104500")
    officer.key("Return")
    end = officer.alert(alert_id).disposition
    assert end is not None
    assert (end.outcome, end.number) == (Outcome.VEHICLE_RECOVERED, "26-104500")
    assert officer.words("to_be_told") == "To be told: Dispatcher. §100.9"


@pytest.mark.requirement("HIT-5")
def test_that_before_the_duties_are_met_only_following_and_closing_are_offered(
    officer: Driver,
) -> None:
    officer.see("7ABC128")
    stages = 0
    while not officer.visible("basis"):
        assert officer.words("follow") == "Follow only."
        offered = officer.all_words().lower().replace("close without stop", "")
        assert "stop" not in offered
        stages += 1
        if officer.visible("answer_identical"):
            officer.answer("identical")
        else:
            officer.confirm()
    assert stages == 4
    assert "not on record yet" in officer.words("follow")


@pytest.mark.requirement("HIT-5")
def test_that_an_alert_can_be_closed_without_a_stop_at_any_time(officer: Driver) -> None:
    alert_id = officer.see("7ABC128")[0].alert_id
    officer.key("W")
    assert not officer.visible("outcome_misread")
    officer.key("Backspace")
    assert officer.visible("answer_identical")
    officer.key("W")
    officer.press("outcome_vehicle_gone")
    officer.key("Return")
    end = officer.alert(alert_id).disposition
    assert end is not None
    assert end.outcome is Outcome.VEHICLE_GONE
    assert officer.words("closed_line").startswith("Vehicle gone")


@pytest.mark.requirement("HOT-3")
def test_that_a_stale_list_is_marked_in_the_alert_and_says_what_that_means(
    driver: Driver,
) -> None:
    driver.sign_in("okafor")
    driver.go_on_patrol(stale=True)
    driver.see("7ABC128")
    assert driver.words("stale_line") == "STALE 3 d old: status may have changed"
    assert driver.window.status_bar.chips["lists"].chip.words == "Lists 3 d stale"


def test_that_a_wrong_state_is_shown_and_asks_for_a_reason(officer: Driver) -> None:
    officer.see("8KLM204", "CA")
    officer.answer("identical")
    row = officer.window.panel.model
    assert row is not None
    (state,) = row.rows
    assert (state.listed, state.conflict) == ("NV", True)
    officer.answer("identical")
    assert officer.words("question") == "State differs. Why is it identical?"


def test_that_what_a_list_says_is_never_read_as_markup(officer: Driver) -> None:
    entry = listed("4AAA444", "CA", category=Category.BOLO, mis="<b>ARMED</b> <img src=x>")
    officer.console.put_list(hot_list("Local", 1), (entry,))
    officer.see("4AAA444")
    assert officer.words("warning_line_words") == "<b>ARMED</b> <img src=x>"
    label = officer.window.panel.findChild(object, "caution_line")
    assert label.textFormat().name == "PlainText"


def test_that_a_picture_that_is_damaged_says_so(officer: Driver) -> None:
    read = replace(cast.read("7ABC128"), crop_jpeg=b"\xff\xd8 not a picture")
    officer.console.put_read(read)
    officer.settle()
    picture = officer.window.panel.findChild(object, "plate_picture")
    assert not picture.has_picture


def test_that_where_the_policy_is_silent_nothing_is_cited(qtbot: QtBot) -> None:
    driver = Driver(qtbot, verification=Clause("", "verification"), use=Clause("", "use"))
    assert "§" not in driver.all_words()
    driver.sign_in("okafor")
    driver.go_on_patrol()
    driver.see("7ABC128")
    assert driver.words("section") == ""


def test_that_a_later_sharper_picture_is_shown_and_another_text_said(officer: Driver) -> None:
    alert = officer.see("7ABC128")[0]
    first = alert.hit.read
    later = replace(cast.read("7ABC123"), read_id=first.read_id, revision=1)
    officer.console.send(ReadReleased(later, (), 60.0))
    officer.settle()
    model = officer.window.panel.model
    assert model is not None
    assert model.crop_jpeg == later.crop_jpeg
    assert officer.words("corrected") == "Later frames read 7ABC123"
    assert model.comparison.places == ()


def test_that_no_choice_keeps_the_focus_for_the_next_item(officer: Driver) -> None:
    """Space again would answer what nobody has looked at."""
    officer.see("7ABC128")
    officer.press("answer_identical")
    focus = officer.window.focusWidget()
    assert focus is not None
    assert focus.objectName() == "alert_panel"
    officer.answer("identical")
    officer.answer("identical")
    focus = officer.window.focusWidget()
    assert focus is not None
    assert focus.objectName() == "alert_panel"

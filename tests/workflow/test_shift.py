"""A shift on record: its check, what failed, notes, its end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from alpr_console.adapters.storage.store import Store
from alpr_console.domain.alert import Alert, AlertState
from alpr_console.domain.audit import AuditEntry
from alpr_console.domain.checklist import ItemKind, Verdict
from alpr_console.domain.disposition import ConfirmationWay, Outcome, Urgency
from alpr_console.domain.errors import (
    DutyMissing,
    PermissionRefused,
    ReportUnwritable,
    ShiftRefused,
)
from alpr_console.domain.operator import Role
from alpr_console.domain.read import PlateRead
from alpr_console.domain.shift import FaultAct, ReadFilter
from alpr_console.domain.shift_check import CheckKey, Standing
from alpr_console.workflow.desk import Desk
from tests.fakes.shift import StandingClock, listed, read_of, session_of
from tests.fakes.shift_parts import Senses


@pytest.fixture
def desk(on_shift: Desk) -> Desk:
    """With an operator signed in, over a car in order."""
    return on_shift


def entries(store: Store, action: str) -> list[AuditEntry]:
    with store.unit_of_work() as work:
        return [one for one in work.audit.entries() if one.record.action == action]


def sit_down(desk: Desk, role: Role) -> None:
    desk.session = session_of(role)


def item(desk: Desk, key: CheckKey) -> Standing:
    return next(one.standing for one in desk.shift.check() if one.key is key)


# The check


@pytest.mark.requirement("OPS-2")
def test_that_nothing_counts_as_passed_that_nobody_looked_at(desk: Desk) -> None:
    for key in (CheckKey.TEST_READ, CheckKey.PLATE_READ, CheckKey.AUDIO, CheckKey.AFFIXED,
                CheckKey.WEAR, CheckKey.FOCUS, CheckKey.EXPOSURE):  # fmt: skip
        assert item(desk, key) is Standing.NOT_CHECKED, key
    made = desk.shift.record_check()
    assert {one.key for one in made.having(Standing.NOT_CHECKED)} >= {
        CheckKey.AFFIXED, CheckKey.WEAR, CheckKey.TEST_READ,
    }  # fmt: skip


@pytest.mark.requirement("OPS-2")
def test_that_a_failure_is_on_record_and_reported_to_the_administrator_at_once(
    desk: Desk, store: Store
) -> None:
    desk.shift.answer(CheckKey.AFFIXED, True)
    desk.shift.answer(CheckKey.WEAR, False, "Rear housing cracked")
    desk.shift.record_check()
    (fault,) = desk.shift.faults()
    assert (fault.key, fault.found, fault.is_open) == (
        CheckKey.WEAR, "Rear housing cracked", True,
    )  # fmt: skip
    (reported,) = entries(store, "fault.reported")
    assert reported.record.subject == fault.fault_id
    assert reported.record.details["section"] == "100.41"
    assert reported.record.details["told"] == desk.policy.people.administrator_title
    (checked,) = entries(store, "shift.checked")
    assert checked.record.details["failed"] == "wear"
    assert "affixed" in checked.record.details["passed"]
    assert desk.shift.standing().told == 0  # an officer is not who has to know
    sit_down(desk, Role.ADMINISTRATOR)
    assert desk.shift.standing().told == 1


@pytest.mark.requirement("OPS-2")
def test_that_a_fault_waits_for_each_administrator_and_stays_until_it_is_resolved(
    desk: Desk, store: Store
) -> None:
    desk.shift.answer(CheckKey.AFFIXED, False, "Left camera loose")
    desk.shift.record_check()
    (fault,) = desk.shift.faults()
    with pytest.raises(PermissionRefused):
        desk.shift.note_fault(fault.fault_id, FaultAct.ACKNOWLEDGED, "seen")
    sit_down(desk, Role.ADMINISTRATOR)
    with pytest.raises(ShiftRefused):
        desk.shift.note_fault(fault.fault_id, FaultAct.ACKNOWLEDGED, " ")
    desk.shift.note_fault(fault.fault_id, FaultAct.ACKNOWLEDGED, "Shop at 14:00")
    assert desk.shift.standing().told == 0
    assert len(desk.shift.standing().open_faults) == 1
    desk.shift.note_fault(fault.fault_id, FaultAct.RESOLVED, "Tightened")
    assert desk.shift.standing().open_faults == ()
    with pytest.raises(ShiftRefused):
        desk.shift.note_fault(fault.fault_id, FaultAct.RESOLVED, "again")
    assert len(entries(store, "fault.acknowledged")) == 3  # two of them refused


@pytest.mark.requirement("OPS-2")
def test_that_the_same_failure_is_one_fault_and_a_later_check_that_passes_resolves_it(
    desk: Desk,
) -> None:
    senses = desk.shift.senses
    assert isinstance(senses, Senses)
    senses.known = replace(senses.known, fix_age=None)
    desk.shift.record_check()
    desk.shift.record_check()
    (fault,) = desk.shift.faults()
    senses.known = replace(senses.known, fix_age=timedelta(seconds=1))
    desk.shift.record_check()
    assert desk.shift.standing().open_faults == ()
    sit_down(desk, Role.ADMINISTRATOR)
    # Resolved or not: who has to know of it still does.
    assert [one.fault_id for one in desk.shift.faults()] == [fault.fault_id]


@pytest.mark.requirement("OPS-2")
def test_that_what_is_not_in_order_is_said_in_words(desk: Desk) -> None:
    with pytest.raises(DutyMissing, match="What is wrong"):
        desk.shift.answer(CheckKey.WEAR, False, "  ")
    assert item(desk, CheckKey.WEAR) is Standing.NOT_CHECKED
    with pytest.raises(ShiftRefused):
        desk.shift.answer(CheckKey.GPS, True)


@pytest.mark.requirement("OPS-2")
def test_that_a_plate_in_front_passes_only_where_a_camera_read_it(
    desk: Desk, clock: StandingClock
) -> None:
    desk.shift.type_read("4DKF902", "CA")
    assert desk.shift.shown_plate("4DKF902").standing is Standing.FAILED
    desk.keep_read(replace(read_of("4DKF902"), at=clock.now()))
    assert desk.shift.shown_plate("4dkf 902").standing is Standing.PASSED
    clock.go_on(minutes=6)
    assert desk.shift.shown_plate("4DKF902").standing is Standing.FAILED


def test_that_answers_of_one_officer_never_count_for_the_next(desk: Desk) -> None:
    desk.shift.answer(CheckKey.AFFIXED, True)
    sit_down(desk, Role.OPERATOR)
    assert item(desk, CheckKey.AFFIXED) is Standing.NOT_CHECKED


def test_that_the_check_is_due_in_each_shift_until_it_is_on_record(desk: Desk) -> None:
    assert not desk.shift.standing().checked
    desk.shift.record_check()
    assert desk.shift.standing().checked
    sit_down(desk, Role.OPERATOR)
    assert not desk.shift.standing().checked


# Notes


def test_that_a_note_says_who_wrote_it_when_and_about_what(desk: Desk, store: Store) -> None:
    with pytest.raises(ShiftRefused):
        desk.shift.add_note("  ")
    desk.shift.add_note("Camera fogs up in rain", read_id="r1")
    (note,) = desk.shift.notes()
    assert (note.text, note.read_id, note.by) == ("Camera fogs up in rain", "r1", "operator")
    # The words themselves stay out of the log, which outlives everything.
    assert "fogs" not in str([e.record for e in entries(store, "shift.noted")])


# The end


@pytest.mark.requirement("HIT-10")
def test_that_the_end_lists_every_alert_without_an_outcome_and_closes_none(
    desk: Desk, store: Store, raised: Callable[..., Alert]
) -> None:
    first = raised(read_of("7ABC123"), listed("7ABC123"))
    second = raised(read_of("5SOW350"), listed("5SOW350"))
    third = raised(read_of("8KLM204"), listed("8KLM204"))
    desk.record_disposition(third.alert_id, Outcome.VEHICLE_GONE)
    for kind in (ItemKind.CHARACTERS, ItemKind.STATE):
        desk.answer_item(second.alert_id, kind, Verdict.IDENTICAL)
    desk.request_confirmation(second.alert_id, ConfirmationWay.DISPATCH, Urgency.URGENT)
    matters = desk.shift.open_matters()
    assert [one.alert_id for one in matters.alerts] == [first.alert_id, second.alert_id]
    assert [one.alert_id for one in matters.awaited] == [second.alert_id]
    desk.sign_out()
    (handed,) = entries(store, "shift.handed_on")
    assert first.alert_id in handed.record.details["alerts"]
    assert handed.record.details["open_alerts"] == "2"
    with store.unit_of_work() as work:
        states = {one.alert_id: one.state for one in work.alerts.open()}
    assert states == {first.alert_id: AlertState.RAISED, second.alert_id: AlertState.PENDING}


def test_that_a_shift_that_leaves_nothing_open_hands_nothing_on(desk: Desk, store: Store) -> None:
    assert desk.shift.open_matters().none
    desk.sign_out()
    assert entries(store, "shift.handed_on") == []


@pytest.mark.requirement("HIT-10")
def test_that_the_summary_is_a_paper_whose_sum_is_on_record(
    desk: Desk, store: Store, tmp_path: Path, raised: Callable[..., Alert]
) -> None:
    raised(read_of("5SOW350"), listed("5SOW350"))
    desk.shift.add_note("Camera fogs up")
    path = tmp_path / "handover.pdf"
    summary = desk.shift.save_summary(path)
    assert path.read_bytes().startswith(b"%PDF")
    assert (summary.reads, summary.hits, len(summary.matters.alerts)) == (1, 1, 1)
    (saved,) = entries(store, "shift.summary_saved")
    assert "sha256" in saved.record.details["data"]


def test_that_a_summary_that_cannot_be_written_leaves_no_file_and_no_entry(
    desk: Desk, store: Store, tmp_path: Path
) -> None:
    with pytest.raises(ReportUnwritable):
        desk.shift.save_summary(tmp_path / "nowhere" / "handover.pdf")
    assert entries(store, "shift.summary_saved") == []
    assert list(tmp_path.glob("*.pdf")) == []


def test_that_a_read_is_found_by_part_of_its_plate_camera_and_mark(
    desk: Desk, clock: StandingClock
) -> None:
    def kept(plate: str, camera: str) -> PlateRead:
        clock.go_on(seconds=1)
        read = replace(read_of(plate), camera=camera, at=clock.now())
        desk.keep_read(read)
        return read

    kept("7ABC111", "front")
    kept("8XYZ222", "rear")
    kept("7ABC333", "rear")

    def plates(**wanted: object) -> list[str]:
        found, count = desk.shift.reads(ReadFilter(**wanted))  # type: ignore[arg-type]
        assert count == len(found)
        return [one.plate for one in found]

    assert plates() == ["7ABC333", "8XYZ222", "7ABC111"]
    assert plates(plate="*ABC*") == ["7ABC333", "7ABC111"]
    assert plates(plate="7ABC?33") == ["7ABC333"]
    assert plates(camera="rear", plate="8*") == ["8XYZ222"]
    assert plates(hits=True) == []

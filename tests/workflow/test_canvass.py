"""Canvass mode, and reads that come by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from alpr_console.adapters.storage.store import Store
from alpr_console.domain.alert import AlertState
from alpr_console.domain.audit import AuditEntry
from alpr_console.domain.checklist import ItemKind, Verdict
from alpr_console.domain.errors import (
    DutyMissing,
    PlateRefused,
    ShiftRefused,
)
from alpr_console.domain.policy_rules import ShiftRules
from alpr_console.domain.shift import ByHand, ReadFilter
from alpr_console.workflow.correct_read import Corrected
from alpr_console.workflow.desk import Desk
from tests.fakes.people import first_administrator
from tests.fakes.shift import StandingClock, policy, read_of
from tests.fakes.shift_parts import PLACE


@pytest.fixture
def desk(on_shift: Desk) -> Desk:
    """With an operator signed in, over a car in order."""
    return on_shift


def entries(store: Store, action: str) -> list[AuditEntry]:
    with store.unit_of_work() as work:
        return [one for one in work.audit.entries() if one.record.action == action]


# Canvass mode


@pytest.mark.requirement("OPS-3")
def test_that_reads_while_a_canvass_runs_are_recorded_under_its_case(
    desk: Desk, store: Store, clock: StandingClock
) -> None:
    desk.keep_read(replace(read_of("1AAA111"), at=clock.now()))
    clock.go_on(seconds=1)
    case = desk.shift.start_canvass(" 26-118204 ", "Shooting on Main")
    clock.go_on(seconds=1)
    seen = replace(read_of("2BBB222"), at=clock.now())
    desk.keep_read(seen)
    desk.keep_read(replace(seen, revision=1))
    desk.shift.type_read("3CCC333", "CA")
    clock.go_on(seconds=1)
    desk.shift.end_canvass()
    desk.keep_read(replace(read_of("4DDD444"), at=clock.now()))
    found, count = desk.shift.reads(ReadFilter(canvass=case.canvass_id))
    assert ({one.plate for one in found}, count) == ({"2BBB222", "3CCC333"}, 2)
    assert desk.shift.canvasses()[0][1] == 2
    (kept, *_) = [e for e in entries(store, "read.kept") if e.record.subject == seen.read_id]
    assert kept.record.details["case_number"] == "26-118204"
    (ended,) = entries(store, "canvass.ended")
    assert ended.record.details["reads"] == "2"


@pytest.mark.requirement("OPS-3")
def test_that_a_canvass_needs_a_case_number_and_one_runs_at_a_time(desk: Desk) -> None:
    with pytest.raises(DutyMissing, match="Case number"):
        desk.shift.start_canvass("", "Shooting on Main")
    with pytest.raises(DutyMissing, match="What happened"):
        desk.shift.start_canvass("26-118204", "")
    with pytest.raises(ShiftRefused, match="No canvass"):
        desk.shift.end_canvass()
    desk.shift.start_canvass("26-118204", "Shooting on Main")
    with pytest.raises(ShiftRefused, match="runs already"):
        desk.shift.start_canvass("26-118205", "Another")


@pytest.mark.requirement("OPS-3")
def test_that_a_profile_that_names_no_canvass_has_none(desk: Desk, store: Store) -> None:
    desk.policy = policy(shift=ShiftRules())
    with pytest.raises(ShiftRefused, match="does not name"):
        desk.shift.start_canvass("26-118204", "Shooting on Main")
    (refused,) = entries(store, "canvass.started")
    assert refused.record.outcome.startswith("refused")


@pytest.mark.requirement("OPS-3")
def test_that_a_canvass_ends_at_sign_out(desk: Desk, store: Store) -> None:
    desk.shift.start_canvass("26-118204", "Shooting on Main")
    desk.sign_out()
    with store.unit_of_work() as work:
        assert work.shifts.running() is None
        (canvass,) = work.shifts.canvasses()
    assert canvass.ends[0].why == "at sign-out"


@pytest.mark.requirement("OPS-3")
def test_that_a_case_keeps_its_reads_where_others_never_reach_the_disk(
    desk: Desk, store: Store, clock: StandingClock
) -> None:
    store.hits_only = True
    desk.keep_read(replace(read_of("1AAA111"), at=clock.now()))
    clock.go_on(seconds=1)
    desk.shift.start_canvass("26-118204", "Shooting on Main")
    desk.keep_read(replace(read_of("2BBB222"), at=clock.now()))
    store.forget_volatile()
    found, _ = desk.shift.reads(ReadFilter())
    assert [one.plate for one in found] == ["2BBB222"]


@pytest.mark.requirement("OPS-3")
def test_that_a_canvass_left_running_takes_in_no_read_of_the_next_shift(
    store: Store, desk: Desk, clock: StandingClock, quick_argon2: None
) -> None:
    first_administrator(desk, "rivera", "M. Rivera", "correct horse battery")
    left = desk.shift.start_canvass("26-118204", "Shooting on Main")
    clock.go_on(hours=9)
    # The console went off: nobody signed out.
    desk.session = None
    desk.sign_in("rivera", "correct horse battery", acknowledged=True)
    desk.keep_read(replace(read_of("2BBB222"), at=clock.now()))
    with store.unit_of_work() as work:
        assert work.shifts.canvass_counts() == {}
        assert work.shifts.canvass(left.canvass_id).ends[0].why == "left running"


# Reads by hand


@pytest.mark.requirement("HIT-9")
def test_that_a_plate_typed_is_a_read_that_no_camera_made_and_is_matched_at_once(
    desk: Desk, store: Store, told: list[Corrected]
) -> None:
    read = desk.shift.type_read("7abc 123", "ca")
    assert (read.text, read.state, read.typed, read.camera) == ("7ABC123", "CA", True, "typed")
    assert (read.crop_jpeg, read.context_jpeg, read.position) == (b"", b"", PLACE)
    with store.unit_of_work() as work:
        assert work.reads.get(read.read_id) == read
        (alert,) = work.alerts.open()
        assert work.shifts.by_hand([read.read_id]) == {read.read_id: ByHand.TYPED}
    assert alert.hit.read == read
    assert told[0].read == read
    assert len(told[0].outcomes) == 1


@pytest.mark.requirement("HIT-2")
def test_that_what_was_typed_passes_for_no_picture(desk: Desk, store: Store) -> None:
    desk.shift.type_read("7ABC123", "CA")
    with store.unit_of_work() as work:
        (alert,) = work.alerts.open()
    with pytest.raises(DutyMissing, match="typed"):
        desk.answer_item(alert.alert_id, ItemKind.CHARACTERS, Verdict.IDENTICAL)
    answered = desk.answer_item(
        alert.alert_id, ItemKind.CHARACTERS, Verdict.IDENTICAL, "Stands 10 m ahead of me"
    )
    assert answered.state is AlertState.VERIFYING


def test_that_no_plate_is_refused_and_nothing_of_it_is_kept(desk: Desk, store: Store) -> None:
    with pytest.raises(PlateRefused):
        desk.shift.type_read("???", "CA")
    with pytest.raises(PlateRefused):
        desk.shift.type_read("7ABC123", "XX")
    with store.unit_of_work() as work:
        assert work.reads.count() == 0
    assert all(e.record.outcome.startswith("refused") for e in entries(store, "read.typed"))


def test_that_a_picture_taken_by_hand_is_matched_and_marked_so(
    desk: Desk, store: Store, clock: StandingClock
) -> None:
    taken = replace(read_of("7ABC123"), frames=1, at=clock.now())
    (read,) = desk.shift.keep_captured([taken])
    assert (read.typed, read.position) == (False, PLACE)
    found, _ = desk.shift.reads(ReadFilter(by_hand=True))
    assert [(one.plate, one.by_hand, one.hit) for one in found] == [
        ("7ABC123", ByHand.CAPTURED, True)
    ]

"""A shift on record: its check, what failed, canvass mode, reads by hand, notes, its end."""

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
    PlateRefused,
    ReportUnwritable,
    ShiftRefused,
)
from alpr_console.domain.hotlist import Freshness
from alpr_console.domain.operator import Role
from alpr_console.domain.policy_rules import ShiftRules
from alpr_console.domain.read import PlateRead, PositionFix
from alpr_console.domain.shift import ByHand, FaultAct, ReadFilter
from alpr_console.domain.shift_check import CameraSeen, CheckFacts, CheckKey, Standing
from alpr_console.matching.index import HotListIndex
from alpr_console.matching.packed import packed
from alpr_console.workflow.correct_read import Corrected
from alpr_console.workflow.desk import Desk
from alpr_console.workflow.match_parts import MatchParts
from tests.fakes.memory_shelf import MemoryShelf, put_list
from tests.fakes.people import first_administrator
from tests.fakes.shift import START, StandingClock, hot_list, listed, policy, read_of, session_of

PLACE = PositionFix(32.79, -116.96, START)


class Senses:
    """A car in order, until a test says otherwise."""

    def __init__(self) -> None:
        self.known = CheckFacts(
            cameras=(CameraSeen("front", True, frame_age=timedelta(0), fps=30.0),),
            has_gps=True,
            fix_age=timedelta(seconds=1),
            clock_off=timedelta(seconds=1),
            disk_free=64 * 1024**3,
            sound_fault="",
            lists=(),
        )
        self.played: list[str] = []

    def facts(self, lists: list[tuple[str, Freshness]]) -> CheckFacts:
        fresh = Freshness(timedelta(hours=1), timedelta(hours=24), False)
        return replace(self.known, lists=(*lists, ("SVS", fresh)))

    def position(self) -> PositionFix | None:
        return PLACE

    def play(self, sound: str) -> None:
        self.played.append(sound)


@pytest.fixture
def told() -> list[Corrected]:
    return []


@pytest.fixture
def desk(store: Store, clock: StandingClock, told: list[Corrected]) -> Desk:
    entry = listed("7ABC123")
    of = hot_list()
    index = HotListIndex([(of, packed([entry]))])
    parts = MatchParts(lambda: index, lambda _: index, told.append)
    shelf = MemoryShelf()
    put_list(store.unit_of_work, shelf, of, (entry,))
    desk = Desk(store.unit_of_work, shelf, clock, policy(), "4-Adam-12", parts)
    desk.shift.senses = Senses()
    desk.session = session_of(Role.OPERATOR)
    return desk


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

"""A misread corrected by a person: matched at once, and the read as made is kept (HIT-9)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from alpr_console.adapters.storage.alert_records import SqlAlerts
from alpr_console.adapters.storage.list_shelf import FolderShelf
from alpr_console.adapters.storage.store import Store
from alpr_console.domain.disposition import Outcome
from alpr_console.domain.errors import PermissionRefused, PlateRefused
from alpr_console.domain.hotlist import Category, MatchKind
from alpr_console.domain.operator import Role
from alpr_console.domain.plate import UNKNOWN_STATE
from alpr_console.workflow.settle_match import Ignored, Raised, Repeated
from tests.fakes.patrol import Patrol, among_many
from tests.fakes.shift import StandingClock, listed, reading, session_of


@pytest.fixture
def patrol(store: Store, shelf: FolderShelf, clock: StandingClock) -> Patrol:
    return Patrol(store.unit_of_work, shelf, clock)


@pytest.mark.requirement("HIT-9")
def test_that_a_corrected_plate_is_matched_at_once_and_the_read_as_made_is_kept(
    patrol: Patrol,
) -> None:
    patrol.put_list("SVS", [listed("7XYZ987")])
    made = patrol.pass_of("7ABC123", "NV")
    assert patrol.alerts == []
    read = patrol.desk.correct_read(made.read_id, "7xyz-987", "ca", "misread")
    assert (read.text, read.state, read.crop_jpeg) == ("7XYZ987", "CA", made.crop_jpeg)
    assert {c.confidence for c in read.reading.characters} == {1.0}
    (corrected,) = patrol.corrected
    (raised,) = corrected.outcomes
    assert isinstance(raised, Raised)
    assert raised.alert.hit.read == read
    assert raised.alert.hit.match.kind is MatchKind.EXACT
    assert patrol.desk.open_alerts() == (raised.alert,)
    with patrol.uow() as work:
        assert work.reads.revision(made.read_id, 0) == made  # type: ignore[attr-defined]
        assert work.reads.get(made.read_id) == read
        assert work.reads.count() == 1
    (correction,) = patrol.desk.reads.corrections(made.read_id)
    assert (correction.revision, correction.by, correction.reason) == (
        read.revision,
        "operator",
        "misread",
    )
    (logged,) = patrol.log("read.corrected_by_person")
    assert (logged.who, logged.subject, logged.purpose) == ("operator", made.read_id, "misread")
    assert logged.details["changed"] == "text, state"
    assert not {"7ABC123", "7XYZ987"} & set(logged.details.values())


@pytest.mark.requirement("HIT-9")
def test_that_a_correction_within_an_open_alert_leaves_that_alert_as_raised(
    patrol: Patrol,
) -> None:
    patrol.put_list("SVS", [listed("7ABC123"), listed("7ABC128")])
    made = patrol.pass_of("7ABC123")
    (alert,) = patrol.alerts
    patrol.desk.correct_read(made.read_id, "7ABC128", "CA", "misread")
    assert patrol.desk.alert(alert.alert_id) == alert
    assert [a.hit.read.text for a in patrol.desk.open_alerts()] == ["7ABC123", "7ABC128"]


def test_that_a_correction_folds_and_is_ignored_as_any_read(patrol: Patrol) -> None:
    patrol.put_list("SLR", [listed("7ABC128", category=Category.STOLEN_PLATE)])
    patrol.pass_of("7ABC128")
    one, other = patrol.pass_of("9NOT111"), patrol.pass_of("9NOT222")
    patrol.desk.correct_read(one.read_id, "7ABC128", "CA", "misread")
    patrol.sit(Role.SUPERVISOR)
    patrol.desk.ignored.ignore("7ABC128", "CA", "Found this morning, list is old")
    patrol.desk.correct_read(other.read_id, "7ABC128", "CA", "misread")
    kinds = [type(outcome) for c in patrol.corrected for outcome in c.outcomes]
    assert kinds == [Repeated, Ignored]
    assert len(patrol.desk.open_alerts()) == 1


def test_that_a_list_out_of_force_alerts_of_no_correction_though_the_index_lags(
    patrol: Patrol,
) -> None:
    patrol.put_list("SVS", [listed("7XYZ987")])
    made = patrol.pass_of("7ABC123")
    patrol.sit(Role.ADMINISTRATOR)
    patrol.desk.hot_lists.withdraw("SVS", "No longer ours")
    patrol.desk.correct_read(made.read_id, "7XYZ987", "CA", "misread")
    assert patrol.corrected[0].outcomes == ()
    assert patrol.desk.open_alerts() == ()


def test_that_a_person_is_not_taken_to_confuse_what_the_reader_confuses(patrol: Patrol) -> None:
    patrol.put_list("SVS", among_many(listed("7ABC128")))
    made = patrol.pass_of("9NOT111")
    patrol.desk.correct_read(made.read_id, "7ABC12B", "CA", "misread")
    assert patrol.desk.open_alerts() == ()
    doubtful = reading("7ABC12B", doubts={6: (0.9, (("8", 0.09),))})
    patrol.see(replace(made, read_id="machine", reading=doubtful))
    (alert,) = patrol.alerts
    assert alert.hit.match.kind is MatchKind.APPROXIMATE


def test_that_the_same_hit_does_not_alert_twice_for_its_correction(patrol: Patrol) -> None:
    patrol.put_list("SVS", [listed()])
    made = patrol.pass_of("7ABC123", "unknown")
    patrol.close(patrol.alerts[0], Outcome.VEHICLE_GONE)
    patrol.desk.correct_read(made.read_id, "7ABC123", "CA", "state is plain to see")
    assert patrol.desk.open_alerts() == ()


@pytest.mark.requirement("HIT-9")
def test_that_a_read_of_long_ago_brings_a_past_hit_and_no_alert(patrol: Patrol) -> None:
    patrol.put_list("SVS", [listed("7XYZ987")])
    made = patrol.pass_of("7ABC123")
    patrol.clock.go_on(minutes=15, seconds=1)
    read = patrol.desk.correct_read(made.read_id, "7XYZ987", "CA", "misread")
    (corrected,) = patrol.corrected
    assert corrected.outcomes == ()
    (hit,) = corrected.past_hits
    assert (hit.read_id, hit.read_revision, hit.read_at) == (read.read_id, read.revision, made.at)
    assert patrol.desk.reads.past_hits() == [hit]
    assert patrol.desk.open_alerts() == ()


def test_that_frames_that_come_after_a_person_are_kept_and_do_not_overrule(
    patrol: Patrol,
) -> None:
    patrol.put_list("SVS", [listed("7ABC128")])
    made = patrol.pass_of("7ABC123")
    by_person = patrol.desk.correct_read(made.read_id, "7ABC124", "CA", "misread")
    later = replace(made, revision=1, at=made.at + timedelta(seconds=1))
    patrol.see(later)
    assert patrol.kept == [made]
    with patrol.uow() as work:
        assert work.reads.get(made.read_id) == by_person
        assert work.reads.revision(made.read_id, 1) == later  # type: ignore[attr-defined]
    again = patrol.desk.correct_read(made.read_id, "7ABC125", "", "misread")
    assert again.revision == by_person.revision + 1
    assert again.state == UNKNOWN_STATE


@pytest.mark.parametrize(
    ("plate", "state", "reason", "says"),
    [
        ("7ABC124", "CA", "  ", "reason"),
        ("7ABC123", "CA", "misread", "says so already"),
        ("7AB*124", "CA", "misread", "not a plate"),
        ("", "CA", "misread", "not a plate"),
        ("7ABC12345", "CA", "misread", "not a plate"),
        ("7ABC124", "XX", "misread", "No state"),
    ],
)
def test_that_a_correction_that_says_nothing_is_refused_on_record(
    patrol: Patrol, plate: str, state: str, reason: str, says: str
) -> None:
    made = patrol.pass_of("7ABC123")
    with pytest.raises(PlateRefused, match=says):
        patrol.desk.correct_read(made.read_id, plate, state, reason)
    (refused,) = patrol.log("read.corrected_by_person")
    assert refused.outcome.startswith("refused:")
    with patrol.uow() as work:
        assert work.reads.get(made.read_id) == made
        assert work.corrections.of_read(made.read_id) == []


def test_that_nobody_corrects_who_is_not_signed_in(patrol: Patrol) -> None:
    made = patrol.pass_of("7ABC123")
    patrol.desk.session = None
    with pytest.raises(PermissionRefused):
        patrol.desk.correct_read(made.read_id, "7ABC124", "CA", "misread")
    patrol.desk.session = session_of()
    patrol.desk.lock()
    with pytest.raises(PermissionRefused):
        patrol.desk.correct_read(made.read_id, "7ABC124", "CA", "misread")


def test_that_a_correction_and_its_alert_are_on_record_together_or_not_at_all(
    patrol: Patrol, monkeypatch: pytest.MonkeyPatch
) -> None:
    patrol.put_list("SVS", [listed("7XYZ987")])
    made = patrol.pass_of("7ABC123")

    def broken(*_: object) -> None:
        raise RuntimeError("the disk is gone")

    with monkeypatch.context() as patch:
        patch.setattr(SqlAlerts, "save", broken)
        with pytest.raises(RuntimeError):
            patrol.desk.correct_read(made.read_id, "7XYZ987", "CA", "misread")
    with patrol.uow() as work:
        assert work.reads.get(made.read_id) == made
        assert work.corrections.of_read(made.read_id) == []
    assert patrol.log("read.corrected_by_person") == []
    assert patrol.corrected == []

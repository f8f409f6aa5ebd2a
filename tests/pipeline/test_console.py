"""The console thread: what is told, when, and what happens when parts of it fail."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from alpr_console.audit.verify import Verified
from alpr_console.domain.errors import (
    AuditBroken,
    PermissionRefused,
    SourceUnavailable,
    StoreUnavailable,
)
from alpr_console.domain.events import (
    AlertChanged,
    AlertRaised,
    CameraChanged,
    ConsoleEvent,
    PositionChanged,
    ReadReleased,
    RecognitionFailed,
    SessionChanged,
    SourceState,
)
from alpr_console.domain.hotlist import MatchKind
from alpr_console.earshot import ALERT_WAITING
from alpr_console.workflow.desk import Desk
from tests.fakes.car import FRAME, LIVE, SEEN, Car, hit, miss, wait_for
from tests.fakes.shift import (
    START,
    listed,
    read_of,
    reading,
)

# -- reads and alerts ----------------------------------------------------------------------


@pytest.mark.requirement("HIT-1")
def test_that_an_alert_is_told_after_it_is_on_record(car: Car) -> None:
    on_record: list[bool] = []

    def look(event: ConsoleEvent) -> None:
        if isinstance(event, AlertRaised):
            saved = car.store.contents.alerts
            on_record.append(not car.store.busy and saved[event.alert.alert_id] == event.alert)

    car.console.subscribe(look)
    released = hit()
    car.emit(miss(), released)
    assert on_record == [True]
    assert [type(e) for e in car.events[-3:]] == [ReadReleased, ReadReleased, AlertRaised]
    assert car.kept() == ["9XYZ999", "7ABC123"]
    assert car.actions == ["read.kept", "read.kept", "alert.raised"]
    assert car.speaker.heard == [
        "[hit_stolen_vehicle]",
        "Stolen vehicle, not verified. 7 A B C 1 2 3.",
    ]


def test_that_each_exact_match_alerts_and_approximate_ones_only_without_it(car: Car) -> None:
    def alerts() -> list[tuple[str, str, MatchKind]]:
        hits = [a.hit for a in car.store.contents.alerts.values()]
        return [(h.match.hot_list.name, h.entry.lic, h.match.kind) for h in hits]

    car.put_list("local", listed(), listed("7ABC128"), listed("5SAM123"))
    car.put_list("other", listed("5SAM12B"))
    car.act(lambda desk: desk.lists_touched())
    car.emit(hit())
    exact = [("SVS", "7ABC123", MatchKind.EXACT), ("local", "7ABC123", MatchKind.EXACT)]
    assert alerts() == exact
    doubtful = reading("5SAM128", doubts={6: (0.6, (("B", 0.25), ("3", 0.1)))})
    car.emit(ReadReleased(replace(read_of(), read_id="doubtful", reading=doubtful), (), 80.0))
    assert alerts() == [*exact, ("other", "5SAM12B", MatchKind.APPROXIMATE)]


def test_that_a_correction_alerts_of_a_new_entry_only(car: Car) -> None:
    first = hit()
    corrected = replace(first.read, revision=1)
    car.emit(first, replace(first, read=corrected))
    assert len(car.of(AlertRaised)) == 1
    car.put_list("local", listed())
    car.act(lambda desk: desk.lists_touched())
    car.emit(replace(first, read=corrected))
    alerts = [e.alert for e in car.of(AlertRaised) if isinstance(e, AlertRaised)]
    assert [a.hit.match.hot_list.name for a in alerts] == ["SVS", "local"]
    assert car.store.contents.reads[first.read.read_id] == [first.read, corrected]


@pytest.mark.requirement("ACC-7")
def test_that_a_locked_console_sounds_but_speaks_no_plate(car: Car) -> None:
    car.act(lambda desk: desk.lock())
    assert car.pipeline.running
    car.emit(hit())
    assert car.speaker.heard == ["[hit_stolen_vehicle]", ALERT_WAITING]
    assert len(car.of(AlertRaised)) == 1


# -- a store that fails --------------------------------------------------------------------


@pytest.mark.parametrize("works_left", [0, 1], ids=["from the start", "between read and alert"])
def test_that_reads_wait_while_the_store_fails_and_follow_in_order(
    car: Car, works_left: int
) -> None:
    car.works_left = works_left
    car.emit(hit(), miss("8BBB777"))
    assert car.of(AlertRaised) == []
    assert car.faults == [("+", "store_failed")]
    assert "Records are not being saved." in car.speaker.heard
    wait_for(lambda: car.console._ticks > 1)
    car.works_left = None
    wait_for(lambda: ("-", "store_failed") in car.faults)
    assert car.faults == [("+", "store_failed"), ("-", "store_failed")]
    assert [e.read.text for e in car.of(ReadReleased) if isinstance(e, ReadReleased)] == [
        "7ABC123",
        "8BBB777",
    ]
    assert car.actions == ["read.kept", "alert.raised", "read.kept", "store.recovered"]
    assert len(car.of(AlertRaised)) == 1


def test_that_a_log_found_altered_by_an_act_is_a_fault_until_a_check_finds_it_whole(
    car: Car,
) -> None:
    def broken(desk: Desk) -> None:
        raise AuditBroken("Entry 7 was changed.")

    with pytest.raises(AuditBroken):
        car.act(broken)
    assert car.faults == [("+", "audit_broken")]
    assert "The audit log was altered." in car.speaker.heard
    car.act(lambda desk: desk.session)
    assert car.faults == [("+", "audit_broken")]
    car.act(lambda desk: Verified(9, 1, 0, 20, "ab" * 32))
    assert car.faults == [("+", "audit_broken"), ("-", "audit_broken")]


def test_that_an_act_the_store_refuses_is_a_fault_until_the_store_works(car: Car) -> None:
    car.works_left = 0
    with pytest.raises(StoreUnavailable, match="disk is full"):
        car.act(lambda desk: desk.lock())
    assert car.faults == [("+", "store_failed")]
    car.works_left = None
    wait_for(lambda: car.faults == [("+", "store_failed"), ("-", "store_failed")])


# -- the session ---------------------------------------------------------------------------


@pytest.mark.requirement("ACC-2")
def test_that_signing_out_stops_everything_and_loses_no_read(car: Car) -> None:
    car.emit(LIVE, SEEN)
    car.pipeline.show(FRAME, SEEN)
    assert car.console.pictures.newest("front") == (FRAME, SEEN)
    late = CameraChanged("front", SourceState.LOST, START, "The camera is gone.")
    car.pipeline.at_stop = [miss(), late, hit(), SEEN]
    car.act(lambda desk: desk.sign_out())
    car.settle()
    assert not car.pipeline.running
    assert car.console.pictures.newest("front") is None
    assert car.kept() == ["9XYZ999", "7ABC123"]
    car.clock.go_on(hours=30)
    ticks = car.console._ticks
    wait_for(lambda: car.console._ticks > ticks + 2)
    assert car.events[-1] == SessionChanged(None)
    assert car.speaker.heard == ["[hit_stolen_vehicle]", ALERT_WAITING]


def test_that_alerts_left_open_come_again_at_the_next_sign_in(car: Car) -> None:
    car.emit(hit())
    car.pipeline.at_stop = [hit("8AAA888")]
    car.act(lambda desk: desk.sign_out())
    car.events.clear()
    car.sit_down()
    assert len(car.pipelines) == 2
    told = [e.alert.hit.read.text for e in car.of(AlertRaised) if isinstance(e, AlertRaised)]
    assert told == ["7ABC123", "8AAA888"]


def test_that_the_run_before_does_not_speak_into_the_next(car: Car) -> None:
    before = car.pipeline
    car.act(lambda desk: desk.sign_out())
    car.sit_down()
    car.emit(LIVE)
    before.emit(CameraChanged("front", SourceState.ENDED, START))
    before.emit(miss())
    before.show(FRAME, SEEN)
    car.settle()
    assert car.of(CameraChanged) == [LIVE]
    assert car.kept() == ["9XYZ999"]
    assert car.console.pictures.newest("front") is None


def test_that_steps_of_an_alert_are_told(car: Car) -> None:
    car.emit(hit())
    (alert_id,) = car.store.contents.alerts
    car.act(lambda desk: desk.alert(alert_id))
    assert isinstance(car.events[-1], AlertChanged)


# -- health --------------------------------------------------------------------------------


def test_that_silence_is_noticed_while_frames_keep_coming(car: Car) -> None:
    car.emit(LIVE)
    car.clock.go_on(seconds=10)
    wait_for(lambda: bool(car.faults), meanwhile=lambda: car.pipeline.emit(SEEN))
    assert car.faults == [("+", "gps_lost")]
    car.emit(PositionChanged(None))


def test_that_a_pipeline_that_cannot_be_built_is_told_and_the_rest_works(parked: Car) -> None:
    parked.no_pipeline = SourceUnavailable("The folder is gone.", "Check the path.")
    parked.sit_down()
    assert parked.faults == [("+", "recognition_stopped")]
    (failed,) = parked.of(RecognitionFailed)
    assert isinstance(failed, RecognitionFailed)
    assert "The folder is gone." in failed.reason
    assert parked.act(lambda desk: desk.open_alerts()) == ()
    parked.act(lambda desk: desk.sign_out())
    assert parked.faults[1:] == [("-", "recognition_stopped")]


def test_that_a_console_without_lists_says_so_once(parked: Car) -> None:
    parked.store.contents.in_force.clear()
    parked.sit_down()
    assert parked.faults == [("+", "no_list")]
    assert parked.speaker.heard == ["[fault]", "No hot list in force."]


# -- mistakes ------------------------------------------------------------------------------


def test_that_the_error_of_an_act_comes_out_of_its_future(parked: Car) -> None:
    def mistaken(desk: Desk) -> None:
        raise KeyError("a mistake")

    with pytest.raises(PermissionRefused, match="Nobody is signed in"):
        parked.act(lambda desk: desk.latest_reads(1))
    with pytest.raises(KeyError, match="a mistake"):
        parked.act(mistaken)
    assert parked.faults == []


def test_that_a_screen_and_a_speaker_that_break_leave_the_console_going(car: Car) -> None:
    def broken(event: ConsoleEvent) -> None:
        raise RuntimeError("the window is gone")

    car.console.subscribe(broken)
    car.speaker.breaks = True
    car.emit(hit())
    car.speaker.breaks = False
    car.emit(hit("8AAA888"))
    assert len(car.of(AlertRaised)) == 2
    assert len(car.speaker.heard) == 2
    assert car.faults == []


def test_that_a_mistake_in_handling_a_read_is_shown_and_the_next_is_kept(car: Car) -> None:
    read = read_of("9XYZ999")
    # The store refuses another read under the same name: nothing a retry could mend.
    other = replace(read, track_id=99)
    car.emit(ReadReleased(read, (), 80.0), ReadReleased(other, (), 80.0), hit("8AAA888"))
    assert car.kept() == ["9XYZ999", "8AAA888"]
    assert len(car.of(AlertRaised)) == 1
    ticks = car.console._ticks
    wait_for(lambda: car.console._ticks > ticks + 2)
    # A read was lost: that does not look right again until the console is started anew.
    assert car.faults == [("+", "store_failed")]


def test_that_what_follows_an_act_does_not_make_it_fail(
    car: Car, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a mistake")

    monkeypatch.setattr(car.pipeline, "stop", broken)
    car.act(lambda desk: desk.sign_out())
    assert car.act(lambda desk: desk.session) is None
    assert ("+", "store_failed") in car.faults


# -- the end -------------------------------------------------------------------------------


def test_that_the_end_does_what_was_asked_keeps_the_reads_and_refuses_the_rest(car: Car) -> None:
    at_work, go_on = threading.Event(), threading.Event()

    def slow(desk: Desk) -> str:
        at_work.set()
        assert go_on.wait(5)
        return "done"

    car.pipeline.at_stop = [hit()]
    first = car.console.ask(slow)
    second = car.console.ask(lambda desk: "done too")
    assert at_work.wait(5)
    ending = threading.Thread(target=car.console.stop)
    ending.start()
    wait_for(lambda: car.console._closing)
    late = car.console.ask(lambda desk: "never")
    go_on.set()
    ending.join(10)
    assert (first.result(0), second.result(0)) == ("done", "done too")
    with pytest.raises(StoreUnavailable, match="closing"):
        late.result(0)
    assert car.actions == ["read.kept", "alert.raised", "shift.handed_on", "sign_out"]
    assert car.closed
    car.console.stop()


def test_that_an_end_with_broken_parts_still_closes_the_store(car: Car) -> None:
    car.works_left = 0
    car.speaker.close = lambda: 1 / 0  # type: ignore[method-assign,assignment,return-value]
    car.emit(miss())
    car.console.stop()
    assert car.closed
    car.speaker.closed = True


def test_that_a_console_never_started_can_be_stopped(tmp_path: Path) -> None:
    car = Car(tmp_path)
    waiting = car.console.ask(lambda desk: None)
    car.console.stop()
    assert car.closed
    with pytest.raises(StoreUnavailable, match="closing"):
        waiting.result(0)
    with pytest.raises(StoreUnavailable, match="closing"):
        car.console.ask(lambda desk: None).result(0)

"""The console thread: what is told, when, and what happens when parts of it fail."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest

from alpr_console import console as console_module
from alpr_console.announcer import ALERT_WAITING
from alpr_console.console import Console, ConsoleParts, RunningPipeline
from alpr_console.domain.errors import PermissionRefused, SourceUnavailable, StoreUnavailable
from alpr_console.domain.events import (
    AlertChanged,
    AlertRaised,
    CameraChanged,
    ConsoleEvent,
    FaultCleared,
    FaultRaised,
    FrameSeen,
    ListsChanged,
    PipelineEvent,
    PositionChanged,
    ReadReleased,
    RecognitionFailed,
    SessionChanged,
    SourceState,
)
from alpr_console.domain.hotlist import Match, MatchKind
from alpr_console.domain.operator import Role
from alpr_console.domain.read import PlateRead
from alpr_console.domain.session import Session
from alpr_console.health import monitor
from alpr_console.health.monitor import HealthMonitor
from alpr_console.matching.index import HotListIndex
from alpr_console.ports import Frame
from alpr_console.workflow.desk import Desk
from tests.fakes.fake_source import blank
from tests.fakes.memory_store import MemoryStore, MemoryUnitOfWork
from tests.fakes.shift import (
    START,
    StandingClock,
    hot_list,
    listed,
    match_of,
    policy,
    read_of,
    session_of,
)

T = TypeVar("T")
FULL = StoreUnavailable("The disk is full.", "Free space.")
FRAME = Frame("front", 0, START, blank(8, 8), 0.0)
SEEN = FrameSeen("front", 0, START, (), 25.0, 0, 40.0)
LIVE = CameraChanged("front", SourceState.LIVE, START)


class FakePipeline:
    """Emits what the test puts in; `at_stop` comes out while it is stopped."""

    def __init__(
        self, emit: Callable[[PipelineEvent], None], show: Callable[[Frame, FrameSeen], None]
    ) -> None:
        self.emit, self.show = emit, show
        self.running = False
        self.index: HotListIndex | None = None
        self.at_stop: list[PipelineEvent] = []

    def start(self) -> None:
        self.running = True

    def stop(self) -> None:
        self.running = False
        for event in self.at_stop:
            self.emit(event)

    def set_index(self, index: HotListIndex) -> None:
        self.index = index


class RecordingSpeaker:
    def __init__(self) -> None:
        self.heard: list[str] = []
        self.fault = ""
        self.breaks = False
        self.closed = False

    def say(self, words: str) -> None:
        self.heard.append(words)

    def play(self, sound: str) -> None:
        if self.breaks:
            raise OSError("no sound device")
        self.heard.append(f"[{sound}]")

    def close(self) -> None:
        self.closed = True


class Car:
    """A console over the store in memory, and everything around it."""

    def __init__(self, folder: Path) -> None:
        self.clock = StandingClock()
        self.store = MemoryStore("4-Adam-12", self.clock)
        self.speaker = RecordingSpeaker()
        self.pipelines: list[FakePipeline] = []
        self.events: list[ConsoleEvent] = []
        self.works_left: int | None = None
        """Units of work until the store fails; None while it does not."""
        self.no_pipeline: Exception | None = None
        self.closed = False
        self.console = Console(
            ConsoleParts(
                unit_of_work=self._unit_of_work,
                clock=self.clock,
                policy=policy(),
                unit="4-Adam-12",
                speaker=self.speaker,
                spell=lambda plate: " ".join(plate),
                build_pipeline=self._build_pipeline,
                health=HealthMonitor(self.clock, folder, policy().stale_after, has_position=True),
                unit_changed=lambda unit: setattr(self.store, "unit", unit),
                close=lambda: setattr(self, "closed", True),
            )
        )
        self.console.subscribe(self.events.append)
        with self.store.unit_of_work() as work:
            work.hot_lists.replace(hot_list(), [listed()])

    def _unit_of_work(self) -> MemoryUnitOfWork:
        if self.works_left is not None:
            if self.works_left == 0:
                raise FULL
            self.works_left -= 1
        return self.store.unit_of_work()

    def _build_pipeline(
        self, emit: Callable[[PipelineEvent], None], show: Callable[[Frame, FrameSeen], None]
    ) -> RunningPipeline:
        if self.no_pipeline is not None:
            raise self.no_pipeline
        self.pipelines.append(FakePipeline(emit, show))
        return self.pipelines[-1]

    @property
    def pipeline(self) -> FakePipeline:
        return self.pipelines[-1]

    def act(self, act: Callable[[Desk], T]) -> T:
        """The act's result; everything put in before it has been handled by then."""
        return self.console.ask(act).result(5)

    def settle(self) -> None:
        self.act(lambda desk: None)

    def sit_down(self) -> None:
        """Sign in, without the half second that a password takes."""
        self.act(_take_the_seat)

    def emit(self, *events: PipelineEvent) -> None:
        for event in events:
            self.pipeline.emit(event)
        self.settle()

    def of(self, *kinds: type) -> list[ConsoleEvent]:
        return [event for event in self.events if isinstance(event, kinds)]

    @property
    def faults(self) -> list[tuple[str, str]]:
        """Raised (+) and cleared (-), in order."""
        return [
            ("+" if isinstance(event, FaultRaised) else "-", event.notice)
            for event in self.events
            if isinstance(event, FaultRaised | FaultCleared)
        ]

    @property
    def actions(self) -> list[str]:
        return [entry.record.action for entry in self.store.contents.audit]

    def kept(self) -> list[str]:
        return [r.text for r in map(self._newest, self.store.contents.reads)]

    def _newest(self, read_id: str) -> PlateRead:
        return self.store.contents.reads[read_id][-1]


def _take_the_seat(desk: Desk) -> Session:
    desk.session = session_of(Role.ADMINISTRATOR)
    return desk.session


def wait_for(true: Callable[[], bool], meanwhile: Callable[[], None] = lambda: None) -> None:
    limit = time.monotonic() + 10
    while not true():
        assert time.monotonic() < limit, "it does not come"
        meanwhile()
        time.sleep(0.005)


@pytest.fixture
def parked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Car]:
    """Running, nobody signed in. The tick is quick, and the disk as large as it should be."""
    monkeypatch.setattr(console_module, "TICK_S", 0.05)
    monkeypatch.setattr(monitor, "_free", lambda _: 10**12)
    car = Car(tmp_path)
    car.console.start()
    yield car
    car.works_left = None
    car.console.stop()
    assert car.closed
    assert car.speaker.closed


@pytest.fixture
def car(parked: Car) -> Car:
    parked.sit_down()
    return parked


def hit(text: str = "7ABC123", *matches: Match) -> ReadReleased:
    """A read that stands on a list."""
    read = read_of(text)
    return ReadReleased(read, matches or (match_of(read, listed(text)),), 80.0)


def miss(text: str = "9XYZ999") -> ReadReleased:
    return ReadReleased(read_of(text), (), 80.0)


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
    assert car.speaker.heard == ["[alert_high]", "Stolen vehicle, not verified. 7 A B C 1 2 3."]


def test_that_each_exact_match_alerts_and_approximate_ones_only_without_it(car: Car) -> None:
    read = read_of()
    exact = [match_of(read, listed()), match_of(read, listed(), hot_list("local"))]
    near = [replace(match_of(read, listed()), kind=MatchKind.APPROXIMATE) for _ in range(2)]
    car.emit(ReadReleased(read, (*exact, *near), 80.0))
    assert [a.hit.match for a in car.store.contents.alerts.values()] == exact
    car.emit(ReadReleased(replace(read, read_id="other"), tuple(near), 80.0))
    assert [a.hit.match for a in car.store.contents.alerts.values()] == [*exact, near[0]]


def test_that_a_correction_alerts_of_a_new_entry_only(car: Car) -> None:
    first = hit()
    corrected = replace(first.read, revision=1)
    new = match_of(corrected, listed(), hot_list("local"))
    car.emit(first, replace(first, read=corrected), ReadReleased(corrected, (new,), 80.0))
    alerts = [e.alert for e in car.of(AlertRaised) if isinstance(e, AlertRaised)]
    assert [a.hit.match for a in alerts] == [first.matches[0], new]
    assert car.store.contents.reads[first.read.read_id] == [first.read, corrected]


@pytest.mark.requirement("ACC-7")
def test_that_a_locked_console_sounds_but_speaks_no_plate(car: Car) -> None:
    car.act(lambda desk: desk.lock())
    assert car.pipeline.running
    car.emit(hit())
    assert car.speaker.heard == ["[alert_high]", ALERT_WAITING]
    assert len(car.of(AlertRaised)) == 1


# -- a store that fails --------------------------------------------------------------------


@pytest.mark.parametrize("works_left", [0, 1], ids=["from the start", "between read and alert"])
def test_that_reads_wait_while_the_store_fails_and_follow_in_order(
    car: Car, works_left: int
) -> None:
    car.works_left = works_left
    car.emit(hit(), miss("8AAA888"))
    assert car.of(AlertRaised) == []
    assert car.faults == [("+", "store_failed")]
    assert "Records are not being saved." in car.speaker.heard
    wait_for(lambda: car.console._ticks > 1)
    car.works_left = None
    wait_for(lambda: ("-", "store_failed") in car.faults)
    assert car.faults == [("+", "store_failed"), ("-", "store_failed")]
    assert [e.read.text for e in car.of(ReadReleased) if isinstance(e, ReadReleased)] == [
        "7ABC123",
        "8AAA888",
    ]
    assert car.actions == ["read.kept", "alert.raised", "read.kept", "store.recovered"]
    assert len(car.of(AlertRaised)) == 1


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
    assert car.console.latest_picture("front") == (FRAME, SEEN)
    late = CameraChanged("front", SourceState.LOST, START, "The camera is gone.")
    car.pipeline.at_stop = [miss(), late, hit(), SEEN]
    car.act(lambda desk: desk.sign_out())
    car.settle()
    assert not car.pipeline.running
    assert car.console.latest_picture("front") is None
    assert car.kept() == ["9XYZ999", "7ABC123"]
    car.clock.go_on(hours=30)
    ticks = car.console._ticks
    wait_for(lambda: car.console._ticks > ticks + 2)
    assert car.events[-1] == SessionChanged(None)
    assert car.speaker.heard == ["[alert_high]", ALERT_WAITING]


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
    assert car.console.latest_picture("front") is None


def test_that_the_pipeline_matches_against_the_lists_in_force(car: Car, tmp_path: Path) -> None:
    def matches(text: str) -> bool:
        assert car.pipeline.index is not None
        return bool(car.pipeline.index.match(read_of(text).reading))

    assert matches("7ABC123")
    path = tmp_path / "local.csv"
    path.write_text("LIC,LIS\n8LST888,CA\n")
    car.act(lambda desk: desk.import_hot_list(path, "local"))
    assert matches("7ABC123")
    assert matches("8LST888")
    newest = car.of(ListsChanged)[-1]
    assert isinstance(newest, ListsChanged)
    assert [one.name for one, _ in newest.lists] == ["SVS", "local"]


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
    parked.store.contents.hot_lists.clear()
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
    read = read_of()
    # The store refuses another read under the same name: nothing a retry could mend.
    other = replace(read, track_id=99)
    car.emit(ReadReleased(read, (), 80.0), ReadReleased(other, (), 80.0), hit("8AAA888"))
    assert car.kept() == ["7ABC123", "8AAA888"]
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
    assert car.actions == ["read.kept", "alert.raised", "sign_out"]
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

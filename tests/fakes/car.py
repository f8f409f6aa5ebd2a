"""A real console with everything around it made for tests: store, pipeline, speaker.

car = Car(folder)
car.console.start()
car.sit_down()
car.emit(hit(), miss())
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from alpr_console.adapters.keyring.session_keyring import SessionKeyStore
from alpr_console.adapters.security_keys.usb_keys import UsbSecurityKeys
from alpr_console.console import Console
from alpr_console.console_parts import ConsoleParts, RunningPipeline, RunningSwitch
from alpr_console.domain.errors import StoreUnavailable
from alpr_console.domain.events import (
    CameraChanged,
    ConsoleEvent,
    FaultCleared,
    FaultRaised,
    FrameSeen,
    PipelineEvent,
    ReadReleased,
    SourceState,
)
from alpr_console.domain.hotlist import HotList, HotListEntry
from alpr_console.domain.message_switch import SWITCH_IDLE
from alpr_console.domain.operator import Role
from alpr_console.domain.read import PlateRead
from alpr_console.domain.session import Session
from alpr_console.domain.transfer import IDLE
from alpr_console.health.monitor import HealthMonitor
from alpr_console.list_imports import Ask
from alpr_console.matching.index import HotListIndex
from alpr_console.ports import Frame
from alpr_console.workflow.desk import Desk
from tests.fakes.fake_source import blank
from tests.fakes.memory_shelf import MemoryShelf, put_list
from tests.fakes.memory_store import MemoryStore, MemoryUnitOfWork
from tests.fakes.recording_speaker import RecordingSpeaker, ears
from tests.fakes.shift import (
    LIST_RULES,
    START,
    StandingClock,
    hot_list,
    listed,
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
        self.emit_as_is, self.show = emit, show
        self.running = False
        self.index: HotListIndex | None = None
        self.at_stop: list[PipelineEvent] = []

    def emit(self, event: PipelineEvent) -> None:
        """As the recognition thread does: a read is matched against the index it was given."""
        if isinstance(event, ReadReleased) and self.index is not None:
            matches = self.index.match(event.read.reading, event.read.vehicle)
            event = replace(event, matches=matches, generation=self.index.generation)
        self.emit_as_is(event)

    def start(self) -> None:
        self.running = True

    def stop(self) -> None:
        self.running = False
        for event in self.at_stop:
            self.emit(event)

    def set_index(self, index: HotListIndex) -> None:
        self.index = index


class NoPulls:
    """Of a console whose lists are all imported by hand."""

    def start(self) -> None:
        """Nothing comes by itself."""

    def stop(self) -> None:
        """Nothing was started."""

    def join(self) -> None:
        """Nothing runs."""

    def pull_now(self, name: str, who: str) -> None:
        raise AssertionError(f"{name} has no source")

    def look_now(self) -> None:
        """There is nothing to look for."""

    def words(self) -> dict[str, str]:
        return {}


class NoTransfers:
    """Of a console without a department's storage."""

    state = IDLE
    secrets = SessionKeyStore()

    def start(self) -> None:
        """Nothing is sent."""

    def stop(self) -> None:
        """Nothing was started."""

    def join(self) -> None:
        """Nothing runs."""

    def send_now(self, who: str) -> None:
        """There is nowhere to send to."""


class NoSwitch:
    """Of a console without a message switch."""

    state = SWITCH_IDLE
    secrets = SessionKeyStore()

    def start(self) -> None:
        """Nothing is sent."""

    def stop(self) -> None:
        """Nothing was started."""

    def join(self) -> None:
        """Nothing runs."""

    def send_now(self, alert_id: str, message_id: str) -> None:
        raise AssertionError(f"{message_id} has nowhere to go")


class Car:
    """A console over the store in memory, and everything around it."""

    def __init__(
        self,
        folder: Path,
        past_reads: bool = False,
        build_switch: Callable[[Car, Ask], RunningSwitch] = lambda car, ask: NoSwitch(),
    ) -> None:
        """`past_reads`: stored reads are matched with what comes into force after them."""
        rules = LIST_RULES if past_reads else replace(LIST_RULES, past_reads=None)
        self.clock = StandingClock()
        self.store = MemoryStore("4-Adam-12", self.clock)
        self.shelf = MemoryShelf()
        self.speaker = RecordingSpeaker()
        self.earshot = ears(self.speaker)
        self.pipelines: list[FakePipeline] = []
        self.events: list[ConsoleEvent] = []
        self.works_left: int | None = None
        """Units of work until the store fails; None while it does not."""
        self.no_pipeline: Exception | None = None
        self.closed = False
        self.console = Console(
            ConsoleParts(
                unit_of_work=self._unit_of_work,
                shelf=self.shelf,
                clock=self.clock,
                policy=policy(lists=rules),
                unit="4-Adam-12",
                earshot=self.earshot,
                build_pipeline=self._build_pipeline,
                health=HealthMonitor(self.clock, folder, policy().stale_after, has_position=True),
                build_pulls=lambda ask, imports: NoPulls(),
                build_transfers=lambda ask: NoTransfers(),
                build_switch=lambda ask: build_switch(self, ask),
                security_keys=UsbSecurityKeys(lambda: iter(())),
                unit_changed=lambda unit: setattr(self.store, "unit", unit),
                close=lambda: setattr(self, "closed", True),
            )
        )
        self.console.subscribe(self.events.append)
        self.put_list("SVS", listed(), listed("8AAA888"))

    def put_list(self, name: str, *entries: HotListEntry) -> HotList:
        """Put in force in the store; the console follows at the next `lists_touched`."""
        return put_list(self.store.unit_of_work, self.shelf, hot_list(name), entries)

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


def hit(text: str = "7ABC123") -> ReadReleased:
    """A read of a plate that stands on the car's list: this one and 8AAA888 do."""
    return ReadReleased(read_of(text), (), 80.0)


def miss(text: str = "9XYZ999") -> ReadReleased:
    return ReadReleased(read_of(text), (), 80.0)

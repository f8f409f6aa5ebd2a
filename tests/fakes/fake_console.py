"""A console without cameras and threads: the real desk over the store in memory.

Acts run at once, on the calling thread; what the screen gets back is what the duty chain
says, never canned text. Pictures and pipeline events are put in by the test.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

import numpy as np
from fido2.ctap import CtapDevice

from alpr_console.adapters.security_keys.usb_keys import UsbSecurityKeys
from alpr_console.domain.alert import Alert
from alpr_console.domain.events import (
    AlertChanged,
    AlertRaised,
    AlertRepeated,
    ConsoleEvent,
    FrameSeen,
    ListsChanged,
    ReadReleased,
    SessionChanged,
)
from alpr_console.domain.hotlist import HotList, HotListEntry
from alpr_console.domain.phonetics import load_phonetics
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.read import PlateRead
from alpr_console.domain.session import SessionState, same_person
from alpr_console.earshot import Earshot
from alpr_console.latest_pictures import LatestPictures
from alpr_console.list_imports import ListImports
from alpr_console.locations import resources_dir
from alpr_console.map_ports import MapFile
from alpr_console.ports import Clock, Frame
from alpr_console.shift_watch import ShiftWatch
from alpr_console.stills import KnownPlate, Stills
from alpr_console.workflow.correct_read import Corrected
from alpr_console.workflow.desk import Desk
from alpr_console.workflow.in_force import specific_in_force
from alpr_console.workflow.lists_in_force import ListsInForce
from alpr_console.workflow.match_parts import MatchParts
from alpr_console.workflow.past_reads import PastReads, PastSource, sources_of
from alpr_console.workflow.record_reads import ReadRecorder
from alpr_console.workflow.settle_match import Repeated
from tests.fakes.memory_shelf import MemoryShelf, put_list
from tests.fakes.memory_store import MemoryStore
from tests.fakes.recording_speaker import RecordingSpeaker
from tests.fakes.shift_parts import KeptReader

T = TypeVar("T")

ALPHABETS = {
    name: load_phonetics(resources_dir() / "phonetics" / f"{name}.toml").spell
    for name in ("police", "icao")
}
NOTHING_LEFT_S = 60.0
"""A budget within which all there is to look back on is done."""


class FakeConsole:
    """Same `ask`, `subscribe`, `pictures`, `policy` and `unit` as the real one."""

    def __init__(self, clock: Clock, policy: AgencyPolicy, unit: str = "4-Adam-12") -> None:
        self.store = MemoryStore(unit, clock)
        self.shelf = MemoryShelf()
        self.clock = clock
        self.lists = ListsInForce(self.store.unit_of_work, self.shelf, clock)
        matching = MatchParts(lambda: self.lists.index, self.lists.index_at, self._corrected)
        self.desk = Desk(self.store.unit_of_work, self.shelf, clock, policy, unit, matching)
        self.speaker = RecordingSpeaker()
        self.earshot = Earshot(self.speaker, ALPHABETS, "police")
        self.desk.habits.sounding = self.earshot
        self._raised: list[Alert] = []
        self._recorder = ReadRecorder(
            self.store.unit_of_work, clock, policy.stale_after, lambda: self.unit,
            lambda: self.lists.index, self.send, self._alert_raised, self._alert_repeated,
        )  # fmt: skip
        self._past = PastReads(
            self.store.unit_of_work, clock, policy.lists, lambda: self.lists.index,
            self._sources, self.send,
        )  # fmt: skip
        self.plugged: list[CtapDevice] = []
        """Security keys in the computer."""
        self.security_keys = UsbSecurityKeys(lambda: iter(self.plugged))
        self.imports = ListImports(self.ask, self.shelf, policy.lists)
        self.watch = ShiftWatch(clock, self.speaker, lambda: self.disk_free, has_gps=True)
        self.desk.shift.senses = self.watch
        self.disk_free: int | None = 64 * 1024**3
        self.still_reader = KeptReader()
        """Reads single pictures; a test says what it sees."""
        self.pictures = LatestPictures()
        self.stills = Stills(
            self.ask, self.pictures.newest, lambda: self.still_reader,
            lambda: KnownPlate(np.zeros((8, 8, 3), np.uint8), "7ABC123"), run=lambda work: work(),
        )  # fmt: skip
        self.policy = policy
        self.unit = unit
        self.map_file: MapFile | None = None
        self.asked = 0
        self._subscribers: list[Callable[[ConsoleEvent], None]] = []

    def start(self) -> None:
        """Nothing runs by itself here."""

    def stop(self) -> None:
        """Nothing runs by itself here."""

    def subscribe(self, callback: Callable[[ConsoleEvent], None]) -> None:
        self._subscribers.append(callback)

    def ask(self, act: Callable[[Desk], T]) -> Future[T]:
        self.asked += 1
        future: Future[T] = Future()
        before, lists_revision = self.desk.session, self.desk.lists_revision
        try:
            result = act(self.desk)
        except Exception as error:
            future.set_exception(error)
            return future
        if isinstance(result, Alert):
            self.send(AlertChanged(result))
        if self.desk.lists_revision != lists_revision:
            self.lists.reload()
            self.send_lists()
        if self.desk.session is not before:
            if not same_person(before, self.desk.session):
                self.desk.habits.take_up()
            self._session_changed(was_on=before is not None)
        future.set_result(result)
        return future

    # -- what the pipeline would do --------------------------------------------------------

    def send(self, event: ConsoleEvent) -> None:
        self.watch.on(event)
        for callback in self._subscribers:
            callback(event)

    def send_lists(self) -> None:
        self.send(ListsChanged(self.desk.lists()))

    def put_frame(self, frame: Frame, seen: FrameSeen) -> None:
        self.pictures.keep(frame, seen)
        self.send(seen)

    def put_list(self, hot_list: HotList, entries: tuple[HotListEntry, ...]) -> None:
        put_list(self.store.unit_of_work, self.shelf, hot_list, entries)
        self.lists.reload()
        self.send_lists()

    def put_read(self, read: PlateRead) -> list[Alert]:
        """Keep the read, match it against the lists in force, and raise what it hits."""
        before = len(self._raised)
        index = self.lists.index
        matches = index.match(read.reading, read.vehicle, self.clock.now())
        self._recorder.add(ReadReleased(read, matches, 80.0, index.generation))
        self._recorder.save_waiting()
        return self._raised[before:]

    def look_back(self) -> None:
        """Match the stored reads with what has come into force since."""
        self._past.lists_changed()
        assert not self._past.step(NOTHING_LEFT_S)

    def _sources(self) -> list[PastSource]:
        with self.store.unit_of_work() as work:
            entries = specific_in_force(work, self.clock.now())
            return sources_of(work.hot_lists.in_force(), entries)

    def _alert_raised(self, alert: Alert) -> None:
        self._raised.append(alert)
        self.send(AlertRaised(alert))
        session = self.desk.session
        private = session is not None and session.state is SessionState.ACTIVE
        self.earshot.alert(alert, private=private)

    def _alert_repeated(self, told: Repeated) -> None:
        repeat = told.repeat
        self.send(AlertRepeated(repeat.alert_id, repeat.read_id, told.count, repeat.at))

    def _corrected(self, corrected: Corrected) -> None:
        self.send(ReadReleased(corrected.read, corrected.matches, 0.0))
        for outcome in corrected.outcomes:
            self._recorder.tell(outcome)

    def _session_changed(self, was_on: bool) -> None:
        session = self.desk.session
        self.send(SessionChanged(session))
        if session is not None and session.state is SessionState.ACTIVE and not was_on:
            self.send_lists()
            for alert in self.desk.open_alerts() if session.operates else ():
                self.send(AlertRaised(alert))

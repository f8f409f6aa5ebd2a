"""A console without cameras and threads: the real desk over the store in memory.

Acts run at once, on the calling thread; what the screen gets back is what the duty chain
says, never canned text. Pictures and pipeline events are put in by the test.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from alpr_console.domain.alert import Alert
from alpr_console.domain.events import (
    AlertChanged,
    AlertRaised,
    ConsoleEvent,
    FrameSeen,
    ListsChanged,
    ReadReleased,
    SessionChanged,
)
from alpr_console.domain.hotlist import HotList, HotListEntry
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.read import PlateRead
from alpr_console.domain.session import SessionState
from alpr_console.matching.index import HotListIndex
from alpr_console.ports import Clock, Frame
from alpr_console.workflow.desk import Desk
from tests.fakes.memory_store import MemoryStore

T = TypeVar("T")


class FakeConsole:
    """Same `ask`, `subscribe`, `latest_picture`, `policy` and `unit` as the real one."""

    def __init__(self, clock: Clock, policy: AgencyPolicy, unit: str = "4-Adam-12") -> None:
        self.store = MemoryStore(unit, clock)
        self.desk = Desk(self.store.unit_of_work, clock, policy, unit)
        self.policy = policy
        self.unit = unit
        self.asked = 0
        self._subscribers: list[Callable[[ConsoleEvent], None]] = []
        self._pictures: dict[str, tuple[Frame, FrameSeen]] = {}

    def start(self) -> None:
        """Nothing runs by itself here."""

    def stop(self) -> None:
        """Nothing runs by itself here."""

    def subscribe(self, callback: Callable[[ConsoleEvent], None]) -> None:
        self._subscribers.append(callback)

    def ask(self, act: Callable[[Desk], T]) -> Future[T]:
        self.asked += 1
        future: Future[T] = Future()
        before = self.desk.session
        try:
            result = act(self.desk)
        except Exception as error:
            future.set_exception(error)
            return future
        if isinstance(result, Alert):
            self.send(AlertChanged(result))
        if isinstance(result, HotList):
            self.send_lists()
        if self.desk.session is not before:
            self._session_changed(was_on=before is not None)
        future.set_result(result)
        return future

    def latest_picture(self, camera: str) -> tuple[Frame, FrameSeen] | None:
        return self._pictures.get(camera)

    # -- what the pipeline would do --------------------------------------------------------

    def send(self, event: ConsoleEvent) -> None:
        for callback in self._subscribers:
            callback(event)

    def send_lists(self) -> None:
        self.send(ListsChanged(self.desk.lists()))

    def put_frame(self, frame: Frame, seen: FrameSeen) -> None:
        self._pictures[frame.camera] = (frame, seen)
        self.send(seen)

    def put_list(self, hot_list: HotList, entries: tuple[HotListEntry, ...]) -> None:
        with self.store.unit_of_work() as work:
            work.hot_lists.replace(hot_list, entries)
        self.send_lists()

    def put_read(self, read: PlateRead) -> list[Alert]:
        """Keep the read, match it against the lists in force, and raise what it hits."""
        with self.store.unit_of_work() as work:
            lists = work.hot_lists.in_force()
            index = HotListIndex([(one, work.hot_lists.entries(one.list_id)) for one in lists])
        matches = index.match(read.reading)
        self.desk.keep_read(read)
        self.send(ReadReleased(read, matches, 80.0))
        alerts = [self.desk.raise_alert(read, match) for match in matches[:1]]
        for alert in alerts:
            self.send(AlertRaised(alert))
        return alerts

    def _session_changed(self, was_on: bool) -> None:
        session = self.desk.session
        self.send(SessionChanged(session))
        if session is not None and session.state is SessionState.ACTIVE and not was_on:
            self.send_lists()
            for alert in self.desk.open_alerts():
                self.send(AlertRaised(alert))

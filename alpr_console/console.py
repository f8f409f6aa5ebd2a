"""The console thread: it alone owns the domain state and the store.

Camera and recognition threads put typed events into one queue; the screen puts acts into
the same queue and gets a future. Whatever becomes of either leaves as a `ConsoleEvent`,
after it is on record and never before.
"""

from __future__ import annotations

import queue
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Protocol, TypeVar

import structlog

from alpr_console.domain.alert import Alert
from alpr_console.domain.errors import ConsoleError, StoreUnavailable
from alpr_console.domain.events import (
    AlertChanged,
    AlertRaised,
    ConsoleEvent,
    FaultCleared,
    FaultRaised,
    FrameSeen,
    ListsChanged,
    PipelineEvent,
    ReadReleased,
    SessionChanged,
)
from alpr_console.domain.hotlist import HotList, Match, MatchKind
from alpr_console.domain.notices import notice_for
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.session import Session, SessionState
from alpr_console.health.monitor import HealthMonitor
from alpr_console.matching.index import HotListIndex
from alpr_console.ports import Clock, Frame, Speaker, UnitOfWorkFactory
from alpr_console.workflow.desk import Desk
from alpr_console.workflow.raise_alert import keep_read, raise_alert

T = TypeVar("T")
log = structlog.get_logger(__name__)

TICK_S = 1.0
"""How often the health rules are looked at while nothing happens, seconds."""

LISTS_EVERY_TICKS = 60
"""List ages are sent to the screen once a minute."""


class RunningPipeline(Protocol):
    """What the console needs of `pipeline.Pipeline`."""

    def start(self) -> None: ...

    def stop(self) -> None: ...

    def set_index(self, index: HotListIndex) -> None: ...


PipelineBuilder = Callable[
    [Callable[[PipelineEvent], None], Callable[[Frame, FrameSeen], None]], RunningPipeline
]
"""Given where events and pictures go, a new pipeline, not yet started."""


@dataclass(frozen=True, slots=True)
class _Act:
    run: Callable[[Desk], object]
    future: Future[object]


class _Stop:
    """Ends the console thread."""


@dataclass(slots=True)
class ConsoleParts:
    """What bootstrap builds for the console."""

    unit_of_work: UnitOfWorkFactory
    clock: Clock
    policy: AgencyPolicy
    unit: str
    speaker: Speaker
    spell: Callable[[str], str]
    """A plate as it is spoken."""
    build_pipeline: PipelineBuilder
    health: HealthMonitor
    unit_changed: Callable[[str], None]
    """Told the unit of each sign-in, so that the audit log names the right car."""
    close: Callable[[], None]
    """Called last, on the console thread: closes the store."""


class Console:
    """Runs the product without a screen.

    `ask` runs an act on the console thread with the desk; `subscribe` is called there with
    every `ConsoleEvent`. Callbacks must hand over and return at once.
    """

    def __init__(self, parts: ConsoleParts) -> None:
        self._parts = parts
        self._desk = Desk(parts.unit_of_work, parts.clock, parts.policy, parts.unit)
        self._queue: queue.SimpleQueue[_Act | PipelineEvent | type[_Stop]] = queue.SimpleQueue()
        self._subscribers: list[Callable[[ConsoleEvent], None]] = []
        self._pictures: dict[str, tuple[Frame, FrameSeen]] = {}
        self._pipeline: RunningPipeline | None = None
        self._unsaved: deque[ReadReleased] = deque()
        self._alerted: dict[str, set[str]] = {}
        self._ticks = 0
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="console", daemon=True)

    @property
    def policy(self) -> AgencyPolicy:
        return self._parts.policy

    @property
    def unit(self) -> str:
        return self._parts.unit

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End the pipeline and the console thread; everything saved stays saved."""
        if self._stopping.is_set():
            return
        self._stopping.set()
        self._queue.put(_Stop)
        self._thread.join(timeout=20)

    def subscribe(self, callback: Callable[[ConsoleEvent], None]) -> None:
        """`callback` gets every event, on the console thread. Subscribe before `start`."""
        self._subscribers.append(callback)

    def ask(self, act: Callable[[Desk], T]) -> Future[T]:
        """Run `act` on the console thread. Errors come out of the future."""
        future: Future[T] = Future()
        if self._stopping.is_set():
            future.set_exception(StoreUnavailable("The console is closing.", "Start it again."))
            return future
        self._queue.put(_Act(act, future))  # type: ignore[arg-type]
        return future

    def latest_picture(self, camera: str) -> tuple[Frame, FrameSeen] | None:
        """Newest recognized frame of `camera`; older ones are gone. Any thread."""
        return self._pictures.get(camera)

    # -- console thread ------------------------------------------------------------------

    def _run(self) -> None:
        try:
            while True:
                try:
                    item = self._queue.get(timeout=TICK_S)
                except queue.Empty:
                    self._tick()
                    continue
                if item is _Stop:
                    break
                if isinstance(item, _Act):
                    self._perform(item)
                else:
                    self._handle(item)  # type: ignore[arg-type]
        finally:
            self._stop_pipeline()
            self._clear_queue()
            self._save_waiting()
            self._parts.speaker.close()
            self._parts.close()

    def _clear_queue(self) -> None:
        """Keep the reads that the pipeline released as it stopped; refuse acts left over."""
        while True:
            try:
                item = self._queue.get_nowait()
            except queue.Empty:
                return
            if isinstance(item, _Act):
                item.future.set_exception(
                    StoreUnavailable("The console is closing.", "Start it again.")
                )
            elif isinstance(item, ReadReleased):
                self._unsaved.append(item)

    def _perform(self, act: _Act) -> None:
        if not act.future.set_running_or_notify_cancel():
            return
        before = self._desk.session
        try:
            result = act.run(self._desk)
        except BaseException as error:
            act.future.set_exception(error)
            if not isinstance(error, ConsoleError):
                log.error("act_failed", error=repr(error))
            if isinstance(error, StoreUnavailable):
                self._send_health(self._parts.health.store_failed(str(error)))
            return
        if isinstance(result, Alert):
            self._send(AlertChanged(result))
        if isinstance(result, HotList):
            self._reload_lists()
        if self._desk.session is not before:
            self._session_changed(before, self._desk.session)
        act.future.set_result(result)

    def _session_changed(self, before: Session | None, now: Session | None) -> None:
        if now is not None:
            self._parts.unit_changed(now.unit)
        self._send(SessionChanged(now))
        # A locked session goes on reading and sounding; only signing in and out switch it.
        was_on = before is not None and before.state is not SessionState.ENDED
        is_on = now is not None and now.state is not SessionState.ENDED
        if is_on and not was_on:
            self._start_pipeline()
            for alert in self._desk.open_alerts():
                self._send(AlertRaised(alert))
        elif was_on and not is_on:
            self._stop_pipeline()

    def _start_pipeline(self) -> None:
        pipeline = self._parts.build_pipeline(self._queue.put, self._keep_picture)
        self._pipeline = pipeline
        self._reload_lists()
        self._send_health(self._parts.health.pipeline_started())
        pipeline.start()

    def _stop_pipeline(self) -> None:
        if self._pipeline is not None:
            self._pipeline.stop()
            self._pipeline = None
            self._pictures.clear()
            self._send_health(self._parts.health.pipeline_stopped())

    def _keep_picture(self, frame: Frame, seen: FrameSeen) -> None:
        self._pictures[frame.camera] = (frame, seen)

    def _reload_lists(self) -> None:
        with self._parts.unit_of_work() as work:
            lists = work.hot_lists.in_force()
            index = HotListIndex([(one, work.hot_lists.entries(one.list_id)) for one in lists])
        if self._pipeline is not None:
            self._pipeline.set_index(index)
        self._send_lists()

    def _send_lists(self) -> None:
        lists = self._desk.lists()
        self._send(ListsChanged(lists))
        self._send_health(self._parts.health.lists([one for one, _ in lists]))

    def _handle(self, event: PipelineEvent) -> None:
        self._send_health(self._parts.health.seen(event))
        if isinstance(event, ReadReleased):
            self._unsaved.append(event)
            self._save_waiting()
        else:
            self._send(event)

    def _save_waiting(self) -> None:
        """Put released reads and their hits on record, oldest first.

        A read that cannot be saved (disk full) waits here and is tried again at each tick,
        so that nothing is lost and no alert is shown that is not on record.
        """
        while self._unsaved:
            try:
                self._keep(self._unsaved[0])
            except StoreUnavailable as error:
                self._send_health(self._parts.health.store_failed(str(error)))
                return
            self._unsaved.popleft()
            self._send_health(self._parts.health.store_works())

    def _keep(self, event: ReadReleased) -> None:
        parts = self._parts
        keep_read(parts.unit_of_work, event.read)
        self._send(event)
        told = self._alerted.setdefault(event.read.read_id, set())
        for match in _worth_telling(event.matches):
            if match.entry.entry_id in told:
                continue
            alert = raise_alert(
                parts.unit_of_work,
                parts.clock,
                self._desk.unit,
                event.read,
                match,
                parts.policy.stale_after,
            )
            told.add(match.entry.entry_id)
            self._send(AlertRaised(alert))
            self._sound(alert)
        while len(self._alerted) > 1000:
            self._alerted.pop(next(iter(self._alerted)))

    def _sound(self, alert: Alert) -> None:
        notice = notice_for(alert.hit.entry.category)
        speaker, session = self._parts.speaker, self._desk.session
        speaker.play(notice.sound)
        if session is not None and session.state is SessionState.LOCKED:
            # Bystanders may hear: while locked nothing of the record is spoken (ACC-7).
            speaker.say("Alert waiting.")
        else:
            speaker.say(notice.speech.format(plate=self._parts.spell(alert.hit.entry.lic)))

    def _tick(self) -> None:
        self._ticks += 1
        self._save_waiting()
        if self._pipeline is not None:
            self._send_health(self._parts.health.look(self._parts.speaker.fault))
            if self._ticks % LISTS_EVERY_TICKS == 0:
                self._send_lists()

    def _send_health(self, changes: Sequence[FaultRaised | FaultCleared]) -> None:
        for change in changes:
            self._send(change)

    def _send(self, event: ConsoleEvent) -> None:
        for callback in self._subscribers:
            callback(event)


def _worth_telling(matches: Sequence[Match]) -> list[Match]:
    """Exact matches, each; approximate ones only where nothing matches exactly.

    One alert per list entry: a vehicle on two lists has two duties to be answered.
    """
    exact = [m for m in matches if m.kind is MatchKind.EXACT]
    return exact or list(matches[:1])

"""The console thread: it alone owns the domain state and the store.

Camera and recognition threads put typed events into one queue; the screen puts acts into
the same queue and gets a future. Whatever becomes of either leaves as a `ConsoleEvent`,
after it is on record and never before.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from typing import ParamSpec, TypeVar

import structlog

from alpr_console.announcer import Announcer
from alpr_console.console_parts import ConsoleParts, RunningPipeline
from alpr_console.console_queue import Act, Happened, Stop, closed, drain
from alpr_console.domain.alert import Alert
from alpr_console.domain.errors import ConsoleError, StoreUnavailable
from alpr_console.domain.events import (
    AlertChanged,
    AlertRaised,
    AlertRepeated,
    ConsoleEvent,
    FrameSeen,
    ListsChanged,
    PastHitsFound,
    ReadReleased,
    RecognitionFailed,
    SessionChanged,
)
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.session import Session, same_person
from alpr_console.idle_work import PAUSE_S, IdleWork
from alpr_console.latest_pictures import LatestPictures
from alpr_console.list_imports import ListImports
from alpr_console.lists_followed import LISTS_EVERY_TICKS, ListsFollowed
from alpr_console.ports import Frame
from alpr_console.workflow.correct_read import Corrected
from alpr_console.workflow.desk import Desk
from alpr_console.workflow.match_parts import MatchParts
from alpr_console.workflow.record_reads import ReadRecorder, record_recovery
from alpr_console.workflow.settle_match import Repeated

P = ParamSpec("P")
T = TypeVar("T")
log = structlog.get_logger(__name__)

TICK_S = 1.0
"""How often the health rules are looked at and reads that wait are tried again, seconds."""

STOP_LIMIT_S = 20.0
"""`stop` waits so long for cameras that hang; then it leaves them to their daemon threads."""


class Console:
    """Runs the product without a screen.

    `ask` runs an act on the console thread with the desk; `subscribe` is called there with
    every `ConsoleEvent`. Callbacks must hand over and return at once.

    Nothing ends the console thread but `stop`: a mistake anywhere in it is logged, shown as
    records that are not saved, and the thread goes on.
    """

    def __init__(self, parts: ConsoleParts) -> None:
        self._parts = parts
        self.policy: AgencyPolicy = parts.policy
        self.unit = parts.unit
        self.map_file = parts.map_file
        self._lists = ListsFollowed(
            parts.unit_of_work, parts.shelf, parts.clock, parts.policy, self._past_hits_found
        )
        matching = MatchParts(lambda: self._lists.index, self._lists.index_at, self._read_corrected)
        self._desk = parts.desk(matching)
        self._idle = IdleWork(self._lists, *parts.keepers(self._desk))
        self.imports = ListImports(self.ask, parts.shelf, parts.policy.lists)
        self._beside = parts.beside(self.ask, self.imports, self._desk)
        self.pulls, self.transfers = self._beside.pulls, self._beside.transfers
        self.security_keys = parts.security_keys
        self._announcer = Announcer(parts.earshot)
        self.pictures = LatestPictures()
        self.stills = parts.stills(self.ask, self._desk, self._announcer, self.pictures.newest)
        self._recorder = ReadRecorder(
            parts.unit_of_work, parts.clock, parts.policy.stale_after,
            lambda: self._desk.unit, lambda: self._lists.index, self._read_kept,
            self._alert_raised, self._alert_repeated,
        )  # fmt: skip
        self._queue: queue.SimpleQueue[Act | Happened | type[Stop]] = queue.SimpleQueue()
        self._pipeline: RunningPipeline | None = None
        self._pipeline_run = 0
        self._ticks = 0
        self._outage: tuple[datetime, str] | None = None
        self._mistake = ""
        self._gate = threading.Lock()
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="console", daemon=True)

    def start(self) -> None:
        self._thread.start()
        self._beside.start()

    def stop(self) -> None:
        """End the session, the pipeline and the console thread; what is saved stays saved.

        Acts asked before are still done, later ones refused. Safe to call twice, and on a
        console that was never started.
        """
        with self._gate:
            first, self._closing = not self._closing, True
            if first:
                self._beside.stop()
                self._queue.put(Stop)
        if self._thread.ident is None:
            if first:
                self._finish()
            return
        self._thread.join(timeout=STOP_LIMIT_S)
        if self._thread.is_alive():
            log.error("console_does_not_end", after_s=STOP_LIMIT_S)
        self._beside.join()

    def subscribe(self, callback: Callable[[ConsoleEvent], None]) -> None:
        """`callback` gets every event, on the console thread. Subscribe before `start`."""
        self._announcer.subscribe(callback)

    def ask(self, act: Callable[[Desk], T]) -> Future[T]:
        """Run `act` on the console thread. Errors come out of the future."""
        future: Future[T] = Future()
        # Under the gate nothing can slip in behind the end of the thread and wait forever.
        with self._gate:
            if not self._closing:
                self._queue.put(Act(act, future))  # type: ignore[arg-type]
                return future
        future.set_exception(closed())
        return future

    # -- console thread ------------------------------------------------------------------

    def _run(self) -> None:
        try:
            self._guarded(self._lists.begin)
            next_tick = time.monotonic() + TICK_S
            while True:
                # Frames keep coming: the tick has its own time and waits for no silence.
                left = next_tick - time.monotonic()
                if left <= 0:
                    self._guarded(self._tick)
                    next_tick = time.monotonic() + TICK_S
                    continue
                # Stored reads are matched and purged while nobody wants anything.
                idle = min(left, PAUSE_S) if self._idle.busy else left
                try:
                    item = self._queue.get(timeout=idle)
                except queue.Empty:
                    if self._idle.busy:
                        self._guarded(self._idle.step)
                    continue
                if isinstance(item, Act):
                    self._perform(item)
                elif isinstance(item, Happened):
                    self._guarded(self._handle, item)
                else:
                    break
        finally:
            with self._gate:
                self._closing = True
            self._finish()

    def _finish(self) -> None:
        for step in (
            self.imports.cancel_all,
            self._stop_pipeline,
            self._clear_queue,
            self._save_waiting,
            self._end_session,
            self._parts.earshot.speaker.close,
            self._parts.close,
        ):
            self._guarded(step)
        if self._recorder.waiting:
            log.error("reads_never_saved", count=self._recorder.waiting)

    def _guarded(self, step: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> None:
        """Run `step`; what goes wrong in it is told and the thread goes on."""
        try:
            step(*args, **kwargs)
        except Exception as error:
            self._went_wrong(error)

    def _went_wrong(self, error: Exception) -> None:
        if isinstance(error, ConsoleError):
            self._outage = self._outage or (self._parts.clock.now(), str(error))
            self._announcer.tell_faults(self._parts.audited(None, error))
        else:
            log.error("console_mistake", exc_info=error)
            # Nobody knows what was left undone: this stays until the console is restarted.
            self._mistake = self._mistake or f"Fault in the program ({type(error).__name__})."
        self._announcer.tell_faults(self._parts.health.store_failed(self._mistake or str(error)))

    def _clear_queue(self) -> None:
        drain(self._queue, self._recorder.add)

    def _end_session(self) -> None:
        if self._desk.session is not None:
            self._desk.sign_out()

    def _perform(self, act: Act) -> None:
        if not act.future.set_running_or_notify_cancel():
            return
        before, lists_revision = self._desk.session, self._desk.lists_revision
        result: object = None
        failure: BaseException | None = None
        try:
            result = act.run(self._desk)
        except BaseException as error:
            failure = error
            if isinstance(error, StoreUnavailable):
                self._went_wrong(error)
            elif not isinstance(error, ConsoleError):
                log.error("act_failed", exc_info=error)
        self._announcer.tell_faults(self._parts.audited(result, failure))
        # The act is on record by now: nothing that follows from it may turn it into a failure.
        if isinstance(result, Alert):
            self._announcer.tell(AlertChanged(result))
        if self._desk.lists_revision != lists_revision:
            self._lists.behind = True
            self._guarded(self._follow_lists)
            self.pulls.look_now()
        if self._desk.session is not before:
            self._guarded(self._session_changed, before, self._desk.session)
        if failure is not None:
            act.future.set_exception(failure)
        else:
            act.future.set_result(result)

    def _session_changed(self, before: Session | None, now: Session | None) -> None:
        if now is not None:
            self._parts.unit_changed(now.unit)
        if not same_person(before, now):
            self._guarded(self._desk.habits.take_up)
        self._announcer.tell(SessionChanged(now))
        # A locked session goes on reading and sounding.
        worked = before is not None and before.operates
        if now is not None and now.operates and not worked:
            self._start_pipeline()
            for alert in self._desk.open_alerts():
                self._announcer.tell(AlertRaised(alert))
            self._guarded(self._lists.tell_waiting)
        elif now is None or not now.operates:
            self._stop_pipeline()
            self._save_waiting()
        if now is None:
            self._parts.session_over()

    def _start_pipeline(self) -> None:
        self._pipeline_run += 1
        run = self._pipeline_run
        try:
            self._pipeline = self._parts.build_pipeline(
                lambda event: self._queue.put(Happened(run, event)),
                lambda frame, seen: self._keep_picture(run, frame, seen),
            )
        except Exception as error:
            self._not_started(error)
        self._guarded(self._follow_lists)
        self._announcer.tell_faults(self._parts.health.pipeline_started())
        if self._pipeline is not None:
            try:
                self._pipeline.start()
            except Exception as error:
                self._not_started(error)

    def _not_started(self, error: Exception) -> None:
        """Alerts and records can still be worked on; that nothing is read must be told."""
        log.error("pipeline_not_started", exc_info=error)
        reason = str(error) if isinstance(error, ConsoleError) else repr(error)
        failed = RecognitionFailed(reason, self._parts.clock.now())
        self._announcer.tell_faults(self._parts.health.seen(failed))
        self._announcer.tell(failed)

    def _stop_pipeline(self) -> None:
        pipeline, self._pipeline = self._pipeline, None
        # From here on only reads are taken from the run that ends.
        self._pipeline_run += 1
        if pipeline is not None:
            self._guarded(pipeline.stop)
        self.pictures.clear()
        self._announcer.tell_faults(self._parts.health.pipeline_stopped())

    def _keep_picture(self, run: int, frame: Frame, seen: FrameSeen) -> None:
        if run == self._pipeline_run:
            self.pictures.keep(frame, seen)

    def _follow_lists(self) -> None:
        """Match against what the store says is in force from here on.

        Until that has worked nothing is recorded: a read must not miss an entry in force.
        """
        self._lists.follow()
        if self._pipeline is not None:
            self._pipeline.set_index(self._lists.index)
        if self._desk.session is not None:
            self._send_lists()

    def _send_lists(self) -> None:
        lists = self._desk.lists()
        self._announcer.tell(ListsChanged(lists))
        self._announcer.tell_faults(
            self._parts.health.lists([one for one, _ in lists], self._lists.damaged)
        )

    def _handle(self, happened: Happened) -> None:
        event = happened.event
        if isinstance(event, ReadReleased):
            self._recorder.add(event)
            self._save_waiting()
        elif happened.run == self._pipeline_run:
            self._announcer.tell_faults(self._parts.health.seen(event))
            self._announcer.tell(event)

    def _save_waiting(self) -> None:
        """Put released reads and their hits on record.

        What the store refuses (disk full) waits and is tried again at each tick, so that
        nothing is lost and no alert is shown that is not on record.
        """
        while self._recorder.waiting:
            try:
                if self._lists.behind:
                    self._follow_lists()
                self._recorder.save_waiting()
            except Exception as error:
                self._went_wrong(error)
                if isinstance(error, ConsoleError):
                    return
        if self._outage is not None:
            # A write is the proof that the store works, and the log should name the gap.
            record_recovery(self._parts.unit_of_work, *self._outage)
            self._outage = None
            if not self._mistake:
                self._announcer.tell_faults(self._parts.health.store_works())

    def _read_kept(self, event: ReadReleased) -> None:
        if self._desk.session is not None:
            self._announcer.tell(event)

    def _alert_raised(self, alert: Alert) -> None:
        # Without a session it is on record and comes with the next sign-in.
        if self._desk.session is not None:
            self._announcer.tell(AlertRaised(alert))
        self._announcer.sound_alert(alert, self._desk.session)

    def _alert_repeated(self, repeated: Repeated) -> None:
        repeat = repeated.repeat
        if self._desk.session is not None:
            self._announcer.tell(
                AlertRepeated(repeat.alert_id, repeat.read_id, repeated.count, repeat.at)
            )
        if repeated.sounds:
            self._announcer.sound_alert(repeated.alert, self._desk.session)

    def _read_corrected(self, corrected: Corrected) -> None:
        now = self._lists.index.generation
        self._announcer.tell(ReadReleased(corrected.read, corrected.matches, 0.0, now))
        for outcome in corrected.outcomes:
            self._recorder.tell(outcome)
        if corrected.past_hits:
            self._guarded(self._lists.tell_waiting)

    def _past_hits_found(self, found: PastHitsFound) -> None:
        if self._desk.session is not None:
            self._announcer.tell(found)

    def _tick(self) -> None:
        self._ticks += 1
        self._save_waiting()
        # The session may be over, locked or short of a training without anybody's doing.
        before = self._desk.session
        self._desk.people.look()
        if self._desk.session is not before:
            self._session_changed(before, self._desk.session)
        if self._desk.session is not None:
            self._announcer.tell_faults(self._parts.look(self._beside))
            if self._ticks % LISTS_EVERY_TICKS == 0:
                self._send_lists()

"""Reads and their hits on their way to the record, oldest first."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from alpr_console.domain.alert import Alert
from alpr_console.domain.audit import SYSTEM, AuditRecord
from alpr_console.domain.errors import ConsoleError
from alpr_console.domain.events import ReadReleased
from alpr_console.domain.hotlist import Match
from alpr_console.domain.read import PlateRead
from alpr_console.matching.index import HotListIndex
from alpr_console.matching.telling import worth_telling
from alpr_console.ports import Clock, UnitOfWorkFactory
from alpr_console.workflow.in_force import still_in_force
from alpr_console.workflow.raise_alert import keep_read
from alpr_console.workflow.settle_match import Outcome, Raised, Repeated, settle_match


@dataclass(slots=True)
class _Waiting:
    event: ReadReleased
    kept: bool = False


class ReadRecorder:
    """Belongs to the console thread.

    `on_kept` is told of each read, `on_alert` of each alert and `on_repeat` of each further
    sight of an alert's vehicle, once it is on record and never before. `unit` says which unit
    alerts are raised for, `index` what is in force.
    """

    def __init__(
        self,
        uow: UnitOfWorkFactory,
        clock: Clock,
        stale_after: timedelta,
        unit: Callable[[], str],
        index: Callable[[], HotListIndex],
        on_kept: Callable[[ReadReleased], None],
        on_alert: Callable[[Alert], None],
        on_repeat: Callable[[Repeated], None] = lambda _: None,
    ) -> None:
        self._uow = uow
        self._clock = clock
        self._stale_after = stale_after
        self._unit = unit
        self._index = index
        self._on_kept = on_kept
        self._on_alert = on_alert
        self._on_repeat = on_repeat
        self._waiting: deque[_Waiting] = deque()

    @property
    def waiting(self) -> int:
        """Reads not on record yet."""
        return len(self._waiting)

    def add(self, event: ReadReleased) -> None:
        self._waiting.append(_Waiting(event))

    def save_waiting(self) -> None:
        """Put what waits on record. A read whose saving fails keeps its place.

        Raises ConsoleError when the store refuses: everything from that read on waits for
        the next call. Any other error is a mistake in the program that would come again
        each time: that one read is given up, so that those behind it get through.
        """
        while self._waiting:
            try:
                self._save(self._waiting[0])
            except ConsoleError:
                raise
            except Exception:
                self._waiting.popleft()
                raise
            self._waiting.popleft()

    def _save(self, waiting: _Waiting) -> None:
        read = waiting.event.read
        if not waiting.kept:
            superseded = keep_read(self._uow, read)
            waiting.kept = True
            # What a person said that the plate is stays on the screen.
            if not superseded:
                self._on_kept(waiting.event)
        # Before what is worth telling is chosen: an entry that has just expired must not take
        # the place of one in force.
        matches = self._matches(waiting.event)
        for match in worth_telling(self._in_force(matches)):
            self.tell(self._settle(read, match))

    def _in_force(self, matches: Sequence[Match]) -> list[Match]:
        if not matches:
            return []
        with self._uow() as work:
            now = self._clock.now()
            return [match for match in matches if still_in_force(work, match, now)]

    def tell(self, outcome: Outcome) -> None:
        """Pass on what became of a match and is on record by now."""
        if isinstance(outcome, Raised):
            self._on_alert(outcome.alert)
        elif isinstance(outcome, Repeated):
            self._on_repeat(outcome)

    def _settle(self, read: PlateRead, match: Match) -> Outcome:
        with self._uow() as work:
            return settle_match(
                work, self._clock.now(), self._unit(), read, match, self._stale_after
            )

    def _matches(self, event: ReadReleased) -> Sequence[Match]:
        """Against the lists in force now, whatever was in force when the read was released."""
        index = self._index()
        if event.generation == index.generation:
            return event.matches
        return index.match(event.read.reading, event.read.vehicle, self._clock.now())


def record_recovery(uow: UnitOfWorkFactory, since: datetime, reason: str) -> None:
    """Write that the store failed and works again. Raises StoreUnavailable if it does not."""
    with uow() as work:
        work.audit.append(
            AuditRecord(
                action="store.recovered",
                who=SYSTEM,
                outcome="done",
                details={"failed_since": since.isoformat(), "reason": reason},
            )
        )

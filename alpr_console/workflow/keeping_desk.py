"""The desk's acts on what is kept: holds, limits, the purge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alpr_console.domain.keeping import Due, Hold, Purge
from alpr_console.domain.operator import Permission
from alpr_console.ports import Clock, UnitOfWorkFactory
from alpr_console.workflow import holds, purge
from alpr_console.workflow.holds import NewHold
from alpr_console.workflow.purge import Purger

if TYPE_CHECKING:
    from alpr_console.workflow.desk import Desk

SHOWN = 200
"""So many purges are shown, newest first."""


class KeepingDesk:
    """Each act raises PermissionRefused."""

    def __init__(self, desk: Desk, uow: UnitOfWorkFactory, clock: Clock) -> None:
        self._desk = desk
        self._uow = uow
        self._clock = clock
        self.purger: Purger | None = None
        """Set by the console, whose thread steps it; a command takes one of its own."""

    def holds(self) -> list[Hold]:
        """Newest first, those that have ended too."""
        self._desk.demand(Permission.HOLD_RECORDS)
        with self._uow() as work:
            return work.holds.all()

    def place_hold(self, new: NewHold) -> Hold:
        """See holds.place_hold."""
        return holds.place_hold(
            self._uow, self._clock, self._desk.policy, self._desk.signed_in(), new
        )

    def end_hold(self, hold_id: str, reason: str) -> Hold:
        return holds.end_hold(self._uow, self._clock, self._desk.signed_in(), hold_id, reason)

    def due(self) -> tuple[Due, ...]:
        """What is past its limit, by kind."""
        self._desk.demand(Permission.PURGE_RECORDS)
        return purge.preview(self._uow, self._clock, self._desk.policy)

    def purges(self) -> list[Purge]:
        """Newest first."""
        self._desk.demand(Permission.PURGE_RECORDS)
        with self._uow() as work:
            return work.purges.latest(SHOWN)

    def purge_now(self) -> tuple[Due, ...]:
        """Begin at once; the console's thread goes on with it. What it will take."""
        session = self._desk.signed_in()
        may = session.user.may(Permission.PURGE_RECORDS)
        dues = purge.preview(self._uow, self._clock, self._desk.policy) if may else ()
        purge.demand_purge(self._uow, session, self._desk.policy, dues)
        if self.purger is not None:
            self.purger.start(session.user.name)
        return dues

    def taken(self) -> tuple[int, bool]:
        """How many the purge under way has taken, and whether it goes on."""
        self._desk.demand(Permission.PURGE_RECORDS)
        if self.purger is None:
            return 0, False
        return self.purger.taken, self.purger.busy

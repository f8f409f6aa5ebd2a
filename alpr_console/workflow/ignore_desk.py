"""The desk's acts on ignored plates, for whoever is signed in."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from alpr_console.domain.ignored import LONGEST, IgnoredPlate
from alpr_console.domain.operator import Permission
from alpr_console.ports import Clock, UnitOfWorkFactory
from alpr_console.workflow import ignore_plates

if TYPE_CHECKING:
    from alpr_console.workflow.desk import Desk


class IgnoreDesk:
    """Each act raises PermissionRefused unless a supervisor or administrator is signed in."""

    def __init__(self, desk: Desk, uow: UnitOfWorkFactory, clock: Clock) -> None:
        self._desk = desk
        self._uow = uow
        self._clock = clock

    def ignore(self, lic: str, lis: str, reason: str, term: timedelta = LONGEST) -> IgnoredPlate:
        """See ignore_plates.ignore_plate."""
        return ignore_plates.ignore_plate(
            self._uow, self._clock, self._desk.signed_in(), lic, lis, reason, term
        )

    def end(self, ignored_id: str, reason: str) -> IgnoredPlate:
        """See ignore_plates.end_ignoring."""
        return ignore_plates.end_ignoring(
            self._uow, self._clock, self._desk.signed_in(), ignored_id, reason
        )

    def in_force(self) -> list[IgnoredPlate]:
        """Newest first."""
        now = self._clock.now()
        return [plate for plate in self.all() if plate.in_force(now)]

    def all(self) -> list[IgnoredPlate]:
        """Those expired and ended among them, newest first."""
        self._desk.demand(Permission.IGNORE_PLATES)
        with self._uow() as work:
            return work.ignored.all()

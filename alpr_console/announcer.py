"""What the console has to tell: events to the screen, alerts and faults to the ear."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import structlog

from alpr_console.domain.alert import Alert
from alpr_console.domain.events import ConsoleEvent, FaultCleared, FaultRaised
from alpr_console.domain.notices import NOTICES
from alpr_console.domain.session import Session, SessionState
from alpr_console.earshot import Earshot

log = structlog.get_logger(__name__)


class Announcer:
    """Belongs to the console thread. A screen that fails is logged and never keeps the others,
    or the console, from going on."""

    def __init__(self, earshot: Earshot) -> None:
        self._earshot = earshot
        self._subscribers: list[Callable[[ConsoleEvent], None]] = []

    def subscribe(self, callback: Callable[[ConsoleEvent], None]) -> None:
        self._subscribers.append(callback)

    def tell(self, event: ConsoleEvent) -> None:
        for callback in self._subscribers:
            try:
                callback(event)
            except Exception as error:
                log.error("subscriber_failed", told=type(event).__name__, exc_info=error)

    def tell_faults(self, changes: Sequence[FaultRaised | FaultCleared]) -> None:
        """Tell each; one that was raised is heard too."""
        for change in changes:
            self.tell(change)
            if isinstance(change, FaultRaised):
                self._earshot.tell_fault(NOTICES[change.notice])

    def sound_alert(self, alert: Alert, session: Session | None) -> None:
        """What is on a locked screen, or on none, is not said aloud either."""
        private = session is not None and session.state is SessionState.ACTIVE
        self._earshot.alert(alert, private=private)

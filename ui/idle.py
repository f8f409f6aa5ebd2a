"""When somebody last touched a key, the mouse or the screen."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QGuiApplication, QWindow

from alpr_console.domain.session import Session, SessionState
from ui import strings_people
from ui.asking import Ask, Now, Refused

_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.TouchBegin,
        QEvent.Type.Wheel,
    }
)


class IdleWatch(QObject):
    """Sees what comes into each window that has the focus; none is kept from where it goes.

    Not every event of the application: a change of page is hundreds of them, and each would
    wait for Python while recognition runs there. What a person does comes to a window first; only
    a shortcut does not, and the keyboard tells of those.
    """

    def __init__(self, parent: QObject, now: Now) -> None:
        super().__init__(parent)
        self._now = now
        self._last: datetime = now()
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._watch)
            self._watch(application.focusWindow())

    def touched(self) -> None:
        self._last = self._now()

    def idle_for(self, now: datetime) -> timedelta:
        return now - self._last

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            # To be seen by it already, and to be told twice, is no harm.
            window.installEventFilter(self)
            self.touched()

    def lock_when_due(
        self, session: Session | None, after: timedelta, ask: Ask, refused: Refused
    ) -> None:
        """Lock a session that is open and that nobody has touched for so long (ACC-7)."""
        if session is None or session.state is not SessionState.ACTIVE:
            return
        if self.idle_for(self._now()) >= after:
            self.touched()
            minutes = f"{after.total_seconds() / 60:g}"
            reason = strings_people.IDLE_REASON.format(minutes=minutes)
            ask(lambda desk: desk.lock(reason), lambda _session: None, refused)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self.touched()
        return False

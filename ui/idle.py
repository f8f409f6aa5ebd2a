"""When somebody last touched a key, the mouse or the screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QWidget

from ui import strings_people
from ui.asking import Now

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

    def __init__(self, parent: QObject, now: Now, lock_after: timedelta) -> None:
        super().__init__(parent)
        self._now = now
        self._lock_after = lock_after
        self._last: datetime = now()
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._watch)
            self._watch(application.focusWindow())
        # Without a window manager no window is ever given the focus, and is touched all the same.
        parent.installEventFilter(self)

    def touched(self) -> None:
        self._last = self._now()

    def idle_for(self, now: datetime) -> timedelta:
        return now - self._last

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            # To be seen by it already, and to be told twice, is no harm.
            window.installEventFilter(self)
            self.touched()

    def lock_when_due(self, now: datetime, lock: Callable[[str], None]) -> None:
        """`lock` is given the reason once nothing was touched for as long as the profile says."""
        if self.idle_for(now) >= self._lock_after:
            self.touched()
            minutes = f"{self._lock_after.total_seconds() / 60:g}"
            lock(strings_people.IDLE_REASON.format(minutes=minutes))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in _TOUCHES:
            self.touched()
        elif kind is QEvent.Type.Show and isinstance(watched, QWidget):
            self._watch(watched.windowHandle())
        return False

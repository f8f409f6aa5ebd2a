"""What the person at the screen chose, in force on it, and what they do about what is heard."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from alpr_console.domain.errors import ConsoleError
from alpr_console.domain.officer_settings import OfficerSettings, ThemeChoice
from alpr_console.domain.session import Session, same_person
from alpr_console.workflow.habit_desk import Habits
from ui.asking import Ask, Refused
from ui.keymap import keymap
from ui.theme.theme import ThemeName, theme

_THEMES: dict[ThemeChoice, ThemeName] = {ThemeChoice.DAY: "day", ThemeChoice.NIGHT: "night"}


class Personal(QObject):
    """`applied` carries the `OfficerSettings` in force: at sign-in, at each change, and the usual
    ones at the sign-out."""

    applied = Signal(object)

    def __init__(self, ask: Ask, show_muted: Callable[[bool], None], refused: Refused) -> None:
        super().__init__()
        self._ask = ask
        self._show_muted = show_muted
        self._refused = refused
        self._session: Session | None = None
        self._theme_at_start = theme.chosen
        self.settings = OfficerSettings()
        self.muted = False

    def session_changed(self, session: Session | None) -> None:
        before, self._session = self._session, session
        if same_person(before, session):
            return
        self._muted(False)
        self.apply(OfficerSettings())
        if self._session is not None and not same_person(None, session):
            self._ask(lambda desk: desk.habits.mine(), self._take, self._not_found)

    def apply(self, settings: OfficerSettings) -> None:
        before, self.settings = self.settings, settings
        keymap.take(settings.keys)
        if settings.theme is not before.theme:
            # Left to itself it is what the program was started with.
            by_itself = settings.theme is ThemeChoice.AUTO
            theme.choose(self._theme_at_start if by_itself else _THEMES[settings.theme])
        theme.enlarge(settings.scale)
        self.applied.emit(settings)

    def toggle_mute(self) -> None:
        on = not self.muted
        self._ask(lambda desk: desk.habits.mute(on), self._muted, self._not_muted)

    def say_again(self, alert_id: str) -> None:
        """The alert on screen, or '' for the last one that was spoken."""
        self._ask(lambda desk: desk.habits.say_again(alert_id), lambda _none: None, self._refused)

    def _take(self, habits: Habits) -> None:
        self.apply(habits.settings)

    def _not_found(self, error: ConsoleError) -> None:
        """The session is over by now, or the store fails and says so itself."""

    def _not_muted(self, error: ConsoleError) -> None:
        self._show_muted(self.muted)
        self._refused(error)

    def _muted(self, muted: bool) -> None:
        self.muted = muted
        self._show_muted(muted)

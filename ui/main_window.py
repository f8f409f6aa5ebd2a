"""The window: sign-in, the shift's screens, the privacy lock. One of them at a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from alpr_console.domain.errors import ConsoleError
from alpr_console.domain.events import (
    AlertChanged,
    AlertRaised,
    AlertRepeated,
    CameraChanged,
    ConsoleEvent,
    FaultCleared,
    FaultRaised,
    FrameSeen,
    ListsChanged,
    PastHitsFound,
    ReadReleased,
    SessionChanged,
)
from alpr_console.domain.officer_settings import OfficerSettings
from alpr_console.domain.session import Session, SessionState
from ui import strings
from ui.administration.bridged import parts_of
from ui.administration.view import AdministrationView
from ui.alert_panel.model import QueueModel
from ui.alert_panel.view import AlertPanel
from ui.asking import Now
from ui.bottom_bar import BottomBar
from ui.bridge import Bridge
from ui.correction.view import CorrectionPage
from ui.driving.layout import DrivingLayout
from ui.entries.view import EntriesView
from ui.gates.view import GatesView
from ui.idle import IdleWatch
from ui.keys_page import KeysPage
from ui.live_view.reads_strip import KEPT
from ui.live_view.view import LiveView
from ui.map.view import MapView
from ui.moves import Moves
from ui.past_hits.view import PastHitsView
from ui.patrol import PatrolPage
from ui.personal import Personal
from ui.privacy_lock.view import PrivacyLock
from ui.review.view import ReviewView
from ui.search.view import SearchView
from ui.security_keys import BridgedKeys
from ui.settings.view import SettingsView
from ui.shift.hand_view import HandPage
from ui.shift.view import ShiftView
from ui.shortcuts import Keyboard
from ui.sign_in.view import SignInView
from ui.status.presenter import StatusPresenter
from ui.status.view import StatusBar
from ui.stills import BridgedStills
from ui.theme.theme import px_per_mm, theme
from ui.what_waits import WhatWaits
from ui.widgets.page_stack import PageStack

if TYPE_CHECKING:
    from alpr_console.console import Console

BLINK_MS = 500
"""Half a period: 1 Hz, under the 2 Hz that nothing here may exceed."""


def utc_now() -> datetime:
    return datetime.now(UTC)


class MainWindow(QMainWindow):
    """Nothing of any record is on screen without an active session."""

    def __init__(self, console: Console, now: Now = utc_now) -> None:
        super().__init__()
        self.setWindowTitle(strings.PRODUCT)
        self.setMinimumSize(1024, 600)
        self._now = now
        self._lit = True
        self._session: Session | None = None
        self.bridge = Bridge(console)
        self.status = StatusPresenter()
        ask = self.bridge.ask
        self.moves = Moves(self)
        self.personal = Personal(ask, self._show_muted, self._refused)
        keys = BridgedKeys(self.bridge, console)
        self.sign_in = SignInView(ask, console.policy, console.unit, keys)
        self.lock_screen = PrivacyLock(ask, keys)
        self.gates = GatesView(ask, console.policy, keys, self._past_the_gates)
        self.idle = IdleWatch(self, now, console.policy.people.lock_after)
        self.live = LiveView(console.pictures, now)
        self.panel = AlertPanel(ask, console.policy, now, self._show_queue, self.moves.open_read)
        self.patrol = PatrolPage(self.live, self.panel, self._take_picture, self._type_plate)
        self.waits = WhatWaits(ask, self.status, self._show_chips, self.panel.idle.show_due)
        self.review = ReviewView(ask, now)
        self.administration = AdministrationView(
            parts_of(console, self.bridge, now, self.waits, keys)
        )
        self.entries = EntriesView(ask, console.policy, now)
        self.correction = CorrectionPage(ask, self.moves.patrol)
        self.search = SearchView(ask, console.policy)
        self.map = MapView(ask, now, console.map_file)
        stills = BridgedStills(self.bridge, console)
        self.shift = ShiftView(
            ask, now, stills, console.policy, self.waits.shift_changed, self.moves.open_read,
            self.moves.patrol, lambda: self.moves.to(self.shift),
        )  # fmt: skip
        self.hand = HandPage(
            ask, stills, lambda: self.moves.to(self.hand), self.moves.patrol,
            lambda words: self.status_bar.show_refusal(words),
        )  # fmt: skip
        self.keys = KeysPage(self.moves.settings)
        self.settings = SettingsView(ask, self.apply_settings, self.moves.toggle_keys)
        self.status_bar = StatusBar(
            self._lock, self.live.show_next_camera, self._say_again, self.personal.toggle_mute
        )
        self.bottom_bar = BottomBar(self.moves.ways(self._toggle_theme, self._sign_out))
        self.past_hits = PastHitsView(ask, now, self.bottom_bar.show_past_hits)
        self.patrol.strip.opened.connect(self.moves.open_read)
        self._build()
        self.driving = DrivingLayout(
            self.panel, self.idle, lambda: self.status.faults, self._show_driving
        )
        self._screens.addWidget(self.driving.view)
        self.personal.applied.connect(self.driving.take)
        self.personal.applied.connect(self.patrol.take)
        self.keyboard = Keyboard(self, self.idle.touched)
        self.bridge.happened.connect(self._on_event)
        self.panel.presenter.render()
        self._every(1000, self.tick)
        self._every(BLINK_MS, self._blink)
        self.tick()

    @property
    def session(self) -> Session | None:
        return self._session

    @property
    def page(self) -> QWidget | None:
        """The screen in view."""
        current = self._screens.currentWidget()
        return self.pages.currentWidget() if current is self._shift else current

    def _build(self) -> None:
        self.pages = PageStack()
        for page in (self.patrol, self.review, self.administration, self.entries, self.past_hits,
                     self.search, self.map, self.shift, self.hand, self.correction, self.keys,
                     self.settings):  # fmt: skip
            self.pages.addWidget(page)
        self._shift = QWidget()
        self._shift.setProperty("role", "ground")
        column = QVBoxLayout(self._shift)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.status_bar)
        column.addWidget(self.pages, 1)
        column.addWidget(self.bottom_bar)
        self._screens = PageStack()
        for screen in (self.sign_in, self._shift, self.lock_screen, self.gates):
            self._screens.addWidget(screen)
        self.setCentralWidget(self._screens)

    def _every(self, milliseconds: int, call: Callable[[], None]) -> None:
        timer = QTimer(self)
        timer.setInterval(milliseconds)
        timer.timeout.connect(call)
        timer.start()

    # -- what comes from the console -------------------------------------------------------

    def _on_event(self, event: ConsoleEvent) -> None:
        now = self._now()
        self.status.on(event, now)
        self.map.on(event)
        self.driving.on_event(event, now)
        self.shift.on(event)
        match event:
            case FrameSeen():
                self.live.frame_seen(event)
                return
            case CameraChanged():
                self.live.camera_changed(event)
            case ReadReleased():
                self.patrol.read_released(event)
                self.panel.presenter.read_corrected(event.read)
            case AlertRaised():
                self.panel.presenter.alert_raised(event.alert)
                self.lock_screen.tell_waiting(True)
            case AlertChanged():
                self.panel.presenter.alert_changed(event.alert)
            case AlertRepeated():
                self.panel.presenter.alert_repeated(event.alert_id)
            case PastHitsFound():
                self.past_hits.load()
            case ListsChanged():
                self.panel.idle.show_lists(event.lists)
                self.administration.lists_changed()
            case SessionChanged():
                self._session_changed(event.session)
            case FaultRaised() | FaultCleared():
                self.live.fault_changed(event)
                if self.live.reads_hidden:
                    self.patrol.clear()
            case _:
                pass
        self._show_chips()
        self.driving.follow(now)

    def _show_chips(self) -> None:
        self.status_bar.show_chips(self.status.chips(self._now()))

    def _show_driving(self, view: QWidget | None) -> None:
        """Over the patrol screen alone: whoever looks at another page has chosen to."""
        driving = self._screens.currentWidget() is self.driving.view
        if view is None and driving:
            self._screens.setCurrentWidget(self._shift)
            self.panel.setFocus()
        elif view is not None and self.page is self.patrol:
            self._screens.setCurrentWidget(view)

    def _session_changed(self, session: Session | None) -> None:
        before, self._session = self._session, session
        self.personal.session_changed(session)
        if session is None or session.state is SessionState.ENDED:
            self._forget()
            self._screens.setCurrentWidget(self.sign_in)
            self.sign_in.restart()
            return
        if session.state is SessionState.LOCKED:
            # Found for a reason, not for whoever unlocks it.
            self.search.clear()
            waiting = self.panel.presenter
            self._screens.setCurrentWidget(self.lock_screen)
            self.lock_screen.lock(session, waiting.alert is not None or waiting.waiting > 0)
            return
        self.idle.touched()
        self.status_bar.show_session(session)
        self.shift.show_session(session)
        self.bottom_bar.show_user(session.user)
        self.administration.show_user(session.user)
        if session.gates:
            self.gates.show_session(session)
            # Whoever administers past their own gates is left to it.
            past = self._screens.currentWidget() is self._shift and before and before.gates
            if not past:
                self._screens.setCurrentWidget(self.gates)
            return
        at_the_gates = self._screens.currentWidget() is self.gates
        self._screens.setCurrentWidget(self._shift)
        self.panel.setFocus()
        new = before is None or before.state is SessionState.ENDED
        if new or at_the_gates:
            self.pages.setCurrentWidget(self.patrol)
        if new or (before is not None and before.gates):
            self.waits.tell(session)
            if session.operates:
                self.bridge.ask(
                    lambda desk: desk.latest_reads(KEPT), self.patrol.show_reads, self._ignored
                )

    def apply_settings(self, settings: OfficerSettings) -> None:
        """A person's habits, in force from here on. `personal.applied` tells whoever has a part
        in them: at the sign-in, at each change, and the usual ones at the sign-out."""
        self.personal.apply(settings)

    def _show_muted(self, muted: bool) -> None:
        self.status.muted = muted
        self.status_bar.show_muted(muted)
        self._show_chips()

    def _past_the_gates(self) -> None:
        """To the pages that somebody may work on whose own access is not open."""
        self._screens.setCurrentWidget(self._shift)
        self.moves.administration()

    def _forget(self) -> None:
        """Nothing of the shift stays in memory for the next person to find."""
        self.panel.presenter.forget()
        for part in (self.patrol, self.live, self.review, self.administration, self.entries,
                     self.past_hits, self.search, self.map, self.shift, self.hand,
                     self.correction, self.gates, self.waits, self.settings):  # fmt: skip
            part.clear()
        self.status.forget()
        self.driving.forget()

    def _ignored(self, error: ConsoleError) -> None:
        """The latest reads could not be fetched: the strip says what will appear there."""

    # -- moving about ----------------------------------------------------------------------

    def _show_queue(self, model: QueueModel) -> None:
        self.bottom_bar.show_queue(model)

    def _take_picture(self) -> None:
        self.hand.presenter.capture(self.live.presenter.shown)

    def _type_plate(self) -> None:
        self.hand.presenter.open()

    def _say_again(self) -> None:
        shown = self.panel.presenter.alert if self.page is self.patrol else None
        self.personal.say_again(shown.alert_id if shown is not None else "")

    def _toggle_theme(self) -> None:
        theme.choose("day" if theme.palette.name == "night" else "night")

    def _lock(self) -> None:
        self._lock_for("by key")

    def _lock_for(self, reason: str) -> None:
        self.bridge.ask(lambda desk: desk.lock(reason), lambda _session: None, self._refused)

    def _sign_out(self) -> None:
        if self._session is not None and self._session.operates:
            self.shift.leave()
        else:
            self.bridge.ask(lambda desk: desk.sign_out(), lambda _none: None, self._refused)

    def _refused(self, error: ConsoleError) -> None:
        self.status_bar.show_refusal(str(error))

    # -- time ------------------------------------------------------------------------------

    def tick(self) -> None:
        """Once a second: the clock, ages that grow, a picture that stands still."""
        now = self._now()
        theme.follow(now, self.driving.place)
        if self._session is not None and self._session.state is SessionState.ACTIVE:
            self.idle.lock_when_due(now, self._lock_for)
        self.driving.follow(now)
        self.status_bar.show_time(now)
        self._show_chips()
        self.live.tick()
        for page in (self.entries, self.past_hits, self.map, self.shift):
            if self.page is page:
                page.tick()
        model = self.panel.model
        if model is not None and model.countdown is not None:
            self.panel.presenter.render()

    def _blink(self) -> None:
        self._lit = not self._lit if theme.motion else True
        self.panel.light(self._lit)
        self.driving.view.light(self._lit)
        self.bottom_bar.light(self._lit)

    # -- Qt --------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        theme.fit(self.width(), self.height(), px_per_mm(self.screen()))
        super().resizeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.bridge.close()
        self.live.stop()
        self.map.stop()
        super().closeEvent(event)

"""Puts the head-up layout over the shift's screens, and takes it away again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtWidgets import QWidget

from alpr_console.domain.events import ConsoleEvent, FaultRaised, PositionChanged, ReadReleased
from alpr_console.domain.officer_settings import OfficerSettings
from alpr_console.domain.read import PlateRead, PositionFix
from ui.alert_panel.view import AlertPanel
from ui.driving.model import glance_of
from ui.driving.presenter import DrivingPresenter
from ui.driving.view import DrivingView
from ui.idle import IdleWatch


class DrivingLayout:
    """`screen` shows or hides `view`; `faults` says what is wrong at the moment.

    The alert panel goes on underneath: whatever was typed into it is there afterwards, and no
    duty can be answered that is not on screen.
    """

    def __init__(
        self, panel: AlertPanel, idle: IdleWatch, faults: Callable[[], Sequence[FaultRaised]],
        show: Callable[[QWidget | None], None],
    ) -> None:  # fmt: skip
        self._panel = panel
        self._idle = idle
        self._faults = faults
        self._show = show
        self._latest: PlateRead | None = None
        self.place: PositionFix | None = None
        """Where the car was last."""
        self.presenter = DrivingPresenter()
        self.view = DrivingView(self._answer, self._full_view)

    def on_event(self, event: ConsoleEvent, now: datetime) -> None:
        if isinstance(event, PositionChanged):
            self.presenter.seen(event.fix, now)
            self.place = event.fix or self.place
        elif isinstance(event, ReadReleased):
            self._latest = event.read

    def take(self, settings: OfficerSettings) -> None:
        self.presenter.choice = settings.driving

    def follow(self, now: datetime) -> None:
        """Look at the car's speed, and at what is worst."""
        if not self.presenter.on(now, self._idle.idle_for(now)):
            self._show(None)
            return
        worst, priority, others = self._panel.presenter.worst()
        self.view.show_glance(glance_of(worst, priority, others, self._faults(), self._latest))
        self._show(self.view)

    def forget(self) -> None:
        self._latest = None
        self.presenter.forget()

    def _answer(self, alert_id: str) -> None:
        self._panel.presenter.take(alert_id)
        self._full_view()

    def _full_view(self) -> None:
        self._idle.touched()
        self.presenter.ask_full_view()
        self._show(None)

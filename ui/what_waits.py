"""What is told at each sign-in and until somebody has seen to it: breaches, reports, the shift."""

from __future__ import annotations

from collections.abc import Callable

from alpr_console.domain.errors import ConsoleError
from alpr_console.domain.oversight import DueReport
from alpr_console.domain.session import Session
from alpr_console.domain.shift_summary import ShiftStanding
from ui import strings_shift
from ui.asking import Ask
from ui.status.presenter import StatusPresenter


class WhatWaits:
    """Puts it on the status bar through `render`, and the check that is due through `show_due`."""

    def __init__(
        self,
        ask: Ask,
        status: StatusPresenter,
        render: Callable[[], None],
        show_due: Callable[[str], None],
    ) -> None:
        self._ask = ask
        self._status = status
        self._render = render
        self._show_due = show_due
        self._operates = False

    def tell(self, session: Session) -> None:
        self._operates = session.operates
        self._ask(
            lambda desk: len(desk.releases.breaches_waiting()), self.show_breaches, self._ignored
        )
        self._ask(lambda desk: desk.oversight.waiting(), self.show_reports, self._ignored)
        self.shift_changed()

    def shift_changed(self) -> None:
        """Something of the shift is on record: a check, a canvass, a fault."""
        if self._operates:
            self._ask(lambda desk: desk.shift.standing(), self._show_standing, self._ignored)

    def show_breaches(self, waiting: int) -> None:
        self._status.breaches = waiting
        self._render()

    def show_reports(self, reports: list[DueReport]) -> None:
        self._status.reports = tuple(reports)
        self._render()

    def clear(self) -> None:
        self._operates = False
        self._show_due("")

    def _show_standing(self, standing: ShiftStanding) -> None:
        if not self._operates:
            return  # whoever asked has signed out meanwhile
        self._status.standing = standing
        self._show_due("" if standing.checked else strings_shift.CHECK_DUE_LINE)
        self._render()

    def _ignored(self, error: ConsoleError) -> None:
        """It is told again at the next sign-in."""

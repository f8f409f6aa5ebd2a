"""What waits for whoever signs in: breaches until acknowledged, reports until made."""

from __future__ import annotations

from collections.abc import Callable

from alpr_console.domain.errors import ConsoleError
from alpr_console.domain.oversight import DueReport
from ui.asking import Ask
from ui.status.presenter import StatusPresenter


class WhatWaits:
    def __init__(self, ask: Ask, status: StatusPresenter, show: Callable[[], None]) -> None:
        """`show` puts the chips on the bar anew."""
        self._ask = ask
        self._status = status
        self._show = show

    def tell(self) -> None:
        """At each sign-in."""
        self._ask(
            lambda desk: len(desk.releases.breaches_waiting()), self.show_breaches, self._not_told
        )
        self._ask(lambda desk: desk.oversight.waiting(), self.show_due, self._not_told)

    def show_due(self, reports: list[DueReport]) -> None:
        self._status.reports = tuple(reports)
        self._show()

    def show_breaches(self, waiting: int) -> None:
        self._status.breaches = waiting
        self._show()

    def _not_told(self, error: ConsoleError) -> None:
        """Nothing of it is for this person."""

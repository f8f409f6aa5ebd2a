"""What presenters are given to act with: an act of the desk, and where its result goes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol, TypeVar

from alpr_console.domain.errors import ConsoleError
from alpr_console.workflow.desk import Desk

T = TypeVar("T")

Now = Callable[[], datetime]
"""Current time, UTC, timezone-aware."""


class Ask(Protocol):
    """Run `act` on the console thread; exactly one of the callbacks follows on this one."""

    def __call__(
        self,
        act: Callable[[Desk], T],
        on_done: Callable[[T], None],
        on_error: Callable[[ConsoleError], None],
    ) -> None: ...

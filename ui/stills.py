"""Single pictures, brought to the Qt thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from alpr_console.domain.shift_check import CheckItem
from alpr_console.stills import Captured
from ui.asking import Refused
from ui.bridge import Bridge

if TYPE_CHECKING:
    from alpr_console.console import Console


class BridgedStills:
    def __init__(self, bridge: Bridge, console: Console) -> None:
        self._bridge = bridge
        self._console = console

    def capture(self, camera: str, on_done: Callable[[Captured], None], on_error: Refused) -> None:
        self._bridge.follow(self._console.stills.capture(camera), on_done, on_error)

    def test(self, on_done: Callable[[CheckItem], None], on_error: Refused) -> None:
        self._bridge.follow(self._console.stills.test(), on_done, on_error)

"""Touches of a security key, brought to the Qt thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from alpr_console.domain.key_challenge import KeyAnswer, KeyChallenge, KeyMade
from alpr_console.key_touches import Touch
from ui.asking import Cancel, Refused
from ui.bridge import Bridge

if TYPE_CHECKING:
    from alpr_console.console import Console


class BridgedKeys:
    """The KeyRunner over the console's keys."""

    def __init__(self, bridge: Bridge, console: Console) -> None:
        self._bridge = bridge
        self._keys = console.security_keys

    def make(
        self,
        asked: KeyChallenge,
        pin: str,
        on_done: Callable[[KeyMade], None],
        on_error: Refused,
    ) -> Cancel:
        touch = Touch(lambda stop: self._keys.make(asked, pin, stop))
        self._bridge.follow(touch.done, on_done, on_error)
        return touch.cancel

    def answer(
        self,
        asked: KeyChallenge,
        pin: str,
        on_done: Callable[[KeyAnswer], None],
        on_error: Refused,
    ) -> Cancel:
        touch = Touch(lambda stop: self._keys.answer(asked, pin, stop))
        self._bridge.follow(touch.done, on_done, on_error)
        return touch.cancel

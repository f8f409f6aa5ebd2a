"""What the product needs of security keys plugged into this computer."""

from __future__ import annotations

from threading import Event
from typing import Protocol

from alpr_console.domain.key_challenge import KeyAnswer, KeyChallenge, KeyMade

RELYING_PARTY = "alpr-console"
"""For whom a key makes its credential. It is no host: nothing is asked of any network."""

ORIGIN = f"https://{RELYING_PARTY}"


class SecurityKeys(Protocol):
    """Both wait for a touch, so they belong on a thread of their own; `stop` ends the waiting.

    Both raise KeyRefused, and KeyPinNeeded where the key asks for its PIN besides.
    """

    def make(self, asked: KeyChallenge, pin: str, stop: Event) -> KeyMade: ...

    def answer(self, asked: KeyChallenge, pin: str, stop: Event) -> KeyAnswer: ...

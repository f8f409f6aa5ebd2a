"""Ports, continued: the agency's message switch, and what the store keeps of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from alpr_console.domain.disposition import Reply
from alpr_console.domain.message_switch import MessageSwitch
from alpr_console.domain.yq import Yq


class SwitchStore(Protocol):
    """The setting. What was sent and received is part of each alert."""

    def set_switch(self, switch: MessageSwitch) -> None:
        """In force from here on."""
        ...

    def remove(self, removed: MessageSwitch) -> None:
        """There is none from here on; `by` and `at` of it say who removed it and when."""
        ...

    def switch(self) -> MessageSwitch | None: ...

    def alert_of(self, message_id: str) -> str | None:
        """None where the message was never there, or has left the store with its alert."""
        ...

    def waiting(self) -> list[tuple[str, str]]:
        """Alert and message of each that is on its way as far as the store knows."""
        ...

    def open_alerts(self) -> list[str]:
        """Ids of the alerts that are not closed and have a message."""
        ...


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One request as it is sent."""

    message_id: str
    made_at: datetime
    """UTC."""
    yq: Yq


@dataclass(frozen=True, slots=True)
class Incoming:
    """One reply as it came, checked for its form."""

    reply_id: str
    message_id: str
    answer: Reply | None
    """None where the switch gives the text alone."""
    from_whom: str
    minutes: int | None
    text: str
    """Verbatim."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The switch has the message."""

    repeat: bool
    """It had it before."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """The switch does not take the message."""

    reason: str


class SwitchLink(Protocol):
    """An open connection to the switch, its side known and ours proven.

    Each raises SwitchUnavailable where the connection is lost, silent, or carries what the
    protocol does not know; it is of no use after that.
    """

    def send(self, outgoing: Outgoing) -> Accepted | Rejected:
        """Waits for the switch's word that it has it, some seconds at most."""
        ...

    def receive(self, timeout_s: float) -> Incoming | None:
        """The next reply; None where none came in that time."""
        ...

    def acknowledge(self, reply_id: str) -> None:
        """It is on record; the switch sends it no more."""
        ...

    def close(self) -> None:
        """Safe to call twice."""
        ...


SwitchOpener = Callable[[MessageSwitch, str | None], SwitchLink]
"""Given the shared secret, or the client certificate with its key. Raises SwitchUnavailable."""

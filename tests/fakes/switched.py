"""A switch without a network, for the alert's course and the screen.

Messages handed over wait in `sent` until the test says what becomes of them.
"""

from __future__ import annotations

from uuid import uuid4

from alpr_console.adapters.keyring.session_keyring import SessionKeyStore
from alpr_console.domain.disposition import Reply
from alpr_console.domain.message_switch import SWITCH_IDLE, MessageSwitch
from alpr_console.domain.switch_message import Delivery
from alpr_console.ports import Clock, UnitOfWorkFactory
from alpr_console.switch_ports import Accepted, Incoming, Rejected, SwitchLink
from alpr_console.workflow.owner import Owner, on_this_thread
from alpr_console.workflow.switch_clerk import SwitchClerk
from tests.fakes.shift import START

SWITCH = MessageSwitch("switch.example.gov", "4-adam", "PEM", "CA0370900", "chief", START)


class Switched:
    """The courier of a desk, and what the switch says to it."""

    state = SWITCH_IDLE

    def __init__(self, uow: UnitOfWorkFactory, clock: Clock, owner: Owner = on_this_thread) -> None:
        self.secrets = SessionKeyStore()
        self.heard: list[str] = []
        self.clerk = SwitchClerk(uow, clock, _no_link, self.secrets, owner, self.heard.append)
        self.sent: list[tuple[str, str]] = []
        """Ids of alert and message."""
        with uow() as work:
            work.switch.set_switch(SWITCH)

    def send_now(self, alert_id: str, message_id: str) -> None:
        self.sent.append((alert_id, message_id))

    def takes(self, repeat: bool = False) -> None:
        self.clerk.answered(*self.sent[-1], Accepted(repeat))

    def rejects(self, reason: str = "ORI not served") -> None:
        self.clerk.answered(*self.sent[-1], Rejected(reason))

    def loses(self, outcome: Delivery = Delivery.NOT_DELIVERED, why: str = "It is away.") -> None:
        self.clerk.not_delivered(*self.sent[-1], outcome, why)

    def replies(
        self,
        answer: Reply | None = Reply.CONFIRMED,
        name: str = "Harbor Records",
        text: str = "YR CONFIRMED",
        minutes: int | None = None,
        reply_id: str = "",
    ) -> str:
        """Its id."""
        reply_id = reply_id or uuid4().hex
        message_id = self.sent[-1][1]
        self.clerk.take_in(Incoming(reply_id, message_id, answer, name, minutes, text))
        return reply_id


def _no_link(switch: MessageSwitch, secret: str | None) -> SwitchLink:
    raise AssertionError(f"{switch.address} is not to be connected to")

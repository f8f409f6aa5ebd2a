"""A confirmation request handed to the message switch, and what came back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from alpr_console.domain.disposition import Reply, Urgency
from alpr_console.domain.yq import Yq


class Delivery(Enum):
    WAITING = "waiting"
    """On its way."""
    DELIVERED = "delivered"
    """The switch has taken it."""
    NOT_DELIVERED = "not_delivered"
    """Nothing was sent."""
    UNKNOWN = "unknown"
    """It was sent, and the switch's word that it has it did not come."""
    REJECTED = "rejected"
    """The switch does not take it; sent again unchanged it would not either."""


@dataclass(frozen=True, slots=True)
class DeliveryStep:
    outcome: Delivery
    at: datetime
    detail: str = ""
    """Why it was not delivered; who had it sent again."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What the officer made of a reply."""

    by: str
    at: datetime
    recorded: Reply
    """The reply that went on record; it may be another than the one received."""


@dataclass(frozen=True, slots=True)
class SwitchReply:
    """A YR as received. It is no confirmation before an officer has accepted it."""

    reply_id: str
    """The switch's own."""
    answer: Reply | None
    """None where the switch gives the text alone."""
    from_whom: str
    minutes: int | None
    """In process: how long it will take, where that is said."""
    text: str
    """Verbatim."""
    at: datetime
    """When it was received, UTC."""
    taken: Taken | None = None


@dataclass(frozen=True, slots=True)
class SwitchMessage:
    message_id: str
    """By which the switch knows a repeat."""
    yq: Yq
    urgency: Urgency
    by: str
    at: datetime
    """When the officer handed it over, UTC."""
    switch: str
    """Address of the switch."""
    steps: tuple[DeliveryStep, ...] = ()
    replies: tuple[SwitchReply, ...] = ()

    @property
    def delivery(self) -> Delivery:
        """A reply proves that it was delivered, whatever was heard before."""
        if self.replies or any(s.outcome is Delivery.DELIVERED for s in self.steps):
            return Delivery.DELIVERED
        return self.steps[-1].outcome if self.steps else Delivery.WAITING

    @property
    def detail(self) -> str:
        return self.steps[-1].detail if self.steps else ""

    @property
    def can_go_again(self) -> bool:
        """Whether the same message, under its id, may be sent once more."""
        return self.delivery in (Delivery.NOT_DELIVERED, Delivery.UNKNOWN)

    @property
    def waits_for_reply(self) -> bool:
        """Until an answer that settles it has come. Where delivery is not known, one may come."""
        settled = any(r.answer in (Reply.CONFIRMED, Reply.NOT_CONFIRMED) for r in self.replies)
        return self.delivery in (Delivery.DELIVERED, Delivery.UNKNOWN) and not settled

    def with_step(self, step: DeliveryStep) -> SwitchMessage:
        return replace(self, steps=(*self.steps, step))

    def with_reply(self, reply: SwitchReply) -> SwitchMessage:
        return replace(self, replies=(*self.replies, reply))

    def with_taken(self, taken: Taken) -> SwitchMessage:
        """Every reply that nobody had looked at is now."""
        looked_at = tuple(
            reply if reply.taken is not None else replace(reply, taken=taken)
            for reply in self.replies
        )
        return replace(self, replies=looked_at)

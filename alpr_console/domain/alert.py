"""The course of an alert, from raised to closed: one transition table and `step()`.

Nothing lets a stop be recorded before verification, confirmation (or stated exigency) and
lawful basis are on record: the only way into CLOSED with a stop leads through
STOP_PERMITTED (HIT-5, HIT-6). An alert never closes by itself (HIT-10).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from alpr_console.domain.checklist import Answer, ChecklistItem, Verdict, checklist_for
from alpr_console.domain.disposition import (
    ConfirmationReply,
    ConfirmationRequest,
    Disposition,
    Exigency,
    LawfulBasis,
    Reply,
)
from alpr_console.domain.errors import IllegalTransition
from alpr_console.domain.hotlist import Hit
from alpr_console.domain.switch_message import Delivery, SwitchMessage, SwitchReply


class AlertState(Enum):
    RAISED = "raised"
    """NOT VISUALLY VERIFIED; nothing answered yet."""
    VERIFYING = "verifying"
    """NOT VISUALLY VERIFIED; some items answered."""
    MISMATCHED = "mismatched"
    """An item was answered 'different'; only an outcome without a stop is open."""
    VERIFIED = "verified"
    """Every item identical; status not yet confirmed."""
    PENDING = "pending"
    """Confirmation requested; the clock runs."""
    CONFIRMED = "confirmed"
    DENIED = "denied"
    """Not confirmed; only an outcome without a stop is open."""
    EXIGENT = "exigent"
    """Exigent circumstances stated in place of a confirmation."""
    STOP_PERMITTED = "stop_permitted"
    """All duties on record; a stop can be recorded."""
    CLOSED = "closed"


class AlertEvent(Enum):
    ITEM_IDENTICAL = "item_identical"
    ALL_IDENTICAL = "all_identical"
    ITEM_DIFFERENT = "item_different"
    ANSWER_WITHDRAWN = "answer_withdrawn"
    CONFIRMATION_REQUESTED = "confirmation_requested"
    REPLY_LATER = "reply_later"
    REPLY_CONFIRMED = "reply_confirmed"
    REPLY_NOT_CONFIRMED = "reply_not_confirmed"
    EXIGENCY_STATED = "exigency_stated"
    BASIS_STATED = "basis_stated"
    STOP_RECORDED = "stop_recorded"
    CLOSED_WITHOUT_STOP = "closed_without_stop"


S, E = AlertState, AlertEvent

TRANSITIONS: dict[tuple[AlertState, AlertEvent], AlertState] = {
    (S.RAISED, E.ITEM_IDENTICAL): S.VERIFYING,
    (S.RAISED, E.ITEM_DIFFERENT): S.MISMATCHED,
    (S.VERIFYING, E.ITEM_IDENTICAL): S.VERIFYING,
    (S.VERIFYING, E.ALL_IDENTICAL): S.VERIFIED,
    (S.VERIFYING, E.ITEM_DIFFERENT): S.MISMATCHED,
    (S.VERIFYING, E.ANSWER_WITHDRAWN): S.VERIFYING,
    (S.MISMATCHED, E.ANSWER_WITHDRAWN): S.VERIFYING,
    (S.VERIFIED, E.ANSWER_WITHDRAWN): S.VERIFYING,
    (S.VERIFIED, E.CONFIRMATION_REQUESTED): S.PENDING,
    (S.VERIFIED, E.EXIGENCY_STATED): S.EXIGENT,
    (S.PENDING, E.CONFIRMATION_REQUESTED): S.PENDING,
    (S.PENDING, E.REPLY_LATER): S.PENDING,
    (S.PENDING, E.REPLY_CONFIRMED): S.CONFIRMED,
    (S.PENDING, E.REPLY_NOT_CONFIRMED): S.DENIED,
    (S.PENDING, E.EXIGENCY_STATED): S.EXIGENT,
    (S.CONFIRMED, E.BASIS_STATED): S.STOP_PERMITTED,
    (S.EXIGENT, E.BASIS_STATED): S.STOP_PERMITTED,
    (S.STOP_PERMITTED, E.STOP_RECORDED): S.CLOSED,
}
for _state in AlertState:
    if _state is not S.CLOSED:
        TRANSITIONS[(_state, E.CLOSED_WITHOUT_STOP)] = S.CLOSED


def next_state(state: AlertState, event: AlertEvent) -> AlertState:
    """State after `event`. Raises IllegalTransition where the table has no such step."""
    try:
        return TRANSITIONS[(state, event)]
    except KeyError:
        raise IllegalTransition(
            f"'{event.value}' is not possible while the alert is '{state.value}'.",
            "Answer the step that is shown.",
        ) from None


@dataclass(frozen=True, slots=True)
class Alert:
    """A hit put before an officer, with everything recorded in its course so far."""

    alert_id: str
    hit: Hit
    raised_at: datetime
    state: AlertState = AlertState.RAISED
    answers: tuple[Answer, ...] = ()
    """Current answers, one an item; withdrawn ones stay in the audit log only."""
    requests: tuple[ConfirmationRequest, ...] = ()
    replies: tuple[ConfirmationReply, ...] = ()
    exigency: Exigency | None = None
    basis: LawfulBasis | None = None
    disposition: Disposition | None = None
    messages: tuple[SwitchMessage, ...] = ()
    """What was handed to the message switch, oldest first, each with what became of it."""

    @property
    def items(self) -> tuple[ChecklistItem, ...]:
        return checklist_for(self.hit)

    @property
    def next_item(self) -> ChecklistItem | None:
        """First item without an answer; None once all are answered."""
        answered = {a.kind for a in self.answers}
        return next((i for i in self.items if i.kind not in answered), None)

    @property
    def verified(self) -> bool:
        """Every item answered, and each of them 'identical'."""
        return self.next_item is None and all(a.verdict is Verdict.IDENTICAL for a in self.answers)

    @property
    def is_open(self) -> bool:
        return self.state is not AlertState.CLOSED

    @property
    def confirmation_due(self) -> datetime | None:
        """When the running confirmation clock ends, UTC; None unless one is pending.

        It runs from the last request, and anew from a later reply of 'later'.
        """
        if self.state is not AlertState.PENDING:
            return None
        last = self.requests[-1]
        later = [r.at for r in self.replies if r.reply is Reply.LATER]
        return max([last.at, *later]) + last.urgency.limit

    @property
    def on_the_way(self) -> SwitchMessage | None:
        """The newest message to the switch unless it was delivered or rejected."""
        last = self.messages[-1] if self.messages else None
        if last is None or last.delivery in (Delivery.DELIVERED, Delivery.REJECTED):
            return None
        return last

    @property
    def received(self) -> SwitchReply | None:
        """The newest reply of the switch that the officer has not taken yet."""
        waiting = [r for m in self.messages for r in m.replies if r.taken is None]
        return max(reversed(waiting), key=lambda reply: reply.at, default=None)

    def overdue(self, now: datetime) -> bool:
        """Whether a request waits for its answer beyond its clock."""
        due = self.confirmation_due
        return due is not None and now > due

    def message(self, message_id: str) -> SwitchMessage:
        """Raises KeyError."""
        for one in self.messages:
            if one.message_id == message_id:
                return one
        raise KeyError(message_id)

    def with_message(self, message: SwitchMessage) -> Alert:
        """The alert with a new message, or with one that has gone on."""
        others = [one for one in self.messages if one.message_id != message.message_id]
        if len(others) == len(self.messages):
            return replace(self, messages=(*self.messages, message))
        messages = (message if one.message_id == message.message_id else one
                    for one in self.messages)  # fmt: skip
        return replace(self, messages=tuple(messages))

    def with_answer(self, answer: Answer) -> Alert:
        """The alert with the next item answered. Raises IllegalTransition out of turn."""
        item = self.next_item
        if item is None or item.kind is not answer.kind:
            raise IllegalTransition(
                f"{answer.kind.label} is not what is asked now.", "Answer the item shown."
            )
        answers = (*self.answers, answer)
        if answer.verdict is Verdict.DIFFERENT:
            event = AlertEvent.ITEM_DIFFERENT
        elif len(answers) == len(self.items):
            event = AlertEvent.ALL_IDENTICAL
        else:
            event = AlertEvent.ITEM_IDENTICAL
        return replace(self, state=next_state(self.state, event), answers=answers)

    def without_last_answer(self) -> Alert:
        """The alert with its last answer taken back."""
        state = next_state(self.state, AlertEvent.ANSWER_WITHDRAWN)
        if not self.answers:
            raise IllegalTransition("There is no answer to take back.")
        return replace(self, state=state, answers=self.answers[:-1])

    def with_request(self, request: ConfirmationRequest) -> Alert:
        state = next_state(self.state, AlertEvent.CONFIRMATION_REQUESTED)
        return replace(self, state=state, requests=(*self.requests, request))

    def with_reply(self, reply: ConfirmationReply) -> Alert:
        event = {
            Reply.CONFIRMED: AlertEvent.REPLY_CONFIRMED,
            Reply.NOT_CONFIRMED: AlertEvent.REPLY_NOT_CONFIRMED,
            Reply.LATER: AlertEvent.REPLY_LATER,
        }[reply.reply]
        state = next_state(self.state, event)
        return replace(self, state=state, replies=(*self.replies, reply))

    def with_exigency(self, exigency: Exigency) -> Alert:
        state = next_state(self.state, AlertEvent.EXIGENCY_STATED)
        return replace(self, state=state, exigency=exigency)

    def with_basis(self, basis: LawfulBasis) -> Alert:
        state = next_state(self.state, AlertEvent.BASIS_STATED)
        return replace(self, state=state, basis=basis)

    def with_disposition(self, disposition: Disposition) -> Alert:
        """Close the alert. A stop is only possible from STOP_PERMITTED."""
        event = (
            AlertEvent.STOP_RECORDED
            if disposition.outcome.is_stop
            else AlertEvent.CLOSED_WITHOUT_STOP
        )
        state = next_state(self.state, event)
        return replace(self, state=state, disposition=disposition)

"""What the console itself puts on record of the message switch, whoever is signed in.

Deliveries, failures and replies as received. It never records an answer: an officer does.
All but `state` touch the store through `owner` alone.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import datetime, timedelta

from alpr_console.audit.digest import ALERT_DIGEST, digest_of
from alpr_console.domain.alert import Alert, AlertState
from alpr_console.domain.audit import SYSTEM, AuditRecord
from alpr_console.domain.disposition import ConfirmationRequest, ConfirmationWay
from alpr_console.domain.errors import ConsoleError
from alpr_console.domain.message_switch import SWITCH_IDLE, MessageSwitch, SwitchState
from alpr_console.domain.switch_message import Delivery, DeliveryStep, SwitchMessage, SwitchReply
from alpr_console.ports import Clock, UnitOfWork, UnitOfWorkFactory
from alpr_console.source_ports import SecretStore
from alpr_console.switch_ports import (
    Accepted,
    Incoming,
    Outgoing,
    Rejected,
    SwitchLink,
    SwitchOpener,
)
from alpr_console.workflow.hand_to_switch import no_switch, text_sum
from alpr_console.workflow.owner import Owner, on_this_thread

DELIVERED = "alert.switch_delivered"
NOT_DELIVERED = "alert.switch_not_delivered"
REPLY_RECEIVED = "alert.switch_reply_received"
REPLY_UNKNOWN = "switch.reply_unknown"
TESTED = "switch.tested"
FAILED = "switch.failed"

ON_RECORD_EVERY = timedelta(hours=1)
"""A failure that repeats itself is put in the log no more often."""

ENDED_BEFORE = "The console ended before the switch's word came."

REPLY_HEARD = "Confirmation reply received."
"""Said as a reply comes; not what it says, and nothing of a covert hit."""


class SwitchClerk:
    """`say` is called on the store's thread."""

    def __init__(
        self,
        uow: UnitOfWorkFactory,
        clock: Clock,
        opener: SwitchOpener,
        secrets: SecretStore,
        owner: Owner = on_this_thread,
        say: Callable[[str], None] = lambda words: None,
    ) -> None:
        self._uow = uow
        self._clock = clock
        self._opener = opener
        self.secrets = secrets
        self._owner = owner
        self._say = say
        self._state = SWITCH_IDLE
        self._failure_told: tuple[str, datetime] | None = None

    @property
    def state(self) -> SwitchState:
        """Does not wait; any thread."""
        return self._state

    def settle_left_over(self, own: Callable[[str], bool]) -> None:
        """Messages of an earlier start whose end nobody knows: sent or not, the officer decides.

        `own` says whether a message was handed over since this one.
        """

        def act() -> None:
            with self._uow() as work:
                left = [one for one in work.switch.waiting() if not own(one[1])]
            for alert_id, message_id in left:
                self._undelivered(alert_id, message_id, Delivery.UNKNOWN, ENDED_BEFORE)

        self._owner(act)

    def awaits(self) -> bool:
        """Whether a reply may still come to an alert that is open."""

        def act() -> bool:
            with self._uow() as work:
                if work.switch.switch() is None:
                    return False
                alerts = [work.alerts.get(one) for one in work.switch.open_alerts()]
            return any(m.waits_for_reply for alert in alerts for m in alert.messages)

        awaited = self._owner(act)
        if not awaited:
            self._state = SWITCH_IDLE
        return awaited

    def connect(self) -> SwitchLink:
        """Raises SwitchUnavailable, KeyringUnavailable; ConfirmationRefused where none is set."""
        switch = self._owner(self._switch)
        if switch is None:
            raise no_switch()
        try:
            link = self._opener(switch, self.secrets.secret(switch.secret_name))
        except ConsoleError as error:
            self.failed(error)
            raise
        self._state, self._failure_told = SWITCH_IDLE, None
        return link

    def failed(self, error: ConsoleError) -> None:
        """The switch is not reached, or the connection broke: told, and on record now and then."""
        now = self._clock.now()
        self._state = SwitchState(error.what, self._state.silent_since or now)
        told = self._failure_told
        if told and told[0] == error.what and now - told[1] < ON_RECORD_EVERY:
            return

        def tell() -> None:
            with self._uow() as work:
                self._record(work, FAILED, f"failed: {error.what}", SYSTEM)

        with contextlib.suppress(ConsoleError):
            self._owner(tell)
            self._failure_told = (error.what, now)

    def test(self, who: str) -> MessageSwitch:
        """Connect and prove who we are; nothing is sent. On record. Raises as `connect`."""
        switch = self._owner(self._switch)
        if switch is None:
            raise no_switch()
        outcome = "failed: fault in the program"
        try:
            self._opener(switch, self.secrets.secret(switch.secret_name)).close()
            outcome = "done"
        except ConsoleError as error:
            outcome = f"failed: {error.what}"
            raise
        finally:

            def tell() -> None:
                with self._uow() as work:
                    self._record(work, TESTED, outcome, who)

            self._owner(tell)
        return switch

    # -- one message ---------------------------------------------------------------------

    def outgoing(self, alert_id: str, message_id: str) -> Outgoing:
        """The message as it is sent, first or again: the same under the same id."""

        def act() -> Outgoing:
            with self._uow() as work:
                message = work.alerts.get(alert_id).message(message_id)
            return Outgoing(message_id, message.at, message.yq)

        return self._owner(act)

    def answered(self, alert_id: str, message_id: str, answer: Accepted | Rejected) -> None:
        """The switch's word on a message goes on record; from here on the clock runs."""
        if isinstance(answer, Rejected):
            self.not_delivered(alert_id, message_id, Delivery.REJECTED, answer.reason)
            return
        now = self._clock.now()

        def step(alert: Alert) -> Alert:
            message = alert.message(message_id)
            detail = "the switch had it already" if answer.repeat else ""
            done = message.with_step(DeliveryStep(Delivery.DELIVERED, now, detail))
            return _asked(alert, message, now).with_message(done)

        details = {"message": message_id, "repeat": "yes" if answer.repeat else "no"}
        self._owner(lambda: self._step(alert_id, DELIVERED, "done", step, details))

    def not_delivered(self, alert_id: str, message_id: str, outcome: Delivery, why: str) -> None:
        self._owner(lambda: self._undelivered(alert_id, message_id, outcome, why))

    def take_in(self, incoming: Incoming) -> None:
        """Put a reply on its alert as received. One that is there already changes nothing."""
        self._owner(lambda: self._take_in(incoming))

    # -- on the store's thread -----------------------------------------------------------

    def _switch(self) -> MessageSwitch | None:
        with self._uow() as work:
            return work.switch.switch()

    def _undelivered(
        self, alert_id: str, message_id: str, outcome: Delivery, why: str
    ) -> Alert | None:
        now = self._clock.now()

        def step(alert: Alert) -> Alert:
            message = alert.message(message_id)
            return alert.with_message(message.with_step(DeliveryStep(outcome, now, why)))

        details = {"message": message_id, "delivery": outcome.value}
        return self._step(alert_id, NOT_DELIVERED, f"failed: {why}", step, details)

    def _take_in(self, incoming: Incoming) -> Alert | None:
        now = self._clock.now()
        details = {
            "message": incoming.message_id,
            "reply_id": incoming.reply_id,
            "answer": incoming.answer.value if incoming.answer else "",
            "from_whom": incoming.from_whom,
            "text_sha256": text_sum(incoming.text),
        }
        with self._uow() as work:
            alert_id = work.switch.alert_of(incoming.message_id)
            if alert_id is None:
                self._record(work, REPLY_UNKNOWN, "refused: no such message", SYSTEM, details)
                return None
            known = work.alerts.get(alert_id).message(incoming.message_id).replies
        if any(reply.reply_id == incoming.reply_id for reply in known):
            return None
        reply = SwitchReply(
            incoming.reply_id, incoming.answer, incoming.from_whom, incoming.minutes,
            incoming.text, now,
        )  # fmt: skip

        def step(alert: Alert) -> Alert:
            message = alert.message(incoming.message_id)
            return _asked(alert, message, now).with_message(message.with_reply(reply))

        alert = self._step(alert_id, REPLY_RECEIVED, "done", step, details)
        if alert is not None and not alert.hit.entry.covert:
            self._say(REPLY_HEARD)
        return alert

    def _step(
        self,
        alert_id: str,
        action: str,
        outcome: str,
        step: Callable[[Alert], Alert],
        details: dict[str, str],
    ) -> Alert | None:
        """One transaction; None where the alert has left the store."""
        with self._uow() as work:
            try:
                before = work.alerts.get(alert_id)
            except KeyError:
                return None
            after = step(before)
            work.alerts.save(after)
            work.audit.append(
                AuditRecord(
                    action=action,
                    who=SYSTEM,
                    outcome=outcome,
                    subject=alert_id,
                    purpose=before.hit.entry.category.label,
                    details={
                        "from": before.state.value,
                        "to": after.state.value,
                        **details,
                        ALERT_DIGEST: digest_of(after),
                    },
                )
            )
        return after

    def _record(
        self,
        work: UnitOfWork,
        action: str,
        outcome: str,
        who: str,
        details: dict[str, str] | None = None,
    ) -> None:
        switch = work.switch.switch()
        told = {"switch": "" if switch is None else switch.address, **(details or {})}
        work.audit.append(AuditRecord(action, who, outcome, details=told))


def _asked(alert: Alert, message: SwitchMessage, now: datetime) -> Alert:
    """With the request on record, once, from the moment that the switch is known to have it.

    An alert that has gone on meanwhile asks for nothing any more.
    """
    if message.delivery is Delivery.DELIVERED or alert.state not in (
        AlertState.VERIFIED, AlertState.PENDING,
    ):  # fmt: skip
        return alert
    return alert.with_request(
        ConfirmationRequest(
            ConfirmationWay.SWITCH, message.urgency, message.yq.rno, message.by, now
        )
    )

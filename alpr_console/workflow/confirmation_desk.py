"""The desk's acts on hit confirmation requests and the message switch, for whoever is signed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from alpr_console.domain.alert import Alert
from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.disposition import Urgency
from alpr_console.domain.errors import ConfirmationRefused
from alpr_console.domain.message_switch import MessageSwitch, SwitchState, switch_from
from alpr_console.domain.operator import Permission
from alpr_console.domain.yq import Asker
from alpr_console.domain.yq_spoken import spoken
from alpr_console.ports import Clock, UnitOfWorkFactory
from alpr_console.sound_ports import Speaker
from alpr_console.source_ports import SecretStore
from alpr_console.workflow.hand_to_switch import (
    COPIED,
    READ_OUT,
    accept_reply,
    hand_over,
    no_switch,
    take_text,
)
from alpr_console.workflow.on_record import refusals_recorded

if TYPE_CHECKING:
    from alpr_console.workflow.desk import Desk

SET = "switch.set"
REMOVED = "switch.removed"
ASKED = "switch.test_asked_for"


class SwitchCourier(Protocol):
    """What sends: the thread of the running console, or a command's own clerk."""

    @property
    def state(self) -> SwitchState: ...

    @property
    def secrets(self) -> SecretStore: ...

    def send_now(self, alert_id: str, message_id: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Voice:
    """The speech worker, and a plate as it is spoken."""

    speaker: Speaker
    spell: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Offers:
    """What there is for the person signed in: nothing is offered that is not set up."""

    asker: Asker
    switch: bool
    aloud: bool


class ConfirmationDesk:
    def __init__(self, desk: Desk, uow: UnitOfWorkFactory, clock: Clock) -> None:
        self._desk = desk
        self._uow = uow
        self._clock = clock
        self.courier: SwitchCourier | None = None
        """Set by whoever runs one; without it nothing is sent from here."""
        self.voice: Voice | None = None
        """Set by whoever has one."""

    def offers(self) -> Offers:
        self._desk.demand(Permission.HANDLE_ALERTS)
        with self._uow() as work:
            switch = work.switch.switch()
        return Offers(
            self._asker(switch),
            switch is not None and self.courier is not None,
            self.voice is not None and not self.voice.speaker.fault,
        )

    def copy(self, alert_id: str, urgency: Urgency = Urgency.URGENT) -> str:
        """The request's text for the MDC. See hand_to_switch.take_text."""
        return take_text(
            self._uow, self._clock, self._desk.signed_in(), alert_id, self._who(), urgency, COPIED
        ).text

    def read_out(self, alert_id: str, urgency: Urgency = Urgency.URGENT) -> None:
        """Read it out in the officer's phonetics. See hand_to_switch.take_text."""
        yq = take_text(
            self._uow, self._clock, self._desk.signed_in(), alert_id, self._who(), urgency, READ_OUT
        )
        if self.voice is not None:
            self.voice.speaker.say(spoken(yq, self.voice.spell))

    def send(self, alert_id: str, urgency: Urgency = Urgency.URGENT) -> Alert:
        """Hand it to the switch; what becomes of it is put on the alert."""
        session = self._desk.signed_in()
        alert = hand_over(self._uow, self._clock, session, alert_id, self._who(), urgency)
        if self.courier is not None:
            self.courier.send_now(alert_id, alert.messages[-1].message_id)
        return alert

    def accept(self, alert_id: str, reply_id: str) -> Alert:
        """See hand_to_switch.accept_reply."""
        return accept_reply(self._uow, self._clock, self._desk.signed_in(), alert_id, reply_id)

    # The administrator's

    def set_switch(
        self,
        untrusted_address: str,
        untrusted_device: str,
        untrusted_ca: str,
        untrusted_ori: str,
        secret: str,
    ) -> MessageSwitch:
        """The switch that requests go to from here on; its secret is kept in the keyring.

        `secret` is the shared one, or a client certificate with its private key in PEM. That it
        was kept is on record, never what. Raises ConfirmationRefused saying what to correct,
        KeyringUnavailable, PermissionRefused.
        """
        session = self._desk.signed_in()
        who = session.user.name
        details = {
            "address": untrusted_address.strip(),
            "device": untrusted_device.strip(),
            "ori": untrusted_ori.strip(),
        }
        with refusals_recorded(self._uow, SET, who, details=details):
            session.demand(Permission.SET_UP_SWITCH)
            if not secret.strip():
                raise ConfirmationRefused(
                    "The secret is empty.", "Give the shared secret or the key."
                )
            with self._uow() as work:
                before = work.switch.switch()
                switch = switch_from(
                    untrusted_address, untrusted_device, untrusted_ca, untrusted_ori, who,
                    self._clock.now(),
                )  # fmt: skip
                work.switch.set_switch(switch)
                details["before"] = "" if before is None else before.address
                work.audit.append(AuditRecord(SET, who, "done", details=details))
                # Last in the transaction: a keyring that refuses takes the record back as well.
                secrets = self._secrets()
                if before is not None and before.secret_name != switch.secret_name:
                    secrets.forget_secret(before.secret_name)
                secrets.keep_secret(switch.secret_name, secret)
        return switch

    def remove_switch(self) -> None:
        """No switch from here on, and its secret forgotten. Raises as `set_switch`."""
        session = self._desk.signed_in()
        who = session.user.name
        with refusals_recorded(self._uow, REMOVED, who):
            session.demand(Permission.SET_UP_SWITCH)
            with self._uow() as work:
                switch = work.switch.switch()
                if switch is None:
                    raise no_switch()
                gone = MessageSwitch("", "", "", "", who, self._clock.now())
                work.switch.remove(gone)
                details = {"address": switch.address, "device": switch.device}
                work.audit.append(AuditRecord(REMOVED, who, "done", details=details))
                self._secrets().forget_secret(switch.secret_name)

    def demand_try(self) -> str:
        """Who may try the switch; on record where they may not, or where none is set."""
        session = self._desk.signed_in()
        who = session.user.name
        with refusals_recorded(self._uow, ASKED, who):
            session.demand(Permission.SET_UP_SWITCH)
            with self._uow() as work:
                if work.switch.switch() is None:
                    raise no_switch()
        return who

    def _secrets(self) -> SecretStore:
        if self.courier is None:
            raise ConfirmationRefused("Nothing is sent from here.", "Use the command.")
        return self.courier.secrets

    def _who(self) -> Asker:
        with self._uow() as work:
            return self._asker(work.switch.switch())

    def _asker(self, switch: MessageSwitch | None) -> Asker:
        session = self._desk.signed_in()
        ori = "" if switch is None else switch.ori
        return Asker(session.unit, session.user.full_name, ori)

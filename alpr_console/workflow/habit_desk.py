"""The desk's acts on a person's habits, and on what is heard: mute, say again, try out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.errors import PermissionRefused, SoundRefused
from alpr_console.domain.key_table import KeyTable
from alpr_console.domain.officer_settings import OfficerSettings
from alpr_console.domain.operator import Permission
from alpr_console.domain.session import Session, SessionState
from alpr_console.ports import Clock, UnitOfWorkFactory
from alpr_console.sound_ports import Sounding, SpokenVoice
from alpr_console.workflow.on_record import refusals_recorded
from alpr_console.workflow.set_habits import SET, habits_of, set_habits

if TYPE_CHECKING:
    from alpr_console.workflow.desk import Desk

MUTED = "sound.muted"
UNMUTED = "sound.unmuted"
SAID_AGAIN = "alert.said_again"
TRIED = "habits.tried_out"


@dataclass(frozen=True, slots=True)
class Habits:
    """A person's settings, and what there is to choose from in this car."""

    settings: OfficerSettings
    voices: tuple[SpokenVoice, ...]
    alphabets: Mapping[str, str]
    """By name, an example as it is spoken."""
    fault: str = ""
    """Why nothing is heard just now."""


class HabitDesk:
    def __init__(self, desk: Desk, uow: UnitOfWorkFactory, clock: Clock) -> None:
        self._desk = desk
        self._uow = uow
        self._clock = clock
        self.sounding: Sounding | None = None
        """Set by whoever has a speaker; a command has none."""

    def mine(self) -> Habits:
        """Of whoever is signed in. Raises PermissionRefused when nobody is."""
        sounding, session = self._ears(), self._desk.signed_in()
        settings = habits_of(self._uow, session, sounding.usual)
        return Habits(settings, sounding.voices, sounding.alphabets, sounding.fault)

    def set(self, wanted: OfficerSettings, keys: KeyTable) -> OfficerSettings:
        """In force at once, and on record. See set_habits.set_habits."""
        session = self._active(SET)
        sounding = self._ears()
        settings = set_habits(self._uow, self._clock, session, wanted, keys, sounding)
        sounding.take(settings)
        return settings

    def take_up(self) -> None:
        """Somebody sat down, or nobody sits here now: their habits, and nothing muted."""
        if self.sounding is not None:
            self.sounding.begin_anew()
            self.sounding.take(self.sounding.usual)
            self.sounding.take(habits_of(self._uow, self._desk.session, self.sounding.usual))

    def try_out(self) -> None:
        """Heard because a person asks. Raises PermissionRefused on a locked screen."""
        self._active(TRIED)
        self._ears().try_out()

    def mute(self, on: bool) -> bool:
        """Low and normal priorities silent or not, until the sign-out; on record.

        Raises PermissionRefused on a locked screen.
        """
        action = MUTED if on else UNMUTED
        session, sounding = self._active(action), self._ears()
        with self._uow() as work:
            work.audit.append(AuditRecord(action, session.user.name, "done"))
        sounding.mute(on)
        return sounding.muted

    def say_again(self, alert_id: str = "") -> None:
        """Speak the alert on screen, `alert_id`, once more, or the last one that was spoken.

        On a locked screen no more than that there is one. Raises SoundRefused where there is
        none or it is covert, PermissionRefused.
        """
        sounding, session = self._ears(), self._desk.signed_in()
        private = session.state is SessionState.ACTIVE
        about = (alert_id if private else "") or sounding.last
        with refusals_recorded(self._uow, SAID_AGAIN, session.user.name, about):
            if private:
                session.demand(Permission.HANDLE_ALERTS)
            if not about:
                raise SoundRefused(
                    "No alert was spoken yet.", "Open one; then it can be said again."
                )
            with self._uow() as work:
                alert = work.alerts.get(about)
                if alert.hit.entry.covert:
                    raise SoundRefused(
                        "Nothing of a covert hit is said aloud.", "Read it on the screen."
                    )
                purpose = alert.hit.entry.category.label
                work.audit.append(
                    AuditRecord(SAID_AGAIN, session.user.name, "done", about, purpose)
                )
        sounding.say_again(alert, private=private)

    def _active(self, action: str) -> Session:
        """Raises PermissionRefused, on record, unless somebody sits here unlocked."""
        session = self._desk.signed_in()
        with refusals_recorded(self._uow, action, session.user.name):
            if session.state is not SessionState.ACTIVE:
                raise PermissionRefused("The session is locked or ended.", "Sign in.")
        return session

    def _ears(self) -> Sounding:
        if self.sounding is None:
            raise SoundRefused("Nothing is heard from here.", "Use the window.")
        return self.sounding

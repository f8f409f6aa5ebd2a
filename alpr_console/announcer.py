"""What the console has to tell: events to the screen, sounds and words to the ear."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import structlog

from alpr_console.domain.alert import Alert
from alpr_console.domain.events import ConsoleEvent, FaultCleared, FaultRaised
from alpr_console.domain.notices import NOTICES, notice_for
from alpr_console.domain.plate_pattern import is_partial
from alpr_console.ports import Speaker

ALERT_WAITING = "Alert waiting."
"""Said in place of the record where bystanders may hear (ACC-7)."""

log = structlog.get_logger(__name__)


class Announcer:
    """Belongs to the console thread. A screen or a speaker that fails is logged and never
    keeps the others, or the console, from going on.

    `spell` gives a plate as it is spoken.
    """

    def __init__(self, speaker: Speaker, spell: Callable[[str], str]) -> None:
        self._speaker = speaker
        self._spell = spell
        self._subscribers: list[Callable[[ConsoleEvent], None]] = []

    def subscribe(self, callback: Callable[[ConsoleEvent], None]) -> None:
        self._subscribers.append(callback)

    def tell(self, event: ConsoleEvent) -> None:
        for callback in self._subscribers:
            try:
                callback(event)
            except Exception as error:
                log.error("subscriber_failed", told=type(event).__name__, exc_info=error)

    def tell_faults(self, changes: Sequence[FaultRaised | FaultCleared]) -> None:
        """Tell each; one that was raised is heard too."""
        for change in changes:
            self.tell(change)
            if isinstance(change, FaultRaised):
                self._sound_fault(change)

    def sound_alert(self, alert: Alert, *, private: bool) -> None:
        """Sound and speak an alert; the plate is spoken only where it is `private`.

        Nothing is heard of a covert one: whoever is observed may be in earshot.
        """
        entry = alert.hit.entry
        if entry.covert:
            return
        notice = notice_for(entry.category)
        # Part of a plate cannot be looked out for by ear: say what was read.
        whole = entry.lic and not is_partial(entry.lic)
        lic = entry.lic if whole else alert.hit.read.text
        self._sound(
            notice.sound,
            lambda: notice.speech.format(plate=self._spell(lic)) if private else ALERT_WAITING,
        )

    def _sound_fault(self, fault: FaultRaised) -> None:
        notice = NOTICES[fault.notice]
        self._sound(notice.sound, lambda: notice.speech)

    def _sound(self, sound: str, words: Callable[[], str]) -> None:
        try:
            self._speaker.play(sound)
            if spoken := words():
                self._speaker.say(spoken)
        except Exception as error:
            log.error("not_sounded", sound=sound, exc_info=error)

"""What may be heard in the car: alerts and faults by the table, muted or not, spelled or not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import structlog

from alpr_console.domain.alert import Alert
from alpr_console.domain.hearing import silenced
from alpr_console.domain.hotlist import Priority
from alpr_console.domain.notices import Notice, notice_for
from alpr_console.domain.officer_settings import OfficerSettings
from alpr_console.domain.plate_pattern import is_partial
from alpr_console.sound_ports import Speaker, SpokenVoice

ALERT_WAITING = "Alert waiting."
"""Said in place of the record where bystanders may hear (ACC-7)."""

EXAMPLE = "7SAM190"
"""A plate that nobody drives behind: spoken to try voice and alphabet."""

Spell = Callable[[str], str]
"""A plate as it is spoken."""

log = structlog.get_logger(__name__)


class Earshot:
    """Belongs to the console thread. A speaker that fails is logged and keeps nothing else from
    going on."""

    def __init__(self, speaker: Speaker, alphabets: Mapping[str, Spell], phonetics: str) -> None:
        """`phonetics` is the alphabet of somebody who never chose one."""
        self.speaker = speaker
        self._alphabets = alphabets
        self.usual = replace(OfficerSettings(), phonetics=phonetics)
        self._settings = self.usual
        self.muted = False
        self.last = ""
        self.take(self.usual)

    @property
    def voices(self) -> tuple[SpokenVoice, ...]:
        return self.speaker.voices

    @property
    def fault(self) -> str:
        return self.speaker.fault

    @property
    def alphabets(self) -> dict[str, str]:
        return {name: spell(EXAMPLE) for name, spell in self._alphabets.items()}

    def spell(self, plate: str) -> str:
        return self._alphabets[self._settings.phonetics](plate)

    def alert(self, alert: Alert, *, private: bool) -> None:
        """Sound and speak an alert; the plate is spoken only where it is `private`.

        Nothing is heard of a covert one: whoever is observed may be in earshot.
        """
        notice = notice_for(alert.hit.entry.category)
        if alert.hit.entry.covert or silenced(notice.priority, self.muted):
            return
        self.last = alert.alert_id
        self._sound(notice.sound, lambda: self._words(alert, private), notice.priority)

    def tell_fault(self, notice: Notice) -> None:
        if not silenced(notice.priority, self.muted):
            self._sound(notice.sound, lambda: notice.speech, notice.priority)

    def say(self, words: str) -> None:
        """Something of normal priority that comes by itself."""
        if not silenced(Priority.NORMAL, self.muted):
            self._sound("", lambda: words, Priority.NORMAL)

    def say_again(self, alert: Alert, *, private: bool) -> None:
        if alert.hit.entry.covert:
            return
        priority = notice_for(alert.hit.entry.category).priority
        self._sound("", lambda: self._words(alert, private), priority)

    def mute(self, on: bool) -> None:
        self.muted = on

    def take(self, settings: OfficerSettings) -> None:
        # An alphabet of another car's console is no reason to spell nothing.
        known = settings.phonetics in self._alphabets
        phonetics = settings.phonetics if known else self.usual.phonetics
        self._settings = replace(settings, phonetics=phonetics)
        try:
            self.speaker.adjust(settings.volume, settings.voice)
        except Exception as error:
            log.error("speaker_not_adjusted", exc_info=error)

    def try_out(self) -> None:
        self._sound("confirm", lambda: f"{self.spell(EXAMPLE)}.", Priority.NORMAL)

    def begin_anew(self) -> None:
        self.muted, self.last = False, ""

    def _words(self, alert: Alert, private: bool) -> str:
        if not private:
            return ALERT_WAITING
        entry = alert.hit.entry
        # Part of a plate cannot be looked out for by ear: say what was read.
        whole = entry.lic and not is_partial(entry.lic)
        lic = entry.lic if whole else alert.hit.read.text
        return notice_for(entry.category).speech.format(plate=self.spell(lic))

    def _sound(self, sound: str, words: Callable[[], str], priority: Priority) -> None:
        try:
            spoken = words()
        except Exception as error:
            # The sound alone is better than silence.
            log.error("not_spoken", sound=sound, exc_info=error)
            spoken = ""
        try:
            self.speaker.announce(sound, spoken, priority)
        except Exception as error:
            log.error("not_sounded", sound=sound, exc_info=error)

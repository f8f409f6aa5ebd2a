"""A person's own settings without Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from alpr_console.domain.errors import ConsoleError
from alpr_console.domain.key_table import OWN_KEYS
from alpr_console.domain.officer_settings import (
    SCALES,
    VOLUMES,
    DrivingChoice,
    OfficerSettings,
    PanelSide,
    ThemeChoice,
)
from alpr_console.earshot import EXAMPLE
from alpr_console.workflow.habit_desk import Habits
from ui import strings_settings as words
from ui.asking import Ask
from ui.key_table import KEY_TABLE

Choices = tuple[tuple[Any, str], ...]
"""What can be chosen, and its words."""

THEMES: Choices = tuple((one, words.THEMES[one.value]) for one in ThemeChoice)
SCALE_CHOICES: Choices = tuple((one, words.SCALE_IS.format(percent=one)) for one in SCALES)
DRIVINGS: Choices = tuple((one, words.DRIVINGS[one.value]) for one in DrivingChoice)
SIDES: Choices = tuple((one, words.PANEL_SIDES[one.value]) for one in PanelSide)
_MOVABLE = tuple(action for action in KEY_TABLE.actions if action.movable)


@dataclass(frozen=True, slots=True)
class SettingsModel:
    settings: OfficerSettings = field(default_factory=OfficerSettings)
    voices: Choices = ()
    alphabets: Choices = ()
    example: str = ""
    """How a plate is said in the alphabet chosen."""
    action: str = _MOVABLE[0].name
    """Whose key is being chosen."""
    actions: Choices = ()
    keys: Choices = ()
    key: str = ""
    own: tuple[str, ...] = ()
    """Each key that is not as made, in words."""
    own_action: bool = False
    """Whether the key of `action` is not as made."""
    refusal: str = ""
    result: str = ""


class SettingsPresenter:
    """Renders through `show`; hands what is in force to `applied`."""

    def __init__(
        self,
        ask: Ask,
        show: Callable[[SettingsModel], None],
        applied: Callable[[OfficerSettings], None],
    ) -> None:
        self._ask = ask
        self._show = show
        self._applied = applied
        self._habits = Habits(OfficerSettings(), (), {})
        self._wanted = OfficerSettings()
        """As it will be once what was asked is done: a second touch builds on the first."""
        self._model = SettingsModel()

    def load(self) -> None:
        self._ask(lambda desk: desk.habits.mine(), self._loaded, self._refused)

    def forget(self) -> None:
        self._model = SettingsModel()
        self._loaded(Habits(OfficerSettings(), (), {}))

    def louder(self, steps: int) -> None:
        """By so many steps, down where negative; the ends are the ends."""
        at = min(range(len(VOLUMES)), key=lambda n: abs(VOLUMES[n] - self._wanted.volume))
        place = min(max(at + steps, 0), len(VOLUMES) - 1)
        self.change(volume=VOLUMES[place])

    def change(self, **changes: Any) -> None:
        wanted = replace(self._wanted, **changes)
        self._wanted = wanted
        self._ask(lambda desk: desk.habits.set(wanted, KEY_TABLE), self._saved, self._not_changed)

    def choose_action(self, name: str) -> None:
        self._put(action=name, refusal="", result="")

    def give_key(self, key: str) -> None:
        """To the action chosen."""
        made = KEY_TABLE.named(self._model.action)
        own = dict(self._wanted.keys)
        own.pop(self._model.action, None)
        if made is not None and key != made.key:
            own[self._model.action] = key
        self.change(keys=MappingProxyType(own))

    def key_as_made(self) -> None:
        made = KEY_TABLE.named(self._model.action)
        if made is not None:
            self.give_key(made.key)

    def keys_as_made(self) -> None:
        self.change(keys=MappingProxyType({}))

    def try_out(self) -> None:
        def heard(habits: Habits) -> None:
            fault = habits.fault
            self._put(refusal=words.NOTHING_HEARD.format(fault=fault) if fault else "", result="")

        def tried(_none: None) -> None:
            self._ask(lambda desk: desk.habits.mine(), heard, self._refused)

        self._ask(lambda desk: desk.habits.try_out(), tried, self._refused)

    def _loaded(self, habits: Habits) -> None:
        self._habits, self._wanted = habits, habits.settings
        self._put(settings=habits.settings, refusal="", result="")

    def _saved(self, settings: OfficerSettings) -> None:
        self._applied(settings)
        self._put(settings=settings, refusal="", result=words.SAVED)

    def _not_changed(self, error: ConsoleError) -> None:
        self._wanted = self._model.settings
        self._refused(error)

    def _refused(self, error: ConsoleError) -> None:
        self._put(refusal=str(error), result="")

    def _put(self, **changes: Any) -> None:
        model = replace(self._model, **changes)
        self._model = replace(model, **self._words_of(model))
        self._show(self._model)

    def _words_of(self, model: SettingsModel) -> dict[str, Any]:
        settings, habits = model.settings, self._habits
        own = settings.keys
        now = {one.name: own.get(one.name, one.key) for one in _MOVABLE}
        spoken = habits.alphabets.get(settings.phonetics, "")
        return {
            "voices": self._voices(settings.voice),
            "alphabets": tuple(
                (name, words.ALPHABETS.get(name, name.capitalize()))
                for name in (habits.alphabets or {settings.phonetics: ""})
            ),
            "example": words.EXAMPLE.format(plate=EXAMPLE, words=spoken) if spoken else "",
            "actions": tuple(
                (one.name, words.ACTION_IS.format(key=now[one.name], action=one.words))
                for one in _MOVABLE
            ),
            "keys": tuple((key, self._key_words(model.action, key, own)) for key in OWN_KEYS),
            "key": now[model.action],
            "own": tuple(
                words.OWN_KEY.format(action=one.words, key=own[one.name], usual=one.key)
                for one in _MOVABLE
                if one.name in own
            ),
            "own_action": model.action in own,
        }

    def _voices(self, chosen: str) -> Choices:
        known = tuple((one.voice_id, one.name) for one in self._habits.voices)
        missing = chosen and all(chosen != voice_id for voice_id, _ in known)
        elsewhere = ((chosen, words.MISSING_VOICE.format(voice=chosen)),) if missing else ()
        return (("", words.OWN_VOICE), *known, *elsewhere)

    def _key_words(self, action: str, key: str, own: Any) -> str:
        other = KEY_TABLE.taken(action, key, own)
        if other is None:
            return words.KEY_FREE.format(key=key)
        return words.KEY_TAKEN.format(key=key, action=other.words)

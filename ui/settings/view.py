"""The page of one's own settings: sound and speech, screen, keys."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from alpr_console.domain.notices import Meaning
from alpr_console.domain.officer_settings import OfficerSettings
from ui import strings_keys
from ui import strings_settings as texts
from ui.asking import Ask
from ui.settings.presenter import (
    DRIVINGS,
    SCALE_CHOICES,
    SIDES,
    THEMES,
    SettingsModel,
    SettingsPresenter,
)
from ui.theme.theme import theme
from ui.widgets.card import card
from ui.widgets.choice import Choice, labeled
from ui.widgets.field import Refusal
from ui.widgets.free_choice import narrow
from ui.widgets.key_button import KeyButton
from ui.widgets.scrolled import scrolled
from ui.widgets.words import say, words


class SettingsView(QWidget):
    def __init__(
        self,
        ask: Ask,
        applied: Callable[[OfficerSettings], None],
        on_back: Callable[[], None],
    ) -> None:
        """`applied` is told what is in force after each change."""
        super().__init__()
        self.setObjectName("settings_page")
        self._presenter = SettingsPresenter(ask, self._show, applied)
        gap = theme.sizes.gap
        outer = QVBoxLayout(self)
        outer.setContentsMargins(2 * gap, gap, 2 * gap, gap)
        outer.setSpacing(gap)
        outer.addLayout(self._head(on_back))
        row = QHBoxLayout()
        row.setSpacing(2 * gap)
        for made in (self._sound(), self._screen(), self._keys()):
            area, column = scrolled()
            column.addWidget(made)
            column.addStretch(1)
            row.addWidget(area, 1)
        outer.addLayout(row, 1)
        self._presenter.forget()

    def entered(self) -> None:
        self._presenter.load()
        self._louder.setFocus()

    def clear(self) -> None:
        self._presenter.forget()

    def _head(self, on_back: Callable[[], None]) -> QHBoxLayout:
        told = QVBoxLayout()
        told.setSpacing(0)
        told.addWidget(words(texts.TITLE, "title"))
        told.addWidget(words(texts.HINT, "second"))
        self._note = Refusal("settings_note")
        row = QHBoxLayout()
        row.setSpacing(2 * theme.sizes.gap)
        row.addLayout(told)
        row.addWidget(self._note, 1)
        row.addStretch(0)
        row.addWidget(
            KeyButton(texts.BACK, "settings_back", on_back, key=strings_keys.KEY_BACK,
                      icon="arrow-left")
        )  # fmt: skip
        return row

    def _sound(self) -> QWidget:
        made, column = card(texts.SOUND)
        act = self._presenter
        self._quieter = KeyButton(
            "", "volume_less", lambda: act.louder(-1), key=texts.KEY_LESS, said=texts.LESS
        )
        self._louder = KeyButton(
            "", "volume_more", lambda: act.louder(1), key=texts.KEY_MORE_LOUD, said=texts.MORE
        )
        self._volume = words("", "strong")
        self._volume.setObjectName("volume")
        self._volume.setMinimumWidth(theme.sizes.px(64))
        self._volume.setAlignment(Qt.AlignmentFlag.AlignCenter)
        level = QHBoxLayout()
        level.setSpacing(theme.sizes.gap)
        level.addWidget(self._quieter)
        level.addWidget(self._volume)
        level.addWidget(self._louder)
        level.addStretch(1)
        column.addWidget(words(texts.VOLUME, "label"))
        column.addLayout(level)
        self._voice = Choice("voice", texts.VOICE, lambda voice: act.change(voice=voice))
        self._phonetics = Choice(
            "phonetics", texts.PHONETICS, lambda name: act.change(phonetics=name)
        )
        self._example = words("", "second", wrap=True)
        self._example.setObjectName("spoken_example")
        for label, choice in ((texts.VOICE, self._voice), (texts.PHONETICS, self._phonetics)):
            narrow(choice)
            column.addLayout(labeled(label, choice))
        column.addWidget(self._example)
        column.addWidget(
            KeyButton(texts.TRY, "settings_try", act.try_out, key=texts.KEY_TRY, icon="volume-2")
        )
        return made

    def _screen(self) -> QWidget:
        made, column = card(texts.SCREEN)
        act = self._presenter
        self._theme = Choice("theme", texts.THEME, lambda one: act.change(theme=one))
        self._scale = Choice("scale", texts.SCALE, lambda one: act.change(scale=one))
        self._driving = Choice("driving", texts.DRIVING, lambda one: act.change(driving=one))
        self._side = Choice("panel_side", texts.PANEL_SIDE, lambda one: act.change(panel_side=one))
        for label, choice in (
            (texts.THEME, self._theme), (texts.SCALE, self._scale),
            (texts.DRIVING, self._driving), (texts.PANEL_SIDE, self._side),
        ):  # fmt: skip
            narrow(choice)
            column.addLayout(labeled(label, choice))
        return made

    def _keys(self) -> QWidget:
        made, column = card(texts.KEYS, texts.KEYS_HINT)
        act = self._presenter
        self._action = Choice("key_action", texts.ACTION, act.choose_action)
        self._key = Choice("key_choice", texts.KEY, act.give_key)
        for label, choice in ((texts.ACTION, self._action), (texts.KEY, self._key)):
            narrow(choice)
            column.addLayout(labeled(label, choice))
        self._own = words("", "body", wrap=True)
        self._own.setObjectName("own_keys")
        column.addWidget(self._own)
        self._as_made = KeyButton(texts.RESET_ONE, "key_as_made", act.key_as_made, role="quiet")
        self._reset = KeyButton(
            texts.RESET, "keys_reset", act.keys_as_made, role="quiet", key=texts.KEY_RESET
        )
        row = QHBoxLayout()
        row.setSpacing(theme.sizes.gap)
        row.addWidget(self._as_made)
        row.addWidget(self._reset, 1)
        column.addLayout(row)
        return made

    def _show(self, model: SettingsModel) -> None:
        settings = model.settings
        percent = texts.VOLUME_IS.format(percent=settings.volume)
        say(self._volume, percent)
        for key, said in ((self._quieter, texts.LESS), (self._louder, texts.MORE)):
            key.setAccessibleName(said)
            key.setAccessibleDescription(percent)
        self._voice.offer(model.voices, settings.voice)
        self._phonetics.offer(model.alphabets, settings.phonetics)
        say(self._example, model.example)
        self._theme.offer(THEMES, settings.theme)
        self._scale.offer(SCALE_CHOICES, settings.scale)
        self._driving.offer(DRIVINGS, settings.driving)
        self._side.offer(SIDES, settings.panel_side)
        self._action.offer(model.actions, model.action)
        self._key.offer(model.keys, model.key)
        say(self._own, "\n".join(model.own) or texts.NO_OWN_KEYS)
        self._as_made.setEnabled(model.own_action)
        self._reset.setEnabled(bool(model.own))
        meaning = Meaning.CAUTION if model.refusal else Meaning.CONFIRMED
        self._note.say(model.refusal or model.result, meaning)

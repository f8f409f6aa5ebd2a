"""What each key means on which screen, as it is made: the table own keys are checked against."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType

from alpr_console.domain.key_table import EVERYWHERE, KeyAction, KeyTable
from ui import (
    strings_keeping,
    strings_keys,
    strings_log,
    strings_oversight,
    strings_policy,
    strings_release,
    strings_settings,
    strings_transfer,
)
from ui.keymap import Key

_EVERYWHERE = (strings_keys.EVERYWHERE, strings_keys.SOUND)
"""Groups of F1 whose keys stand on every screen."""
_KEYS_PAGE = "the page of keys"
_OTHER_PAGES = (
    strings_keeping,
    strings_log,
    strings_oversight,
    strings_policy,
    strings_release,
    strings_settings,
    strings_transfer,
)
"""Pages with keys of their own that F1 does not list, each a screen by itself."""


def _listed() -> Iterator[KeyAction]:
    for title, keys in strings_keys.KEYS_HELP:
        for listed, meaning in keys:
            movable = isinstance(listed, Key)
            place = EVERYWHERE if title in _EVERYWHERE else title
            if listed is strings_keys.KEY_SETTINGS:
                place = _KEYS_PAGE
            for key in (listed,) if movable else listed.split():
                name = listed.name if isinstance(listed, Key) else f"{title} {key}"
                yield KeyAction(name, str(key), meaning, place, movable)


def _of_page(page: ModuleType) -> Iterator[KeyAction]:
    place = page.__name__
    for name, key in vars(page).items():
        if name.startswith("KEY_") and isinstance(key, str) and len(key) == 1:
            yield KeyAction(f"{place} {name}", key, strings_settings.OTHER_PAGE, place, False)


KEY_TABLE = KeyTable(
    (*_listed(), *(action for page in _OTHER_PAGES for action in _of_page(page))),
    (frozenset({strings_keys.ANSWERING, strings_keys.CONFIRMATION}),),
)

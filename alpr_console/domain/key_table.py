"""Which key does what on which screen, and whether a person's own keys can be.

The screen alone knows what its keys mean; it hands the table over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from alpr_console.domain.errors import HabitsRefused

EVERYWHERE = "everywhere"
"""The place of keys that stand on every screen of a shift."""

OWN_KEYS = (
    *"ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "0",
    *(f"F{number}" for number in (2, 3, 5, 6, 7, 8, 9, 10, 11)),
    ",", ".", "/", ";", "'", "[", "]",
)  # fmt: skip
"""Keys that a person may choose: not the digits that answer, not the keys that stay."""


@dataclass(frozen=True, slots=True)
class KeyAction:
    name: str
    """Never changes: a person's own keys are kept under it."""
    key: str
    """The key that it has unless a person chose another."""
    words: str
    place: str
    movable: bool = True


@dataclass(frozen=True, slots=True)
class KeyTable:
    actions: tuple[KeyAction, ...]
    together: tuple[frozenset[str], ...] = ()
    """Places whose keys can be on one screen."""

    def named(self, name: str) -> KeyAction | None:
        return next((one for one in self.actions if one.name == name and one.movable), None)

    def taken(self, name: str, key: str, own: Mapping[str, str]) -> KeyAction | None:
        """What `key` means already where the action `name` is; None where it is free."""
        action = self.named(name)
        if action is None:
            return None
        return next(
            (
                other
                for other in self.actions
                if other is not action
                and self._meet(action.place, other.place)
                and _key_of(other, own) == key
            ),
            None,
        )

    def check(self, own: Mapping[str, str]) -> None:
        """Raises HabitsRefused, saying which key is in the way and what to do."""
        for name, key in own.items():
            action = self.named(name)
            if action is None:
                raise HabitsRefused(
                    "This key stays where it is.", "Choose another action to give a key to."
                )
            if key not in OWN_KEYS:
                raise HabitsRefused(
                    f"{key or 'No key'} cannot be chosen: 1, 2, Enter, Bksp, F1, F4 and F12 stay.",
                    "Choose a letter.",
                )
            other = self.taken(name, key, own)
            if other is not None and other.name in own:
                raise HabitsRefused(
                    f"{key} is given twice: to '{action.words}' and to '{other.words}'.",
                    "Choose another key for one of them.",
                )
            if other is not None:
                raise HabitsRefused(
                    f"{key} means '{other.words}' on the same screen.",
                    "Choose another key, or give that action another key first."
                    if other.movable
                    else "Choose another key.",
                )

    def _meet(self, one: str, other: str) -> bool:
        if one == other or EVERYWHERE in (one, other):
            return True
        return any({one, other} <= places for places in self.together)


def _key_of(action: KeyAction, own: Mapping[str, str]) -> str:
    return own.get(action.name, action.key) if action.movable else action.key

"""The keys that a person chose: the one mapping that buttons, keyboard and F1 follow."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import QObject, Signal


class Key(str):
    """A key that can be exchanged for another: as Qt names it, and under what name it is kept."""

    name: str

    def __new__(cls, key: str, name: str) -> Key:
        made = super().__new__(cls, key)
        made.name = name
        return made


class KeyMap(QObject):
    """`changed` tells whoever shows a key or listens for it."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._own: Mapping[str, str] = MappingProxyType({})

    def take(self, own: Mapping[str, str]) -> None:
        """A person's own keys, by the names of what they do, instead of those before."""
        if dict(own) != dict(self._own):
            self._own = MappingProxyType(dict(own))
            self.changed.emit()

    def now(self, key: str) -> str:
        """What presses the button that is made with `key`."""
        return self._own.get(key.name, str(key)) if isinstance(key, Key) else key

    @property
    def own(self) -> tuple[str, ...]:
        """Keys in force that somebody chose."""
        return tuple(self._own.values())


keymap = KeyMap()
"""The one mapping of the process."""

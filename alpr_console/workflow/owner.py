"""Work on a thread of its own that has to touch the store: whose thread the store is used on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

T = TypeVar("T")


class Owner(Protocol):
    """Runs an act where the store may be used, waits for it, gives or raises what it did."""

    def __call__(self, act: Callable[[], T], /) -> T: ...


def on_this_thread(act: Callable[[], T], /) -> T:
    return act()

"""How long to wait before the next try at something that is lost."""

from __future__ import annotations

import random


class Backoff:
    """Doubles from `first` to `most` seconds, each a fifth more or less at random.

    Without the randomness every car of a fleet would knock on a restarted server at once.
    """

    def __init__(self, first: float = 0.5, most: float = 8.0) -> None:
        self._first, self._most = first, most
        self._next = first

    def reset(self) -> None:
        """It worked: the next loss starts from the beginning."""
        self._next = self._first

    def next_wait(self) -> float:
        """Seconds to wait before the next try."""
        wait = self._next
        self._next = min(self._most, self._next * 2)
        return wait * random.uniform(0.8, 1.2)

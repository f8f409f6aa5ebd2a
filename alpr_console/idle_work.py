"""Long work of the console thread, a few milliseconds at a time while nobody wants anything."""

from __future__ import annotations

from typing import Protocol

PAUSE_S = 0.05
"""Between two steps, so that recognition has the processor."""


class Worker(Protocol):
    @property
    def busy(self) -> bool:
        """Whether `step` has something to do."""
        ...

    def step(self) -> object:
        """Some milliseconds of it. Raises StoreUnavailable; it is done again then."""
        ...


class IdleWork:
    """The workers take turns: none waits for another's end."""

    def __init__(self, *workers: Worker) -> None:
        self._workers = list(workers)

    @property
    def busy(self) -> bool:
        return any(worker.busy for worker in self._workers)

    def step(self) -> None:
        for place, worker in enumerate(self._workers):
            if worker.busy:
                self._workers.append(self._workers.pop(place))
                worker.step()
                return

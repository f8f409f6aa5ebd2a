"""Time and memory of stages that call each other, each charged with its own share only."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_STATUS = Path("/proc/self/status")
_PEAK = b"VmHWM:"


@dataclass(slots=True)
class Spent:
    """Of one stage, without the stages that it called."""

    calls: int = 0
    wall_s: float = 0.0
    cpu_s: float = 0.0
    """User and system time of the whole process."""
    memory_mb: float = 0.0
    """By how much it raised the process's peak of resident memory."""

    def __iadd__(self, other: Spent) -> Spent:
        self.calls += other.calls
        self.wall_s += other.wall_s
        self.cpu_s += other.cpu_s
        self.memory_mb += other.memory_mb
        return self


class Stopwatch:
    """Belongs to one thread, and nothing else may be at work in the process."""

    def __init__(self) -> None:
        self.stages: dict[str, Spent] = {}
        self._called: list[Spent] = []
        """What the stages in progress called, innermost last."""

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Charge what happens inside to `name`."""
        self._called.append(Spent())
        memory, wall, cpu = peak_memory_mb(), time.perf_counter(), time.process_time()
        try:
            yield
        finally:
            spent = Spent(0, time.perf_counter() - wall, time.process_time() - cpu)
            spent.memory_mb = peak_memory_mb() - memory
            called = self._called.pop()
            own = self.stages.setdefault(name, Spent())
            own += Spent(
                1,
                spent.wall_s - called.wall_s,
                spent.cpu_s - called.cpu_s,
                spent.memory_mb - called.memory_mb,
            )
            if self._called:
                self._called[-1] += spent


def peak_memory_mb() -> float:
    """The most resident memory that this process has had, in MB; 0 where Linux does not say.

    Not by getrusage, which counts what the parent had at the time of the fork.
    """
    if _STATUS.exists():
        for line in _STATUS.read_bytes().splitlines():
            if line.startswith(_PEAK):
                return int(line.split()[1]) * 1024 / 1e6
    return 0.0

"""What lies in the console thread's queue."""

from __future__ import annotations

import queue
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass

from alpr_console.domain.errors import StoreUnavailable
from alpr_console.domain.events import PipelineEvent, ReadReleased
from alpr_console.workflow.desk import Desk


@dataclass(frozen=True, slots=True)
class Act:
    run: Callable[[Desk], object]
    future: Future[object]


@dataclass(frozen=True, slots=True)
class Happened:
    run: int
    """Which run of the pipeline it comes from."""
    event: PipelineEvent


class Stop:
    """Ends the console thread."""


def closed() -> StoreUnavailable:
    """What an act ends with that comes too late."""
    return StoreUnavailable("The console is closing.", "Start it again.")


def drain(
    waiting: queue.SimpleQueue[Act | Happened | type[Stop]],
    keep: Callable[[ReadReleased], None],
) -> None:
    """Keep the reads that the pipeline released as it stopped; refuse acts left over."""
    while True:
        try:
            item = waiting.get_nowait()
        except queue.Empty:
            return
        if isinstance(item, Act):
            item.future.set_exception(closed())
        elif isinstance(item, Happened) and isinstance(item.event, ReadReleased):
            keep(item.event)

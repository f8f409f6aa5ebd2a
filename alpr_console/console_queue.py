"""What lies in the console thread's queue."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass

from alpr_console.domain.errors import StoreUnavailable
from alpr_console.domain.events import PipelineEvent
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

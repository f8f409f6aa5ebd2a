"""What bootstrap builds for the console."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from alpr_console.domain.events import FrameSeen, PipelineEvent
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.policy_version import PolicyWaiting
from alpr_console.health.monitor import HealthMonitor
from alpr_console.list_imports import Ask, ListImports
from alpr_console.list_ports import ListShelf
from alpr_console.matching.index import HotListIndex
from alpr_console.ports import Clock, Frame, Speaker, UnitOfWorkFactory
from alpr_console.proof_ports import Signer
from alpr_console.workflow.desk import Desk
from alpr_console.workflow.match_parts import MatchParts


class RunningPipeline(Protocol):
    """What the console needs of `pipeline.Pipeline`."""

    def start(self) -> None: ...

    def stop(self) -> None: ...

    def set_index(self, index: HotListIndex) -> None: ...


PipelineBuilder = Callable[
    [Callable[[PipelineEvent], None], Callable[[Frame, FrameSeen], None]], RunningPipeline
]
"""Given where events and pictures go, a new pipeline, not yet started."""


class RunningPulls(Protocol):
    """What the console needs of `list_pulls.ListPullThread`."""

    def start(self) -> None: ...

    def stop(self) -> None: ...

    def join(self) -> None: ...

    def pull_now(self, name: str, who: str) -> None: ...

    def look_now(self) -> None: ...

    def words(self) -> dict[str, str]: ...


PullsBuilder = Callable[[Ask, ListImports], RunningPulls]
"""Given how to act on the console thread and how a file is taken in, not yet started."""


@dataclass(slots=True)
class ConsoleParts:
    """Handed over once; the console closes what has to be closed."""

    unit_of_work: UnitOfWorkFactory
    shelf: ListShelf
    clock: Clock
    policy: AgencyPolicy
    unit: str
    speaker: Speaker
    spell: Callable[[str], str]
    """A plate as it is spoken."""
    build_pipeline: PipelineBuilder
    health: HealthMonitor
    unit_changed: Callable[[str], None]
    """Told the unit of each sign-in, so that the audit log names the right car."""
    build_pulls: PullsBuilder
    close: Callable[[], None]
    """Called last, on the console thread: closes the store."""
    policy_waiting: PolicyWaiting | None = None
    """The chosen profile where it is not the one signed off."""
    device: tuple[str, str] = ("", "")
    """This computer's id and name."""
    signer: Signer | None = None
    """Signs what leaves the console."""

    def desk(self, matching: MatchParts) -> Desk:
        """The desk over these parts, with nobody signed in."""
        return Desk(
            self.unit_of_work,
            self.shelf,
            self.clock,
            self.policy,
            self.unit,
            matching,
            self.policy_waiting,
            self.device,
            self.signer,
        )

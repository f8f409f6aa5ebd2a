"""What bootstrap builds for the console."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from alpr_console.announcer import Announcer
from alpr_console.audit.verify import Verified
from alpr_console.domain.errors import AuditBroken
from alpr_console.domain.events import FrameSeen, PipelineEvent
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.policy_version import PolicyWaiting
from alpr_console.earshot import Earshot
from alpr_console.health.monitor import Changes, HealthMonitor
from alpr_console.key_ports import SecurityKeys
from alpr_console.list_imports import Ask, ListImports
from alpr_console.list_ports import ListShelf
from alpr_console.map_ports import MapFile
from alpr_console.matching.index import HotListIndex
from alpr_console.ports import Clock, Frame, UnitOfWorkFactory
from alpr_console.proof_ports import Signer
from alpr_console.shift_watch import ShiftWatch
from alpr_console.stills import KnownPlate, Newest, ReadsStills, Stills, no_stills, no_test_plate
from alpr_console.workflow.confirmation_desk import SwitchCourier, Voice
from alpr_console.workflow.desk import Desk
from alpr_console.workflow.leave_vehicle import Leaver
from alpr_console.workflow.match_parts import MatchParts
from alpr_console.workflow.purge import Purger
from alpr_console.workflow.transfer_desk import Courier


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


class RunningTransfers(Courier, Protocol):
    """What the console needs of `transfers.TransferThread`."""

    def start(self) -> None: ...

    def stop(self) -> None: ...

    def join(self) -> None: ...


class RunningSwitch(SwitchCourier, Protocol):
    """What the console needs of `switch_traffic.SwitchTraffic`."""

    def start(self) -> None: ...

    def stop(self) -> None: ...

    def join(self) -> None: ...


class Beside:
    """Threads that run beside the console's own, from its start to its end."""

    def __init__(
        self, pulls: RunningPulls, transfers: RunningTransfers, switch: RunningSwitch
    ) -> None:
        self.pulls = pulls
        self.transfers = transfers
        self.switch = switch
        self._threads = (pulls, transfers, switch)

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        for thread in self._threads:
            thread.stop()

    def join(self) -> None:
        for thread in self._threads:
            thread.join()


PullsBuilder = Callable[[Ask, ListImports], RunningPulls]
"""Given how to act on the console thread and how a file is taken in, not yet started."""

TransfersBuilder = Callable[[Ask], RunningTransfers]
"""Given how to act on the console thread, not yet started."""

SwitchBuilder = Callable[[Ask], RunningSwitch]
"""The same."""


@dataclass(slots=True)
class ConsoleParts:
    """Handed over once; the console closes what has to be closed."""

    unit_of_work: UnitOfWorkFactory
    shelf: ListShelf
    clock: Clock
    policy: AgencyPolicy
    unit: str
    earshot: Earshot
    """What may be heard, and the speaker that it comes from."""
    build_pipeline: PipelineBuilder
    health: HealthMonitor
    unit_changed: Callable[[str], None]
    """Told the unit of each sign-in, so that the audit log names the right car."""
    build_pulls: PullsBuilder
    build_transfers: TransfersBuilder
    build_switch: SwitchBuilder
    security_keys: SecurityKeys
    close: Callable[[], None]
    """Called last, on the console thread: closes the store."""
    policy_waiting: PolicyWaiting | None = None
    """The chosen profile where it is not the one signed off."""
    device: tuple[str, str] = ("", "")
    """This computer's id and name."""
    signer: Signer | None = None
    """Signs what leaves the console."""
    map_file: MapFile | None = None
    """The agency's own map; the page draws a grid without one."""

    open_stills: Callable[[], ReadsStills] = no_stills
    """Networks for single pictures, opened with the first of them."""
    test_plate: Callable[[], KnownPlate] = no_test_plate
    has_position: bool = False
    """Whether a GPS receiver is part of this console."""

    wipe_traces: Callable[[], None] = lambda: None
    """After a purge: what the store's files still hold of it goes too."""
    session_over: Callable[[], None] = lambda: None
    """Nobody is signed in any more: what lives for a session alone is forgotten."""

    def beside(self, ask: Ask, imports: ListImports, desk: Desk) -> Beside:
        """What runs beside the console's own thread, known to the desk."""
        pulls, transfers = self.build_pulls(ask, imports), self.build_transfers(ask)
        desk.transfer.courier = transfers
        desk.confirmation.courier = switch = self.build_switch(ask)
        desk.confirmation.voice = Voice(self.earshot.speaker, self.earshot.spell)
        desk.habits.sounding = self.earshot
        return Beside(pulls, transfers, switch)

    def stills(self, ask: Ask, desk: Desk, tell: Announcer, newest: Newest) -> Stills:
        """What reads single pictures; the desk gets its senses with it."""
        watch = ShiftWatch(
            self.clock, self.earshot.speaker, lambda: self.health.disk_free, self.has_position
        )
        tell.subscribe(watch.on)
        desk.shift.senses = watch
        return Stills(ask, newest, self.open_stills, self.test_plate)

    def look(self, beside: Beside) -> Changes:
        """Faults that came and went of what nobody reports."""
        fault = self.earshot.speaker.fault
        return self.health.look(fault, beside.transfers.state, beside.switch.state)

    def audited(self, result: object, failure: BaseException | None) -> Changes:
        """Faults that came and went by what an act found of the audit log."""
        if isinstance(failure, AuditBroken):
            return self.health.audit_failed(str(failure))
        return self.health.audit_works() if isinstance(result, Verified) else []

    def keepers(self, desk: Desk) -> tuple[Purger, Leaver]:
        """Step what comes due by itself, what the desk asks for, and what leaves the vehicle."""
        parts = (self.unit_of_work, self.clock, self.policy, self.wipe_traces)
        desk.keeping.purger = purger = Purger(*parts)
        return purger, Leaver(*parts)

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

"""Gathers the facts that the rules look at, and tells which faults came and went."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from types import MappingProxyType

from alpr_console.domain.events import (
    CameraChanged,
    FaultCleared,
    FaultRaised,
    FrameSeen,
    PipelineEvent,
    PositionChanged,
    RecognitionFailed,
)
from alpr_console.domain.hotlist import HotList
from alpr_console.domain.message_switch import SWITCH_IDLE, SwitchState
from alpr_console.domain.transfer import IDLE, TransferState
from alpr_console.health.camera_watch import CameraWatch
from alpr_console.health.clock_watch import ClockWatch
from alpr_console.health.disk_trend import DiskTrend
from alpr_console.health.position_watch import PositionWatch
from alpr_console.health.rules import (
    DISK_ENOUGH_BYTES,
    DISK_LOW_BYTES,
    CameraFacts,
    Facts,
    Fault,
    evaluate,
)
from alpr_console.ports import Clock

LOG_EVERY = timedelta(minutes=1)
"""The end of the log is held against its kept head so often; it is one row."""

Changes = list[FaultRaised | FaultCleared]


class HealthMonitor:
    """Facts in, changes of faults out. Belongs to the console thread.

    While nobody is signed in the pipeline is off, and only a store that fails is a fault.
    `folder` is where the store lies: its disk is watched. `has_position` says whether a GPS
    receiver is part of this console; `audit_fault` what the store said of its log;
    `log_fault` asks it again now and then; `steady` is a clock that nobody sets.
    """

    def __init__(
        self,
        clock: Clock,
        folder: Path,
        stale_after: timedelta,
        has_position: bool = False,
        audit_fault: str = "",
        log_fault: Callable[[], str] = lambda: "",
        steady: Callable[[], float] | None = None,
    ) -> None:
        self._clock = clock
        self._folder = folder
        self._has_position = has_position
        self._facts = Facts(
            stale_after=stale_after, disk_free_bytes=_free(folder), audit_fault=audit_fault
        )
        self._log_fault = log_fault
        self._log_looked_at = clock.now()
        self._steady = steady
        self._cameras: dict[str, CameraFacts] = {}
        self._watches: dict[str, CameraWatch] = {}
        self._position = PositionWatch()
        self._disk = DiskTrend(DISK_LOW_BYTES)
        self._set_clock = ClockWatch()
        self._shown: dict[tuple[str, str], Fault] = {}
        self._on = False

    @property
    def disk_free(self) -> int | None:
        """Bytes free where the store lies, now; None where that cannot be found out."""
        return _free(self._folder)

    def pipeline_started(self) -> Changes:
        """Somebody signed in: from here on everything is watched."""
        self._on = True
        since = self._clock.now() if self._has_position else None
        self._facts = replace(self._facts, position_since=since, last_fix_at=None)
        return self._changes()

    def pipeline_stopped(self) -> Changes:
        """Nobody is signed in: what is off, or left to itself, is no fault."""
        self._on = False
        self._cameras.clear()
        self._watches.clear()
        self._position.lost()
        self._facts = replace(
            self._facts, cameras=(), position_since=None, last_fix_at=None, recognition_fault=""
        )
        return self._changes()

    def seen(self, event: PipelineEvent) -> Changes:
        """Take in one event of the pipeline."""
        now = self._clock.now()
        if isinstance(event, CameraChanged):
            self._cameras[event.camera] = CameraFacts(
                event.camera, event.state, event.at, event.reason
            )
            self._watches[event.camera] = CameraWatch()
        elif isinstance(event, FrameSeen):
            before = self._cameras.get(event.camera)
            if before is None:
                return []
            watch = self._watches[event.camera]
            watch.see(event)
            self._cameras[event.camera] = replace(before, last_result_at=now, faults=watch.faults())
            if self._shown or self._facts.recognition_fault:
                self._facts = replace(self._facts, recognition_fault="")
            else:
                # Nothing is wrong and a frame came: the tick looks at the rest.
                return []
        elif isinstance(event, PositionChanged):
            if event.fix is None:
                self._position.lost()
            else:
                self._position.see(event.fix, now)
                self._facts = replace(self._facts, last_fix_at=now)
        elif isinstance(event, RecognitionFailed):
            self._facts = replace(self._facts, recognition_fault=event.reason)
        return self._changes()

    def lists(
        self, lists: Sequence[HotList], damaged: Mapping[str, str] = MappingProxyType({})
    ) -> Changes:
        """`damaged`: by list name, why its file cannot be matched."""
        self._facts = replace(
            self._facts, lists=tuple(lists), lists_damaged=tuple(sorted(damaged.items()))
        )
        return self._changes()

    def store_failed(self, reason: str) -> Changes:
        self._facts = replace(self._facts, store_fault=reason)
        return self._changes()

    def store_works(self) -> Changes:
        if not self._facts.store_fault:
            return []
        self._facts = replace(self._facts, store_fault="")
        return self._changes()

    def audit_failed(self, reason: str) -> Changes:
        """An entry of the log, or a seal, was found wanting while the console ran."""
        self._facts = replace(self._facts, audit_fault=reason)
        return self._changes()

    def audit_works(self) -> Changes:
        """The whole log was walked and found as it should be."""
        return self.audit_failed("")

    def look(
        self,
        sound_fault: str,
        transfer: TransferState = IDLE,
        switch: SwitchState = SWITCH_IDLE,
    ) -> Changes:
        """Look at what nobody reports: disk, log, clock, sound, and how old everything has grown.

        Raises StoreUnavailable where the log cannot be looked at.
        """
        now = self._clock.now()
        free = _free(self._folder)
        low = ("disk_low", "") in self._shown
        clock_fault = self._set_clock.look(now, self._steady()) if self._steady else ""
        self._facts = replace(
            self._facts,
            disk_free_bytes=free,
            disk_floor_bytes=DISK_ENOUGH_BYTES if low else DISK_LOW_BYTES,
            disk_trend=self._disk.look(free, now),
            clock_fault=clock_fault,
            sound_fault=sound_fault,
            transfer=transfer,
            switch=switch,
        )
        if abs(now - self._log_looked_at) >= LOG_EVERY:
            self._log_looked_at = now
            found = self._log_fault()
            self._facts = replace(self._facts, audit_fault=self._facts.audit_fault or found)
        return self._changes()

    def _changes(self) -> Changes:
        now: datetime = self._clock.now()
        self._facts = replace(
            self._facts,
            cameras=tuple(self._cameras.values()),
            position_fault=self._position.fault(now),
        )
        faults = {
            (f.notice, f.subject): f
            for f in evaluate(self._facts, now)
            if self._on or f.notice == "store_failed"
        }
        changes: Changes = []
        for key, fault in faults.items():
            if self._shown.get(key) is None:
                changes.append(FaultRaised(fault.notice, fault.subject, fault.detail, now))
        changes += [FaultCleared(k[0], k[1], now) for k in self._shown if k not in faults]
        self._shown = faults
        return changes


def _free(folder: Path) -> int | None:
    """Bytes free on the disk of `folder`; None where that cannot be found out."""
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None

"""Every row of the notices that ends by recovery: some fact raises it, and its recovery clears
it, through the monitor. A row that nothing raises would promise a watch that is not kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from alpr_console.domain.events import (
    CameraChanged,
    FaultCleared,
    FaultRaised,
    FrameSeen,
    PositionChanged,
    RecognitionFailed,
    SourceState,
)
from alpr_console.domain.message_switch import SwitchState
from alpr_console.domain.notices import NOTICES, Ends, Meaning
from alpr_console.domain.picture_quality import PictureQuality
from alpr_console.domain.read import PositionFix
from alpr_console.domain.transfer import TransferState
from alpr_console.health import monitor
from alpr_console.health.monitor import HealthMonitor
from tests.domain import test_health_watches as pictures
from tests.fakes.shift import StandingClock, hot_list

GB = 1024**3


@dataclass
class World:
    """Everything that the monitor looks at, as it is at the moment."""

    free: int | None = 500 * GB
    drain: int = 0
    """Bytes that the disk loses each second."""
    steady: float = 0.0
    clock_off: float = 0.0
    log: str = ""
    sound: str = ""
    stored: str = ""
    damaged: bool = False
    lists: int = 1
    list_age_h: float = 1.0
    camera: SourceState = SourceState.LIVE
    quality: PictureQuality = pictures.DAY
    fps: float = 25.0
    latency_ms: float = 40.0
    stopped: str = ""
    fix: bool = True
    north_m: float = 0.0
    """How far it jumps to and fro, each second."""
    storage_silent: bool = False
    switch_silent: bool = False


class Shift:
    """One console in a world; each second everything happens that happens in a second."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.world, self.clock, self.second = World(), StandingClock(), 0
        monkeypatch.setattr(monitor, "_free", lambda _: self.world.free)
        self.health = HealthMonitor(
            self.clock, folder, timedelta(hours=24), has_position=True,
            log_fault=lambda: self.world.log, steady=lambda: self.world.steady,
        )  # fmt: skip
        self.shown: set[str] = set()
        self._take(self.health.lists([hot_list()]))
        self._take(self.health.pipeline_started())
        self.state: SourceState | None = None

    def _take(self, changes: list[FaultRaised | FaultCleared]) -> None:
        for change in changes:
            if isinstance(change, FaultRaised):
                assert change.notice not in self.shown
                self.shown.add(change.notice)
            else:
                self.shown.remove(change.notice)

    def run(self, seconds: int) -> None:
        for _ in range(seconds):
            self._second()

    def _second(self) -> None:
        world, health = self.world, self.health
        self.second += 1
        self.clock.go_on(seconds=1 + world.clock_off)
        world.steady += 1
        world.clock_off = 0.0
        if world.free is not None:
            world.free -= world.drain
        now = self.clock.now()
        if world.camera is not self.state:
            self.state = world.camera
            self._take(health.seen(CameraChanged("front", world.camera, now)))
        if world.stopped:
            self._take(health.seen(RecognitionFailed(world.stopped, now)))
        elif world.camera is SourceState.LIVE:
            number = round(self.second * world.fps) + (100_000 if world.fps > 20 else 0)
            seen = FrameSeen(
                "front", number, now, (), world.fps, 0, world.latency_ms, world.quality
            )
            self._take(health.seen(seen))
        north = world.north_m * (self.second % 2) / 111_320
        place = PositionFix(34.0 + north, -118.0, now) if world.fix else None
        self._take(health.seen(PositionChanged(place)))
        lists = [hot_list(data_at=now - timedelta(hours=world.list_age_h))] * world.lists
        self._take(health.lists(lists, {"SVS": "Torn."} if world.damaged else {}))
        self._take(health.store_failed(world.stored) if world.stored else health.store_works())
        if not world.log:
            self._take(health.audit_works())
        self._take(
            health.look(
                world.sound,
                TransferState(silent_since=now - timedelta(hours=13), failure="Down.")
                if world.storage_silent
                else TransferState(),
                SwitchState(silent_since=now, failure="Down.")
                if world.switch_silent
                else SwitchState(),
            )
        )


Break = Callable[[World], None]


def having(**what: object) -> Break:
    def change(world: World) -> None:
        for name, value in what.items():
            assert hasattr(world, name)
            setattr(world, name, value)

    return change


BREAKS: dict[str, tuple[Break, int]] = {
    "camera_lost": (having(camera=SourceState.LOST), 1),
    "camera_dark": (having(quality=pictures.DARK), 40),
    "camera_covered": (having(quality=pictures.COVERED), 25),
    "camera_frozen": (having(quality=pictures.FROZEN), 20),
    "camera_blurred": (having(quality=pictures.BLURRED), 40),
    "camera_slow": (having(fps=5.0), 30),
    "gps_lost": (having(fix=False), 10),
    "gps_jumping": (having(north_m=5000.0), 10),
    "recognition_stopped": (having(stopped="It hangs."), 1),
    "recognition_slow": (having(latency_ms=900.0), 10),
    "list_stale": (having(list_age_h=25.0), 1),
    "list_damaged": (having(damaged=True), 1),
    "no_list": (having(lists=0), 1),
    "disk_low": (having(free=GB), 1),
    "disk_filling": (having(free=8 * GB, drain=2**20 * 2 // 3), 1000),
    "clock_set": (having(clock_off=3600.0), 1),
    "store_failed": (having(stored="The disk is full."), 1),
    "audit_broken": (having(log="The end is missing."), 70),
    "transfer_behind": (having(storage_silent=True), 1),
    "switch_lost": (having(switch_silent=True), 1),
    "audio_failed": (having(sound="No device."), 1),
}
"""By row: what breaks, and within how many seconds it is told."""

ELSEWHERE = {"report_due", "report_overdue"}
"""Told of by the duties of an administrator, not by the health of the console."""


def test_that_every_fault_that_ends_by_recovery_has_a_rule() -> None:
    rows = {key for key, notice in NOTICES.items() if notice.ends is Ends.BY_RECOVERY}
    assert set(BREAKS) == rows - ELSEWHERE


@pytest.mark.parametrize("key", list(BREAKS))
def test_that_each_fault_is_told_alone_with_a_remedy_and_ends_by_recovery(
    key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shift = Shift(tmp_path, monkeypatch)
    shift.run(5)
    assert shift.shown == set()
    change, within = BREAKS[key]
    well = World()
    change(shift.world)
    shift.run(within)
    assert shift.shown == {key}
    steady = shift.world.steady
    shift.world.__dict__.update(well.__dict__)
    shift.world.steady = steady
    shift.run(310 if key == "clock_set" else 60)
    assert shift.shown == set()
    row = NOTICES[key]
    assert row.remedy
    assert row.meaning in (Meaning.CAUTION, Meaning.DANGER)
    assert len(row.text) <= 32

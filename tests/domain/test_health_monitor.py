"""Faults as they come and go: each told once when it comes and once when it goes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from alpr_console.domain.events import (
    CameraChanged,
    FaultRaised,
    FrameSeen,
    PositionChanged,
    RecognitionFailed,
    SourceState,
)
from alpr_console.domain.read import PositionFix
from alpr_console.health import monitor
from alpr_console.health.monitor import Changes, HealthMonitor
from alpr_console.health.rules import DISK_LOW_BYTES, SLOWEST_LATENCY_MS
from tests.fakes.shift import START, StandingClock, hot_list


class Disk:
    free: int | None = DISK_LOW_BYTES


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    disk = Disk()
    monkeypatch.setattr(monitor, "_free", lambda _: disk.free)
    return disk


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
def health(clock: StandingClock, disk: Disk, tmp_path: Path) -> HealthMonitor:
    """Of a shift in which all is well: a list, a live camera, a fix."""
    health = HealthMonitor(clock, tmp_path, timedelta(hours=24), has_position=True)
    assert health.lists([hot_list()]) == []
    assert health.pipeline_started() == []
    assert health.seen(PositionChanged(fix())) == []
    assert health.seen(camera(SourceState.STARTING)) == []
    assert health.seen(camera(SourceState.LIVE)) == []
    assert health.look("") == []
    return health


def fix() -> PositionFix:
    return PositionFix(34.05, -118.24, START)


def camera(state: SourceState, name: str = "front") -> CameraChanged:
    return CameraChanged(name, state, START, "Gone." if state is SourceState.LOST else "")


def frame(name: str = "front", latency_ms: float = 40.0) -> FrameSeen:
    return FrameSeen(name, 1, START, (), 25.0, 0, latency_ms)


def told(changes: Changes) -> list[str]:
    """'+notice subject' for what was raised, '-notice subject' for what was cleared."""
    return [
        f"{'+' if isinstance(c, FaultRaised) else '-'}{c.notice} {c.subject}".strip()
        for c in changes
    ]


def test_that_a_camera_that_goes_and_comes_back_is_told_once_each_time(
    health: HealthMonitor,
) -> None:
    assert told(health.seen(camera(SourceState.LOST))) == ["+camera_lost front"]
    assert told(health.seen(camera(SourceState.LOST))) == []
    assert told(health.look("")) == []
    assert told(health.seen(camera(SourceState.LIVE))) == ["-camera_lost front"]
    assert told(health.seen(frame())) == []
    assert told(health.seen(camera(SourceState.LOST))) == ["+camera_lost front"]


def test_that_a_camera_that_goes_quiet_is_told_without_its_own_word(
    health: HealthMonitor, clock: StandingClock
) -> None:
    health.seen(camera(SourceState.LIVE, "rear"))
    clock.go_on(seconds=6)
    assert told(health.seen(PositionChanged(fix()))) == ["+recognition_stopped"]
    assert sorted(told(health.seen(frame("rear")))) == [
        "+camera_lost front",
        "-recognition_stopped",
    ]
    assert told(health.seen(frame("front"))) == ["-camera_lost front"]


def test_that_recognition_that_stops_and_goes_on_is_told(
    health: HealthMonitor, clock: StandingClock
) -> None:
    failed = RecognitionFailed("The reader gave up.", START)
    assert told(health.seen(failed)) == ["+recognition_stopped"]
    assert told(health.seen(failed)) == []
    assert told(health.seen(frame())) == ["-recognition_stopped"]
    health.seen(frame(latency_ms=SLOWEST_LATENCY_MS + 1))
    assert told(health.look("")) == ["+recognition_slow front"]
    assert told(health.seen(frame())) == ["-recognition_slow front"]


def test_that_a_silent_receiver_is_told_and_its_first_fix_ends_it(
    health: HealthMonitor, clock: StandingClock
) -> None:
    clock.go_on(seconds=6)
    health.seen(frame())
    assert told(health.look("")) == ["+gps_lost"]
    assert told(health.seen(PositionChanged(None, "No fix."))) == []
    assert told(health.seen(PositionChanged(fix()))) == ["-gps_lost"]


def test_that_a_console_without_a_receiver_misses_none(
    clock: StandingClock, disk: Disk, tmp_path: Path
) -> None:
    health = HealthMonitor(clock, tmp_path, timedelta(hours=24))
    health.lists([hot_list()])
    health.pipeline_started()
    clock.go_on(minutes=5)
    assert told(health.look("")) == []


@pytest.mark.requirement("HOT-3")
def test_that_missing_lists_are_told_until_there_is_one(health: HealthMonitor) -> None:
    assert told(health.lists([])) == ["+no_list"]
    assert told(health.lists([hot_list("SVS"), hot_list("local")])) == ["-no_list"]


@pytest.mark.requirement("HOT-3")
def test_that_a_list_grows_stale_without_anyone_reporting_it(
    health: HealthMonitor, clock: StandingClock
) -> None:
    clock.go_on(hours=24, seconds=1)
    assert "+list_stale SVS" in told(health.look(""))
    assert told(health.lists([hot_list(data_at=clock.now())])) == ["-list_stale SVS"]


def test_that_disk_and_sound_are_watched(health: HealthMonitor, disk: Disk) -> None:
    disk.free = DISK_LOW_BYTES - 1
    assert told(health.look("")) == ["+disk_low"]
    disk.free = None
    assert told(health.look("No sound device.")) == ["+audio_failed"]
    disk.free = DISK_LOW_BYTES
    assert sorted(told(health.look(""))) == ["-audio_failed", "-disk_low"]


def test_that_a_store_that_fails_is_told_signed_in_or_not(health: HealthMonitor) -> None:
    assert told(health.store_failed("The disk is full.")) == ["+store_failed"]
    assert told(health.store_failed("The disk is full.")) == []
    assert told(health.pipeline_stopped()) == []
    assert told(health.store_works()) == ["-store_failed"]
    assert told(health.store_works()) == []
    assert told(health.store_failed("The disk is full.")) == ["+store_failed"]


def test_that_nothing_else_is_told_after_sign_out(
    health: HealthMonitor, clock: StandingClock, disk: Disk
) -> None:
    health.seen(camera(SourceState.LOST))
    health.lists([])
    assert sorted(told(health.pipeline_stopped())) == ["-camera_lost front", "-no_list"]
    clock.go_on(hours=30)
    disk.free = 0
    assert told(health.look("No sound device.")) == []
    assert told(health.lists([hot_list()])) == []
    assert sorted(told(health.pipeline_started())) == [
        "+audio_failed",
        "+disk_low",
        "+list_stale SVS",
    ]

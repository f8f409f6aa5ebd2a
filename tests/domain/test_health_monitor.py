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
from alpr_console.domain.picture_quality import PictureQuality
from alpr_console.domain.read import PositionFix
from alpr_console.health import monitor
from alpr_console.health.camera_watch import SLOWEST_LATENCY_MS
from alpr_console.health.monitor import Changes, HealthMonitor
from alpr_console.health.rules import DISK_ENOUGH_BYTES, DISK_LOW_BYTES
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


def fix(seconds: float = 0.0) -> PositionFix:
    return PositionFix(34.05, -118.24, START + timedelta(seconds=seconds))


def camera(state: SourceState, name: str = "front") -> CameraChanged:
    return CameraChanged(name, state, START, "Gone." if state is SourceState.LOST else "")


def frame(
    name: str = "front",
    latency_ms: float = 40.0,
    seconds: float = 0.0,
    quality: PictureQuality | None = None,
) -> FrameSeen:
    at = START + timedelta(seconds=seconds)
    return FrameSeen(name, round(25 * seconds), at, (), 25.0, 0, latency_ms, quality)


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
    for second in range(3):
        health.seen(frame(latency_ms=SLOWEST_LATENCY_MS + 1, seconds=second))
        assert told(health.look("")) == []
    health.seen(frame(latency_ms=SLOWEST_LATENCY_MS + 1, seconds=3))
    assert told(health.look("")) == ["+recognition_slow front"]
    assert told(health.seen(frame(seconds=4))) == []
    assert told(health.seen(frame(seconds=7))) == ["-recognition_slow front"]


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
    disk.free = DISK_ENOUGH_BYTES - 1
    assert told(health.look("")) == ["-audio_failed"]
    disk.free = DISK_ENOUGH_BYTES
    assert told(health.look("")) == ["-disk_low"]
    disk.free = DISK_ENOUGH_BYTES - 1
    assert told(health.look("")) == []


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


WELL_LIT = PictureQuality(0.5, 0.17, 0.67, 0.92, 0.17, 0.9)
PITCH_DARK = PictureQuality(0.015, 0.005, 0.7, 0.03, 0.004, 0.0)


def test_that_a_dark_picture_is_told_after_a_while_and_taken_back_once_it_is_light(
    health: HealthMonitor, clock: StandingClock
) -> None:
    heard = []
    for second in range(45):
        clock.go_on(seconds=1)
        health.seen(PositionChanged(fix(second)))
        quality = PITCH_DARK if second < 35 else WELL_LIT
        changes = told(health.seen(frame(seconds=second, quality=quality)))
        heard += [(second, one) for one in changes + told(health.look(""))]
    assert heard == [(30, "+camera_dark front"), (38, "-camera_dark front")]


def test_that_a_dark_camera_that_is_lost_is_told_as_lost_alone(
    health: HealthMonitor, clock: StandingClock
) -> None:
    for second in range(32):
        health.seen(frame(seconds=second, quality=PITCH_DARK))
    assert told(health.look("")) == ["+camera_dark front"]
    lost = told(health.seen(camera(SourceState.LOST)))
    assert sorted(lost) == ["+camera_lost front", "-camera_dark front"]
    # Back again, it begins with no judgement.
    assert told(health.seen(camera(SourceState.LIVE))) == ["-camera_lost front"]


def test_that_a_log_that_is_altered_while_the_console_runs_is_told_within_a_minute(
    clock: StandingClock, disk: Disk, tmp_path: Path
) -> None:
    found = ""
    health = HealthMonitor(clock, tmp_path, timedelta(hours=24), log_fault=lambda: found)
    health.lists([hot_list()])
    health.pipeline_started()
    clock.go_on(seconds=61)
    assert told(health.look("")) == []
    found = "The end is missing."
    clock.go_on(seconds=30)
    assert told(health.look("")) == []
    clock.go_on(seconds=31)
    assert told(health.look("")) == ["+audit_broken"]
    found = ""
    clock.go_on(seconds=61)
    assert told(health.look("")) == []  # Only a walk of the whole log takes it back.
    assert told(health.audit_works()) == ["-audit_broken"]


def test_that_a_set_clock_is_told_for_five_minutes(
    clock: StandingClock, disk: Disk, tmp_path: Path
) -> None:
    steady = 0.0
    health = HealthMonitor(clock, tmp_path, timedelta(hours=24), steady=lambda: steady)
    health.lists([hot_list()])
    health.pipeline_started()
    assert told(health.look("")) == []
    steady += 1
    clock.go_on(seconds=3600)
    assert told(health.look("")) == ["+clock_set"]
    steady += 299
    clock.go_on(seconds=299)
    assert told(health.look("")) == []
    steady += 2
    clock.go_on(seconds=2)
    assert told(health.look("")) == ["-clock_set"]


def test_that_a_disk_on_its_way_to_full_is_told_before_it_is_low(
    health: HealthMonitor, clock: StandingClock, disk: Disk
) -> None:
    disk.free = DISK_LOW_BYTES + 10 * 1024**3
    heard: list[str] = []
    for _ in range(40):
        clock.go_on(seconds=30)
        disk.free -= 20 * 1024**2
        heard += [one for one in told(health.look("")) if "disk" in one]
    assert heard == ["+disk_filling"]
    for _ in range(40):
        clock.go_on(seconds=30)
        heard += [one for one in told(health.look("")) if "disk" in one]
    assert heard == ["+disk_filling", "-disk_filling"]

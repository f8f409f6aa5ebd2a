"""A receiver that jumps or whose time stands, told from real sentences through a pty."""

from __future__ import annotations

import os
import pty
import queue
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from alpr_console.adapters.gps.serial_receiver import SerialReceiver
from alpr_console.domain.events import FaultRaised, PipelineEvent, PositionChanged
from alpr_console.health import monitor
from alpr_console.health.monitor import HealthMonitor
from alpr_console.pipeline.position_thread import PositionThread
from alpr_console.simulation.route import nmea_sentences
from alpr_console.simulation.scenario import Waypoint
from tests.fakes.shift import StandingClock, hot_list

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HERE = Waypoint(34.0500, -118.2400)
ON = Waypoint(34.0520, -118.2400)
FAR = Waypoint(34.2000, -118.2400)


def drive(*places: Waypoint, at: datetime = NOON) -> list[list[str]]:
    """The sentences of each second of a drive of one place a second."""
    route = [(place, at + timedelta(seconds=i)) for i, place in enumerate(places)]
    return [
        nmea_sentences([place, Waypoint(place.latitude + 1e-4, place.longitude)], when, 1.0)[:2]
        for place, when in route
    ]


@contextmanager
def receiver() -> Iterator[tuple[int, queue.SimpleQueue[PipelineEvent]]]:
    """Where to write sentences, and what the position thread says."""
    ours, theirs = pty.openpty()
    said: queue.SimpleQueue[PipelineEvent] = queue.SimpleQueue()
    thread = PositionThread(SerialReceiver(os.ttyname(theirs)), said.put)
    thread.start()
    try:
        yield ours, said
    finally:
        thread.stop()
        thread.join(5)
        os.close(ours)
        os.close(theirs)


def fix_of(event: PipelineEvent) -> PositionChanged:
    assert isinstance(event, PositionChanged)
    assert event.fix is not None
    return event


def told(seconds: list[list[str]], tmp_path: Path) -> list[str]:
    clock = StandingClock()
    health = HealthMonitor(clock, tmp_path, timedelta(days=9), has_position=True)
    health.lists([hot_list()])
    changes = health.pipeline_started()
    with receiver() as (port, said):
        time.sleep(0.3)  # The port is set up on its own thread.
        for sentences in seconds:
            os.write(port, "".join(f"{one}\r\n" for one in sentences).encode("ascii"))
            clock.go_on(seconds=1)
            changes += health.seen(fix_of(said.get(timeout=5)))
            time.sleep(0.05)  # A moment that is told again may give two.
            while not said.empty():
                changes += health.seen(fix_of(said.get()))
            changes += health.look("")
    return [f"{'+' if isinstance(c, FaultRaised) else '-'}{c.notice}" for c in changes]


@pytest.fixture(autouse=True)
def roomy_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(monitor, "_free", lambda _: 10**12)


def test_that_a_drive_is_trusted(tmp_path: Path) -> None:
    steps = [Waypoint(34.05 + 0.0003 * i, -118.24) for i in range(40)]
    assert told(drive(*steps), tmp_path) == []


def test_that_a_receiver_that_jumps_to_and_fro_is_told_until_it_has_calmed(
    tmp_path: Path,
) -> None:
    places = [HERE] * 5 + [FAR, HERE, FAR, HERE] + [HERE] * 30
    assert told(drive(*places), tmp_path) == ["+gps_jumping", "-gps_jumping"]


def test_that_one_jump_alone_is_no_fault(tmp_path: Path) -> None:
    assert told(drive(*[HERE] * 5, *[FAR] * 20), tmp_path) == []


def test_that_a_receiver_whose_time_stands_is_told(tmp_path: Path) -> None:
    standing = drive(*[HERE] * 4) + [drive(ON, at=NOON + timedelta(seconds=4))[0]] * 8
    going_on = drive(*[ON] * 3, at=NOON + timedelta(seconds=60))
    assert told(standing + going_on, tmp_path) == ["+gps_jumping", "-gps_jumping"]

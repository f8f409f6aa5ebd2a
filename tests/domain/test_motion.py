"""Whether the car drives."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from alpr_console.domain.motion import DRIVES_MPS, FIX_HOLDS, STANDS_MPS, CarMotion
from alpr_console.domain.read import PositionFix

START = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)


def fix(speed: float | None) -> PositionFix:
    return PositionFix(32.79, -116.96, START, speed_mps=speed)


def after(motion: CarMotion, *speeds: float | None, at: datetime = START) -> datetime:
    for speed in speeds:
        motion.seen(fix(speed), at)
        at += timedelta(seconds=1)
    return at - timedelta(seconds=1)


def test_that_it_drives_after_two_seconds_of_speed_and_stands_after_four_without() -> None:
    motion = CarMotion()
    now = after(motion, 12.0, 12.0)
    assert not motion.drives(now)
    now = after(motion, 12.0, at=now + timedelta(seconds=1))
    assert motion.drives(now)
    now = after(motion, 0.0, 0.0, 0.0, 0.0, at=now + timedelta(seconds=1))
    assert motion.drives(now)
    now = after(motion, 0.0, at=now + timedelta(seconds=1))
    assert not motion.drives(now)


def test_that_a_stop_sign_rolled_through_is_no_stop() -> None:
    motion = CarMotion()
    now = after(motion, 9.0, 9.0, 9.0, 0.5, 0.4, 5.0, 0.4, 0.4, 0.4)
    assert motion.drives(now)


def test_that_it_drives_on_under_a_bridge_and_not_for_ever() -> None:
    motion = CarMotion()
    now = after(motion, 9.0, 9.0, 9.0)
    motion.seen(None, now + timedelta(seconds=5))
    assert motion.drives(now + FIX_HOLDS)
    assert not motion.drives(now + FIX_HOLDS + timedelta(seconds=1))


def test_that_a_receiver_without_a_speed_says_nothing() -> None:
    motion = CarMotion()
    assert not motion.drives(after(motion, None, None, None, None))


@given(st.lists(st.floats(STANDS_MPS, DRIVES_MPS, exclude_max=True), max_size=30))
def test_that_speeds_between_the_two_change_nothing(speeds: list[float]) -> None:
    standing, driving = CarMotion(), CarMotion()
    assert not standing.drives(after(standing, *speeds))
    now = after(driving, 9.0, 9.0, 9.0)
    assert driving.drives(after(driving, *speeds, 3.0, at=now + timedelta(seconds=1)))

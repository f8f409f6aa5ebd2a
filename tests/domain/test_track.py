"""The car's track: thin, true to its fixes, broken where nobody knows the way."""

from __future__ import annotations

import math
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from alpr_console.domain.map_projection import MapPoint, ground_scale, to_map
from alpr_console.domain.read import PositionFix
from alpr_console.domain.track import GAP_AFTER, TOLERANCE_M, Stretch, Track
from tests.fakes.shift import START


def fix(second: float, north_m: float = 0.0, east_m: float = 0.0) -> PositionFix:
    """So many meters from a place in a town, so many seconds into the shift."""
    latitude = 32.8 + north_m / 111_195
    longitude = -116.96 + east_m / (111_195 * math.cos(math.radians(32.8)))
    return PositionFix(latitude, longitude, START + timedelta(seconds=second))


def off_m(point: MapPoint, stretches: tuple[Stretch, ...]) -> float:
    """Meters on the ground from `point` to the nearest of the drawn lines."""
    best = math.inf
    for stretch in stretches:
        for a, b in zip(stretch, stretch[1:] or stretch, strict=False):
            length = (b.x - a.x) ** 2 + (b.y - a.y) ** 2
            t = 0.0
            if length:
                t = ((point.x - a.x) * (b.x - a.x) + (point.y - a.y) * (b.y - a.y)) / length
                t = max(0.0, min(1.0, t))
            x, y = a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)
            best = min(best, math.hypot(point.x - x, point.y - y))
    return best * ground_scale(point.y)


WALKS = st.lists(
    st.tuples(st.floats(-15, 15), st.floats(-15, 15), st.booleans()), min_size=1, max_size=120
)
"""Steps of a second each, meters north and east, and whether the fix is lost before it."""


def walk(track: Track, steps: list[tuple[float, float, bool]]) -> list[PositionFix]:
    fixes, north, east = [], 0.0, 0.0
    for second, (up, right, lost) in enumerate(steps):
        north, east = north + up, east + right
        if lost and second % 7 == 0:
            track.gap()
        fixes.append(fix(second, north, east))
        track.add(fixes[-1])
    return fixes


@given(WALKS)
def test_that_the_line_passes_by_every_fix(steps: list[tuple[float, float, bool]]) -> None:
    track = Track()
    for one in walk(track, steps):
        point = to_map(one.latitude, one.longitude)
        assert off_m(point, track.stretches) <= TOLERANCE_M * 1.01


@given(WALKS)
def test_that_a_track_thinned_again_says_how_coarse_it_is(
    steps: list[tuple[float, float, bool]],
) -> None:
    track = Track(most_points=12)
    fixes = walk(track, steps)
    assert track.points <= 12
    if len(track.stretches) == 1:
        for one in fixes:
            point = to_map(one.latitude, one.longitude)
            assert off_m(point, track.stretches) <= track.bound_m * 1.01


@given(WALKS)
def test_that_the_newest_fix_is_always_the_lines_end(
    steps: list[tuple[float, float, bool]],
) -> None:
    track = Track()
    newest = walk(track, steps)[-1]
    assert off_m(to_map(newest.latitude, newest.longitude), track.stretches[-1:]) < 3.01
    assert track.points == sum(len(stretch) for stretch in track.stretches)


def test_that_a_straight_road_is_two_points() -> None:
    track = Track()
    for second in range(150):
        track.add(fix(second, north_m=14 * second))
    assert track.points == 2


def test_that_standing_still_adds_nothing() -> None:
    track = Track()
    for second in range(4 * 3600):
        track.add(fix(second, north_m=second % 2))
    assert track.points <= 2


def test_that_a_lost_fix_leaves_a_gap_and_no_line() -> None:
    track = Track()
    track.add(fix(0))
    track.add(fix(1, north_m=20))
    track.gap()
    track.add(fix(3, north_m=60))
    track.add(fix(4, north_m=80))
    assert [len(stretch) for stretch in track.stretches] == [2, 2]


def test_that_a_silence_of_the_receiver_is_a_gap_whoever_told() -> None:
    track = Track()
    track.add(fix(0))
    after = GAP_AFTER.total_seconds()
    track.add(fix(after, north_m=100))
    assert len(track.stretches) == 1
    track.add(fix(2 * after + 1, north_m=200))
    assert len(track.stretches) == 2


def test_that_time_that_goes_back_is_a_gap() -> None:
    track = Track()
    track.add(fix(60))
    track.add(fix(0, north_m=10))
    assert len(track.stretches) == 2


def test_that_a_jump_no_car_can_make_is_a_gap() -> None:
    track = Track()
    track.add(fix(0))
    track.add(fix(1, north_m=140))
    assert len(track.stretches) == 1
    track.add(fix(2, north_m=2_000))
    assert len(track.stretches) == 2


def test_that_a_shift_of_twelve_hours_stays_light() -> None:
    track = Track()
    north = east = 0.0
    for second in range(12 * 3600):
        # A turn every half minute, a stop at every third; a weaving receiver.
        leg = second // 30
        if leg % 3:
            north += 12 * (leg % 2) * (1 if leg % 8 < 4 else -1)
            east += 12 * (1 - leg % 2) * (1 if leg % 16 < 8 else -1)
        track.add(fix(second, north + math.sin(second) * 1.2, east + math.cos(second) * 1.2))
    assert track.points < 6_000
    assert track.bound_m == TOLERANCE_M


def test_that_a_receiver_that_flickers_all_shift_stays_light_too() -> None:
    track = Track(most_points=500)
    for second in range(4_000):
        track.gap()
        track.add(fix(second, north_m=30.0 * second))
    assert track.points <= 500


def test_that_nothing_of_a_track_is_left_once_it_is_forgotten() -> None:
    track = Track()
    track.add(fix(0))
    track.clear()
    assert (track.stretches, track.points, track.since) == ((), 0, None)

"""Names on the map: along their line, upright, none over another, clear of the car's track."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.map.names import Slanted, Taken, places_along

SIZE = (860.0, 600.0)
NAME = (90.0, 18.0)


def corners(place: Slanted) -> np.ndarray:
    axes, half = place.axes(), np.array([place.width, place.height]) / 2
    signs = np.array([(1, 1), (1, -1), (-1, -1), (-1, 1)])
    return np.asarray((place.x, place.y) + (signs * half) @ axes)


def along(*points: tuple[float, float]) -> list[Slanted]:
    return list(places_along(np.array(points, dtype=np.float64), *NAME, SIZE))


@pytest.mark.parametrize("turn", range(0, 360, 15))
def test_that_a_street_s_name_runs_along_it_and_is_never_upside_down(turn: int) -> None:
    way = np.array([math.cos(math.radians(turn)), math.sin(math.radians(turn))])
    middle = np.array(SIZE) / 2
    places = along(tuple(middle - 150 * way), tuple(middle + 150 * way))
    assert places
    for place in places:
        assert -90 < place.angle <= 90
        assert (place.angle - turn) % 180 == pytest.approx(0, abs=0.01) or (
            (place.angle - turn) % 180 == pytest.approx(180, abs=0.01)
        )
        # Beside the line: all of it on one side, its foot a few px off.
        off = (corners(place) - middle) @ (-way[1], way[0])
        assert np.abs(off).min() == pytest.approx(5, abs=0.01)
        assert len(set(np.sign(off))) == 1
    assert math.hypot(places[0].x - middle[0], places[0].y - middle[1]) < 40


def test_that_a_street_far_longer_than_the_view_is_named_where_it_is_in_view() -> None:
    places = along((-90_000.0, 310.0), (70_000.0, 290.0))
    assert places
    for place in places:
        assert (corners(place) >= 0).all()
        assert (corners(place) <= SIZE).all()


def test_that_no_name_stands_where_its_street_bends_is_short_or_is_out_of_view() -> None:
    assert along((400.0, 300.0), (460.0, 300.0)) == []
    assert along((100.0, -50.0), (700.0, -50.0)) == []
    zigzag = [(100.0 + 30 * n, 300.0 + 25 * (n % 2)) for n in range(20)]
    assert along(*zigzag) == []
    # Of a street that is straight at its end alone, that end.
    ended = along(*zigzag[:10], (400.0, 300.0), (700.0, 300.0))
    assert ended
    assert all(place.x > 400 for place in ended)


slanted = st.builds(
    Slanted,
    st.floats(0, 300), st.floats(0, 300), st.floats(10, 150), st.floats(10, 30),
    st.floats(-89, 90),
)  # fmt: skip


@given(slanted, slanted)
def test_that_two_places_overlap_just_where_they_share_a_point(
    one: Slanted, other: Slanted
) -> None:
    grid = np.linspace(-0.5, 0.5, 41)
    inside = np.array([(a * one.width, b * one.height) for a in grid for b in grid]) @ one.axes()
    seen = (inside + np.array((one.x - other.x, one.y - other.y))) @ other.axes().T
    shared = (np.abs(seen) < (other.width / 2, other.height / 2)).all(axis=1).any()
    assert one.overlaps(other) == other.overlaps(one)
    if shared:
        assert one.overlaps(other)
    grown = Slanted(other.x, other.y, other.width + 12, other.height + 12, other.angle)
    near = (np.abs(seen) < (grown.width / 2, grown.height / 2)).all(axis=1).any()
    if not near:
        assert not one.overlaps(other)


@given(st.lists(slanted, max_size=25))
def test_that_no_two_names_taken_lie_over_one_another(places: list[Slanted]) -> None:
    taken = Taken()
    stand = [place for place in places if taken.take(place)]
    assert len(taken) == len(stand)
    pairs = [(a, b) for n, a in enumerate(stand) for b in stand[:n]]
    assert not any(a.overlaps(b) for a, b in pairs)
    for place in places:
        assert place in stand or any(place.overlaps(other) for other in stand)


def test_that_a_place_under_the_track_or_a_mark_is_not_open_and_one_between_gaps_is() -> None:
    track = np.array([[0.0, 100, 300, 100], [300, 100, np.nan, np.nan], [np.nan, np.nan, 600, 100],
                      [600, 100, 900, 100], [450, 300, 450, 300]])  # fmt: skip
    taken = Taken(track)
    assert not taken.is_open(Slanted(150, 100, 90, 18, 90))
    assert not taken.is_open(Slanted(150, 108, 90, 18))
    assert taken.is_open(Slanted(150, 112, 90, 18))
    assert taken.is_open(Slanted(450, 100, 90, 18))
    assert not taken.is_open(Slanted(430, 296, 90, 18, 10))
    assert taken.is_open(Slanted(430, 340, 90, 18, 10))

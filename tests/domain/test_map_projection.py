"""Web Mercator: there and back, tiles that cover the map once, lengths on the ground."""

from __future__ import annotations

import math

from hypothesis import example, given
from hypothesis import strategies as st

from alpr_console.domain.map_projection import (
    DEEPEST,
    EDGE_DEG,
    WORLD_M,
    MapBox,
    MapPoint,
    Tile,
    bearing_deg,
    compass_point,
    distance_m,
    ground_scale,
    tile_at,
    tiles_in,
    to_map,
    to_place,
    zoom_of,
)

LATITUDES = st.floats(-EDGE_DEG, EDGE_DEG)
LONGITUDES = st.floats(-180, 180)
TOWNS = st.floats(-70, 70)
"""Latitudes where there are roads."""


@given(LATITUDES, LONGITUDES)
@example(EDGE_DEG, 180.0)
def test_that_a_place_comes_back_from_the_map(latitude: float, longitude: float) -> None:
    back = to_place(to_map(latitude, longitude))
    assert math.isclose(back[0], latitude, abs_tol=1e-9)
    assert math.isclose(back[1], longitude, abs_tol=1e-9)


def test_that_the_map_is_a_square_with_the_known_edges() -> None:
    corner = to_map(EDGE_DEG, 180)
    assert math.isclose(corner.x, 20037508.342789244, abs_tol=1e-6)
    assert math.isclose(corner.y, corner.x, abs_tol=1e-6)
    assert to_map(90, 0) == to_map(EDGE_DEG, 0)
    # EPSG's own example of 3857, G-Guidance Note 7-2.
    example_point = to_map(24.381786944, -100.333333333)
    assert math.isclose(example_point.x, -11169055.58, abs_tol=0.05)
    assert math.isclose(example_point.y, 2800000.00, abs_tol=0.05)


@given(LATITUDES, LATITUDES, LONGITUDES)
def test_that_north_is_up(one: float, other: float, longitude: float) -> None:
    if one < other - 1e-9:
        assert to_map(one, longitude).y < to_map(other, longitude).y


@given(TOWNS, st.floats(-179, 179), st.floats(0, 359.9))
def test_that_a_map_meter_is_as_long_on_the_ground_as_it_says(
    latitude: float, longitude: float, turn: float
) -> None:
    there = (
        latitude + 0.001 * math.cos(math.radians(turn)),
        longitude + 0.001 * math.sin(math.radians(turn)),
    )
    one, other = to_map(latitude, longitude), to_map(*there)
    drawn = math.hypot(other.x - one.x, other.y - one.y) * ground_scale(one.y)
    # The two spheres differ by 0.11 %, the scale over 100 m by less.
    assert math.isclose(drawn, distance_m((latitude, longitude), there), rel_tol=0.002)


@given(TOWNS, st.floats(-179, 179), st.floats(0, 359.99))
def test_that_a_bearing_is_the_direction_on_the_map(
    latitude: float, longitude: float, turn: float
) -> None:
    start = to_map(latitude, longitude)
    step = MapPoint(
        start.x + 100 * math.sin(math.radians(turn)), start.y + 100 * math.cos(math.radians(turn))
    )
    found = bearing_deg((latitude, longitude), to_place(step))
    assert 0 <= found < 360
    off = abs(found - turn)
    assert min(off, 360 - off) < 0.1


def test_that_a_compass_has_eight_points() -> None:
    told = [compass_point(d) for d in (0, 22, 23, 90, 180, 270, 337, 338, 359.9)]
    assert told == ["N", "N", "NE", "E", "S", "W", "NW", "N", "N"]


@given(LATITUDES, LONGITUDES, st.integers(0, DEEPEST))
def test_that_a_place_lies_on_its_tile(latitude: float, longitude: float, zoom: int) -> None:
    point = to_map(latitude, longitude)
    tile = tile_at(point, zoom)
    box = tile.box.grown(1e-6)
    assert box.west <= point.x <= box.east
    assert box.south <= point.y <= box.north
    assert 0 <= tile.column < 1 << zoom
    assert 0 <= tile.row < 1 << zoom


@given(st.integers(0, DEEPEST), st.data())
def test_that_tiles_below_a_tile_make_it_up(zoom: int, data: st.DataObject) -> None:
    count = st.integers(0, (1 << zoom) - 1)
    tile = Tile(zoom, data.draw(count), data.draw(count))
    levels = data.draw(st.integers(0, zoom))
    above = tile.above(levels)
    box, around = tile.box, above.box.grown(1e-6)
    assert around.west <= box.west
    assert box.east <= around.east
    assert around.south <= box.south
    assert box.north <= around.north
    assert tile.row + tile.tms_row == (1 << zoom) - 1


def test_that_rows_of_mbtiles_are_counted_from_the_south() -> None:
    assert Tile(0, 0, 0).tms_row == 0
    assert Tile(3, 1, 0).tms_row == 7
    assert Tile(3, 1, 0).box.north == WORLD_M / 2


@given(TOWNS, st.floats(-170, 170), st.integers(3, 18), st.floats(0.1, 3), st.floats(0.1, 3))
def test_that_the_tiles_of_a_box_cover_it_and_begin_in_its_middle(
    latitude: float, longitude: float, zoom: int, wide: float, high: float
) -> None:
    middle, side = to_map(latitude, longitude), WORLD_M / (1 << zoom)
    box = MapBox(middle.x - wide * side / 2, middle.y - high * side / 2,
                 middle.x + wide * side / 2, middle.y + high * side / 2)  # fmt: skip
    found = tiles_in(box, zoom)
    assert len(set(found)) == len(found)
    assert all(tile.box.overlaps(box) for tile in found)
    edge = WORLD_M / 2
    corners = [MapPoint(x, y) for x in (box.west, box.east) for y in (box.south, box.north)]
    inside = [c for c in corners if abs(c.x) < edge and abs(c.y) < edge]
    assert {tile_at(corner, zoom) for corner in inside} <= set(found)


def test_that_beyond_the_map_there_are_no_tiles() -> None:
    assert tiles_in(MapBox(WORLD_M, 0, WORLD_M + 10, 10), 5) == []


@given(st.integers(0, DEEPEST))
def test_that_a_zooms_own_resolution_names_it(zoom: int) -> None:
    assert zoom_of(WORLD_M / (256 << zoom)) == zoom
    assert zoom_of(1e9) == 0
    assert zoom_of(1e-9) == DEEPEST

"""GeoJSON good and bad: what is drawn of it, and where it says that it is wrong."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpr_console.adapters.map_files import geojson
from alpr_console.adapters.map_files.feature_reader import features_of
from alpr_console.adapters.map_files.open_map import LocalMap
from alpr_console.adapters.map_files.packed_shapes import PackedShapes, Packer, simplified
from alpr_console.domain.errors import MapFileRefused
from alpr_console.domain.map_projection import to_map
from alpr_console.map_ports import MapLines
from tests.fakes.map_files import CENTER, beats, feature, write_geojson

LINE = [[0.0, 0.0], [0.01, 0.01]]
RING = [[0.0, 0.0], [0.01, 0.0], [0.01, 0.01], [0.0, 0.0]]


def opened(path: Path) -> PackedShapes:
    found = LocalMap(path).open()
    assert isinstance(found, PackedShapes)
    return found


def test_that_lines_borders_and_names_are_there(tmp_path: Path) -> None:
    shapes = opened(write_geojson(tmp_path / "beats.geojson"))
    lines = shapes.lines(0.01)
    assert len(lines.border) == len(beats()) - 1
    assert int(lines.border.sum()) == 2
    names = {label.text: label for label in shapes.labels}
    assert {"Beat 1", "Station 2", "Avenue 9"} <= set(names)
    assert names["Station 2"].is_point
    assert not names["Beat 1"].is_point
    assert names["Station 2"].at.x == pytest.approx(to_map(CENTER[0], CENTER[1] + 0.0052).x)
    assert shapes.info.box is not None


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_that_positions_are_projected_as_the_domain_does(lat: float, lon: float) -> None:
    (x, y) = geojson.on_map(np.array([[lon, lat]]))[0]
    point = to_map(lat, lon)
    assert math.isclose(x, point.x, abs_tol=1e-6)
    assert math.isclose(y, point.y, abs_tol=1e-6)


def test_that_every_kind_of_geometry_is_drawn(tmp_path: Path) -> None:
    parts = [
        {"type": "Point", "coordinates": [1, 1]},
        {"type": "LineString", "coordinates": LINE},
    ]
    collection = {"type": "GeometryCollection", "geometries": parts}
    features = [
        feature("MultiPoint", [[1, 2], [3, 4, 120]], "Towers"),
        feature("MultiLineString", [LINE, LINE]),
        feature("MultiPolygon", [[RING], [RING, RING]]),
        {"type": "Feature", "properties": None, "geometry": collection},
        {"type": "Feature", "properties": {}, "geometry": None},
    ]
    shapes = opened(write_geojson(tmp_path / "all.json", features))
    assert len(shapes.lines(0.01).border) == 6
    assert len(shapes.labels) == 3


@pytest.mark.parametrize("root", [
    {"type": "Feature", "properties": {"NAME": "Town"}, "geometry":
        {"type": "Polygon", "coordinates": [RING]}},
    {"type": "LineString", "coordinates": LINE},
])  # fmt: skip
def test_that_a_file_may_be_one_feature_or_one_geometry(tmp_path: Path, root: object) -> None:
    path = tmp_path / "one.geojson"
    path.write_bytes(b"\xef\xbb\xbf \n" + json.dumps(root).encode())
    assert len(opened(path).lines(0.01).border) == 1


def refused(path: Path) -> str:
    with pytest.raises(MapFileRefused) as caught:
        LocalMap(path).open()
    assert caught.value.remedy
    return str(caught.value)


@pytest.mark.parametrize(("bad", "said"), [
    (feature("LineString", [[0, 0]]), "a line needs 2 positions or more, this has 1."),
    (feature("Polygon", [RING[:3]]), "a polygon's ring needs 4 positions or more"),
    (feature("Polygon", [[*RING[:3], [0.5, 0.5]]]), "its polygon is not closed"),
    (feature("LineString", [[0, 0], [6_300_000, 1_900_000]]), "in WGS 84 (EPSG:4326)"),
    (feature("LineString", [[0, 0], [math.nan, 0]]), "not in degrees"),
    (feature("LineString", [[0, 0], [10**400, 0]]), "not in degrees"),
    (feature("LineString", [[0, 0], ["1", "2"]]), "no pair of numbers"),
    (feature("LineString", [[0, 0], [True, 2]]), "no pair of numbers"),
    (feature("LineString", [[0, 0], [1]]), "no pair of numbers"),
    (feature("LineString", 7), "its positions are no list"),
    (feature("Circle", [0, 0]), "'Circle' is no kind of geometry"),
    ({"type": "Feature", "geometry": 7}, "its geometry is no object"),
    ({"type": "Plate"}, "it is no feature"),
    ("x", "it is no feature"),
])  # fmt: skip
def test_that_a_faulty_feature_is_named_by_its_number(
    tmp_path: Path, bad: dict[str, object], said: str
) -> None:
    path = write_geojson(tmp_path / "bad.geojson", [feature("LineString", LINE), bad])
    words = refused(path)
    assert words.startswith("Feature 2 of the map file bad.geojson: ")
    assert said in words


@pytest.mark.parametrize(("text", "said"), [
    ('{"type": "FeatureCollection", "features": [', "damaged"),
    ('{"type": "FeatureCollection", "features": [{"type": "Fea', "damaged"),
    ('{"type": "FeatureCollection"} x', "something follows its end"),
    ('{"type": "FeatureCollection"}', "it has no features"),
    ('{"plates": []}', "it has no features"),
    ('{"type": "FeatureCollection", "features": []}', "nothing to draw"),
    ('{"a": ' + "[" * 100_000, "nested too deep"),
    ("{", "damaged"),
    ("{7: 1}", "should begin a name"),
])  # fmt: skip
def test_that_a_file_that_is_no_geojson_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "bad.geojson"
    path.write_text(text)
    assert said in refused(path)


def test_that_the_line_of_the_damage_is_told(tmp_path: Path) -> None:
    path = write_geojson(tmp_path / "cut.geojson")
    text = path.read_text().replace("}, {", "},\n{")
    path.write_text(text[: len(text) // 2])
    assert "is damaged after feature" in refused(path)
    assert "in line" in refused(path)


def test_that_other_encodings_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "latin.geojson"
    text = json.dumps({"type": "FeatureCollection", "name": "San José"}, ensure_ascii=False)
    path.write_bytes(text.encode("latin-1"))
    assert "not in UTF-8" in refused(path)


def test_that_a_file_beyond_what_is_drawn_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_geojson(tmp_path / "beats.geojson")
    monkeypatch.setattr(geojson, "MOST_POINTS", 20)
    assert "more than 20 points" in refused(path)
    monkeypatch.setattr(geojson, "MOST_BYTES", 100)
    assert "too large for GeoJSON" in refused(path)


def test_that_a_name_is_one_short_line(tmp_path: Path) -> None:
    features = [feature("Point", [0, 0], "Main\nSt \x07" + "x" * 99), feature("Point", [0, 1])]
    labels = opened(write_geojson(tmp_path / "names.json", features)).labels
    assert labels[0].text == ("Main St " + "x" * 99)[:60]
    assert labels[1].text == ""


@given(st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
), st.sampled_from([None, 2]))  # fmt: skip
def test_that_features_read_one_by_one_are_those_of_the_whole(
    value: object, indent: int | None
) -> None:
    root = {"name": value, "features": [value, {"a": value}], "type": "FeatureCollection"}
    text = json.dumps(root, indent=indent)
    assert list(features_of(text)) == [value, {"a": value}]


def test_that_a_line_keeps_its_name_however_far_one_zooms_out_and_an_area_s_stands_apart() -> None:
    packer = Packer("made")
    packer.add_line(np.array([[0.0, 0], [0.2, 0]]), "Too short to be seen")
    packer.add_ring(np.array([[0.0, 0], [900, 0], [900, 900], [0, 0]]), "Beat 4")
    packer.add_line(np.array([[0.0, 0], [400, 3], [900, 0]]), "Main St")
    packer.add_line(np.array([[0.0, 9], [900, 9]]), "")
    shapes = packer.packed()
    for resolution in (4.0, 64.0):
        lines = shapes.lines(resolution)
        said = [shapes.labels[one].text if one >= 0 else "" for one in lines.labels]
        assert said == ["", "Main St", ""]


def test_that_areas_turn_left_and_holes_right_whichever_way_the_file_has_them() -> None:
    square = np.array([[0.0, 0], [10, 0], [10, 10], [0, 10], [0, 0]]) + 1e7
    for ring in (square, square[::-1]):
        packer = Packer("made")
        packer.add_ring(ring, "")
        packer.add_ring(ring, "", hole=True)
        points = packer.packed().lines(0.01).points
        assert np.array_equal(points[:5], square)
        assert np.array_equal(points[5:], square[::-1])


POINTS = st.lists(st.tuples(st.floats(-400, 400), st.floats(-400, 400)), min_size=2, max_size=40)


def packed(parts: list[list[tuple[float, float]]]) -> MapLines:
    packer = Packer("made")
    for part in parts:
        packer.add_line(np.array(part, dtype=np.float64), "")
    return packer.packed().lines(0.01)


@given(st.lists(POINTS, min_size=1, max_size=5), st.sampled_from([1.0, 16.0, 128.0]))
def test_that_a_simpler_line_strays_less_than_two_cells(
    parts: list[list[tuple[float, float]]], grid: float
) -> None:
    simple = simplified(packed(parts), grid)
    assert len(simple.starts) == len(simple.border) + 1 == len(simple.boxes) + 1
    assert len(simple.labels) == len(simple.border)
    kept = [simple.points[a:b] for a, b in zip(simple.starts, simple.starts[1:], strict=False)]
    seen = 0
    for part in parts:
        points = np.array(part)
        if (np.floor(points / grid) == np.floor(points[0] / grid)).all():
            continue
        line = kept[seen]
        seen += 1
        assert tuple(line[0]) == part[0]
        assert tuple(line[-1]) == part[-1]
        for point in points:
            assert np.hypot(*(line - point).T).min() <= grid * math.sqrt(2)
    assert seen == len(kept)


@given(st.lists(POINTS, min_size=1, max_size=4))
def test_that_levels_made_of_one_another_are_those_made_of_the_whole(
    parts: list[list[tuple[float, float]]],
) -> None:
    whole = packed(parts)
    fine = simplified(simplified(whole, 4.0), 8.0)
    straight = simplified(whole, 8.0)
    assert np.array_equal(fine.points, straight.points)
    assert np.array_equal(fine.starts, straight.starts)


def test_that_a_line_is_simpler_the_farther_one_zooms_out() -> None:
    rng = np.random.default_rng(3)
    packer = Packer("made")
    packer.add_line(np.cumsum(rng.normal(size=(20_000, 2)), axis=0), "")
    shapes = packer.packed()
    counts = [len(shapes.lines(resolution).points) for resolution in (0.1, 2, 16, 128)]
    assert counts[0] == 20_000
    assert counts == sorted(counts, reverse=True)
    assert counts[-1] < 400

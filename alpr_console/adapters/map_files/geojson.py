"""GeoJSON (RFC 7946): lines, borders of areas, and named points, checked feature by feature."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from alpr_console.adapters.map_files.feature_reader import Malformed, features_of
from alpr_console.adapters.map_files.packed_shapes import PackedShapes, Packer
from alpr_console.domain.errors import MapFileRefused
from alpr_console.domain.map_projection import EDGE_DEG, RADIUS_M
from alpr_console.map_ports import Meters

MOST_BYTES = 128 << 20
MOST_POINTS = 2_000_000
"""What a small in-car computer still draws at ease."""

_DEEPEST_COLLECTION = 4
_NAMES = ("name", "NAME", "Name", "FULLNAME", "label", "title")
_LONGEST_NAME = 60
_SMALLER = "Take a smaller area, or make MBTiles of it."
_CORRECT = "Correct it, or export it again."


class _Faulty(ValueError):
    """`str()` ends the sentence 'Feature 12 of the map file …: '."""


def open_geojson(path: Path) -> PackedShapes:
    """The map in `path`. Raises MapFileRefused, naming the feature at fault."""
    text = _text(path)
    packer = Packer(path.name)
    number = 0
    try:
        for untrusted_feature in features_of(text):
            number += 1
            _add_feature(packer, untrusted_feature)
            if packer.count > MOST_POINTS:
                raise MapFileRefused(
                    f"The map file {path.name} has more than {MOST_POINTS:,} points.", _SMALLER
                )
    except Malformed as error:
        where = f" after feature {number}" if number else ""
        raise MapFileRefused(
            f"The map file {path.name} is damaged{where}, or is no GeoJSON: {error}",
            "Copy it again from where it was made.",
        ) from error
    except _Faulty as error:
        raise MapFileRefused(
            f"Feature {number} of the map file {path.name}: {error}", _CORRECT
        ) from error
    if packer.empty:
        raise MapFileRefused(f"The map file {path.name} has nothing to draw.", _CORRECT)
    return packer.packed()


def _text(path: Path) -> str:
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise MapFileRefused(
                f"The map file {path.name} is too large for GeoJSON: {size >> 20} MB of at most"
                f" {MOST_BYTES >> 20}.",
                _SMALLER,
            )
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise MapFileRefused(
            f"The map file {path.name} is not in UTF-8, as GeoJSON is.", "Export it again as UTF-8."
        ) from error
    except OSError as error:
        raise MapFileRefused(
            f"The map file {path.name} cannot be read: {error.strerror}.", "Check its disk."
        ) from error


def _add_feature(packer: Packer, untrusted_feature: object) -> None:
    if not isinstance(untrusted_feature, dict) or untrusted_feature.get("type") != "Feature":
        raise _Faulty("it is no feature.")
    properties = untrusted_feature.get("properties")
    name = _name(properties) if isinstance(properties, dict) else ""
    geometry = untrusted_feature.get("geometry")
    if geometry is None:
        return  # RFC 7946, 3.2: a feature that is nowhere
    for kind, coordinates in _simple(geometry, 0):
        _add(packer, kind, coordinates, name)


def _name(untrusted_properties: dict[str, object]) -> str:
    for key in _NAMES:
        said = untrusted_properties.get(key)
        if isinstance(said, str | int) and not isinstance(said, bool) and str(said).strip():
            line = "".join(c if c.isprintable() else " " for c in str(said))
            return " ".join(line.split())[:_LONGEST_NAME]
    return ""


def _simple(untrusted_geometry: object, depth: int) -> Iterator[tuple[str, object]]:
    """Points, lines and polygons that a geometry consists of, with their coordinates."""
    if not isinstance(untrusted_geometry, dict):
        raise _Faulty("its geometry is no object.")
    kind = untrusted_geometry.get("type")
    if kind == "GeometryCollection":
        if depth >= _DEEPEST_COLLECTION:
            raise _Faulty("its collections are nested too deep.")
        for one in _listed(untrusted_geometry.get("geometries"), "geometries"):
            yield from _simple(one, depth + 1)
    elif kind in ("Point", "LineString", "Polygon"):
        yield str(kind), untrusted_geometry.get("coordinates")
    elif kind in ("MultiPoint", "MultiLineString", "MultiPolygon"):
        for one in _listed(untrusted_geometry.get("coordinates"), "coordinates"):
            yield str(kind).removeprefix("Multi"), one
    else:
        raise _Faulty(f"'{str(kind)[:30]}' is no kind of geometry.")


def _add(packer: Packer, kind: str, coordinates: object, name: str) -> None:
    if kind == "Point":
        packer.add_point(_meters([coordinates], 1, "point")[0], name)
    elif kind == "LineString":
        packer.add_line(_meters(coordinates, 2, "line"), name)
    else:
        for place, ring in enumerate(_listed(coordinates, "rings")):
            points = _meters(ring, 4, "polygon's ring")
            if not np.array_equal(points[0], points[-1]):
                raise _Faulty("its polygon is not closed: first and last position differ.")
            packer.add_ring(points, name if place == 0 else "", hole=place > 0)


def _listed(untrusted: object, what: str) -> list[object]:
    if not isinstance(untrusted, list):
        raise _Faulty(f"its {what} are no list.")
    return untrusted


def _meters(untrusted_positions: object, least: int, what: str) -> Meters:
    """Positions (longitude, latitude, anything more is left out) as map meters."""
    positions = _listed(untrusted_positions, "positions")
    if len(positions) < least:
        raise _Faulty(f"a {what} needs {least} positions or more, this has {len(positions)}.")
    pairs = []
    for one in positions:
        # By exact type: in Python True is a number too.
        if not isinstance(one, list) or {type(n) for n in one[:2]} - {int, float} or len(one) < 2:
            raise _Faulty("a position is no pair of numbers.")
        pairs.append(one[:2])
    try:
        degrees = np.array(pairs, dtype=np.float64)
    except OverflowError:
        degrees = np.full((1, 2), np.inf)
    longitude, latitude = degrees[:, 0], degrees[:, 1]
    if not np.isfinite(degrees).all() or np.abs(longitude).max() > 180 or abs(latitude).max() > 90:
        raise _Faulty(
            "a position is not in degrees, longitude first. Export in WGS 84 (EPSG:4326)."
        )
    return on_map(degrees)


def on_map(degrees: Meters) -> Meters:
    """n × 2, longitude and latitude in degrees, to map meters, as map_projection.to_map does."""
    latitude = np.radians(np.clip(degrees[:, 1], -EDGE_DEG, EDGE_DEG))
    x = RADIUS_M * np.radians(degrees[:, 0])
    y = RADIUS_M * np.log(np.tan(np.pi / 4 + latitude / 2))
    return np.column_stack((x, y))

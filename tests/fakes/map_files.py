"""Map files made in a test: tiles of drawn streets in MBTiles, beats and streets in GeoJSON."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import cv2
import numpy as np

from alpr_console.domain.map_projection import MapBox, MapPoint, Tile, tiles_in, to_map, to_place

CENTER = (32.7948, -116.9625)
"""Where the cast drives: latitude, longitude."""

SIDE_M = 9_000
"""Map meters from west to east of the made maps."""


def area(side_m: float = SIDE_M) -> MapBox:
    middle = to_map(*CENTER)
    return MapBox(middle.x, middle.y, middle.x, middle.y).grown(side_m / 2)


def tile_picture(tile: Tile, ending: str = ".png", side: int = 256) -> bytes:
    """Streets, a highway, here and there a park; its number in a corner."""
    drawn = np.full((256, 256, 3), (228, 236, 240), np.uint8)
    if (tile.column + tile.row) % 3 == 0:
        cv2.rectangle(drawn, (70, 70), (152, 122), (190, 225, 200), -1)
    for place in (32, 96, 160, 224):
        cv2.line(drawn, (0, place), (256, place), (255, 255, 255), 7)
        cv2.line(drawn, (place, 0), (place, 256), (255, 255, 255), 7)
    if tile.row % 2:
        cv2.line(drawn, (0, 128), (256, 128), (120, 190, 250), 11)
    sized = cv2.resize(drawn, (side, side))
    return cv2.imencode(ending, sized)[1].tobytes()


def write_mbtiles(
    path: Path,
    zooms: range = range(11, 17),
    ending: str = ".png",
    metadata: dict[str, str] | None = None,
) -> Path:
    """Tiles of `area` at each of `zooms`; `metadata` takes the place of what it would say."""
    box = area()
    low, high = to_place(MapPoint(box.west, box.south)), to_place(MapPoint(box.east, box.north))
    said = {
        "name": "Test city", "format": ending.strip("."), "minzoom": str(zooms[0]),
        "maxzoom": str(zooms[-1]), "bounds": f"{low[1]},{low[0]},{high[1]},{high[0]}",
        "attribution": '&copy; <a href="x">Test city GIS</a>, 2026',
    }  # fmt: skip
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
        file.execute(
            "CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER,"
            " tile_data BLOB)"
        )
        file.execute("CREATE UNIQUE INDEX at ON tiles (zoom_level, tile_column, tile_row)")
        file.executemany(
            "INSERT INTO metadata VALUES (?, ?)", (said if metadata is None else metadata).items()
        )
        file.executemany(
            "INSERT INTO tiles VALUES (?, ?, ?, ?)",
            (
                (tile.zoom, tile.column, tile.tms_row, tile_picture(tile, ending))
                for zoom in zooms
                for tile in tiles_in(box, zoom)
            ),
        )
    return path


def feature(kind: str, coordinates: object, name: str = "") -> dict[str, object]:
    properties = {"name": name} if name else None
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def beats() -> list[dict[str, object]]:
    """Streets around CENTER, two beats and a station."""
    lat, lon = CENTER
    found = []
    for place in range(-8, 9):
        at = 0.004 * place
        found.append(feature("LineString", [[lon + at, lat - 0.03], [lon + at, lat + 0.03]],
                             f"{place + 9} St"))  # fmt: skip
        found.append(feature("LineString", [[lon - 0.04, lat + at], [lon + 0.04, lat + at]],
                             f"Avenue {place + 9}"))  # fmt: skip
    for number, west in ((1, lon - 0.018), (2, lon + 0.002)):
        ring = [[west, lat - 0.01], [west + 0.02, lat - 0.01], [west + 0.02, lat + 0.014],
                [west, lat + 0.014], [west, lat - 0.01]]  # fmt: skip
        found.append(feature("Polygon", [ring], f"Beat {number}"))
    found.append(feature("Point", [lon + 0.0052, lat + 0.0021], "Station 2"))
    return found


def write_geojson(path: Path, features: list[dict[str, object]] | None = None) -> Path:
    features = beats() if features is None else features
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path

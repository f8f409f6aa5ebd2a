"""What lies under the track: the agency's own map file, or a grid."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from alpr_console.adapters.map_files.open_map import LocalMap
from alpr_console.domain.map_projection import MapPoint, Tile, tiles_in, to_map, zoom_of
from tests.fakes.map_files import CENTER, feature, tile_picture, write_geojson, write_mbtiles
from tests.ui.driver import Driver
from tests.ui.map_driver import (
    colors_around,
    drawn,
    drive,
    model,
    wait_for_tiles,
)
from ui.map.backdrop import TileCache, decoded
from ui.theme.theme import theme


@pytest.fixture
def mapped(officer: Driver) -> Driver:
    """J. Okafor has driven past twelve plates, four of them listed; the map is on screen."""
    drive(officer)
    officer.key("F7")
    return officer


def test_that_without_a_map_file_a_grid_stands_in(mapped: Driver) -> None:
    assert mapped.words("map_file").startswith("No map file. The grid is ")
    assert theme.palette.hairline in colors_around(drawn(mapped), 430, 300, 300)


def with_map(qtbot: QtBot, path: Path) -> Driver:
    driver = Driver(qtbot, map_file=LocalMap(path))
    driver.sign_in("okafor")
    driver.go_on_patrol()
    driver.key("F7")
    wait_for_tiles(driver)
    return driver


@pytest.mark.parametrize("ending", [".png", ".jpg"])
def test_that_pictures_of_a_map_file_lie_where_they_belong(
    qtbot: QtBot, tmp_path: Path, ending: str
) -> None:
    driver = with_map(qtbot, write_mbtiles(tmp_path / "city.mbtiles", ending=ending))
    assert driver.words("map_file") == "Map: city.mbtiles"
    assert model(driver).attribution == "© Test city GIS, 2026"
    backdrop = driver.window.map.backdrop
    assert backdrop.cache.bytes > 0
    assert backdrop.damaged == 0
    driver.key("-")
    driver.key("-")
    wait_for_tiles(driver)
    parks = {True: 0, False: 0}
    for way in ("Right", "Up", "Left", "Left", "Down", "Down"):
        driver.key(way)
        wait_for_tiles(driver)
        image, view = drawn(driver), model(driver).view
        for tile in tiles_in(view.box, zoom_of(view.resolution)):
            # Where tile_picture draws its park, north-west of the tile's middle.
            side = (tile.box.east - tile.box.west) / 256
            park = MapPoint(tile.box.west + 128 * side, tile.box.north - 108 * side)
            if view.shows(park, 80):
                color = image.pixelColor(*(round(px) for px in view.on_screen(park)))
                green = color.green() > color.red() + 10
                assert green == ((tile.column + tile.row) % 3 == 0), tile
                parks[green] += 1
    assert min(parks.values()) > 1
    driver.window.close()


def test_that_lines_and_names_of_a_map_file_are_drawn(qtbot: QtBot, tmp_path: Path) -> None:
    driver = with_map(qtbot, write_geojson(tmp_path / "beats.geojson"))
    assert driver.words("map_file") == "Map: beats.geojson"
    image = drawn(driver)
    station = model(driver).view.on_screen(to_map(CENTER[0] + 0.0021, CENTER[1] + 0.0052))
    assert theme.palette.text_dim in colors_around(image, *station)
    driver.window.close()


def test_that_a_map_file_that_is_refused_says_what_to_do_and_reading_goes_on(
    qtbot: QtBot, tmp_path: Path
) -> None:
    path = write_geojson(tmp_path / "bad.geojson", [feature("LineString", [[0, 0]])])
    driver = with_map(qtbot, path)
    assert driver.words("map_file").startswith("Feature 1 of the map file bad.geojson: a line ")
    drive(driver)
    assert len(model(driver).marks) == 12
    driver.window.close()


def test_that_the_map_file_is_not_opened_before_it_is_looked_at(
    qtbot: QtBot, tmp_path: Path
) -> None:
    driver = Driver(qtbot, map_file=LocalMap(tmp_path / "not-there.mbtiles"))
    driver.sign_in("okafor")
    assert driver.window.map.backdrop.refusal == ""
    driver.key("F7")
    wait_for_tiles(driver)
    assert "cannot be read" in driver.words("map_file")
    driver.window.close()


def test_that_tiles_kept_are_bounded_and_those_used_last_stay() -> None:
    image = decoded(tile_picture(Tile(3, 1, 1)))
    assert image is not None
    size = image.sizeInBytes()
    cache = TileCache(3 * size)
    tiles = [Tile(9, column, 0) for column in range(5)]
    for tile in tiles[:3]:
        cache.put(tile, image)
    assert cache.get(tiles[0]) is not None
    for tile in tiles[3:]:
        cache.put(tile, image)
    assert cache.bytes == 3 * size
    assert [tile in cache for tile in tiles] == [True, False, False, True, True]


def test_that_what_is_no_picture_of_a_tile_is_not_drawn() -> None:
    assert decoded(b"") is None
    assert decoded(b"\x89PNG\r\n\x1a\nrest") is None
    assert decoded(tile_picture(Tile(0, 0, 0), ".bmp")) is None
    assert decoded(tile_picture(Tile(0, 0, 0), ".png", 2048)) is None
    assert decoded(tile_picture(Tile(0, 0, 0), ".jpg", 512)) is not None

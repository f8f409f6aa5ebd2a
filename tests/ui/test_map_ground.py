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
from ui.map import ground
from ui.map.backdrop import TileCache, decoded
from ui.map.names import Slanted, Taken
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


@pytest.mark.parametrize("turned", [False, True])
def test_that_areas_are_filled_faintly_once_and_holes_in_them_are_not(
    qtbot: QtBot, tmp_path: Path, turned: bool
) -> None:
    lat, lon = CENTER

    def square(half: float) -> list[list[float]]:
        ring = [[lon + half * x, lat + half * y] for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
        return ([*ring, ring[0]])[:: -1 if turned else 1]

    beat = feature("Polygon", [square(0.008)])
    lake = feature("Polygon", [square(0.004), square(0.002)])
    path = write_geojson(tmp_path / "beats.geojson", [beat, lake])
    driver = with_map(qtbot, path)
    ringed = write_geojson(tmp_path / "lake.geojson", [lake])
    other = with_map(qtbot, ringed)
    for one, inside in ((driver, theme.palette.area), (other, theme.palette.surface)):
        image, view = drawn(one), model(one).view
        # A little aside: in the middle stands the car.
        for off, color in ((0.001, inside), (0.003, theme.palette.area)):
            x, y = view.on_screen(to_map(lat + off, lon + off))
            assert image.pixelColor(round(x), round(y)).name() == color, off
    driver.window.close()
    other.window.close()


def test_that_streets_are_named_along_them_and_clear_of_the_car_s_track(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named: dict[str, Slanted] = {}
    monkeypatch.setattr(
        ground, "_paint_name", lambda _p, text, place, _m: named.update({text: place})
    )
    driver = with_map(qtbot, write_geojson(tmp_path / "beats.geojson"))
    drive(driver)
    driver.window.map.presenter.show_whole()
    drawn(driver)
    named.clear()
    drawn(driver)
    view, canvas = model(driver).view, driver.window.map.canvas
    assert {"Station 2", "Beat 2", "Avenue 9", "10 St", "11 St"} <= set(named)
    over = Taken(canvas._over(view))
    for text, place in named.items():
        if text.endswith(" St"):
            assert abs(place.angle) == pytest.approx(90, abs=1), text
        else:
            assert place.angle == pytest.approx(0, abs=1), text
        if "St" in text.split() or text.startswith("Avenue"):
            assert over.is_open(place), text
    places = list(named.values())
    assert not any(a.overlaps(b) for n, a in enumerate(places) for b in places[:n])
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

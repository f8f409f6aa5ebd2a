"""MBTiles as they come: pictures at the right place, and a clear word on those that are not."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from alpr_console.adapters.map_files.mbtiles import MbTiles, plain_text
from alpr_console.adapters.map_files.open_map import LocalMap
from alpr_console.domain.errors import MapFileRefused
from alpr_console.domain.map_projection import Tile, tile_at, to_map
from alpr_console.map_ports import TileMap
from tests.fakes.map_files import CENTER, area, tile_picture, write_mbtiles


def opened(path: Path) -> TileMap:
    found = LocalMap(path).open()
    assert isinstance(found, TileMap)
    return found


def change(path: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(path)) as file, file:
        file.execute(statement, values)


@pytest.mark.parametrize("ending", [".png", ".jpg"])
def test_that_a_tile_is_found_at_its_place(tmp_path: Path, ending: str) -> None:
    tiles = opened(write_mbtiles(tmp_path / "city.mbtiles", ending=ending))
    here = tile_at(to_map(*CENTER), 16)
    assert tiles.picture(here) == tile_picture(here, ending)
    # A row counted from the north in a file that counts from the south would be far away.
    assert tiles.picture(Tile(16, here.column, here.tms_row)) is None
    tiles.close()


def test_that_a_file_tells_its_zooms_area_and_whose_it_is(tmp_path: Path) -> None:
    tiles = opened(write_mbtiles(tmp_path / "city.mbtiles"))
    assert tiles.zooms == (11, 16)
    assert tiles.info.name == "city.mbtiles"
    assert tiles.info.attribution == "© Test city GIS, 2026"
    assert tiles.info.box is not None
    wanted = area()
    assert tiles.info.box.west == pytest.approx(wanted.west, abs=0.1)
    assert tiles.info.box.north == pytest.approx(wanted.north, abs=0.1)
    tiles.close()


@pytest.mark.parametrize("bounds", ["", "far,away", "10,20,5,30", "nan,nan,nan,nan", "1,2,3"])
def test_that_where_bounds_are_no_word_the_tiles_tell(tmp_path: Path, bounds: str) -> None:
    made = write_mbtiles(
        tmp_path / "city.mbtiles", range(13, 15), metadata={"bounds": bounds, "maxzoom": "3"}
    )
    tiles = opened(made)
    assert tiles.zooms == (13, 14)
    assert tiles.info.box is not None
    around, wanted = tiles.info.box.grown(0.1), area()
    assert around.west <= wanted.west
    assert around.east >= wanted.east
    assert around.south <= wanted.south
    assert around.north >= wanted.north
    tiles.close()


def test_that_a_file_is_never_written_to(tmp_path: Path) -> None:
    path = write_mbtiles(tmp_path / "city.mbtiles", range(11, 12))
    before = path.read_bytes()
    path.chmod(0o400)
    tiles = opened(path)
    tiles.picture(tile_at(to_map(*CENTER), 11))
    with pytest.raises(sqlite3.OperationalError):
        tiles._file.execute("DELETE FROM tiles")  # type: ignore[attr-defined]
    tiles.close()
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["city.mbtiles"]


def refused(path: Path) -> str:
    with pytest.raises(MapFileRefused) as caught:
        LocalMap(path).open()
    assert caught.value.remedy
    assert path.name in str(caught.value)
    return str(caught.value)


def test_that_vector_tiles_are_refused_with_what_to_do(tmp_path: Path) -> None:
    path = write_mbtiles(tmp_path / "city.mbtiles", range(11, 12), metadata={"format": "pbf"})
    assert refused(path) == (
        "The map file city.mbtiles has vector tiles (pbf), which are not drawn. Export the area "
        "as MBTiles with PNG or JPEG pictures, or give GeoJSON."
    )


def test_that_vector_tiles_are_known_by_their_bytes_too(tmp_path: Path) -> None:
    path = write_mbtiles(tmp_path / "city.mbtiles", range(11, 12))
    change(path, "UPDATE tiles SET tile_data = ?", b"\x1f\x8b\x08\x00rest")
    assert "vector tiles" in refused(path)


def test_that_other_pictures_are_refused_by_their_name(tmp_path: Path) -> None:
    path = write_mbtiles(tmp_path / "city.mbtiles", range(11, 12), metadata={"format": "webp"})
    change(path, "UPDATE tiles SET tile_data = ?", b"RIFF\x00\x00\x00\x00WEBP")
    assert "of the kind 'webp'" in refused(path)


def test_that_a_file_cut_short_is_refused(tmp_path: Path) -> None:
    path = write_mbtiles(tmp_path / "city.mbtiles")
    path.write_bytes(path.read_bytes()[:3000])
    assert "is damaged" in refused(path)


def test_that_a_database_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.mbtiles"
    change(path, "CREATE TABLE plates (text TEXT)")
    assert "no MBTiles" in refused(path)


def test_that_a_map_without_tiles_is_refused(tmp_path: Path) -> None:
    path = write_mbtiles(tmp_path / "city.mbtiles", range(11, 12))
    change(path, "DELETE FROM tiles")
    assert "has no tiles" in refused(path)


def test_that_nonsense_for_a_zoom_is_refused(tmp_path: Path) -> None:
    path = write_mbtiles(tmp_path / "city.mbtiles", range(11, 12))
    change(path, "UPDATE tiles SET zoom_level = 'x'")
    assert "its zooms are" in refused(path)


def test_that_a_page_damaged_later_is_told_when_it_is_met(tmp_path: Path) -> None:
    path = write_mbtiles(tmp_path / "city.mbtiles")
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 3 :] = bytes(len(whole) - len(whole) // 3)
    path.write_bytes(whole)
    with pytest.raises(MapFileRefused, match="is damaged"):
        _every_tile(path)


def _every_tile(path: Path) -> None:
    tiles = MbTiles(path)
    try:
        here = tile_at(to_map(*CENTER), 16)
        for column in range(here.column - 6, here.column + 7):
            for row in range(here.row - 6, here.row + 7):
                tiles.picture(Tile(16, column, row))
    finally:
        tiles.close()


def test_that_a_tile_too_large_is_damage(tmp_path: Path) -> None:
    path = write_mbtiles(tmp_path / "city.mbtiles", range(11, 13))
    here = tile_at(to_map(*CENTER), 12)
    change(path, "UPDATE tiles SET tile_data = zeroblob(5000000) WHERE zoom_level = 12")
    tiles = opened(path)
    with pytest.raises(MapFileRefused):
        tiles.picture(here)
    tiles.close()


def test_that_neither_kind_and_nothing_are_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.mbtiles").touch()
    (tmp_path / "photo.mbtiles").write_bytes(b"\x89PNG\r\n\x1a\nrest")
    assert "is empty" in refused(tmp_path / "empty.mbtiles")
    assert "neither MBTiles nor GeoJSON" in refused(tmp_path / "photo.mbtiles")
    assert "cannot be read" in refused(tmp_path / "not-there.mbtiles")


def test_that_an_attribution_is_words_not_markup() -> None:
    assert plain_text("<a href='x'>City &amp; County</a> , 2026\n") == "City & County, 2026"
    assert plain_text("a\x00b" + "c" * 500) == "a b" + "c" * 197

"""The map without a window: what is kept of a shift, what is said of it, what is forgotten."""

from __future__ import annotations

from dataclasses import replace

import pytest

from alpr_console.domain.events import (
    PositionChanged,
)
from alpr_console.domain.map_projection import MapBox, to_map
from alpr_console.domain.notices import Meaning
from alpr_console.map_ports import MapInfo
from tests.ui.map_stage import LAT, LON, Stage
from ui.map.viewport import Viewport, distance_words, scale_of


@pytest.fixture
def stage() -> Stage:
    return Stage()


def test_that_without_a_fix_it_says_so_and_since_when(stage: Stage) -> None:
    stage.clock.go_on(minutes=3)
    stage.map.render()
    assert stage.model.no_fix is not None
    assert stage.model.no_fix.words.startswith("No GPS fix since sign-in, 3 min.")
    assert stage.model.no_fix.meaning is Meaning.CAUTION
    assert (stage.model.car, stage.model.stretches) == (None, ())
    assert stage.model.empty


def test_that_the_car_stands_in_the_middle_with_heading_and_speed(stage: Stage) -> None:
    stage.drive(course_deg=44.0)
    car = stage.model.car
    assert car is not None
    assert (car.point, car.heading, car.fresh) == (to_map(LAT, LON), 44.0, True)
    assert stage.model.view.center == car.point
    assert stage.model.car_facts == ("Heading NE, 31 mph", "32.80000, -116.96000")
    assert stage.model.no_fix is None


@pytest.mark.parametrize(("changes", "said"), [
    ({"speed_mps": 0.4}, "Standing"),
    ({"speed_mps": None}, "Speed and heading not told"),
    ({"course_deg": None}, "Moving, heading not told, 31 mph"),
])  # fmt: skip
def test_that_no_heading_is_invented(stage: Stage, changes: dict[str, object], said: str) -> None:
    stage.drive(**changes)
    assert stage.model.car is not None
    assert stage.model.car.heading is None
    assert stage.model.car_facts[0] == said


def test_that_a_lost_fix_leaves_the_last_place_hollow_and_old(stage: Stage) -> None:
    stage.drive()
    stage.map.on(PositionChanged(None, "The antenna is gone."))
    stage.clock.go_on(minutes=4)
    stage.map.render()
    assert stage.model.car is not None
    assert not stage.model.car.fresh
    assert stage.model.car.heading is None
    assert stage.model.no_fix is not None
    assert stage.model.no_fix.words.startswith("No GPS fix for 4 min. The hollow mark is the last")
    assert stage.model.no_fix.more.startswith("The antenna is gone.")
    assert stage.model.car_facts[0].startswith("Last place, ")


def test_that_a_receiver_that_falls_silent_is_told_of_too(stage: Stage) -> None:
    stage.drive()
    stage.clock.go_on(seconds=7)
    stage.map.render()
    assert stage.model.no_fix is not None
    assert "for 7 s" in stage.model.no_fix.words
    stage.drive(10)
    assert stage.model.no_fix is None


def test_that_a_gap_is_no_line(stage: Stage) -> None:
    stage.drive()
    stage.drive(14)
    stage.map.on(PositionChanged(None, ""))
    stage.drive(400)
    stage.drive(414)
    assert [len(stretch) for stretch in stage.model.stretches] == [2, 2]


def test_that_the_car_is_followed_until_the_map_is_moved(stage: Stage) -> None:
    stage.drive()
    stage.map.pan(100, 0)
    assert not stage.model.follow
    moved = stage.model.view.center
    stage.drive(14)
    assert stage.model.view.center == moved
    stage.map.toggle_follow()
    assert stage.model.follow
    assert stage.model.car is not None
    assert stage.model.view.center == stage.model.car.point


def test_that_zooming_goes_on_following(stage: Stage) -> None:
    stage.drive()
    before = stage.model.view.resolution
    stage.map.zoom(2)
    assert stage.model.view.resolution == before / 2
    assert stage.model.follow


def test_that_the_whole_shift_fits(stage: Stage) -> None:
    stage.drive()
    stage.drive(90)
    stage.see(4_000)
    stage.map.show_whole()
    view = stage.model.view
    for north in (0, 90, 4_000):
        assert view.shows(to_map(LAT + north / 111_195, LON))
    assert not stage.model.follow


def test_that_the_map_file_is_shown_whole_until_there_is_a_fix() -> None:
    stage = Stage("city.mbtiles")
    assert stage.model.file_line == "Opening city.mbtiles …"
    middle = to_map(LAT, LON)
    box = MapBox(middle.x, middle.y, middle.x, middle.y).grown(5_000)
    stage.map.map_opened(MapInfo("city.mbtiles", "© City", box))
    assert stage.model.view.box.overlaps(box)
    assert stage.model.view.shows(box.center)
    assert (stage.model.file_line, stage.model.attribution) == ("Map: city.mbtiles", "© City")
    stage.drive(100_000)
    assert stage.model.file_line.endswith("It does not cover this place.")
    assert stage.model.attribution == ""


def test_that_a_map_file_that_is_refused_says_why() -> None:
    stage = Stage("city.mbtiles")
    stage.map.map_refused("The map file city.mbtiles is damaged. Copy it again.")
    stage.drive()
    assert stage.model.file_line.startswith("The map file city.mbtiles is damaged.")
    assert stage.model.car is not None


def test_that_damaged_parts_of_a_map_are_told() -> None:
    stage = Stage("city.mbtiles")
    middle = to_map(LAT, LON)
    stage.map.map_opened(
        MapInfo("city.mbtiles", "", MapBox(middle.x, middle.y, middle.x, middle.y).grown(9_000))
    )
    stage.drive()
    stage.map.tiles_damaged()
    assert stage.model.file_line.endswith("Parts of it are damaged and left out.")


def test_that_the_scale_bar_is_true_on_the_ground() -> None:
    view = Viewport(to_map(60.0, 10.0), 2.0, 800, 600)
    scale = scale_of(view, 200)
    # At 60 degrees a map meter is half a meter.
    assert scale.words == "500 ft"
    assert scale.pixels == pytest.approx(152.4, rel=0.001)
    assert scale_of(replace(view, resolution=0.1), 200).words == "20 ft"
    assert scale_of(replace(view, resolution=100.0), 200).words == "5 mi"


def test_that_distances_are_said_as_officers_say_them() -> None:
    said = [distance_words(meters) for meters in (3, 100, 304, 400, 15_000, 40_000)]
    assert said == ["10 ft", "330 ft", "1000 ft", "0.2 mi", "9.3 mi", "25 mi"]

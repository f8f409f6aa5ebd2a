"""The vehicle describer with its shipped weights, on drawn vehicles and generated pictures."""

from __future__ import annotations

import re
import shutil
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from alpr_console.domain.errors import ModelDamaged
from alpr_console.domain.plate import Box, Detection, VehicleDescription
from alpr_console.domain.vehicle_codes import OR, UNKNOWN, is_doubtful
from alpr_console.locations import models_dir
from alpr_console.ports import Picture
from alpr_console.recognition.recogniser import open_recogniser
from alpr_console.recognition.registry import load_manifest
from alpr_console.recognition.vehicle import VehicleDescriber
from alpr_console.recognition.vehicle_window import FILLER, cut, window_of
from alpr_console.simulation.passing import Passing
from alpr_console.simulation.scenario import Body, Color, Course, Light, PassKind, VehiclePass
from alpr_console.simulation.street import Street
from alpr_console.simulation.vehicle_drawing import draw_vehicle, px
from tests.fakes.drawn_street import detection_at, empty_street, np_rng, street_with_car

CHROMATIC = {"red", "blue", "green", "yellow", "orange"}


@pytest.fixture(scope="module")
def describer() -> VehicleDescriber:
    return VehicleDescriber(load_manifest(models_dir()), precision="f32")


def drawn(color: Color, body: Body, light: Light = Light.DAY) -> tuple[Picture, Detection]:
    """A drawn rear on a street, and its plate."""
    plate = np.full((152, 304, 3), 235, np.uint8)
    sprite = draw_vehicle(body, color, plate, light, np_rng(3))
    level = sprite.levels[1].astype(np.float32)
    street = empty_street()
    if light is Light.NIGHT:
        street = (street * 0.06).astype(np.uint8)
    height, width = level.shape[:2]
    x, y = 640 - width // 2, 700 - height
    under = street[y : y + height, x : x + width].astype(np.float32)
    over = level[:, :, :3] + under * (1 - level[:, :, 3:] / 255)
    street[y : y + height, x : x + width] = np.clip(over, 0, 255).astype(np.uint8)
    left, top = px(-0.1525, sprite.shape.plate_y + 0.076)
    scale = 0.5
    box = Box(x + left * scale, y + top * scale, 0.305 * 440 * scale, 0.1525 * 440 * scale)
    return street, detection_at(box)


def seen(described: VehicleDescription | None) -> VehicleDescription:
    assert described is not None
    return described


@pytest.mark.parametrize("body", list(Body))
@pytest.mark.parametrize(
    ("color", "words"),
    [
        (Color.WHITE, {"white"}), (Color.SILVER, {"gray", "white"}), (Color.GRAY, {"gray"}),
        (Color.BLACK, {"black"}), (Color.RED, {"red"}), (Color.BLUE, {"blue"}),
        (Color.GREEN, {"green"}), (Color.TAN, {"tan"}),
    ],
)  # fmt: skip
def test_that_a_drawn_vehicle_is_named_in_its_color_or_not_at_all(
    describer: VehicleDescriber, color: Color, words: set[str], body: Body
) -> None:
    named = seen(describer.describe(*drawn(color, body))).color
    assert named == UNKNOWN or words & set(named.split(OR))


@pytest.mark.parametrize("paint", [(30, 30, 190), (190, 60, 30), (60, 150, 50)])
def test_that_a_painted_car_is_given_no_other_bright_color(
    describer: VehicleDescriber, paint: tuple[int, int, int]
) -> None:
    street, box = street_with_car()
    body = np.all(np.abs(street.astype(int) - (150, 146, 140)) < 12, axis=2)
    street[body] = paint
    own = ("blue", "green", "red")[int(np.argmax(paint))]
    named = set(seen(describer.describe(street, detection_at(box))).color.split(OR))
    assert own in named or not named & CHROMATIC


def test_that_colors_in_the_dark_are_unknown(describer: VehicleDescriber) -> None:
    for color in Color:
        picture, plate = drawn(color, Body.SEDAN)
        dark = (picture * 0.06).astype(np.uint8)
        described = describer.describe(dark, plate)
        assert described is None or described.color == UNKNOWN


def test_that_a_gray_picture_gives_no_bright_color(describer: VehicleDescriber) -> None:
    picture, plate = drawn(Color.RED, Body.SEDAN)
    gray = np.repeat(picture.mean(axis=2, keepdims=True), 3, axis=2).astype(np.uint8)
    assert not CHROMATIC & set(seen(describer.describe(gray, plate)).color.split(OR))


def test_that_the_vehicles_box_holds_its_plate_and_stays_in_the_picture(
    describer: VehicleDescriber,
) -> None:
    picture, plate = drawn(Color.RED, Body.SUV)
    box = seen(describer.describe(picture, plate)).box
    assert box is not None
    x, y = plate.box.x + plate.box.w / 2, plate.box.y + plate.box.h / 2
    assert box.x < x < box.x + box.w
    assert box.y < y < box.y + box.h
    assert box.x >= 0
    assert box.y >= 0
    assert box.x + box.w <= picture.shape[1]
    assert box.y + box.h <= picture.shape[0]
    assert 3 * plate.box.w < box.w < 9 * plate.box.w


def test_that_confidences_are_probabilities(describer: VehicleDescriber) -> None:
    for color in Color:
        described = seen(describer.describe(*drawn(color, Body.PICKUP)))
        assert 0 <= described.color_confidence <= 1
        assert 0 <= described.body_confidence <= 1


def test_that_a_plate_of_a_few_pixels_shows_no_vehicle(describer: VehicleDescriber) -> None:
    assert describer.describe(empty_street(), detection_at(Box(600, 400, 6, 3))) is None


def test_that_a_plate_at_the_edge_is_looked_at_all_the_same(describer: VehicleDescriber) -> None:
    street = empty_street()
    for x, y in ((0, 0), (1200, 0), (0, 680), (1200, 690)):
        described = describer.describe(street, detection_at(Box(x, y, 80, 40)))
        assert described is None or described.box is not None


def test_that_the_window_is_cut_with_gray_where_the_picture_ends() -> None:
    picture = np.full((100, 200, 3), 7, np.uint8)
    into = np.zeros((50, 50, 3), np.uint8)
    cut(picture, Box(-100, -50, 200, 200), into)
    assert (into[:, :24] == FILLER).all()
    assert (into[14:36, 26:] == 7).all()
    cut(picture, Box(500, 500, 40, 40), into)
    assert (into == FILLER).all()


def test_that_long_and_slanted_plates_give_a_window_of_the_vehicles_size() -> None:
    usual, long = window_of(Box(0, 0, 120, 60)), window_of(Box(0, 0, 180, 40))
    assert usual.w == usual.h
    assert long.w == pytest.approx(usual.w)


def test_that_a_recogniser_without_the_network_describes_nothing(tmp_path: Path) -> None:
    for path in models_dir().glob("plate_*"):
        shutil.copy(path, tmp_path)
    manifest = (models_dir() / "manifest.toml").read_text(encoding="utf-8")
    tables = re.split(r"(?m)^(?=\[)", manifest)
    kept = "".join(table for table in tables if not table.startswith("[models.vehicle"))
    (tmp_path / "manifest.toml").write_text(kept, encoding="utf-8")
    street, _ = street_with_car()
    (plate,) = open_recogniser(tmp_path, precision="f32").see(street)
    assert plate.vehicle is None


def test_that_a_picture_that_is_read_tells_of_the_vehicle() -> None:
    street, _ = street_with_car()
    (plate,) = open_recogniser(models_dir(), precision="f32").see_still(street)
    assert plate.vehicle is not None
    assert set(plate.vehicle.color.split(OR)) <= {"gray", "white", "tan", UNKNOWN}


@pytest.mark.parametrize("name", ["vehicle.bin", "vehicle.xml"])
def test_that_a_changed_vehicle_network_is_refused(tmp_path: Path, name: str) -> None:
    for path in [*models_dir().glob("vehicle.*"), models_dir() / "manifest.toml"]:
        shutil.copy(path, tmp_path)
    content = bytearray((tmp_path / name).read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ModelDamaged, match=name):
        VehicleDescriber(load_manifest(tmp_path), precision="f32")


@pytest.mark.parametrize(
    ("old", "new"),
    [('"orange"', '"orange", "pink"'), ("colors = 0.", "shades = 0."), ("bodies =", "styles =")],
)
def test_that_a_manifest_that_does_not_fit_the_network_is_refused(
    tmp_path: Path, old: str, new: str
) -> None:
    for path in models_dir().glob("vehicle.*"):
        shutil.copy(path, tmp_path)
    manifest = (models_dir() / "manifest.toml").read_text(encoding="utf-8")
    start = manifest.index("[models.vehicle]")
    assert old in manifest[start:]
    changed = manifest[:start] + manifest[start:].replace(old, new)
    (tmp_path / "manifest.toml").write_text(changed, encoding="utf-8")
    with pytest.raises(ModelDamaged, match="vehicle"):
        VehicleDescriber(load_manifest(tmp_path))


@pytest.mark.requirement("HIT-2")
def test_that_a_vehicle_of_the_feed_is_doubted_where_another_is_listed_and_not_where_it_is(
    describer: VehicleDescriber,
) -> None:
    asked, missed = 0, []
    for color, body, light in product(Color, Body, Light):
        passing, picture = Passing(pass_of(color, body), light, 8), street(light)
        passing.draw(picture, 2.2)
        xs, ys = zip(*passing.plate_corners(2.2), strict=True)
        plate = detection_at(Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)))
        said = seen(describer.describe(picture, plate))
        assert not is_doubtful(color.value, said.color, said.unlikely)
        assert not is_doubtful(STYLE[body], said.body, said.unlikely)
        far = {"red", "blue", "green"} if color.value not in CHROMATIC else {"white", "gray"}
        others = [(listed, said.color) for listed in far]
        others += [(style, said.body) for other, style in STYLE.items() if other is not body]
        asked += len(others)
        missed += [(color, body, light, listed) for listed, named in others
                   if not is_doubtful(listed, named, said.unlikely)]  # fmt: skip
    assert len(missed) <= asked / 50, missed


STYLE = {Body.SEDAN: "sedan", Body.SUV: "suv", Body.PICKUP: "pickup"}


def pass_of(color: Color, body: Body) -> VehiclePass:
    return VehiclePass(
        "seen", PassKind.ORDINARY_READ, 0.0, 4.0, 0, Course.APPROACHED, color, body, "7KLM482",
        "CA", seed=2,
    )  # fmt: skip


def street(light: Light) -> Picture:
    return Street(light, np_rng(5)).picture(20.0)

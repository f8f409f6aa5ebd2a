"""Networks of other makers, named by an agency in the manifest."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from alpr_console.domain.errors import ModelDamaged
from alpr_console.domain.plate import UNKNOWN_STATE, Legibility
from alpr_console.locations import models_dir
from alpr_console.ports import Picture
from alpr_console.recognition.fast_plate_ocr import FastPlateReader
from alpr_console.recognition.formats import open_detector, open_reader
from alpr_console.recognition.lpd_yunet import LpdYunetDetector, priors
from alpr_console.recognition.recogniser import open_recogniser
from alpr_console.recognition.registry import load_manifest
from tests.fakes import other_networks
from tests.fakes.other_networks import Quad, detector_table, reader_table, save

SIDE = 64
LEVEL: Quad = ((20, 16), (60, 16), (60, 32), (20, 32))
RED, GREEN, BLUE = (0, 0, 255), (0, 255, 0), (255, 0, 0)


def blue(width: int = SIDE, height: int = SIDE) -> Picture:
    return np.full((height, width, 3), BLUE, np.uint8)


def manifest(folder: Path, *tables: str) -> Path:
    (folder / "manifest.toml").write_text("\n".join(tables), encoding="utf-8")
    return folder


def detector(folder: Path, plates: list[tuple[float, Quad]]) -> LpdYunetDetector:
    network = other_networks.lpd_network(SIDE, SIDE, plates)
    models = manifest(folder, detector_table(save(network, folder, "lpd"), SIDE, SIDE))
    opened = open_detector(load_manifest(models), precision="f32")
    assert isinstance(opened, LpdYunetDetector)
    return opened


def reader(
    folder: Path,
    labels: dict[str, list[str]],
    *,
    channels: int = 3,
    flat: bool = False,
    size: tuple[int, int] = (3, 1),
) -> FastPlateReader:
    network = other_networks.pixel_reader(*size, channels, flat=flat)
    models = manifest(folder, reader_table(save(network, folder, "pixels"), *size, labels))
    opened = open_reader(load_manifest(models), precision="f32")
    assert isinstance(opened, FastPlateReader)
    return opened


# -- LPD-YuNet ---------------------------------------------------------------------------


def test_that_a_plate_is_placed_in_the_pixels_of_the_picture(tmp_path: Path) -> None:
    found = detector(tmp_path, [(0.9, LEVEL)]).detect(blue(2 * SIDE, 3 * SIDE))
    (plate,) = found
    assert plate.score == pytest.approx(0.9, abs=1e-3)
    assert np.ravel(plate.corners) == pytest.approx([40, 48, 120, 48, 120, 96, 40, 96], abs=0.1)
    box = plate.box
    assert (box.x, box.y, box.w, box.h) == pytest.approx((40, 48, 80, 48), abs=0.1)


def test_that_the_network_is_given_blue_first_and_from_0_to_255(tmp_path: Path) -> None:
    finder = detector(tmp_path, [(0.9, LEVEL)])
    assert finder.detect(np.full((SIDE, SIDE, 3), RED, np.uint8)) == []
    assert len(finder.detect_still(blue())) == 1


@pytest.mark.parametrize(
    "quad",
    [
        (LEVEL[0], LEVEL[3], LEVEL[2], LEVEL[1]),
        # Torn between the two orders: both in the middle.
        (LEVEL[0], (41, 24), LEVEL[2], (39, 24)),
    ],
)
def test_that_corners_in_either_order_make_the_same_plate(tmp_path: Path, quad: Quad) -> None:
    (plate,) = detector(tmp_path, [(0.9, quad)]).detect(blue())
    assert np.ravel(plate.corners) == pytest.approx(np.ravel(LEVEL), abs=0.1)


def test_that_a_tilted_plate_keeps_its_corners(tmp_path: Path) -> None:
    tilted: Quad = ((20, 16), (60, 19), (60, 35), (20, 32))
    (plate,) = detector(tmp_path, [(0.9, tilted)]).detect(blue())
    assert np.ravel(plate.corners) == pytest.approx(np.ravel(tilted), abs=0.1)
    assert plate.box.h == pytest.approx(19, abs=0.1)


def test_that_doubles_frame_sized_boxes_and_doubtful_ones_are_dropped(tmp_path: Path) -> None:
    shifted: Quad = tuple((x + 2, y) for x, y in LEVEL)
    frame: Quad = ((0, 0), (64, 0), (64, 24), (0, 24))
    apart: Quad = tuple((x, y + 28) for x, y in LEVEL)
    found = detector(
        tmp_path, [(0.9, LEVEL), (0.8, shifted), (0.95, frame), (0.4, apart)]
    ).detect(blue())  # fmt: skip
    assert [round(one.score, 2) for one in found] == [0.9]


@pytest.mark.parametrize(("size", "rows"), [((320, 240), 4385), ((640, 384), 14100)])
def test_that_there_are_as_many_priors_as_the_published_network_has_rows(
    size: tuple[int, int], rows: int
) -> None:
    assert priors(*size).shape == (rows, 3)


def test_that_pictures_of_another_kind_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="a picture is"):
        detector(tmp_path, []).detect(np.zeros((SIDE, SIDE), np.uint8))


# -- fast-plate-ocr ----------------------------------------------------------------------

ALPHABET = {"characters": ["7", "B", "_"]}


def test_that_slots_are_read_in_order_and_pads_left_out(tmp_path: Path) -> None:
    plates = reader(tmp_path, ALPHABET)
    crops = [np.array([colors], np.uint8) for colors in ([RED, GREEN, BLUE], [GREEN, BLUE, RED])]
    first, second = plates.read(crops)
    assert (first.text, second.text) == ("7B", "B7")
    assert first.confidence == pytest.approx(1.0, abs=1e-3)
    assert first.state.code == UNKNOWN_STATE
    assert first.legibility is Legibility.READABLE


def test_that_doubt_is_told_character_by_character(tmp_path: Path) -> None:
    doubtful = (0, 64, 191)
    (reading,) = reader(tmp_path, ALPHABET).read([np.array([[doubtful, GREEN, BLUE]], np.uint8)])
    one, other = reading.characters
    assert (one.char, one.confidence) == ("7", pytest.approx(191 / 255, abs=0.01))
    assert one.alternatives[0] == ("B", pytest.approx(64 / 255, abs=0.01))
    assert other.alternatives == ()
    assert reading.confidence == pytest.approx(one.confidence)


def test_that_a_crop_of_pads_alone_is_not_readable(tmp_path: Path) -> None:
    (reading,) = reader(tmp_path, ALPHABET).read([blue(3, 1)])
    assert (reading.text, reading.legibility) == ("", Legibility.NOT_READABLE)


def test_that_another_alphabet_another_pad_and_a_flat_output_fit(tmp_path: Path) -> None:
    labels = {"characters": ["#", "X", "Q"], "pad": ["#"]}
    plates = reader(tmp_path, labels, flat=True, size=(4, 1))
    (reading,) = plates.read([np.array([[BLUE, RED, GREEN, GREEN]], np.uint8)])
    assert reading.text == "QXX"


def test_that_a_network_of_gray_pictures_is_given_gray_ones(tmp_path: Path) -> None:
    plates = reader(tmp_path, {"characters": ["K", "_"]}, channels=1, size=(2, 1))
    white, black = (255, 255, 255), (0, 0, 0)
    said = plates.read([np.array([c], np.uint8) for c in ([white, black], [black, white])])
    assert [one.text for one in said] == ["K", ""]


def test_that_a_temperature_softens_what_is_claimed(tmp_path: Path) -> None:
    network = other_networks.pixel_reader(1, 1)
    table = reader_table(save(network, tmp_path, "pixels"), 1, 1, ALPHABET)
    crop = np.array([[(0, 51, 204)]], np.uint8)
    claimed = []
    for heat in (1.0, 2.0):
        models = manifest(tmp_path, table, f"[models.reader.temperatures]\ncharacters = {heat}\n")
        (reading,) = open_reader(load_manifest(models), precision="f32").read([crop])
        claimed.append(reading.confidence)
    # 0.8 and 0.2 become their roots, which are as 2 to 1.
    assert claimed == pytest.approx([0.8, 2 / 3], abs=0.01)


def test_that_an_onnx_is_one_file_with_one_sum(tmp_path: Path) -> None:
    path = tmp_path / "pixels.onnx"
    path.write_bytes(other_networks.pixel_reader_onnx(3, 1))
    files = f'file = "pixels.onnx"\nsha256_file = "{other_networks.sum_of(path)}"\n'
    models = manifest(tmp_path, reader_table(files, 3, 1, ALPHABET))
    (reading,) = open_reader(load_manifest(models)).read([np.array([[RED, GREEN, BLUE]], np.uint8)])
    assert reading.text == "7B"
    path.write_bytes(path.read_bytes() + b"\0")
    with pytest.raises(ModelDamaged, match=r"pixels\.onnx is damaged"):
        open_reader(load_manifest(models))


# -- both, and what does not fit ---------------------------------------------------------


def test_that_two_networks_of_others_read_a_picture_together(tmp_path: Path) -> None:
    found = save(other_networks.lpd_network(SIDE, SIDE, [(0.9, LEVEL)]), tmp_path, "lpd")
    read = save(other_networks.pixel_reader(2, 1), tmp_path, "pixels")
    manifest(
        tmp_path,
        detector_table(found, SIDE, SIDE),
        reader_table(read, 2, 1, {"characters": ["7", "_", "B"]}),
    )
    (seen,) = open_recogniser(tmp_path, precision="f32").see_still(blue())
    assert seen.reading.text == "BB"


def test_that_the_margin_of_a_crop_is_the_reader_s_own(tmp_path: Path) -> None:
    own = open_reader(load_manifest(models_dir()), precision="f32")
    assert own.crop_margin == pytest.approx(0.06)
    assert 0.10 <= reader(tmp_path, ALPHABET).crop_margin <= 0.12


def refused(folder: Path, *tables: str) -> str:
    """What is said of a manifest that cannot be used."""
    with pytest.raises(ModelDamaged) as raised:
        open_recogniser(manifest(folder, *tables), precision="f32")
    return str(raised.value)


def test_that_an_unknown_format_is_named_with_those_there_are(tmp_path: Path) -> None:
    files = save(other_networks.lpd_network(SIDE, SIDE, []), tmp_path, "lpd")
    table = detector_table(files, SIDE, SIDE).replace("lpd-yunet", "yolo")
    words = refused(tmp_path, table)
    assert "[models.detector]" in words
    assert "'yolo'; a detector is one of: console, lpd-yunet." in words


@pytest.mark.parametrize(
    ("network", "says"),
    [
        (lambda: other_networks.lpd_network(SIDE, SIDE, [], "loc conf other"), "'iou'"),
        (
            lambda: other_networks.lpd_network(2 * SIDE, SIDE, []),
            r"'loc' is [470,14], not [235,14]",
        ),
        (lambda: other_networks.pixel_reader(3, 1), "N×3×H×W"),
    ],
)
def test_that_a_detector_of_another_kind_is_refused(
    tmp_path: Path, network: object, says: str
) -> None:
    assert callable(network)
    words = refused(tmp_path, detector_table(save(network(), tmp_path, "it"), SIDE, SIDE))
    assert "[models.detector]" in words
    assert says in words


@pytest.mark.parametrize(
    ("labels", "size", "says"),
    [
        ({"characters": ["7", "B", "_"]}, (4, 1), "not 8-bit [?,1,4,3]"),
        ({"characters": ["7", "B"], "pad": ["_"]}, (3, 1), "one pad"),
        ({"characters": ["7", "Ж", "_"]}, (3, 1), "'Ж'"),
        ({"characters": ["7", "B", "C", "_"]}, (3, 1), "N×slots×4"),
    ],
)
def test_that_a_reader_that_does_not_fit_its_entry_is_refused(
    tmp_path: Path, labels: dict[str, list[str]], size: tuple[int, int], says: str
) -> None:
    detector(tmp_path, [])
    found = (tmp_path / "manifest.toml").read_text(encoding="utf-8")
    read = save(other_networks.pixel_reader(3, 1), tmp_path, "pixels")
    words = refused(tmp_path, found, reader_table(read, *size, labels))
    assert "[models.reader]" in words
    assert says in words


@pytest.mark.parametrize("name", ["detector", "reader"])
def test_that_another_network_is_not_taken_for_the_console_s_own(tmp_path: Path, name: str) -> None:
    shipped = (models_dir() / "manifest.toml").read_text(encoding="utf-8")
    for path in (*models_dir().glob("*.xml"), *models_dir().glob("*.bin")):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    save(other_networks.pixel_reader(160, 80), tmp_path, f"plate_{name}")
    for suffix in ("xml", "bin"):
        file = f"plate_{name}.{suffix}"
        shipped = shipped.replace(
            other_networks.sum_of(models_dir() / file), other_networks.sum_of(tmp_path / file)
        )
    assert f"[models.{name}] of the model manifest has a network" in refused(tmp_path, shipped)


def test_that_an_ir_may_not_leave_its_weights_unchecked(tmp_path: Path) -> None:
    files = save(other_networks.pixel_reader(3, 1), tmp_path, "pixels")
    kept = "\n".join(line for line in files.splitlines() if "weights" not in line) + "\n"
    assert "weights" in refused(tmp_path, reader_table(kept, 3, 1, ALPHABET))

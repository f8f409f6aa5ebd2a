"""The manifest of the networks: what is damaged is named, and never run."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from alpr_console.domain.errors import ModelDamaged
from alpr_console.locations import models_dir
from alpr_console.recognition.reader import PlateReader
from alpr_console.recognition.registry import compile_model, load_manifest


@pytest.fixture
def models(tmp_path: Path) -> Path:
    for path in [*models_dir().glob("plate_reader.*"), models_dir() / "manifest.toml"]:
        shutil.copy(path, tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", ["plate_reader.bin", "plate_reader.xml"])
def test_that_one_changed_byte_of_a_network_is_found_and_its_file_named(
    models: Path, name: str
) -> None:
    content = bytearray((models / name).read_bytes())
    content[len(content) // 2] ^= 1
    (models / name).write_bytes(content)
    with pytest.raises(ModelDamaged, match=name):
        PlateReader(load_manifest(models), precision="f32")


def test_that_a_missing_weight_file_is_named(models: Path) -> None:
    (models / "plate_reader.bin").unlink()
    with pytest.raises(ModelDamaged, match=r"plate_reader\.bin"):
        PlateReader(load_manifest(models), precision="f32")


def test_that_a_missing_manifest_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelDamaged, match=r"manifest\.toml is missing"):
        load_manifest(tmp_path)


@pytest.mark.parametrize(
    "content",
    [
        "not toml [",
        "[other]\na = 1",
        "[models.reader]\nfile = 'plate_reader.xml'",
        "[models.reader]\nfile='../x.xml'\nweights='x.bin'\nsha256_file='0'\n"
        "sha256_weights='0'\ninput=[160,80]",
        "[models.reader]\nfile='x.xml'\nweights='x.bin'\nsha256_file='0'\n"
        "sha256_weights='0'\ninput=[0,80]",
    ],
)
def test_that_a_spoilt_manifest_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "manifest.toml").write_text(content, encoding="utf-8")
    with pytest.raises(ModelDamaged, match="manifest"):
        load_manifest(tmp_path)


def test_that_a_network_that_the_manifest_lacks_is_said_to_be_missing(models: Path) -> None:
    with pytest.raises(ModelDamaged, match="no entry for the compass"):
        load_manifest(models).entry("compass")


def test_that_a_network_runs_on_one_thread_in_full_precision(models: Path) -> None:
    network = compile_model(load_manifest(models).entry("reader"), threads=1, precision="f32")
    assert network.get_property("INFERENCE_NUM_THREADS") == 1
    assert "float" in str(network.get_property("INFERENCE_PRECISION_HINT"))

"""What a processor is told to be by its flags, and which weights it then gets."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from alpr_console.domain.errors import ModelDamaged
from alpr_console.locations import models_dir
from alpr_console.recognition.processor import Processor, processor_of
from alpr_console.recognition.reader import PlateReader
from alpr_console.recognition.registry import (
    ModelEntry,
    compile_model,
    for_processor,
    load_manifest,
)
from models.training import manifest_table

SERVER = frozenset({"avx2", "avx512f", "avx512_vnni", "amx_tile", "amx_bf16", "amx_int8"})
LAPTOP = frozenset({"avx2", "avx_vnni"})


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """The reader alone, with eight-bit weights that are its own under another name."""
    for path in [*models_dir().glob("plate_reader.*"), models_dir() / "manifest.toml"]:
        shutil.copy(path, tmp_path)
    for end in ("xml", "bin"):
        shutil.copy(tmp_path / f"plate_reader.{end}", tmp_path / f"small.{end}")
    manifest_table.write_eight_bit(
        tmp_path / "manifest.toml", "reader", tmp_path / "small.xml", {"state": 0.6}
    )
    return tmp_path


@pytest.fixture
def entry(models: Path) -> ModelEntry:
    return load_manifest(models).entry("reader")


@pytest.mark.parametrize(
    ("machine", "flags", "limit", "expected"),
    [
        ("x86_64", SERVER, "ALL", Processor(x86=True, tiles=True)),
        ("x86_64", SERVER, "AVX512_CORE_AMX", Processor(x86=True, tiles=True)),
        ("x86_64", SERVER, "AVX512_CORE_VNNI", Processor(x86=True, tiles=False)),
        ("x86_64", LAPTOP, "ALL", Processor(x86=True, tiles=False)),
        ("AMD64", frozenset(), "ALL", Processor(x86=True, tiles=False)),
        ("aarch64", frozenset(), "ALL", Processor(x86=False, tiles=False)),
    ],
)
def test_that_a_processor_is_known_by_its_flags_and_by_what_it_may_use(
    machine: str, flags: frozenset[str], limit: str, expected: Processor
) -> None:
    assert processor_of(machine, flags, limit) == expected


def test_that_a_laptop_gets_eight_bit_weights_with_their_own_temperatures(
    entry: ModelEntry,
) -> None:
    chosen = for_processor(entry, None, processor_of("x86_64", LAPTOP, "ALL"))
    assert chosen.topology.name == "small.xml"
    assert chosen.temperatures["state"] == 0.6
    assert chosen.temperatures["characters"] == entry.temperatures["characters"]


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_that_amx_and_other_machines_get_the_full_weights(entry: ModelEntry, machine: str) -> None:
    chosen = for_processor(entry, None, processor_of(machine, SERVER, "ALL"))
    assert (chosen.topology, chosen.precision) == (entry.topology, "fastest")


def test_that_a_laptop_runs_a_network_without_eight_bit_weights_in_f32(
    entry: ModelEntry, models: Path
) -> None:
    manifest_table.write(
        models / "manifest.toml", "reader", models / "plate_reader.xml", size=(160, 80),
        labels={}, temperatures={}, thresholds={},
    )  # fmt: skip
    alone = load_manifest(models).entry("reader")
    chosen = for_processor(alone, None, processor_of("x86_64", LAPTOP, "ALL"))
    assert (chosen.topology, chosen.precision) == (entry.topology, "f32")
    with pytest.raises(ModelDamaged, match="no eight-bit weights"):
        compile_model(alone, threads=1, precision="int8")


@pytest.mark.parametrize(("precision", "file"), [("f32", "plate_reader"), ("int8", "small")])
def test_that_whoever_names_a_precision_gets_its_weights(
    entry: ModelEntry, precision: str, file: str
) -> None:
    for flags in (LAPTOP, SERVER):
        chosen = for_processor(entry, precision, processor_of("x86_64", flags, "ALL"))
        assert (chosen.topology.stem, chosen.precision) == (file, precision)


@pytest.mark.parametrize("name", ["small.bin", "small.xml"])
def test_that_a_changed_byte_of_the_eight_bit_weights_is_found_and_their_file_named(
    models: Path, name: str
) -> None:
    content = bytearray((models / name).read_bytes())
    content[len(content) // 2] ^= 1
    (models / name).write_bytes(content)
    manifest = load_manifest(models)
    PlateReader(manifest, precision="f32")
    with pytest.raises(ModelDamaged, match=name):
        PlateReader(manifest, precision="int8")


@pytest.mark.parametrize("line", ["file = '../small.xml'", "weights = 3", ""])
def test_that_a_spoilt_eight_bit_table_is_refused(models: Path, line: str) -> None:
    manifest = models / "manifest.toml"
    kept = manifest.read_text(encoding="utf-8").split("[models.reader.int8]")[0]
    manifest.write_text(f"{kept}[models.reader.int8]\n{line}\n", encoding="utf-8")
    with pytest.raises(ModelDamaged, match=r"models\.reader"):
        load_manifest(models)

"""NCIC's codes in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from alpr_console import locations
from alpr_console.domain.errors import ResourceDamaged
from alpr_console.domain.hotlist import HotListEntry
from alpr_console.domain.ncic_codes import NcicCodes, load_ncic_codes
from alpr_console.domain.vehicle_codes import color_conflicts


@pytest.fixture(scope="module")
def codes() -> NcicCodes:
    return load_ncic_codes(locations.resources_dir() / "ncic_codes.toml")


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("vco", "BLK", "Black"),
        ("vco", "sil/blk", "Silver over black"),
        ("vco", "DBL/WHI", "Dark blue over white"),
        ("vco", "XYZ", "XYZ"),
        ("vco", "XYZ/BLK", "XYZ/BLK"),
        ("vco", "Midnight", "Midnight"),
        ("vco", "", ""),
        ("vst", "4D", "4-door"),
        ("vst", "BLK", "BLK"),
        ("lit", "DX", "Disabled person"),
        ("vma", "TOYT", "Toyota"),
        ("vmo", "CAMRY", "CAMRY"),
    ],
)
def test_that_codes_are_spelled_and_what_is_none_stays(
    codes: NcicCodes, field: str, value: str, words: str
) -> None:
    assert codes.spelled(field, value) == words


def test_that_a_vehicle_is_told_as_an_officer_says_it(codes: NcicCodes) -> None:
    def told(**fields: str) -> str:
        return codes.vehicle_words(HotListEntry("e", "7ABC123", **fields))

    assert (
        told(vyr="2019", vco="WHI", vma="TOYT", vmo="CAMRY", vst="4D")
        == "2019 white Toyota CAMRY, 4-door"
    )
    assert told(vco="SIL/BLK", vma="BMW", vst="LL") == "Silver over black BMW, SUV"
    assert told(vco="BLK", vst="PK") == "Black, pickup"
    assert told(vyr="2019", vco="XYZ") == "2019 XYZ"
    assert told(vst="VN") == "Van"
    assert told() == ""


def test_that_every_color_that_can_conflict_has_words(codes: NcicCodes) -> None:
    known = [c for c in codes.words["vco"] if any(color_conflicts(c, s) for s in ("white", "red"))]
    assert len(known) >= 20
    assert all(code == code.upper() and len(code) == 3 for code in codes.words["vco"])
    assert all(word[0].isupper() or word[0].isdigit() for t in codes.words.values()
               for word in t.values())  # fmt: skip


@pytest.mark.parametrize("text", ["", "[vco]\nBLK = 1\n", "not toml", None])
def test_that_damaged_code_lists_say_so(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "ncic_codes.toml"
    if text is not None:
        path.write_text(text)
    with pytest.raises(ResourceDamaged, match=r"ncic_codes\.toml"):
        load_ncic_codes(path)

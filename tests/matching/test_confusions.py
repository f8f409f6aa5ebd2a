"""The measured confusions, and a file of them that is damaged."""

from __future__ import annotations

from pathlib import Path

import pytest

from alpr_console.domain.errors import ResourceDamaged
from alpr_console.locations import resources_dir
from alpr_console.matching.confusions import FILE, load_confusions


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[stacked]", "[stacks]"),
        ("neither = 0", "neither = 7"),
        ("\n8 = {", "\n8 = { 8 = 0.1, "),
        ("\n8 = {", "\n8 = { É = 0.1, "),
        ("\n8 = {", "\nO = {"),
        ("from = [0.0", "from = [0.3"),
        ("[taken_for]", "[taken_for"),
    ],
)
def test_that_a_file_that_says_something_else_is_refused_by_name(
    tmp_path: Path, old: str, new: str
) -> None:
    text = (resources_dir() / FILE).read_text(encoding="utf-8")
    assert old in text
    damaged = tmp_path / FILE
    damaged.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ResourceDamaged, match=r"reader_confusions\.toml"):
        load_confusions(damaged)


def test_that_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(ResourceDamaged, match=r"reader_confusions\.toml"):
        load_confusions(tmp_path / FILE)

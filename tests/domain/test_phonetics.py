from __future__ import annotations

from pathlib import Path

import pytest

from alpr_console.domain.errors import ResourceDamaged
from alpr_console.domain.phonetics import load_phonetics
from alpr_console.domain.plate import ALPHABET
from alpr_console.locations import resources_dir

FOLDER = resources_dir() / "phonetics"


@pytest.mark.parametrize("name", ["police", "icao"])
def test_that_each_sign_of_a_plate_has_a_word_of_its_own(name: str) -> None:
    alphabet = load_phonetics(FOLDER / f"{name}.toml")
    words = [alphabet.spell(sign) for sign in ALPHABET]
    assert len(set(words)) == len(ALPHABET)
    letters = [word for sign, word in zip(ALPHABET, words, strict=True) if sign.isalpha()]
    assert [word[0] for word in letters] == [sign for sign in ALPHABET if sign.isalpha()]


def test_that_digits_are_spoken_singly_in_the_words_of_police_radio() -> None:
    police = load_phonetics(FOLDER / "police.toml")
    assert police.spell("8sa-m 190") == "eight, Sam, Adam, Mary, one, nine, zero"


def test_that_a_sign_of_no_plate_is_refused() -> None:
    with pytest.raises(ValueError, match="no spelling word"):
        load_phonetics(FOLDER / "police.toml").spell("8S#1")


def test_that_an_alphabet_with_a_gap_is_refused_by_name(tmp_path: Path) -> None:
    lines = (FOLDER / "police.toml").read_text(encoding="utf-8").splitlines()
    damaged = tmp_path / "county.toml"
    damaged.write_text("\n".join(line for line in lines if not line.startswith("Q =")))
    with pytest.raises(ResourceDamaged, match=r"county\.toml has no word for Q"):
        load_phonetics(damaged)
    with pytest.raises(ResourceDamaged, match="cannot be read"):
        load_phonetics(tmp_path / "absent.toml")

"""What can be looked for: normalized, neither impossible nor so wide that every car fits."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from alpr_console.domain.errors import EntryRefused
from alpr_console.domain.hotlist import Category
from alpr_console.domain.specific_contents import SpecificContents, checked_contents

TERM = timedelta(days=30)
GIVEN = SpecificContents(
    oca="26-000123",
    mis="Robbery suspect left in this car",
    category=Category.FELONY_VEHICLE,
    person=True,
    lic=" 7a?c* ",
    lis="ca",
    vyr="2019",
    vma="toyt",
    vco="whi",
    vst="4d",
)


@pytest.mark.requirement("OPS-4")
def test_that_contents_are_kept_as_the_field_writes_them() -> None:
    assert checked_contents(GIVEN, TERM) == replace(
        GIVEN, lic="7A?C*", lis="CA", vma="TOYT", vco="WHI", vst="4D"
    )


@pytest.mark.requirement("OPS-4")
@pytest.mark.parametrize(
    "fields",
    [
        {"lic": "7A*", "vco": "", "vst": ""},
        {"lic": "*A1*", "vco": "", "vst": ""},
        {"lic": "", "vco": "WHI", "vst": "PK"},
        {"lic": "*", "vco": "white/black", "vst": "sedan"},
        {"lic": "7*", "vco": "BLU", "vst": "VN"},
    ],
)
def test_that_two_characters_or_color_and_style_are_enough(fields: dict[str, str]) -> None:
    checked_contents(replace(GIVEN, **fields), TERM)  # type: ignore[arg-type]


@pytest.mark.requirement("OPS-4")
@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"lic": "", "vco": "", "vst": ""}, "too many vehicles"),
        ({"lic": "7*", "vco": "", "vst": ""}, "too many vehicles"),
        ({"lic": "???????", "vco": "WHI", "vst": ""}, "too many vehicles"),
        ({"lic": "", "vco": "", "vst": "4D"}, "too many vehicles"),
        # A word that is in no table contradicts no car, so every car would fit.
        ({"lic": "", "vco": "PINKISH", "vst": "4D"}, "does not know the color PINKISH"),
        ({"lic": "7*", "vco": "WHI", "vst": "ROCKET"}, "cannot tell the style ROCKET"),
        ({"lic": "", "vco": "WHI", "vst": "MC"}, "cannot tell the style MC"),
        ({"lis": "XX"}, "no state XX"),
        ({"lis": "California"}, "no state CALIFORNIA"),
        ({"vyr": "new"}, "year is a number"),
        ({"vyr": "20190"}, "at most 4 characters"),
        ({"vma": "x" * 25}, "make has at most 24"),
        ({"mis": "x" * 501}, "synopsis has at most 500"),
        ({"vmo": "CAM\x1fRY\x07"}, "cannot be shown"),
        ({"lic": "7A_C"}, "A plate has no '_'"),
    ],
)
def test_that_what_fits_too_much_or_cannot_be_is_refused(
    fields: dict[str, str], words: str
) -> None:
    with pytest.raises(EntryRefused, match=words):
        checked_contents(replace(GIVEN, **fields), TERM)  # type: ignore[arg-type]


@pytest.mark.requirement("HOT-6")
def test_that_no_entry_asks_for_more_than_the_policy_s_term() -> None:
    for days in (1, 7, 30, None):
        assert checked_contents(replace(GIVEN, days=days), TERM).days == days
    for days in (0, -1, 31, 10**9):
        with pytest.raises(EntryRefused, match="1 to 30 days"):
            checked_contents(replace(GIVEN, days=days), TERM)

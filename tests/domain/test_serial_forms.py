"""The table of serial forms: what it says, and what is refused with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpr_console.domain.errors import ResourceDamaged
from alpr_console.domain.plate import ALPHABET, MAX_CHARACTERS, STATES
from alpr_console.domain.serial_forms import (
    KINDS,
    SerialForm,
    is_slip_of,
    likelier_at,
    load_serial_forms,
)
from alpr_console.locations import resources_dir

TABLE = resources_dir() / "serials.toml"


@pytest.fixture(scope="module")
def forms() -> dict[str, tuple[SerialForm, ...]]:
    return dict(load_serial_forms(TABLE))


def form_of(forms: dict[str, tuple[SerialForm, ...]], state: str, written: str) -> SerialForm:
    return next(form for form in forms[state] if form.written == written)


def test_that_every_state_has_forms_of_every_kind_and_shares_out_no_more_than_there_is(
    forms: dict[str, tuple[SerialForm, ...]],
) -> None:
    assert set(forms) == set(STATES)
    for state in STATES:
        assert {form.kind for form in forms[state]} == set(KINDS)
        assert 0.5 < sum(form.share for form in forms[state]) <= 1
        for form in forms[state]:
            assert 1 <= len(form.places) <= MAX_CHARACTERS
            assert all(set(place.issued) <= set(ALPHABET) for place in form.places)


def test_that_a_form_knows_the_serials_it_gives(
    forms: dict[str, tuple[SerialForm, ...]],
) -> None:
    passenger = form_of(forms, "CA", "9AAA999")
    assert passenger.fits("7KLM482")
    assert passenger.fits("7KOM482")
    assert not passenger.fits("7OLM482")
    assert not passenger.fits("7KLQ482")
    assert not passenger.fits("7KLM48")
    assert form_of(forms, "WV", "[123456789OND]AA*999").fits("OAB123")
    assert not form_of(forms, "WV", "[123456789OND]AA*999").fits("0AB123")


def test_that_stacked_letters_belong_to_the_serial_and_symbols_do_not(
    forms: dict[str, tuple[SerialForm, ...]],
) -> None:
    disabled = form_of(forms, "CA", "99999{DP}@")
    assert disabled.fits("66564DP")
    assert [sign.stacked for sign in disabled.signs] == [False] * 5 + [True, True, False]
    exempt = form_of(forms, "CA", "<E>999999")
    assert exempt.fits("958501")
    assert exempt.signs[0].gap == "E"


def row(text: str) -> str:
    return f"  {{ {text} }},"


GOOD = 'form = "AA9", share = 0.1, kind = "passenger"'


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ('form = "AA$", share = 0.1, kind = "passenger"', "means nothing"),
        ('form = "A[B]9", share = 0.1, kind = "passenger"', "means nothing"),
        ('form = "---", share = 0.1, kind = "passenger"', "1 to 8 places"),
        ('form = "AAAA99999", share = 0.1, kind = "passenger"', "1 to 8 places"),
        ('form = "AA9", share = 1.5, kind = "passenger"', "no share"),
        ('form = "AA9", share = "all", kind = "passenger"', "no share"),
        ('form = "AA9", share = 0.1, kind = "hearse"', "none of passenger"),
        ('form = "AA9", share = 0.1, kind = "passenger", color = "red"', "no key of a form"),
        ('form = "AA9", share = 0.1, kind = "passenger", unused = ["I"]', "2 A's"),
        ('form = "AA9", share = 0.1, kind = "passenger", unused = "i0"', "2 A's"),
        ('share = 0.1, kind = "passenger"', "lacks form"),
    ],
)
def test_that_a_row_that_means_nothing_is_refused_with_its_line(
    tmp_path: Path, wrong: str, said: str
) -> None:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    at = lines.index("[AK]") + 2
    lines[at:at] = [row(wrong)]
    path = tmp_path / "serials.toml"
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(ResourceDamaged) as caught:
        load_serial_forms(path)
    assert said in caught.value.what
    named = at + 1 if "lacks form" not in said else at
    assert f"line {named}:" in caught.value.what


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[AK]", "[PR]", "'PR' is no state"),
        ("[AK]", "[AK]\ncolor = 1", "'color' is no key of a state"),
        ("[AK]", "[AK]\nunused = 3", "unused is no string"),
        ("[any]", "[AS]", "'AS' is no state"),
        ('form = "AAA*999", share = 0.55', 'form = "AAA*999", share = 0.99', "more than 1"),
        ('kind = "temporary"', 'kind = "trailer"', "no form for temporary plates"),
        ("[AK]", "[AK", "cannot be read"),
    ],
)
def test_that_a_table_out_of_order_is_refused(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    path = tmp_path / "serials.toml"
    path.write_text(TABLE.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(ResourceDamaged, match="line") as caught:
        load_serial_forms(path)
    assert said in caught.value.what


def test_that_a_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(ResourceDamaged, match=r"serials\.toml"):
        load_serial_forms(tmp_path / "serials.toml")


CA = load_serial_forms(TABLE)["CA"]


@pytest.mark.parametrize(
    "text", ["4JB772", "4JIBB772", "JIB772X", "4J1B772", "44JIB772", "SJIB772", "4JIB77Z"]
)
def test_that_one_character_lost_doubled_or_mistaken_is_a_slip(text: str) -> None:
    assert is_slip_of(CA, text)


@pytest.mark.parametrize("text", ["4JIB772", "8ABC123", "DUKDAWG", "IMJSAYN", "ILEGO", "A", ""])
def test_that_a_serial_and_a_personalized_plate_are_none(text: str) -> None:
    assert not is_slip_of(CA, text)


def test_that_what_makes_a_rare_serial_of_a_common_one_is_told() -> None:
    at = likelier_at(CA, "5HR0596")
    # A trailer's; with a letter for the 0 it is a passenger's, which are 35 times as many, each
    # letter of 23 with its part for the digit's of 10.
    assert at[3] == pytest.approx(0.70 / 0.02 * 10 / 26, rel=0.02)
    # With a digit for the R it is a pickup's.
    assert at[2] > 5
    assert all(odds == 1 for odds in (*at[:2], *at[4:]))


@pytest.mark.parametrize("text", ["5HRD596", "DUKDAWG", "4JB772", ""])
def test_that_nothing_is_likelier_than_a_common_serial_or_known_of_what_is_none(text: str) -> None:
    assert likelier_at(CA, text) == (1.0,) * len(text)


@given(st.data())
def test_that_whatever_is_one_edit_from_a_serial_fits_or_is_one_off(data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(CA))
    serial = "".join(data.draw(st.sampled_from(place.issued)) for place in form.places)
    at = data.draw(st.integers(0, len(serial) - 1))
    char = data.draw(st.sampled_from(ALPHABET))
    assert form.fits(serial)
    assert not form.is_one_off(serial)
    for text in (
        serial[:at] + char + serial[at + 1 :], serial[:at] + serial[at + 1 :],
        serial[:at] + char + serial[at:],
    ):  # fmt: skip
        assert form.fits(text) or form.is_one_off(text)
        assert not (form.fits(text) and form.is_one_off(text))


@given(st.text(ALPHABET, max_size=10))
def test_that_what_is_one_off_can_be_made_a_serial_by_one_edit(text: str) -> None:
    form = CA[0]
    edits = [text[:i] + c + text[i + 1 :] for i in range(len(text)) for c in ALPHABET]
    edits += [text[:i] + c + text[i:] for i in range(len(text) + 1) for c in ALPHABET]
    edits += [text[:i] + text[i + 1 :] for i in range(len(text))]
    one_off = not form.fits(text) and any(form.fits(edit) for edit in edits)
    assert form.is_one_off(text) is one_off

"""Drawn plates: every state, kind and design, repeatable, and nothing that is no serial."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from alpr_console.domain.plate import ALPHABET, STATES
from alpr_console.domain.serial_forms import KINDS, SerialForm, shipped_serial_forms
from alpr_console.locations import resources_dir
from alpr_console.simulation.plate_design import PlateStyle, forms_of
from alpr_console.simulation.plate_renderer import (
    HEIGHT,
    KIND_SHARES,
    WIDTH,
    draw_plate,
    personalized_serial,
    random_serial,
    render_plate,
)
from alpr_console.simulation.plate_styles import STYLES, designs


def serial_in(form: SerialForm, rng: np.random.Generator) -> str:
    return "".join(str(rng.choice(list(place.issued))) for place in form.places)


def stamped(style: PlateStyle, state: str, text: str) -> np.ndarray:
    return render_plate(text, state, np.random.default_rng(5), style).image.astype(int)


def test_that_every_state_has_a_design_and_serials_of_plate_length() -> None:
    assert set(STYLES) == set(STATES)
    rng = np.random.default_rng(0)
    for state in STATES:
        for kind in KINDS:
            serial = random_serial(state, rng, kind)
            assert 3 <= len(serial) <= 8
            assert set(serial) <= set(ALPHABET)


def test_that_every_form_can_be_drawn_on_a_design_of_the_state_its_characters_in_order() -> None:
    rng = np.random.default_rng(1)
    for state, forms in shipped_serial_forms(resources_dir()).items():
        for form in forms:
            looks = [look for look in designs(state, form.kind) if form in forms_of(look, state)]
            assert looks, f"{state} has no design for {form.written}"
            text = serial_in(form, rng)
            assert form.fits(text)
            plate = render_plate(text, state, rng, looks[int(rng.integers(len(looks)))])
            assert plate.text == text
            assert len(plate.centers) == len(text)
            assert list(plate.centers) == sorted(plate.centers)
            assert 0 < plate.centers[0] <= plate.centers[-1] < WIDTH


def test_that_every_design_can_be_drawn() -> None:
    rng = np.random.default_rng(1)
    for state in STATES:
        for kind in KINDS:
            for design in designs(state, kind):
                plate = render_plate(random_serial(state, rng, kind), state, rng, design)
                assert plate.image.std() > 15


def test_that_stacked_characters_stand_over_each_other_and_belong_to_the_serial() -> None:
    plate = render_plate("66564DP", "CA", np.random.default_rng(2), designs("CA", "disabled")[0])
    apart = np.diff(plate.centers)
    assert plate.text == "66564DP"
    assert apart[-1] < 0.5 * apart[:4].min()


def test_that_of_two_stacked_characters_the_first_is_the_upper() -> None:
    style = dataclasses.replace(STYLES["CA"][0], stacked=True)
    changed = np.abs(stamped(style, "CA", "DP1234") - stamped(style, "CA", "VP1234"))
    rows = np.flatnonzero(changed.max(axis=(1, 2)) > 60)
    assert rows.size
    assert rows.max() < HEIGHT / 2 + 10


def test_that_a_design_asking_for_a_form_the_state_does_not_issue_is_refused() -> None:
    style = PlateStyle("", "", ("ffffff",), "000000", "000000", "000000", serials=("AAAAAAA",))
    with pytest.raises(ValueError, match="CA issues not all of"):
        forms_of(style, "CA")


def test_that_the_black_plate_of_the_sixties_is_yellow_on_black() -> None:
    [style] = [s for s in designs("CA", "passenger") if s.ground == ("141414",)]
    image = render_plate("B123A4", "CA", np.random.default_rng(3), style).image.astype(int)
    band = image[70:160, 40:400].reshape(-1, 3)
    assert np.median(band.max(axis=1)) < 60
    yellow = band[(band[:, 2] > 180) & (band[:, 2] > band[:, 0] + 80)]
    assert len(yellow) > 0.08 * len(band)


@pytest.mark.parametrize("kind", sorted(KIND_SHARES))
def test_that_every_kind_is_drawn_and_the_same_seed_draws_the_same(kind: str) -> None:
    for state in ("CA", "MS", "NY", "WY"):
        one, same = (draw_plate(state, np.random.default_rng(9), kind) for _ in range(2))
        assert one.image.shape == (HEIGHT, WIDTH, 3)
        assert one.text == same.text
        assert np.array_equal(one.image, same.image)


def test_that_a_kind_nobody_knows_is_refused() -> None:
    with pytest.raises(KeyError, match="hearse"):
        draw_plate("CA", np.random.default_rng(0), "hearse")
    with pytest.raises(KeyError, match="hearse"):
        designs("CA", "hearse")


def test_that_personalized_serials_are_short_and_mostly_letters() -> None:
    rng = np.random.default_rng(4)
    serials = [personalized_serial(rng) for _ in range(300)]
    assert {len(serial) for serial in serials} == {2, 3, 4, 5, 6, 7, 8}
    letters = sum(char.isalpha() for serial in serials for char in serial)
    assert letters > 0.6 * sum(map(len, serials))
    assert all(set(serial) <= set(ALPHABET) for serial in serials)


def test_that_the_same_seed_draws_the_same_plate() -> None:
    first, second = (
        render_plate("7KLM482", "CA", np.random.default_rng(5)).image for _ in range(2)
    )
    assert first.shape == (HEIGHT, WIDTH, 3)
    assert np.array_equal(first, second)


def test_that_one_character_changes_the_picture_where_it_stands() -> None:
    style = STYLES["CA"][0]
    changed = np.abs(stamped(style, "CA", "7KLM482") - stamped(style, "CA", "7KLM483"))
    assert (changed.max(axis=(0, 2)) > 40)[WIDTH * 3 // 4 :].any()


@pytest.mark.parametrize("text", ["", "ABCDEFGHI", "abc", "AB 12", "ÄB12"])
def test_that_what_is_no_serial_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no serial"):
        render_plate(text, "CA", np.random.default_rng(0))


def test_that_a_state_outside_the_51_is_refused() -> None:
    with pytest.raises(KeyError):
        render_plate("ABC123", "PR", np.random.default_rng(0))

"""Serial forms as evidence: what fits is likelier, and nothing is impossible."""

from __future__ import annotations

import numpy as np
import pytest

from alpr_console.domain.plate import ALPHABET, STATES
from alpr_console.domain.serial_forms import shipped_serial_forms
from alpr_console.locations import resources_dir
from alpr_console.recognition.serials import OTHER, SerialForms, shipped_serials


@pytest.fixture(scope="module")
def serials() -> SerialForms:
    return shipped_serials()


@pytest.mark.parametrize(
    ("fitting", "misread", "state"),
    [
        ("7KLM480", "7KLM48O", "CA"),
        ("7KLM482", "7K1M482", "CA"),
        ("7KLM482", "7KLI482", "CA"),
        ("1A12345", "1A1234S", "CA"),
        ("66564DP", "665640P", "CA"),
        ("BCD1234", "8CD1234", "TX"),
        ("BCD1234", "BOD1234", "TX"),
        ("123456", "12345G", "DE"),
        ("OAB123", "QAB123", "WV"),
    ],
)
def test_that_a_serial_that_fits_is_likelier_than_its_misreading(
    serials: SerialForms, fitting: str, misread: str, state: str
) -> None:
    one, other = (serials.log_likelihood(text, state) for text in (fitting, misread))
    assert one > other + 1


def test_that_a_personalized_plate_keeps_a_finite_likelihood_in_every_state(
    serials: SerialForms,
) -> None:
    likelihoods = serials.log_likelihoods(["UFOSXST", "HI", "GOVEGAN1", "0"])
    assert likelihoods.shape == (4, 52)
    assert np.isfinite(likelihoods).all()
    assert likelihoods[0].std() < 1


def test_that_a_state_claims_its_own_serials(serials: SerialForms) -> None:
    own = {"7KLM482": "CA", "66564DP": "CA", "9AB1234": "MD", "TK123ABC": "IN", "AB1C2D": "MO"}
    named = serials.log_likelihoods(list(own)).argmax(axis=1)
    assert [(*STATES, OTHER)[index] for index in named] == list(own.values())


def test_that_other_is_the_mean_over_the_states(serials: SerialForms) -> None:
    row = serials.log_likelihoods(["ABC1234"])[0]
    assert row[-1] == pytest.approx(np.log(np.exp(row[:-1]).mean()), abs=1e-4)
    assert serials.log_likelihood("ABC1234", OTHER) == pytest.approx(row[-1])


def test_that_texts_of_all_lengths_are_judged_in_their_order(serials: SerialForms) -> None:
    texts = ["7KLM482", "ABC123", "A", "ABCD1234", "1ABC234", "66564DP"]
    together = serials.log_likelihoods(texts)
    for text, row in zip(texts, together, strict=True):
        for state, value in zip((*STATES, OTHER), row, strict=True):
            assert serials.log_likelihood(text, state) == pytest.approx(value, abs=1e-4)
    assert serials.log_likelihoods([]).shape == (0, 52)


def test_that_one_digit_of_a_form_is_spread_evenly_and_the_letters_left_out_keep_a_little(
    serials: SerialForms,
) -> None:
    digits = [serials.log_likelihood(f"7KLM48{digit}", "CA") for digit in "0123456789"]
    assert np.ptp(digits) == pytest.approx(0, abs=1e-5)
    kept, left_out, formless = (
        serials.log_likelihood(text, "CA") for text in ("7KLM482", "7OLM482", "7K4M482")
    )
    assert kept > left_out > formless


def test_that_all_serials_of_one_length_together_are_as_likely_as_that_length(
    serials: SerialForms,
) -> None:
    pairs = [one + two for one in ALPHABET for two in ALPHABET]
    likelihood = np.exp(serials.log_likelihoods(pairs)).sum(axis=0)
    forms = shipped_serial_forms(resources_dir())
    for state, found in zip(STATES, likelihood, strict=False):
        assert all(len(form.places) > 2 for form in forms[state])
        free = 1 - sum(form.share for form in forms[state])
        assert found == pytest.approx(0.012 * free, rel=1e-3)


@pytest.mark.parametrize("text", ["", "ABCDEFGHI", "AB-123", "abc", "ÄB1"])
def test_that_what_no_plate_can_carry_is_refused(serials: SerialForms, text: str) -> None:
    with pytest.raises(ValueError, match="no serial"):
        serials.log_likelihoods(["ABC123", text])


def test_that_an_unknown_state_is_refused(serials: SerialForms) -> None:
    with pytest.raises(KeyError):
        serials.log_likelihood("ABC123", "PR")

"""How likely a text is as a serial of each state: evidence for the reader's decoding.

Evidence, never a filter: a personalized plate follows no form and keeps a finite likelihood.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from alpr_console.domain.plate import ALPHABET, MAX_CHARACTERS, STATES
from alpr_console.domain.serial_forms import SerialForm, Sign, shipped_serial_forms
from alpr_console.locations import resources_dir

OTHER = "other"
"""A plate of no state in `STATES`: judged by the mean over the states."""

_LENGTHS = (0.002, 0.012, 0.035, 0.075, 0.17, 0.32, 0.346, 0.04)
"""How long serials are that follow no form, from one character to eight."""
_LEAST_FREE = 0.02
"""Share of serials without a form that a state keeps, whatever its forms add up to."""
_SLIP = 0.01
"""Granted to the letters that a state is said to leave out: the table may be wrong."""

_STRANGE = len(ALPHABET)
_SIGNS = np.full(256, _STRANGE, np.intp)
_SIGNS[np.frombuffer(ALPHABET.encode(), np.uint8)] = np.arange(len(ALPHABET))

Floats = NDArray[np.float32]


class SerialForms:
    """The serial forms of all states, ready to judge texts by."""

    def __init__(self, forms: Mapping[str, Sequence[SerialForm]]) -> None:
        """`forms` as of `load_serial_forms`: every one of `STATES`."""
        self._states = {state: index for index, state in enumerate((*STATES, OTHER))}
        free = [max(_LEAST_FREE, 1 - sum(f.share for f in forms[state])) for state in STATES]
        taken = [sum(form.share for form in forms[state]) for state in STATES]
        total = np.array(free) + np.array(taken)
        self._tables = [
            _Table(forms, length, np.array(free) / total, 1 / total)
            for length in range(1, MAX_CHARACTERS + 1)
        ]

    def log_likelihood(self, text: str, state: str) -> float:
        """Natural log of P(`text` | `state`), finite.

        `text` is 1 to 8 characters of `ALPHABET`; `state` one of `STATES` or `OTHER`. Raises
        ValueError for another text, KeyError for another state.
        """
        column = self._states[state]
        return float(self.log_likelihoods([text])[0, column])

    def log_likelihoods(self, texts: Sequence[str]) -> Floats:
        """len(`texts`) by 52: the states in the order of `STATES`, then `OTHER`.

        Natural logs, finite. Raises ValueError for a text that no plate can carry.
        """
        by_length: dict[int, list[int]] = {}
        for row, text in enumerate(texts):
            by_length.setdefault(len(text), []).append(row)
        likelihood = np.empty((len(texts), len(self._states)), np.float32)
        for length, rows in by_length.items():
            same = "".join([texts[row] for row in rows])
            codes = np.frombuffer(same.encode("ascii", "replace"), np.uint8)
            signs = _SIGNS[codes].reshape(len(rows), length)
            if not 1 <= length <= MAX_CHARACTERS or signs.max() == _STRANGE:
                strange = next(texts[row] for row in rows if not _is_serial(texts[row]))
                raise ValueError(f"{strange!r} is no serial: 1 to {MAX_CHARACTERS} of A-Z and 0-9")
            likelihood[rows, :-1] = self._tables[length - 1].likelihoods(signs)
        np.mean(likelihood[:, :-1], axis=1, out=likelihood[:, -1])
        return np.log(likelihood, out=likelihood)


def _is_serial(text: str) -> bool:
    return 1 <= len(text) <= MAX_CHARACTERS and set(text) <= set(ALPHABET)


class _Table:
    """The forms of one length, alike ones of different states together."""

    def __init__(
        self,
        forms: Mapping[str, Sequence[SerialForm]],
        length: int,
        free: NDArray[np.float64],
        scale: NDArray[np.float64],
    ) -> None:
        alike: dict[tuple[Sign, ...], int] = {}
        shares: list[NDArray[np.float64]] = []
        for index, state in enumerate(STATES):
            for form in forms[state]:
                if len(form.places) != length:
                    continue
                key = tuple(Sign(place.issued, place.unused) for place in form.places)
                if key not in alike:
                    alike[key] = len(shares)
                    shares.append(np.zeros(len(STATES)))
                shares[alike[key]][index] += form.share * scale[index]
        self._shares = np.array(shares, np.float32).reshape(-1, len(STATES))
        # By place, character and form: the probability that the form sets it there.
        self._chances = np.array(
            [[[_chance(key[at], char) for key in alike] for char in ALPHABET]
             for at in range(length)], np.float32)  # fmt: skip
        by_chance = _LENGTHS[length - 1] * float(len(ALPHABET)) ** -length
        self._free = np.asarray(free * by_chance, np.float32)

    def likelihoods(self, signs: NDArray[np.intp]) -> Floats:
        """Texts by states, for texts by places of indices into `ALPHABET`."""
        chance = self._chances[0].take(signs[:, 0], axis=0)
        for at in range(1, signs.shape[1]):
            chance *= self._chances[at].take(signs[:, at], axis=0)
        return np.asarray(chance @ self._shares + self._free, np.float32)


def _chance(place: Sign, char: str) -> float:
    slip = _SLIP if place.unused else 0.0
    if char in place.issued:
        return (1 - slip) / len(place.issued)
    return slip / len(place.unused) if char in place.unused else 0.0


def shipped_serials() -> SerialForms:
    """The forms in resources/serials.toml. Raises ResourceDamaged, naming the line."""
    return SerialForms(shipped_serial_forms(resources_dir()))

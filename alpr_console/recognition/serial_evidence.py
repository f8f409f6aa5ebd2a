"""How the states make up their serials, as a soft voice in what a plate says and whose it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from alpr_console.domain.plate import ALPHABET, MAX_CHARACTERS
from alpr_console.recognition.column_check import Logs, Weighed


class KnowsSerials(Protocol):
    """As `SerialForms` does."""

    def log_likelihoods(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """K texts → K by 52 logarithms of the chance of a text as a serial of each state, the
        last column standing for none of them."""
        ...


class SerialEvidence:
    """Of N plates whose states are known as `states`: N by 52 logarithms of probabilities.

    `weight` is what a serial's form counts for beside what was seen, 1 being an equal voice.
    Forms say little of personalised plates, and what is seen comes first: a small share.
    """

    def __init__(self, serials: KnowsSerials, states: Logs, weight: float) -> None:
        self._serials = serials
        self._states = states
        self._weight = weight

    def of_texts(self, owners: NDArray[np.int64], texts: NDArray[np.int64]) -> Logs:
        """What speaks for each of K texts, over the states that its plate may be of."""
        if self._weight == 0:
            return np.zeros(len(owners), np.float32)
        joint = self._states[owners] + self._of(texts)
        top = joint.max(axis=1)
        summed = top + np.log(np.exp(joint - top[:, None]).sum(axis=1))
        return np.asarray(self._weight * summed, np.float32)

    def of_states(self, weighed: Weighed, weight: float) -> Logs:
        """N by 52 probabilities of the states once the serials were heard with `weight`."""
        logs = np.asarray(self._states, np.float64)
        if weight > 0:
            chances = np.exp(self._of(weighed.texts))
            heard = np.zeros(logs.shape)
            np.add.at(heard, weighed.owners, weighed.shares[:, None] * chances)
            logs = logs + weight * np.log(np.maximum(heard, 1e-300))
        logs -= logs.max(axis=1, keepdims=True)
        chances = np.exp(logs)
        return np.asarray(chances / chances.sum(axis=1, keepdims=True), np.float32)

    def _of(self, texts: NDArray[np.int64]) -> NDArray[np.float64]:
        spelled = _spelled(texts)
        # No plate is without a serial: an empty text is as unlikely as the longest free one.
        some = [text or "Z" * MAX_CHARACTERS for text in spelled]
        return np.asarray(self._serials.log_likelihoods(some), np.float64)


def _spelled(texts: NDArray[np.int64]) -> list[str]:
    end = len(ALPHABET)
    return ["".join(ALPHABET[kind] for kind in row if kind != end) for row in texts.tolist()]

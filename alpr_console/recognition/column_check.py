"""Weighs what the reader's slots say against what its columns show and what states issue.

The slots read a plate as a whole and now and then double a character or leave one out; the
columns see each character where it stands, but each for itself. Of the texts that either of
them comes near to, the one that both find likely is right more often than either's own. How
the states make up their serials is a third voice, and a soft one: it decides between texts
that look alike, and a serial of no state's making keeps its chance.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby, product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Logs = NDArray[np.float32]

_UNSURE_SLOTS = 4
_UNSURE_COLUMNS = 3
_LEAST = 1e-300
"""Above zero, so that it has a logarithm."""

Text = tuple[int, ...]
"""Classes of the characters, without the end."""


Hearsay = Callable[[NDArray[np.int64], NDArray[np.int64]], Logs]
"""K owners and their K texts of 8 classes → K logarithms of what else speaks for each."""


class Weighed(NamedTuple):
    """What N plates say once everything was heard."""

    slots: Logs
    """N by 8 by classes, probabilities; the most probable of a plate's slots up to the first
    end are its text."""
    sure: NDArray[np.float32]
    """N probabilities of the whole text."""
    owners: NDArray[np.int64]
    """Whose each of the K texts compared is."""
    texts: NDArray[np.int64]
    """K by 8 classes."""
    shares: NDArray[np.float32]
    """K probabilities, those of one plate's texts summing to 1."""


def weigh(slots: Logs, columns: Logs, trust: float, hearsay: Hearsay | None = None) -> Weighed:
    """Brings slots, columns and `hearsay` together.

    `slots` (N by 8 by classes) and `columns` (N by steps by classes) are logarithms of
    probabilities; the last class is the slots' end and the columns' blank. `trust` is what the
    columns count for, the slots being 1.
    """
    owners, texts, own = _candidates(slots, columns)
    heard = own + np.float32(trust) * likelihood(columns[owners], texts)
    if hearsay is not None:
        heard = heard + hearsay(owners, texts)
    settled = np.exp(slots)
    sure = np.zeros(len(slots), np.float32)
    shares = np.zeros(len(owners), np.float32)
    for plate in range(len(slots)):
        mine = np.flatnonzero(owners == plate)
        share = np.exp(heard[mine] - heard[mine].max())
        share /= share.sum()
        shares[mine] = share
        best = int(share.argmax())
        # What the slots give to texts that were not compared stays as the slots have it.
        compared = min(1.0, float(np.exp(own[mine]).sum()))
        settled[plate] *= 1 - compared
        for slot in range(slots.shape[1]):
            np.add.at(settled[plate, slot], texts[mine, slot], share * compared)
            chosen = texts[mine[best], slot]
            # The text is chosen as a whole: no slot may contradict it.
            settled[plate, slot, chosen] = settled[plate, slot].max() * np.float32(1.0001)
        sure[plate] = share[best] * compared
    settled /= settled.sum(-1, keepdims=True)
    return Weighed(settled, sure, owners, texts, shares)


def _candidates(slots: Logs, columns: Logs) -> tuple[NDArray[np.int64], NDArray[np.int64], Logs]:
    """The texts to compare: whose each is, its 8 classes, and what the slots think of it."""
    end, most = slots.shape[2] - 1, slots.shape[1]
    owners: list[int] = []
    rows: list[list[int]] = []
    for plate in range(len(slots)):
        found = {*_of_slots(slots[plate], end), *_of_columns(columns[plate], end, most)}
        for text in sorted(found):
            owners.append(plate)
            rows.append([*text, *[end] * (most - len(text))])
    mine, texts = np.array(owners), np.array(rows)
    own = slots[mine[:, None], np.arange(most)[None, :], texts].sum(1)
    return mine, texts, np.asarray(own, np.float32)


def _of_slots(slots: Logs, end: int) -> list[Text]:
    """The slots' text and those with the second choice in the slots least sure."""
    second, first = np.argsort(slots, axis=1)[:, -2:].T
    rows = np.arange(len(slots))
    unsure = np.argsort(slots[rows, first] - slots[rows, second])[:_UNSURE_SLOTS]
    texts = []
    for bits in product((False, True), repeat=len(unsure)):
        row = first.copy()
        row[unsure[list(bits)]] = second[unsure[list(bits)]]
        ends = np.flatnonzero(row == end)
        texts.append(tuple(row[: ends[0] if len(ends) else len(row)].tolist()))
    return texts


def _of_columns(columns: Logs, end: int, most: int) -> list[Text]:
    """The columns' text and those with the second choice for the characters least sure."""
    best = columns.argmax(1)
    choices: list[tuple[int, int]] = []
    margins: list[float] = []
    start = 0
    for kind, run in groupby(best.tolist()):
        length = len(list(run))
        if kind != end:
            # Where the character stands out least from its rival, over the run it was seen in.
            mean = columns[start : start + length].max(0)
            second = int(np.argsort(mean)[-2]) if np.argmax(mean) == kind else int(mean.argmax())
            choices.append((kind, second))
            margins.append(float(mean[kind] - mean[second]))
        start += length
    choices, margins = choices[:most], margins[:most]
    unsure = np.argsort(margins)[:_UNSURE_COLUMNS].tolist()
    texts = []
    for bits in product((False, True), repeat=len(unsure)):
        other = {place for place, bit in zip(unsure, bits, strict=True) if bit}
        picked = [pair[1 if place in other else 0] for place, pair in enumerate(choices)]
        texts.append(tuple(kind for kind in picked if kind != end))
    return texts


def likelihood(columns: Logs, texts: NDArray[np.int64]) -> Logs:
    """Logarithm of the probability that each of K texts comes out of its columns (CTC).

    `columns` K by steps by classes, `texts` K by slots, filled up with the last class.
    """
    count, steps, classes = columns.shape
    blank = classes - 1
    path = np.full((count, 2 * texts.shape[1] + 1), blank)
    path[:, 1::2] = texts
    seen = columns[np.arange(count)[:, None, None], np.arange(steps)[None, :, None], path[:, None]]
    chances = np.exp(seen, dtype=np.float64)
    # A character may follow another without a blank between, unless they are the same.
    skips = np.zeros(path.shape)
    skips[:, 3::2] = path[:, 3::2] != path[:, 1:-2:2]
    forward = np.zeros(path.shape)
    forward[:, :2] = chances[:, 0, :2]
    for step in range(1, steps):
        stepped = forward.copy()
        stepped[:, 1:] += forward[:, :-1]
        stepped[:, 2:] += forward[:, :-2] * skips[:, 2:]
        forward = stepped * chances[:, step]
    last = 2 * (texts != blank).sum(1)
    rows = np.arange(count)
    whole = forward[rows, last] + np.where(last > 0, forward[rows, np.maximum(last - 1, 0)], 0.0)
    return np.asarray(np.log(np.maximum(whole, _LEAST)), np.float32)

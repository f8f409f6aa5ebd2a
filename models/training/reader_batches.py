"""What the reader sees while it trains: pictures spoilt as a road would, a batch at a time."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
import torch
from torch import Tensor
from torch.utils.data import IterableDataset

from alpr_console.domain.plate import Legibility
from models.training.reader_data import NO_TEXT, Sample, column_classes, encode
from models.training.reader_degrade import Picture, covered, degrade, distant, framed, lost
from models.training.reader_net import HEIGHT, LEGIBILITIES, WIDTH
from models.training.reader_splice import fit_to_splice, splice

GENTLE_UNTIL = 1200
"""Steps with pictures hardly spoilt: letters are learned sooner from clean ones."""
HARD_FROM = 5000
"""Steps from which a good part is seen from far away or well aslant."""
_SPLICED = 0.3
"""Share of the photographs that are joined out of two, once letters are learned."""


class Batch(NamedTuple):
    """N pictures with what is to be learned of each."""

    pictures: Tensor
    """N×H×W×3 uint8, BGR."""
    slots: Tensor
    """N×8 classes; `NO_TEXT` without a text."""
    states: Tensor
    """N classes."""
    state_weights: Tensor
    """N; 0 where the state is not to be learned."""
    columns: Tensor
    """N×columns classes; `NO_TEXT` where not known what a column shows."""
    legibility: Tensor
    """N classes."""


@dataclass(frozen=True, slots=True)
class Pools:
    """What batches are drawn from."""

    photographs: list[Sample]
    designs: list[Sample]
    drawn: list[Sample]
    no_plates: list[Picture]
    patches: list[Picture]
    """Surroundings."""


class _Row(NamedTuple):
    picture: Picture
    slots: np.ndarray
    state: int
    weight: float
    columns: np.ndarray
    legibility: int


class Batches(IterableDataset[Batch]):
    """Endless batches; the same `seed` and start step give the same ones."""

    def __init__(self, pools: Pools, size: int, seed: int, first_step: int) -> None:
        super().__init__()
        self._pools = pools
        self._spliceable = [sample for sample in pools.photographs if fit_to_splice(sample)]
        self._by_state: dict[int, list[Sample]] = {}
        for sample in self._spliceable:
            self._by_state.setdefault(sample.state, []).append(sample)
        self._size = size
        self._seed = seed
        self._first_step = first_step

    def __iter__(self) -> Iterator[Batch]:
        cv2.setNumThreads(1)
        step = self._first_step
        while True:
            rng = np.random.default_rng((self._seed, step))
            rows = [self._row(step, rng) for _ in range(self._size)]
            yield Batch(
                torch.from_numpy(np.stack([row.picture for row in rows])),
                torch.from_numpy(np.stack([row.slots for row in rows])),
                torch.tensor([row.state for row in rows]),
                torch.tensor([row.weight for row in rows]),
                torch.from_numpy(np.stack([row.columns for row in rows])),
                torch.tensor([row.legibility for row in rows]),
            )
            step += 1

    def _row(self, step: int, rng: np.random.Generator) -> _Row:
        if rng.random() < 0.06:
            return self._no_plate(rng)
        gentle = step < GENTLE_UNTIL
        # Many drawn ones at first, whose characters' places are known, then few.
        shares = [0.55, 0.1, 0.35] if gentle else [0.64, 0.14, 0.22]
        pool = int(rng.choice(3, p=shares))
        samples = (self._pools.photographs, self._pools.designs, self._pools.drawn)[pool]
        sample, weight = samples[int(rng.integers(len(samples)))], (1.0, 0.7, 0.45)[pool]
        if pool == 0 and not gentle and rng.random() < _SPLICED:
            joined = self._spliced(rng)
            sample, weight = (sample, weight) if joined is None else (joined, 0.25)
        if rng.random() < 0.2:
            sample = dataclasses.replace(sample, picture=covered(sample.picture, rng))
        hard = step >= HARD_FROM
        spread = float(rng.uniform(1.0, 2.4)) if hard and rng.random() < 0.35 else 1.0
        patch = self._patch(rng)
        seen, homography = framed(sample.picture, patch, WIDTH, HEIGHT, rng, spread)
        fate = rng.random()
        if not gentle and fate < 0.04:
            # Beyond what anyone could read: neither text nor state is asked for.
            nothing = np.full(WIDTH // 4, NO_TEXT, np.int64)
            unread = LEGIBILITIES.index(Legibility.NOT_READABLE)
            return _Row(lost(seen, rng), encode(None), sample.state, 0.0, nothing, unread)
        far = hard and fate < 0.36
        strength = min(1.0, 0.25 + max(0, step - GENTLE_UNTIL) / 3000)
        seen = degrade(seen, rng, 0.5 * strength if far else strength)
        if far:
            seen = distant(seen, rng)
        return _Row(
            seen,
            encode(sample.text),
            sample.state,
            weight,
            column_classes(sample, homography),
            LEGIBILITIES.index(Legibility.READABLE),
        )

    def _spliced(self, rng: np.random.Generator) -> Sample | None:
        left = self._spliceable[int(rng.integers(len(self._spliceable)))]
        partners = self._by_state[left.state] if rng.random() < 0.6 else self._spliceable
        for _ in range(3):
            joined = splice(left, partners[int(rng.integers(len(partners)))], rng)
            if joined is not None:
                return joined
        return None

    def _no_plate(self, rng: np.random.Generator) -> _Row:
        windows = self._pools.no_plates
        window = windows[int(rng.integers(len(windows)))]
        if rng.random() < 0.5:
            window = np.ascontiguousarray(window[:, ::-1])
        seen, _ = framed(window, self._patch(rng), WIDTH, HEIGHT, rng, 2.0)
        seen = degrade(seen, rng, 0.8)
        nothing = np.full(WIDTH // 4, NO_TEXT, np.int64)
        no_plate = LEGIBILITIES.index(Legibility.NOT_A_PLATE)
        return _Row(seen, encode(None), 0, 0.0, nothing, no_plate)

    def _patch(self, rng: np.random.Generator) -> Picture:
        return self._pools.patches[int(rng.integers(len(self._pools.patches)))]

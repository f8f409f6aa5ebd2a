"""Whether a confidence can be taken at its word."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

BINS = 10
_LEAST_PROBABILITY = 1e-6
"""A certainty that proves wrong costs this much, not an infinite amount."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers given with a confidence within one tenth."""

    count: int
    confidence: float
    """Mean of what was claimed."""
    right: float
    """Share that was right."""


@dataclass(frozen=True, slots=True)
class Reliability:
    """Of some answers, each with its confidence."""

    bins: tuple[Bin | None, ...]
    """By tenths of confidence; None where there was no answer."""
    count: int
    calibration_error: float
    """Expected: mean distance of claim and truth over the bins, weighed by their counts."""
    brier: float
    """Mean squared distance of the confidence from 1 (right) or 0 (wrong)."""
    log_loss: float
    """Mean of -ln of the probability given to what proved true."""


def reliability(answers: Sequence[tuple[float, bool]]) -> Reliability | None:
    """Of (confidence 0 to 1, whether right) pairs; None without any."""
    if not answers:
        return None
    by_bin: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for confidence, right in answers:
        by_bin[min(int(confidence * BINS), BINS - 1)].append((confidence, right))
    bins = tuple(_bin(some) if some else None for some in by_bin)
    of = len(answers)
    return Reliability(
        bins,
        of,
        sum(b.count * abs(b.confidence - b.right) for b in bins if b is not None) / of,
        sum((confidence - right) ** 2 for confidence, right in answers) / of,
        sum(-math.log(_given(confidence, right)) for confidence, right in answers) / of,
    )


def _bin(some: Sequence[tuple[float, bool]]) -> Bin:
    of = len(some)
    return Bin(of, sum(c for c, _ in some) / of, sum(right for _, right in some) / of)


def _given(confidence: float, right: bool) -> float:
    given = confidence if right else 1 - confidence
    return min(max(given, _LEAST_PROBABILITY), 1.0)

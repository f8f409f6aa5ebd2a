"""Plates that never were: the left part of one photograph joined to the right part of another.

Photographs bring few serials, and a network learns them by heart instead of looking at each
character. Joined between characters, they bring as many as there are pairs.
"""

from __future__ import annotations

import cv2
import numpy as np

from alpr_console.domain.plate import MAX_CHARACTERS
from models.training.reader_data import Sample

_NEAR = 0.06
"""How far apart the two cuts may lie, share of the width."""
_SEAM = 5
"""Pixels over which one passes into the other."""
_FEWEST = 3


def fit_to_splice(sample: Sample) -> bool:
    """Whether the characters' places are known well enough to cut between them."""
    gaps = np.diff(sample.centers)
    return sample.text is not None and len(gaps) + 1 == len(sample.text) >= _FEWEST and bool(
        gaps.min() > 6
    )  # fmt: skip


def splice(left: Sample, right: Sample, rng: np.random.Generator) -> Sample | None:
    """`left` up to a gap between two characters, then `right` from a gap near it; None where no
    gaps lie near each other. Both as `fit_to_splice` wants them, of the same picture size."""
    assert left.text is not None
    assert right.text is not None
    width = left.picture.shape[1]
    cuts_left = _gaps(left)
    cuts_right = _gaps(right)
    pairs = [
        (i + 1, j + 1)
        for i, a in enumerate(cuts_left)
        for j, b in enumerate(cuts_right)
        if abs(a - b) < _NEAR * width
        and _FEWEST <= i + 1 + len(right.text) - j - 1 <= MAX_CHARACTERS
    ]
    if not pairs:
        return None
    kept, dropped = pairs[int(rng.integers(len(pairs)))]
    a, b = cuts_left[kept - 1], cuts_right[dropped - 1]
    shift = np.array([[1, 0, a - b], [0, 1, 0]], np.float64)
    size = (width, left.picture.shape[0])
    moved = cv2.warpAffine(right.picture, shift, size, borderMode=cv2.BORDER_REPLICATE)
    # Lit alike, so that the seam is no sign.
    ground = left.picture.mean((0, 1)) / np.maximum(moved.mean((0, 1)), 1)
    moved = np.clip(moved * np.clip(ground, 0.6, 1.6), 0, 255)
    share = np.clip((np.arange(width) - a) / _SEAM + 0.5, 0, 1)[None, :, None]
    picture = (left.picture * (1 - share) + moved * share).astype(np.uint8)
    centers = (*left.centers[:kept], *(c + a - b for c in right.centers[dropped:]))
    return Sample(picture, left.text[:kept] + right.text[dropped:], left.state, centers)


def _gaps(sample: Sample) -> list[float]:
    return [(a + b) / 2 for a, b in zip(sample.centers, sample.centers[1:], strict=False)]

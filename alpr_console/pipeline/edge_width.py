"""How wide the clearest edges of a picture are: of a plate's characters, of a whole frame.

An edge that is smoothed a little more grows fainter, a sharp one by much and a blurred one by
little; from the two strengths its width follows, however bright or dark the picture is. Only
edges that stand well above noise are asked, so that noise is never taken for sharpness.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Gray = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class EdgeScale:
    """How edges are looked for."""

    fine: float
    """Standard deviation, pixels, of the smoothing that takes noise down."""
    coarse: float
    """That of the one it is compared with; near this and above widths are told too small."""
    clearest: float
    """Percentile of the edges' strength above which they are asked."""
    sharpest: float
    """Percentile of those edges' widths that is the answer. Low: a shaken picture, or a plate
    going by, is sharp along its way, and what is out of focus is so in every direction."""
    least_step: float
    """Levels a pixel; what is fainter may be noise."""


FRAME = EdgeScale(fine=0.8, coarse=2.0, clearest=99.5, sharpest=20.0, least_step=3.0)
PLATE = EdgeScale(fine=1.0, coarse=2.5, clearest=90.0, sharpest=25.0, least_step=4.0)

_FEWEST = 20
"""Edge pixels; from fewer no width is told."""
_STEPS = 2.0
"""Strengths are counted in halves of a level."""


def edge_width(gray: Gray, scale: EdgeScale, margin: int = 0) -> float | None:
    """As the standard deviation of a blurred step, in pixels of `gray`; 0 for what is a step
    within one pixel, or a thin line. None where nothing is clear enough to tell. Edges within
    `margin` pixels of the border are not asked.
    """
    smooth = cv2.GaussianBlur(gray.astype(np.float32), (0, 0), scale.fine)
    right = cv2.Sobel(smooth, cv2.CV_32F, 1, 0, ksize=1, scale=0.5)
    down = cv2.Sobel(smooth, cv2.CV_32F, 0, 1, ksize=1, scale=0.5)
    strength = cv2.magnitude(right, down)
    # The border has no second neighbor.
    edge = max(1, margin)
    inner = strength[edge:-edge, edge:-edge]
    if inner.size == 0:
        return None
    counts = np.bincount(
        cv2.convertScaleAbs(inner, alpha=_STEPS).ravel(), minlength=256
    ).cumsum()  # fmt: skip
    clear = float(np.searchsorted(counts, counts[-1] * scale.clearest / 100)) / _STEPS
    rows, columns = np.nonzero(inner >= max(clear, scale.least_step))
    if rows.size < _FEWEST:
        return None
    rows, columns = rows + edge, columns + edge
    spread = float(np.sqrt(scale.coarse**2 - scale.fine**2))
    coarse = cv2.GaussianBlur(smooth, (0, 0), spread)
    fainter = _strength(coarse, rows, columns)
    ratio = (strength[rows, columns] / np.maximum(fainter, 1e-3)) ** 2
    squares = (scale.coarse**2 - ratio * scale.fine**2) / np.maximum(ratio - 1, 1e-2)
    return float(np.sqrt(max(0.0, float(np.percentile(squares, scale.sharpest)))))


def _strength(picture: NDArray[Any], rows: NDArray[Any], columns: NDArray[Any]) -> NDArray[Any]:
    """Only where it is asked for: the edges are a small part of a picture."""
    right = picture[rows, columns + 1] - picture[rows, columns - 1]
    down = picture[rows + 1, columns] - picture[rows - 1, columns]
    return np.asarray(np.hypot(right, down) / 2)

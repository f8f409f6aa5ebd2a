"""Measures how good a camera's picture is, about once a second.

On a gray picture of half the size, which takes the sensor's noise down and keeps what a lens
out of focus takes away. The pixels that are compared with the ones before are not reduced:
an average would hide the noise that tells a live picture from a frozen one.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import cv2
import numpy as np

from alpr_console.domain.picture_quality import PictureQuality
from alpr_console.ports import Frame, Picture

EVERY = timedelta(seconds=1)

_WIDTH = 640
"""Of the reduced picture; a larger frame has no more to say of its focus than this."""
_COARSE = 8
"""The coarse scale is so many times the reduced picture's pixel."""
_FINE_SIGMA = 1.0
_CLEAREST = 99.5
"""Percentile of the edges' strength: half a percent of a picture is its clearest edges."""
_BRIGHTEST = 99.9
_COMPARED = 160
"""So many columns are compared with the picture before; enough that noise is among them."""
_LEAST_EDGE = 2.0
"""Levels. What stands out less than this is noise and says nothing of focus."""


class PictureMeter:
    """Of one camera. Belongs to one thread."""

    def __init__(self) -> None:
        self._measured_at: datetime | None = None
        self._before: Picture | None = None

    def measure(self, frame: Frame) -> PictureQuality | None:
        """None unless a second is over since the last measurement, by the frames' own times:
        so a recording is measured alike however fast it is played.
        """
        # A clock put back must not keep the meter waiting until it has caught up.
        if self._measured_at is not None and abs(frame.at - self._measured_at) < EVERY:
            return None
        self._measured_at = frame.at
        return measured(frame.picture, self._changed(frame.picture))

    def _changed(self, picture: Picture) -> float | None:
        step = max(1, picture.shape[1] // _COMPARED)
        # Copied: the rest of the frame is not held for a second longer.
        sample = np.ascontiguousarray(picture[::step, ::step])
        before, self._before = self._before, sample
        if before is None or before.shape != sample.shape:
            return None
        return float(np.any(before != sample, axis=2).mean())


def measured(picture: Picture, changed: float | None = None) -> PictureQuality:
    """`picture` is BGR."""
    height, width = picture.shape[:2]
    scale = min(1.0, _WIDTH / width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    reduced = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    gray = cv2.cvtColor(reduced, cv2.COLOR_BGR2GRAY)
    mean, deviation = cv2.meanStdDev(gray)
    contrast = float(deviation[0, 0]) / 255
    smooth = cv2.GaussianBlur(gray, (0, 0), _FINE_SIGMA)
    fine = _percentile(cv2.absdiff(gray, smooth), _CLEAREST)
    blocks = max(1, size[0] // _COARSE), max(1, size[1] // _COARSE)
    coarse = cv2.resize(
        cv2.resize(gray, blocks, interpolation=cv2.INTER_AREA), size,
        interpolation=cv2.INTER_LINEAR,
    )  # fmt: skip
    # Smoothed, so that noise alone has next to no edges.
    edges = _percentile(cv2.absdiff(smooth, coarse), _CLEAREST)
    # Far out of focus even the coarse edges are gone, and what is left at the fine scale is
    # noise: against the contrast of the whole such a picture still gives itself away.
    left = min(1.0, edges / 255 / contrast) if contrast > 0 else 0.0
    return PictureQuality(
        brightness=float(mean[0, 0]) / 255,
        contrast=contrast,
        sharpness=min(1.0, fine / max(edges, _LEAST_EDGE)) * left,
        highlights=_percentile(gray, _BRIGHTEST) / 255,
        detail=edges / 255,
        changed=changed,
    )


def _percentile(levels: np.ndarray, percent: float) -> float:
    """Of 8-bit levels, by their counts: many times quicker than sorting."""
    counts = np.bincount(levels.ravel(), minlength=256).cumsum()
    return float(np.searchsorted(counts, counts[-1] * percent / 100))

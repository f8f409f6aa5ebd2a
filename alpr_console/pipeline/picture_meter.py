"""Measures how good a camera's picture is, about once a second.

On a gray picture of half the size, which takes the sensor's noise down and keeps what a lens
out of focus takes away. The pixels that are compared with the ones before are not reduced:
an average would hide the noise that tells a live picture from a frozen one. Plates are measured
one by one at the camera's own size: whatever the street and the light are like, characters are
printed sharp.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

import cv2
import numpy as np

from alpr_console.domain.picture_quality import PictureQuality, PlateEdges
from alpr_console.domain.plate import Corners
from alpr_console.pipeline.edge_width import FRAME, PLATE, edge_width
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

_PLATE_FRAME = 1280
"""Plates of a wider picture are reduced to what they would be in one so wide."""
_PLATE_WIDTHS = 60, 320
"""Pixels of that. A smaller plate's strokes run into each other, sharp or not; a larger one is
rare and costs time."""
_MOST_PLATES = 4
_ROUND = 6
"""Pixels around a plate, so that smoothing has something to smooth with."""


class PictureMeter:
    """Of one camera. Belongs to one thread."""

    def __init__(self) -> None:
        self._measured_at: datetime | None = None
        self._before: Picture | None = None

    def measure(
        self, frame: Frame, plates: Iterable[tuple[int, Corners]] = ()
    ) -> PictureQuality | None:
        """None unless a second is over since the last measurement, by the frames' own times:
        so a recording is measured alike however fast it is played. `plates` are those followed
        in the frame, each with its pass's number.
        """
        # A clock put back must not keep the meter waiting until it has caught up.
        if self._measured_at is not None and abs(frame.at - self._measured_at) < EVERY:
            return None
        self._measured_at = frame.at
        quality = measured(frame.picture, self._changed(frame.picture))
        return replace(quality, plates=plate_edges(frame.picture, plates))

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
        edge_width=edge_width(gray, FRAME),
    )


def plate_edges(picture: Picture, plates: Iterable[tuple[int, Corners]]) -> tuple[PlateEdges, ...]:
    """Of the largest plates that are large enough to tell, in pixels of a picture
    `_PLATE_FRAME` wide at most.
    """
    height, width = picture.shape[:2]
    scale = min(1.0, _PLATE_FRAME / width)
    least, most = _PLATE_WIDTHS
    boxes = []
    for track_id, corners in plates:
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        if least <= (max(xs) - min(xs)) * scale <= most:
            boxes.append((max(xs) - min(xs), track_id, xs, ys))
    found = []
    for across, track_id, xs, ys in sorted(boxes, reverse=True)[:_MOST_PLATES]:
        round_ = _ROUND / scale
        left, top = max(0, round(min(xs) - round_)), max(0, round(min(ys) - round_))
        right, bottom = round(max(xs) + round_), round(max(ys) + round_)
        crop = picture[top : min(height, bottom), left : min(width, right)]
        if min(crop.shape[:2]) * scale <= 3 * _ROUND:
            continue
        if scale < 1.0:
            crop = np.asarray(cv2.resize(crop, None, fx=scale, fy=scale,
                                         interpolation=cv2.INTER_AREA), np.uint8)  # fmt: skip
        told = edge_width(cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY), PLATE, margin=_ROUND)
        if told is not None:
            middle = sum(xs) / 4 / width, sum(ys) / 4 / width
            found.append(PlateEdges(track_id, told, middle, across / width))
    return tuple(found)


def _percentile(levels: np.ndarray, percent: float) -> float:
    """Of 8-bit levels, by their counts: many times quicker than sorting."""
    counts = np.bincount(levels.ravel(), minlength=256).cumsum()
    return float(np.searchsorted(counts, counts[-1] * percent / 100))

"""Cuts a plate out of a frame and straightens it by its four corners."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from alpr_console.domain.plate import Corners


def rectify(
    frame: NDArray[np.uint8], corners: Corners, width: int, height: int, margin: float
) -> NDArray[np.uint8]:
    """The plate seen straight on, `height` by `width` by channels of `frame`.

    `margin` is how much of the plate's own width and height is kept around it on each side
    (0.06 is 6 %). Beyond the frame's edge its last pixels go on.
    """
    left, top = width * margin / (1 + 2 * margin), height * margin / (1 + 2 * margin)
    right, bottom = width - left, height - top
    target = np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)
    # Pixel centers, not pixel edges, are what the warp counts by.
    homography = cv2.getPerspectiveTransform(np.array(corners, np.float32) - 0.5, target - 0.5)
    if _is_shrunk(corners, width):
        return _shrunk(frame, homography, width, height)
    return _warped(frame, homography, width, height)


def _is_shrunk(corners: Corners, width: int) -> bool:
    spans = (_distance(corners, 0, 1), _distance(corners, 3, 2))
    return max(spans) > 2 * width


def _distance(corners: Corners, one: int, other: int) -> float:
    return float(np.hypot(corners[one][0] - corners[other][0], corners[one][1] - corners[other][1]))


def _warped(
    frame: NDArray[np.uint8], homography: NDArray[np.float64], width: int, height: int
) -> NDArray[np.uint8]:
    straight = cv2.warpPerspective(
        frame, homography, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(straight, np.uint8)


def _shrunk(
    frame: NDArray[np.uint8], homography: NDArray[np.float64], width: int, height: int
) -> NDArray[np.uint8]:
    # A plate far larger than the crop is warped at twice the size and then averaged down:
    # sampled straight, thin strokes would fall between the samples.
    double = np.diag([2.0, 2.0, 1.0]) @ homography
    large = _warped(frame, double, 2 * width, 2 * height)
    return np.asarray(cv2.resize(large, (width, height), interpolation=cv2.INTER_AREA), np.uint8)

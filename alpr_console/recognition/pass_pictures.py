"""The pictures that a read carries, and how clear a plate is in one."""

from __future__ import annotations

import cv2
import numpy as np

from alpr_console.domain.plate import Detection
from alpr_console.ports import Picture
from alpr_console.recognition.rectify import rectify

CROP_SIZE = (256, 128)
"""Width and height of the plate picture of a read, pixels."""
CROP_MARGIN = 0.06
CONTEXT_WIDTH = 960
_JPEG_CROP = (cv2.IMWRITE_JPEG_QUALITY, 90)
_JPEG_CONTEXT = (cv2.IMWRITE_JPEG_QUALITY, 80)


def crop_jpeg(picture: Picture, detection: Detection) -> bytes:
    """The plate straightened to `CROP_SIZE`, as JPEG."""
    return _jpeg(rectify(picture, detection.corners, *CROP_SIZE, CROP_MARGIN), _JPEG_CROP)


def context_jpeg(picture: Picture) -> bytes:
    """The frame, at most `CONTEXT_WIDTH` wide, as JPEG."""
    return _jpeg(_reduced(picture), _JPEG_CONTEXT)


def clearness(picture: Picture, detection: Detection) -> float:
    """How sharp a plate is, about 0.2 to 1: edge strength of its straightened picture."""
    small = rectify(picture, detection.corners, 96, 48, 0.0)
    gray = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
    spread = float(gray.std()) + 8.0
    edges = float(np.abs(cv2.Laplacian(gray, cv2.CV_16S)).mean())
    return float(min(1.0, 0.2 + 0.8 * edges / spread))


def _reduced(picture: Picture) -> Picture:
    height, width = picture.shape[:2]
    if width <= CONTEXT_WIDTH:
        return picture
    size = (CONTEXT_WIDTH, max(1, round(height * CONTEXT_WIDTH / width)))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _jpeg(picture: Picture, options: tuple[int, int]) -> bytes:
    done, encoded = cv2.imencode(".jpg", picture, options)
    if not done:
        raise RuntimeError("a picture of a read could not be encoded")
    return encoded.tobytes()

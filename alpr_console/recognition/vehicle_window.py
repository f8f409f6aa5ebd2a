"""The part of a picture in which the vehicle that bears a plate is looked for.

Where the plate is says where the vehicle is, and its size how large: the window is placed and
scaled by the plate, so the network sees every vehicle at about one size. Training cuts its
pictures the same way.
"""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from alpr_console.domain.plate import Box

Picture = NDArray[np.uint8]

SIDE = 8.5
"""Side of the square window in plate widths; a passenger car is about 6 wide."""
ABOVE = 6.0
"""How much of the side lies above the plate's center."""
FILLER = 114
"""Gray of what lies outside the picture."""


def window_of(plate: Box) -> Box:
    """The square around a plate's vehicle, in pixels; it may reach out of the picture.

    The plate's width is taken from its area, as of a 2:1 US plate: seen from the side a plate
    narrows, and the long plates of other countries are wider for the same vehicle.
    """
    unit = math.sqrt(2 * plate.w * plate.h)
    x, y = plate.x + plate.w / 2, plate.y + plate.h / 2
    return Box(x - SIDE / 2 * unit, y - ABOVE * unit, SIDE * unit, SIDE * unit)


def cut(picture: Picture, window: Box, into: Picture) -> None:
    """Shrink a window of `picture` (H×W×3) into `into` (h×w×3), gray where there is no picture."""
    into[:] = FILLER
    height, width = into.shape[:2]
    sx, sy = width / window.w, height / window.h
    x0, y0 = max(0, round(window.x)), max(0, round(window.y))
    x1 = min(picture.shape[1], round(window.x + window.w))
    y1 = min(picture.shape[0], round(window.y + window.h))
    if x1 <= x0 or y1 <= y0:
        return
    left, top = round((x0 - window.x) * sx), round((y0 - window.y) * sy)
    right, bottom = round((x1 - window.x) * sx), round((y1 - window.y) * sy)
    left, top = max(left, 0), max(top, 0)
    right, bottom = min(right, width), min(bottom, height)
    if right <= left or bottom <= top:
        return
    way = cv2.INTER_AREA if sx < 1 else cv2.INTER_LINEAR
    part = cv2.resize(picture[y0:y1, x0:x1], (right - left, bottom - top), interpolation=way)
    into[top:bottom, left:right] = part

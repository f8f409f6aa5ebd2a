"""What the usual plate of a state looks like: drawn by us, for the eye to compare with."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np

from alpr_console.domain.plate import STATES
from alpr_console.simulation.plate_renderer import random_serial, render_plate
from alpr_console.simulation.plate_styles import designs

_QUALITY = 90


@lru_cache(maxsize=8)
def usual_plate_jpeg(state: str) -> bytes:
    """JPEG of the commonest passenger plate of `state`, unworn, with a made-up serial.

    Always the same for the same state; b'' for what is none of `STATES`. The graphics are hints
    at the design, no facsimile (decision 0023).
    """
    if state not in STATES:
        return b""
    rng = np.random.default_rng(STATES.index(state))
    commonest = max(designs(state, "passenger"), key=lambda design: design.share)
    plate = render_plate(random_serial(state, rng), state, rng, commonest, bare=True)
    written, jpeg = cv2.imencode(".jpg", plate.image, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    return jpeg.tobytes() if written else b""

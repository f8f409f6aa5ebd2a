"""What makes a camera's pictures of a pass poor: focus, motion, grain, compression, distance."""

from __future__ import annotations

import random
from dataclasses import dataclass

import cv2
import numpy as np

from alpr_console.ports import Picture
from tests.fakes import views


@dataclass(frozen=True, slots=True)
class Sight:
    """How a pass is seen. As it stands: in focus, at the usual distance, a little grain."""

    blur: float = 0.0
    """Sigma, pixels of a 1280×720 picture."""
    smear: int = 0
    """Pixels that the picture runs sideways while one is taken."""
    grain: float = 2.5
    """Standard deviation of the sensor's noise, of 255."""
    quality: int = 100
    """Of the camera's JPEG."""
    begins: float = 1.6
    """Seconds into the pass of its first frame; the earlier, the farther."""

    def of(self, picture: Picture, number: int) -> Picture:
        """`picture` as frame `number` shows it."""
        if self.blur:
            picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), self.blur), np.uint8)
        if self.smear:
            kernel = np.full((1, self.smear), 1 / self.smear, np.float32)
            picture = np.asarray(cv2.filter2D(picture, -1, kernel), np.uint8)
        picture = views.grained(picture, number, self.grain)
        if self.quality < 100:
            quality = [cv2.IMWRITE_JPEG_QUALITY, self.quality]
            _, data = cv2.imencode(".jpg", picture, quality)
            picture = np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)
        return picture


CLEAR = Sight()


def poor(rng: random.Random) -> Sight:
    """One or several at once, down to what the reader gives up on."""
    return Sight(
        blur=rng.choice((0.0, rng.uniform(0.5, 1.5), rng.uniform(1.5, 2.4))),
        smear=rng.choice((0, 0, rng.randrange(3, 7))),
        grain=rng.choice((2.5, rng.uniform(4.0, 18.0))),
        quality=rng.randrange(20, 90),
        begins=rng.uniform(0.5, 1.6),
    )

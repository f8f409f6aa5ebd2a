"""A recogniser that sees plates drawn by `paint_plate`: deterministic, and no network."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from alpr_console.domain.plate import (
    Box,
    CharacterRead,
    Corners,
    Detection,
    PlateText,
    SeenPlate,
    StateRead,
    VehicleDescription,
)
from alpr_console.ports import Picture
from alpr_console.recognition.recogniser import StageTimes

TEXTS = ("7ABC123", "8XYZ987", "4JKL555")
"""What a painted plate can say; its number is coded in the red channel."""
_STEP = 80


def paint_plate(picture: Picture, which: int, x: int, y: int, w: int = 80, h: int = 40) -> None:
    """Draw plate TEXTS[which] as a green block that survives video compression."""
    picture[y : y + h, x : x + w] = (0, 255, which * _STEP)


class FakeRecogniser:
    """As `Recogniser`. `fail_on` frames (counted from 1) raise, to play a broken network."""

    def __init__(self, fail_on: range = range(0)) -> None:
        self.times = StageTimes()
        self.pictures = 0
        self.sparing = False
        self._fail_on = fail_on

    def begin(self, picture: Picture, done: Callable[[], None]) -> None:
        done()

    def spare(self, sparing: bool) -> None:
        self.sparing = sparing

    def detect(self, picture: Picture) -> list[Detection]:
        self.pictures += 1
        if self.pictures in self._fail_on:
            raise RuntimeError("the network broke")
        blue, green = picture[:, :, 0].astype(int), picture[:, :, 1].astype(int)
        ys, xs = np.nonzero((green > 190) & (blue < 70))
        if len(xs) < 400:
            return []
        x, y = float(xs.min()), float(ys.min())
        w, h = float(xs.max()) + 1 - x, float(ys.max()) + 1 - y
        corners: Corners = ((x, y), (x + w, y), (x + w, y + h), (x, y + h))
        return [Detection(Box(x, y, w, h), corners, 0.99)]

    def read(self, picture: Picture, detections: Sequence[Detection]) -> list[SeenPlate]:
        return [SeenPlate(d, self._text(picture, d.box)) for d in detections]

    def describe(self, picture: Picture, plate: Detection) -> VehicleDescription | None:
        return None

    def look_again(self, crop_jpeg: bytes, reading: PlateText) -> PlateText:
        return reading

    def see_still(self, picture: Picture) -> list[SeenPlate]:
        self.times = StageTimes(1.0, 2.0, 3.0)
        return self.read(picture, self.detect(picture))

    def see_crop(self, picture: Picture) -> SeenPlate:
        height, width = (float(n) for n in picture.shape[:2])
        corners: Corners = ((0.0, 0.0), (width, 0.0), (width, height), (0.0, height))
        whole = Detection(Box(0.0, 0.0, width, height), corners, 1.0)
        return self.read(picture, [whole])[0]

    def _text(self, picture: Picture, box: Box) -> PlateText:
        middle = picture[int(box.y + box.h / 2), int(box.x + box.w / 2)]
        text = TEXTS[min(len(TEXTS) - 1, round(float(middle[2]) / _STEP))]
        return PlateText(
            tuple(CharacterRead(c, 0.99, (("B", 0.004),)) for c in text),
            StateRead("CA", 0.9, (("NV", 0.05),)),
            0.95,
        )

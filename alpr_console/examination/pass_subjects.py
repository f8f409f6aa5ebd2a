"""What passes the camera in a video made for the examination: vehicles whose plate is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from alpr_console.domain.plate import Box
from alpr_console.ports import Picture
from alpr_console.simulation.plate_renderer import random_serial, render_plate
from alpr_console.simulation.plate_styles import STYLES
from alpr_console.simulation.scenario import Body, Color, Light
from alpr_console.simulation.vehicle_drawing import (
    PLATE_HEIGHT,
    PLATE_WIDTH,
    SHAPES,
    draw_vehicle,
    px,
)

Points = NDArray[np.float64]

_LARGEST_SIDE = 1280


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """A picture of a vehicle with one plate that counts."""

    picture: Picture
    """BGR, a whole photograph; or BGRA, a vehicle cut out, its colors premultiplied."""
    corners: Points
    """The plate's in the picture: top left, top right, bottom right, bottom left; pixels."""
    text: str

    @property
    def is_photograph(self) -> bool:
        return bool(self.picture.shape[2] == 3)

    @property
    def plate_width(self) -> float:
        """Pixels of the picture."""
        return float(np.linalg.norm(self.corners[1] - self.corners[0]))


def photographed(picture: Picture, box: Box, text: str) -> Subject:
    """A photograph (BGR) in which the plate `text` stands at `box`."""
    scale = min(1.0, _LARGEST_SIDE / max(picture.shape[:2]))
    if scale < 1:
        size = (round(picture.shape[1] * scale), round(picture.shape[0] * scale))
        picture = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
    x, y, r, b = box.x, box.y, box.x + box.w, box.y + box.h
    return Subject(picture, np.array([(x, y), (r, y), (r, b), (x, b)]) * scale, text)


def mounted(plate: Picture, text: str, rng: np.random.Generator) -> Subject:
    """A picture of a plate alone (BGR, about 2:1) on a drawn vehicle, by day or by night."""
    body = list(Body)[int(rng.integers(len(Body)))]
    color = list(Color)[int(rng.integers(len(Color)))]
    light = Light.NIGHT if rng.random() < 0.2 else Light.DAY
    sprite = draw_vehicle(body, color, plate, light, rng)
    y, w, h = SHAPES[body].plate_y, PLATE_WIDTH / 2, PLATE_HEIGHT / 2
    corners = [px(-w, y + h), px(w, y + h), px(w, y - h), px(-w, y - h)]
    return Subject(sprite.levels[0], np.array(corners), text)


def drawn(count: int, seed: int) -> list[Subject]:
    """Drawn vehicles with drawn plates of states at random."""
    rng = np.random.default_rng(seed)
    states: Sequence[str] = sorted(STYLES)
    subjects = []
    for _ in range(count):
        state = states[int(rng.integers(len(states)))]
        text = random_serial(state, rng)
        subjects.append(mounted(render_plate(text, state, rng).image, text, rng))
    return subjects

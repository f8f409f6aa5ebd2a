"""Vehicles of the simulated feed, for the vehicle network to learn beside the photographs.

A trainer's scenario of 'right plate, wrong vehicle' needs a console that sees what is drawn. The
drawings tell the network nothing of real vehicles, and none is held out: what the card says of
photographs is measured on photographs alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np

from alpr_console.domain.plate import Box, Corners
from alpr_console.domain.vehicle_codes import BODIES
from alpr_console.recognition.vehicle_window import window_of
from alpr_console.simulation.passing import Passing
from alpr_console.simulation.plate_renderer import random_serial
from alpr_console.simulation.scenario import Body, Color, Course, Light, PassKind, VehiclePass
from alpr_console.simulation.street import Street
from models.training.vehicle_data import Vehicle, colors_of, described

WORD: dict[Body, str] = {Body.SEDAN: "car", Body.SUV: "SUV", Body.PICKUP: "truck"}
"""What the console calls a drawn body; a color's word is the network's own, silver is gray."""
_NIGHT = 0.3
_STATES = ("CA", "AZ", "NV", "OR", "TX", "WA")
_MOMENTS = 3
_SECONDS = (0.9, 3.4)
"""Of a pass of four seconds: from a plate 40 pixels wide until it leaves the picture."""


def drawn_vehicles(each: int, seed: int) -> list[Vehicle]:
    """`each` vehicles of every color and body that the feed draws, by day and by night, each at
    three moments of its pass."""
    draw = np.random.default_rng(seed)
    streets = {light: Street(light, draw) for light in Light}
    return [
        seen
        for body, color in product(Body, Color)
        for _ in range(each)
        for seen in _one(streets, body, color, draw)
    ]


def _one(
    streets: dict[Light, Street], body: Body, color: Color, draw: np.random.Generator
) -> Iterator[Vehicle]:
    light = Light.NIGHT if draw.random() < _NIGHT else Light.DAY
    state = str(draw.choice(_STATES))
    one = VehiclePass(
        "drawn", PassKind.ORDINARY_READ, 0.0, 4.0, int(draw.integers(-1, 2)), Course.APPROACHED,
        color, body, random_serial(state, draw), state, seed=int(draw.integers(1 << 30)),
    )  # fmt: skip
    passing = Passing(one, light, int(draw.integers(1 << 30)))
    style = np.array([float(WORD[body] == b) for b in BODIES], np.float32)
    for seconds in draw.uniform(*_SECONDS, _MOMENTS).tolist():
        picture = streets[light].picture(9.0 * seconds)
        passing.draw(picture, seconds)
        window = window_of(box_around(passing.plate_corners(seconds)))
        yield described("drawn", picture, window, colors_of(color.value), style)


def box_around(corners: Corners) -> Box:
    """The upright box of four corners."""
    xs, ys = zip(*corners, strict=True)
    return Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))

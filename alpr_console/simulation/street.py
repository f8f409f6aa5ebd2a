"""The street that simulated vehicles drive on: sky, houses, trees, road, and its optics."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from alpr_console.ports import Picture
from alpr_console.simulation.scenario import Light

WIDTH, HEIGHT = 1280, 720
FOCAL = 2100.0
"""Pixels; a plate reader's camera sees a narrow field."""
CENTER_X, HORIZON = 640.0, 318.0
CAMERA_HEIGHT = 1.25
LANE = 3.4
"""Meters between the middles of neighboring lanes."""
_DASH, _GAP = 3.0, 9.0
_FARTHEST = 260.0

Floats = NDArray[np.float32]


def project(x: float, y: float, z: float) -> tuple[float, float]:
    """Pixel of a place: x meters right, y meters above the road, z meters ahead."""
    return CENTER_X + FOCAL * x / z, HORIZON + FOCAL * (CAMERA_HEIGHT - y) / z


class Street:
    """A drawn street; only the lane marks move from frame to frame."""

    def __init__(self, light: Light, rng: np.random.Generator) -> None:
        self._light = light
        self._still = _draw(light, rng)
        row = self._still[HEIGHT - 40, 300:980].reshape(-1, 3).mean(axis=0)
        paint = np.array([206, 210, 212]) if light is Light.DAY else np.array([92, 98, 104])
        self._mark = tuple(float(v) for v in (paint * 0.86 + row * 0.14))

    def picture(self, traveled: float) -> Picture:
        """A new picture of the street after so many meters of way."""
        picture = self._still.copy()
        first = -(traveled % (_DASH + _GAP))
        for side in (-0.5, 0.5):
            x = side * LANE
            start = first
            while start < _FARTHEST:
                near, far = max(start, 4.6), start + _DASH
                if far > 5.0:
                    corners = [
                        project(x - 0.06, 0, near),
                        project(x + 0.06, 0, near),
                        project(x + 0.06, 0, far),
                        project(x - 0.06, 0, far),
                    ]
                    points = np.round(np.array(corners) * 16).astype(np.int32)
                    cv2.fillConvexPoly(picture, points, self._mark, cv2.LINE_AA, 4)
                start += _DASH + _GAP
        return picture


def _draw(light: Light, rng: np.random.Generator) -> Picture:
    picture, ground = _sky(rng), _ground(rng)
    below = round(HORIZON)
    picture[below:] = ground[below:]
    _houses(picture, rng)
    _trees(picture, rng)
    picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), 2.2), np.float32)
    _lay_road(picture, ground)
    if light is Light.NIGHT:
        picture = _darkened(picture, rng)
    picture += rng.normal(0, 1.2, (HEIGHT, WIDTH, 1)).astype(np.float32)
    return np.asarray(np.clip(picture, 0, 255), np.uint8)


def _cloud(rng: np.random.Generator, cells: tuple[int, int]) -> Floats:
    """Soft noise about 0, -1 to 1, in three octaves."""
    total = np.zeros((HEIGHT, WIDTH), np.float32)
    for octave in range(3):
        rows, columns = cells[0] << octave, cells[1] << octave
        coarse = rng.uniform(-1, 1, (rows, columns)).astype(np.float32)
        total += cv2.resize(coarse, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC) * 0.5**octave
    return total / np.float32(1.75)


def _sky(rng: np.random.Generator) -> Floats:
    rows = np.linspace(0, 1, HEIGHT, dtype=np.float32)[:, None, None]
    high = np.array([214, 170, 122], np.float32)
    low = np.array([232, 220, 204], np.float32)
    fall = np.clip(rows * HEIGHT / HORIZON, 0, 1) ** 1.3
    picture = high + (low - high) * fall * np.ones((1, WIDTH, 1), np.float32)
    clouds = np.clip(_cloud(rng, (5, 4)) - 0.05, 0, 1)[..., None]
    return np.asarray(picture + (244 - picture) * np.minimum(clouds * 1.3, 0.85), np.float32)


def _houses(picture: Floats, rng: np.random.Generator) -> None:
    for side in (-1, 1):
        z = 120.0
        while z > 26:
            depth = float(rng.uniform(9, 16))
            set_back, height = float(rng.uniform(9.5, 12)), float(rng.uniform(3.6, 9.5))
            wall = np.array([rng.uniform(110, 190)] * 3) + rng.uniform(-11, 11, 3)
            _house(picture, side * set_back, z, z - depth, height, wall, rng)
            z -= depth + float(rng.uniform(0, 5))


def _house(
    picture: Floats,
    x: float,
    far: float,
    near: float,
    height: float,
    wall: NDArray[np.float64],
    rng: np.random.Generator,
) -> None:
    outward = x + (9 if x > 0 else -9)
    _fill(picture, [(x, 0, near), (outward, 0, near), (outward, height, near), (x, height, near)],
          wall * 1.05)  # fmt: skip
    _fill(picture, [(x, 0, near), (x, 0, far), (x, height, far), (x, height, near)], wall * 0.78)
    _fill(picture, [(x, height, near), (x, height, far), (outward, height + 0.2, far),
                    (outward, height + 0.2, near)], wall * 0.45)  # fmt: skip
    glass = wall * 0.72 + np.array([14, 8, 2])
    floor = 1.1
    while floor + 1.6 < height:
        z = near + 1.2
        while z + 1.6 < far:
            _fill(picture, [(x, floor, z), (x, floor, z + 1.5), (x, floor + 1.4, z + 1.5),
                            (x, floor + 1.4, z)], glass)  # fmt: skip
            z += 3.1
        across = x + (1.0 if x > 0 else -1.0)
        for step in range(3):
            left = across + (2.6 if x > 0 else -2.6) * step
            right = left + (1.4 if x > 0 else -1.4)
            _fill(picture, [(left, floor, near), (right, floor, near), (right, floor + 1.4, near),
                            (left, floor + 1.4, near)], glass * 1.1)  # fmt: skip
        floor += 3.0


def _fill(
    picture: Floats, corners: list[tuple[float, float, float]], color: NDArray[np.float64]
) -> None:
    points = np.round(np.array([project(*corner) for corner in corners]) * 16)
    cv2.fillPoly(picture, [points.astype(np.int32)], [float(v) for v in color], cv2.LINE_AA, 4)


def _trees(picture: Floats, rng: np.random.Generator) -> None:
    places = sorted((float(rng.uniform(24, 110)) for _ in range(12)), reverse=True)
    for index, z in enumerate(places):
        x = (7.6 if index % 2 else -7.6) + float(rng.uniform(-0.5, 0.5))
        trunk = np.array([46.0, 56, 66])
        _fill(picture, [(x - 0.13, 0, z), (x + 0.13, 0, z), (x + 0.1, 3, z), (x - 0.1, 3, z)],
              trunk)  # fmt: skip
        green = np.array([48, 84, 66]) + rng.uniform(-12, 12, 3)
        # Leaves in tufts, the upper ones in the light.
        tufts = rng.normal(0, 1, (240, 2)) * (0.95, 0.62)
        for dx, dy in tufts[np.argsort(tufts[:, 1])]:
            if (dx / 2.1) ** 2 + (dy / 1.4) ** 2 > 1:
                continue
            at = project(x + dx, 4.2 + dy, z)
            radius = max(1, int(FOCAL / z * float(rng.uniform(0.08, 0.24))))
            tone = green * (0.92 + 0.22 * dy) * float(rng.uniform(0.72, 1.28))
            cv2.circle(picture, (int(at[0]), int(at[1])), radius, [float(v) for v in tone], -1)


def _ground(rng: np.random.Generator) -> Floats:
    """Asphalt, curbs, sidewalks and lawns; means nothing above the horizon."""
    ground = np.zeros((HEIGHT, WIDTH, 3), np.float32)
    rows = np.arange(HEIGHT, dtype=np.float32)[:, None]
    z = FOCAL * CAMERA_HEIGHT / np.maximum(rows - HORIZON, 1)
    x = (np.arange(WIDTH, dtype=np.float32)[None, :] - CENTER_X) * z / FOCAL
    haze = np.clip(z / 260, 0, 1)[..., None]
    asphalt = np.array([112, 112, 112], np.float32)
    walk = np.array([158, 164, 168], np.float32)
    grass = np.array([70, 108, 92], np.float32)
    edge = 1.5 * LANE
    ground[:] = asphalt
    # Wheel tracks are lighter, the oil between them darker.
    phase = (x / LANE) % 1.0
    tracks = np.cos((phase - 0.5) * 4 * np.pi) * -7
    ground += np.where(np.abs(x) < edge, tracks, 0)[..., None]
    beyond = np.abs(x)[..., None]
    ground = np.where(beyond > edge + 0.2, walk, ground)
    ground = np.where(beyond > edge + 2.4, grass, ground)
    curb = (np.abs(x) > edge) & (np.abs(x) < edge + 0.22)
    ground[curb] = (186, 190, 192)
    line = np.abs(np.abs(x) - (edge - 0.25)) < 0.055
    ground[line] = (196, 204, 208)
    coarse = _cloud(rng, (8, 14)) * 8
    grain = rng.normal(0, 6, (HEIGHT, WIDTH)).astype(np.float32)
    grain = cv2.GaussianBlur(grain, (0, 0), 0.8) * 1.7
    ground += (coarse + grain * np.clip((rows - HORIZON) / 120, 0.2, 1))[..., None]
    ground += (np.array([222, 214, 204], np.float32) - ground) * haze * 0.75
    return ground


def _lay_road(picture: Floats, ground: Floats) -> None:
    """Road and sidewalk again, sharp: the blur is that of what stands behind them."""
    rows = np.arange(HEIGHT, dtype=np.float32)[:, None]
    reach = np.abs(np.arange(WIDTH, dtype=np.float32)[None, :] - CENTER_X)
    own = (rows > HORIZON + 1) & (reach < (1.5 * LANE + 2.2) * (rows - HORIZON) / CAMERA_HEIGHT)
    soft = cv2.GaussianBlur(own.astype(np.float32), (0, 0), 1.5)[..., None]
    picture *= 1 - soft
    picture += soft * ground


def _darkened(picture: Floats, rng: np.random.Generator) -> Floats:
    """The same street at night: street lamps, and the patrol car's head lamps on the road."""
    dark = picture * np.array([0.17, 0.14, 0.125], np.float32)
    rows = np.arange(HEIGHT, dtype=np.float32)[:, None]
    columns = np.arange(WIDTH, dtype=np.float32)[None, :]
    beam = np.exp(-(((columns - CENTER_X) / 420) ** 2) - ((rows - 640) / 190) ** 2)
    dark += picture * (beam * 0.24)[..., None] * np.array([0.86, 0.96, 1.0], np.float32)
    for index in range(8):
        z = 30.0 + 16 * index
        x, y = project(7.2 if index % 2 else -7.2, 6.2, z)
        if not (0 <= x < WIDTH and 0 <= y < HEIGHT):
            continue
        spread = max(3.0, 300 / z)
        reach = np.exp(-(((columns - x) / spread) ** 2) - ((rows - y) / spread) ** 2)
        halo = np.exp(-(((columns - x) / (8 * spread)) ** 2) - ((rows - y) / (8 * spread)) ** 2)
        dark += (reach * 210 + halo * 26)[..., None] * np.array([0.62, 0.84, 1.0], np.float32)
    return np.asarray(dark, np.float32)

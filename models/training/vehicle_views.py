"""Views of a vehicle as a camera in traffic might have them: moved, mirrored, lit, spoilt."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from alpr_console.domain.vehicle_codes import BODIES, COLORS
from models.training.vehicle_data import KEPT, WIDER, Vehicle
from models.training.vehicle_net import SIZE

Picture = NDArray[np.uint8]
Floats = NDArray[np.float32]

_ANY_COLOR = np.full(len(COLORS), 1 / len(COLORS), np.float32)
_ANY_BODY = np.full(len(BODIES), 1 / len(BODIES), np.float32)
_CHANNEL = {"blue": 0, "green": 1, "red": 2}
"""Where the colors stand that one becomes another by exchanging two channels."""


_NOISE = np.random.default_rng(8).normal(0, 1, (64, SIZE, SIZE, 3)).astype(np.float32)


@dataclass(frozen=True, slots=True)
class View:
    """What the network is shown and what it should say; zeros are not asked for."""

    picture: Picture
    color: Floats
    body: Floats
    place: Floats
    """Left, top, right, bottom, vehicle."""
    has_place: bool


def plain_view_of(vehicle: Vehicle) -> View:
    """A labelled vehicle as its photograph shows it."""
    at = np.zeros(5, np.float32)
    if vehicle.place is not None:
        at[:4] = vehicle.place
    at[4] = 1
    picture = _warp(vehicle.picture, _still(), False)
    return View(picture, vehicle.color, vehicle.body, at, vehicle.place is not None)


def view_of(
    vehicle: Vehicle, surrounding: Picture, draw: np.random.Generator, *, drawn: bool = False
) -> View:
    """One look at a labelled vehicle, now and then in front of another picture.

    The photographs end close around their vehicles, those of a camera in traffic do not. A
    `drawn` vehicle is seen in the light that it is drawn in, by day or by night: in others white
    becomes silver.
    """
    picture, place = vehicle.picture, vehicle.place
    if draw.random() < 0.6:
        picture = surrounding.copy()
        x0, y0, x1, y1 = np.clip(vehicle.inside, 0, KEPT).round().astype(int).tolist()
        picture[y0:y1, x0:x1] = vehicle.picture[y0:y1, x0:x1]
    color = vehicle.color if not vehicle.is_mixed else _ANY_COLOR
    moved = _matrix(draw)
    mirror = bool(draw.random() < 0.5)
    picture = _warp(picture, moved, mirror)
    at = np.zeros(5, np.float32)
    if place is not None:
        corners = _moved(place, moved)
        if mirror:
            corners = np.array([1 - corners[2], corners[1], 1 - corners[0], corners[3]], np.float32)
        at[:4] = corners
    at[4] = 1
    if draw.random() < 0.12:
        picture, color = _recolored(picture, color, draw)
    picture, hidden = (picture, False) if drawn else _lit(picture, draw)
    if hidden:
        color = _ANY_COLOR
    picture = _spoilt(picture, draw)
    return View(picture, color, vehicle.body, at, place is not None)


def view_of_nothing(window: Picture, draw: np.random.Generator) -> View:
    """A look at a window around what is no plate: no color, no body, no vehicle."""
    picture, _ = _lit(_warp(window, _matrix(draw), draw.random() < 0.5), draw)
    return View(_spoilt(picture, draw), _ANY_COLOR, _ANY_BODY, np.zeros(5, np.float32), False)


def _still() -> Floats:
    scale = SIZE * WIDER / KEPT
    shift = -(WIDER - 1) / 2 * SIZE
    return np.array([[scale, 0, shift], [0, scale, shift]], np.float32)


def _matrix(draw: np.random.Generator) -> Floats:
    """From the kept picture to the network's: as a plate box that is a little off would."""
    scale = float(np.exp(draw.normal(0, 0.11)))
    turn = draw.normal(0, 0.04)
    dx, dy = draw.normal(0, 0.035, 2) * SIZE
    base = _still()
    middle = KEPT / 2
    c, s = np.cos(turn) * base[0, 0] * scale, np.sin(turn) * base[0, 0] * scale
    moved = np.array(
        [[c, -s, SIZE / 2 - c * middle + s * middle + dx],
         [s, c, SIZE / 2 - s * middle - c * middle + dy]]
    )  # fmt: skip
    return np.asarray(moved, np.float32)


def _warp(picture: Picture, matrix: Floats, mirror: bool) -> Picture:
    out = cv2.warpAffine(
        picture, matrix, (SIZE, SIZE), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT,
        borderValue=(114, 114, 114),
    )  # fmt: skip
    return np.asarray(out[:, ::-1] if mirror else out, np.uint8)


def _moved(place: Floats, matrix: Floats) -> Floats:
    """A place in shares of the unmoved window, in those of the moved one."""
    kept = (place + (WIDER - 1) / 2) / WIDER * KEPT
    scale = float(np.hypot(matrix[0, 0], matrix[1, 0]))
    center = matrix @ np.array([(kept[0] + kept[2]) / 2, (kept[1] + kept[3]) / 2, 1], np.float32)
    half = np.array([kept[2] - kept[0], kept[3] - kept[1]], np.float32) * scale / 2
    return np.asarray(np.concatenate([center - half, center + half]) / SIZE, np.float32)


def _recolored(
    picture: Picture, color: Floats, draw: np.random.Generator
) -> tuple[Picture, Floats]:
    """A red, blue or green vehicle in another of these colors, by exchanging two channels."""
    name = COLORS[int(color.argmax())]
    if color.max() < 1 or name not in _CHANNEL:
        return picture, color
    wanted = str(draw.choice([other for other in _CHANNEL if other != name]))
    order = [0, 1, 2]
    order[_CHANNEL[name]], order[_CHANNEL[wanted]] = _CHANNEL[wanted], _CHANNEL[name]
    target = np.zeros_like(color)
    target[COLORS.index(wanted)] = 1
    return np.ascontiguousarray(picture[:, :, order]), target


def _lit(picture: Picture, draw: np.random.Generator) -> tuple[Picture, bool]:
    """In another light; and whether that light hides the color."""
    kind = draw.random()
    if kind < 0.07:
        # Infrared and gray cameras.
        gray = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
        return np.asarray(cv2.cvtColor(gray, cv2.COLOR_GRAY2BGR), np.uint8), True
    if kind < 0.15:
        # Night: dark, in yellow or blue light.
        light = draw.uniform(0.04, 0.3) * draw.uniform((0.5, 0.7, 0.8), (1.1, 1.0, 1.2))
        return _mapped(picture, light, 1.0, 1.0), True
    light = np.exp(draw.normal(0, 0.05, 3)) * np.exp(draw.normal(0, 0.14))
    bend, contrast = np.exp(draw.normal(0, 0.12, 2))
    picture = _mapped(picture, light, bend, contrast)
    gray = cv2.cvtColor(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
    colored = float(np.exp(draw.normal(0, 0.15)))
    picture = np.asarray(cv2.addWeighted(picture, colored, gray, 1 - colored, 0), np.uint8)
    if draw.random() < 0.15:
        # A shadow's edge across.
        cover = np.zeros((SIZE, SIZE), np.float32)
        cv2.fillConvexPoly(cover, draw.uniform(0, SIZE, (3, 2)).astype(np.int32), 1.0)
        dark = 1 - draw.uniform(0.2, 0.5) * cv2.GaussianBlur(cover, (0, 0), 4)[:, :, None]
        picture = (picture * dark).astype(np.uint8)
    return picture, False


def _mapped(picture: Picture, light: NDArray[np.float64], bend: float, contrast: float) -> Picture:
    """Each channel times its light, bent by a gamma, spread about a middle gray."""
    values = np.clip(np.arange(256)[:, None] / 255 * light, 0, 1) ** bend
    values = np.clip(0.45 + (values - 0.45) * contrast, 0, 1) if contrast != 1 else values
    return np.asarray(cv2.LUT(picture, (values * 255).astype(np.uint8)[:, None]), np.uint8)


def _spoilt(picture: Picture, draw: np.random.Generator) -> Picture:
    if draw.random() < 0.35:
        side = round(SIZE * draw.uniform(0.25, 0.8))
        small = cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA)
        picture = np.asarray(cv2.resize(small, (SIZE, SIZE)), np.uint8)
    if draw.random() < 0.2:
        length = int(draw.integers(3, 9))
        kernel = np.zeros((length, length), np.float32)
        kernel[length // 2] = 1 / length
        picture = np.asarray(cv2.filter2D(picture, -1, kernel), np.uint8)
    if draw.random() < 0.3:
        noise = _NOISE[draw.integers(len(_NOISE))] * draw.uniform(2, 9)
        picture = np.clip(picture + noise, 0, 255).astype(np.uint8)
    if draw.random() < 0.25:
        quality = int(draw.integers(25, 80))
        _, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
        picture = np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)
    if draw.random() < 0.15:
        # Something in between: a post, a gate, the picture's edge.
        w, h = (int(v) for v in draw.uniform(0.05, 0.35, 2) * SIZE)
        x, y = int(draw.integers(SIZE - w)), int(draw.integers(SIZE - h))
        picture = picture.copy()
        picture[y : y + h, x : x + w] = draw.integers(0, 255, 3)
    return picture

"""Draws a vehicle's rear, plate mounted, as a sprite with transparency.

Measures are meters on the vehicle: x from its middle, y up from the ground.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from alpr_console.ports import Picture
from alpr_console.simulation.scenario import Body, Color, Light

PPM = 440
"""Sprite pixels per meter; a 0.305 m plate is 134 pixels wide."""

HALF_WIDTH = 1.12
"""Meters that the sprite reaches to either side: mirrors, and the shadow on the road."""
TOP = 2.0
BELOW = 0.12
"""Meters of shadow in front of the wheels."""

PLATE_WIDTH, PLATE_HEIGHT = 0.305, 0.1525
WIDTH, HEIGHT = round(2 * HALF_WIDTH * PPM), round((TOP + BELOW) * PPM)

Floats = NDArray[np.float32]
_Outline = list[tuple[float, float]]

PAINT: dict[Color, tuple[int, int, int]] = {
    Color.WHITE: (226, 228, 228),
    Color.SILVER: (176, 174, 170),
    Color.GRAY: (104, 101, 98),
    Color.BLACK: (34, 32, 31),
    Color.RED: (34, 30, 158),
    Color.BLUE: (128, 66, 34),
    Color.GREEN: (62, 82, 42),
    Color.TAN: (122, 152, 172),
}
"""BGR in full daylight."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Half of a rear view, its right half; the left is its mirror image."""

    body: _Outline
    glass: _Outline
    lamp: _Outline
    plate_y: float
    """Height of the plate's middle."""
    bumper: tuple[float, float]
    """Lower and upper edge."""
    roof: float
    belt: float
    """Height at which body ends and windows begin."""
    half: float
    roof_half: float
    tire: float
    """Height of the tires."""


SHAPES: dict[Body, Shape] = {
    Body.SEDAN: Shape(
        body=[(0, 1.45), (0.42, 1.44), (0.55, 1.39), (0.64, 1.22), (0.74, 1.02), (0.86, 0.93),
              (0.91, 0.78), (0.92, 0.55), (0.88, 0.34), (0.80, 0.24), (0, 0.22)],
        glass=[(0, 1.385), (0.40, 1.375), (0.50, 1.32), (0.64, 1.03), (0, 1.01)],
        lamp=[(0.52, 0.90), (0.82, 0.91), (0.895, 0.84), (0.90, 0.73), (0.62, 0.74), (0.52, 0.80)],
        plate_y=0.77, bumper=(0.30, 0.62), roof=1.44, belt=0.98,
        half=0.91, roof_half=0.56, tire=0.46,
    ),
    Body.SUV: Shape(
        body=[(0, 1.76), (0.52, 1.75), (0.66, 1.70), (0.74, 1.50), (0.84, 1.16), (0.92, 1.04),
              (0.95, 0.85), (0.95, 0.58), (0.91, 0.40), (0.84, 0.30), (0, 0.28)],
        glass=[(0, 1.66), (0.48, 1.65), (0.60, 1.58), (0.71, 1.19), (0.66, 1.15), (0, 1.14)],
        lamp=[(0.70, 1.20), (0.84, 1.14), (0.91, 1.03), (0.93, 0.82), (0.78, 0.84), (0.72, 1.0)],
        plate_y=0.93, bumper=(0.36, 0.70), roof=1.75, belt=1.12,
        half=0.94, roof_half=0.66, tire=0.54,
    ),
    Body.PICKUP: Shape(
        body=[(0, 1.86), (0.52, 1.85), (0.66, 1.79), (0.72, 1.50), (0.76, 1.20), (0.93, 1.19),
              (0.97, 1.12), (0.98, 0.80), (0.96, 0.52), (0.90, 0.44), (0, 0.42)],
        glass=[(0, 1.74), (0.46, 1.73), (0.58, 1.66), (0.63, 1.30), (0, 1.28)],
        lamp=[(0.80, 1.13), (0.94, 1.12), (0.965, 1.05), (0.965, 0.82), (0.82, 0.82)],
        plate_y=0.62, bumper=(0.46, 0.76), roof=1.85, belt=1.26,
        half=0.96, roof_half=0.64, tire=0.66,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Sprite:
    """A drawn rear in several sizes, colors premultiplied by coverage."""

    levels: tuple[Picture, ...]
    """BGRA; each half the size of the one before."""
    shape: Shape


def px(x: float, y: float) -> tuple[float, float]:
    """Sprite pixel of a place on the vehicle."""
    return (HALF_WIDTH + x) * PPM, (TOP - y) * PPM


def draw_vehicle(
    body: Body, color: Color, plate: Picture, light: Light, rng: np.random.Generator
) -> Sprite:
    """The rear of a vehicle with `plate` (2:1, BGR) mounted. Same `rng` state, same sprite."""
    shape = SHAPES[body]
    paint = np.array(PAINT[color], np.float32) * float(rng.uniform(0.94, 1.04))
    picture = np.zeros((HEIGHT, WIDTH, 3), np.float32)
    cover = np.zeros((HEIGHT, WIDTH), np.float32)
    glow = np.zeros((HEIGHT, WIDTH), np.float32)
    _shadow(cover, shape)
    _tires(picture, cover, shape)
    _body(picture, cover, shape, paint, rng)
    _glass(picture, shape, rng)
    _bumper(picture, shape, paint, body)
    _lamps(picture, glow, shape, light)
    _trim(picture, shape, paint, body, rng)
    grain = rng.normal(0, 3.0, (HEIGHT // 2, WIDTH // 2)).astype(np.float32)
    picture += cv2.resize(grain, (WIDTH, HEIGHT))[..., None]
    picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), 1.0), np.float32)
    _mount(picture, glow, shape, plate, light, rng)
    if light is Light.NIGHT:
        dark = np.array([0.21, 0.19, 0.17], np.float32)
        picture *= dark + (1 - dark) * np.clip(glow, 0, 1)[..., None]
    cover = np.asarray(cv2.GaussianBlur(cover, (0, 0), 0.9), np.float32)
    whole = np.dstack([np.clip(picture, 0, 255) * cover[..., None], cover * 255])
    levels = [np.asarray(np.clip(whole, 0, 255), np.uint8)]
    for _ in range(3):
        h, w = levels[-1].shape[:2]
        smaller = cv2.resize(levels[-1], (w // 2, h // 2), interpolation=cv2.INTER_AREA)
        levels.append(np.asarray(smaller, np.uint8))
    return Sprite(tuple(levels), shape)


def _mask(outline: _Outline, mirrored: bool = True) -> Floats:
    """Coverage of an outline and, where it is one half, of its mirror image."""
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    right = [px(x, y) for x, y in outline]
    sides = [right]
    if mirrored and outline[0][0] == 0:
        sides = [right + [px(-x, y) for x, y in reversed(outline)]]
    elif mirrored:
        sides.append([px(-x, y) for x, y in outline])
    for side in sides:
        points = np.round(np.array(side) * 16).astype(np.int32)
        cv2.fillPoly(mask, [points], 255, cv2.LINE_AA, 4)
    return np.asarray(mask, np.float32) / np.float32(255)


def _rounded(outline: _Outline, sigma: float) -> Floats:
    """The outline's mask, its corners rounded."""
    mask, sigma = _mask(outline), sigma * PPM / 540
    rows, columns = _extent(mask, round(3 * sigma) + 1)
    soft = cv2.GaussianBlur(mask[rows, columns], (0, 0), sigma)
    mask[rows, columns] = np.clip((soft - 0.5) * sigma * 2 + 0.5, 0, 1)
    return mask


def _softened(mask: NDArray[np.uint8], sigma: float) -> Floats:
    """Coverage 0 to 1 of a drawn line or spot, blurred where there is anything."""
    soft = np.zeros(mask.shape, np.float32)
    rows, columns = _extent(mask, round(3 * sigma) + 1)
    part = np.asarray(mask[rows, columns], np.float32) / np.float32(255)
    soft[rows, columns] = cv2.GaussianBlur(part, (0, 0), sigma)
    return soft


def _extent(mask: NDArray[np.generic], margin: int) -> tuple[slice, slice]:
    """Rows and columns where the mask is not zero: most parts are small, the sprite is not."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not rows.size:
        return slice(0, 0), slice(0, 0)
    return (
        slice(max(0, int(rows[0]) - margin), int(rows[-1]) + margin + 1),
        slice(max(0, int(columns[0]) - margin), int(columns[-1]) + margin + 1),
    )


def _lay(picture: Floats, mask: Floats, color: Floats | tuple[float, float, float]) -> None:
    """Color (one, or a picture of them) over the picture where the mask is."""
    area = _extent(mask, 0)
    share = mask[area][..., None]
    paint = np.asarray(color, np.float32)
    part = picture[area]
    part *= 1 - share
    part += share * (paint if paint.ndim == 1 else paint[area])


def _heights() -> Floats:
    """Height above the ground of each sprite row, meters, as a column."""
    rows = np.arange(HEIGHT, dtype=np.float32)[:, None]
    return np.asarray(TOP - rows / PPM, np.float32)


def _across() -> Floats:
    """x of each sprite column, meters, as a row."""
    columns = np.arange(WIDTH, dtype=np.float32)[None, :]
    return np.asarray(columns / PPM - HALF_WIDTH, np.float32)


def _shadow(cover: Floats, shape: Shape) -> None:
    under = _mask([(0, 0.30), (shape.half, 0.30), (shape.half + 0.05, -0.03), (0, -0.06)])
    soft = _softened(np.asarray(under * 255, np.uint8), 13)
    np.maximum(cover, soft * np.float32(0.8), out=cover)


def _tires(picture: Floats, cover: Floats, shape: Shape) -> None:
    outer = shape.half - 0.05
    mask = _rounded(
        [(outer - 0.22, 0.0), (outer, 0.0), (outer, shape.tire), (outer - 0.22, shape.tire)], 9
    )
    grooves = 24 + 9 * np.sin(_across() * 190)
    _lay(picture, mask, np.repeat(grooves[..., None], 3, 2) * np.ones((HEIGHT, 1, 1), np.float32))
    np.maximum(cover, mask, out=cover)
    # The dark under the body, axle and muffler in it.
    under = _mask([(0, 0.34), (outer, 0.34), (outer, 0.14), (0, 0.14)])
    _lay(picture, under * (1 - mask), (15, 14, 14))
    np.maximum(cover, under, out=cover)


def _body(
    picture: Floats, cover: Floats, shape: Shape, paint: Floats, rng: np.random.Generator
) -> None:
    mask = _rounded(shape.body, 13)
    y, x = _heights(), _across()
    # Sky in the upward curves, road in the lower ones, the turn away at the sides.
    level = np.interp(y, [0.2, 0.45, 0.70, 0.86, shape.belt, shape.roof - 0.1, shape.roof],
                      [0.48, 0.66, 0.84, 0.92, 1.12, 0.94, 1.18])  # fmt: skip
    turn = 1 - 0.40 * np.clip(np.abs(x) / shape.half, 0, 1) ** 5
    shine = float(rng.uniform(8, 18)) * np.exp(-((y - shape.belt + 0.05) ** 2) / 0.0022)
    wave = 5 * np.sin(x * 7 + float(rng.uniform(0, 6))) * np.exp(-((y - 0.85) ** 2) / 0.02)
    tone = (level * turn)[..., None] * paint + (shine * turn + wave)[..., None]
    _lay(picture, mask, tone.astype(np.float32))
    np.maximum(cover, mask, out=cover)
    edge = mask - cv2.erode(mask, np.ones((13, 13), np.uint8))
    soft = cv2.GaussianBlur(np.asarray(edge * 255, np.uint8), (0, 0), 4)
    picture *= 1 - np.asarray(soft, np.float32)[..., None] * np.float32(0.35 / 255)


def _glass(picture: Floats, shape: Shape, rng: np.random.Generator) -> None:
    seal = cv2.dilate(_rounded(shape.glass, 8), np.ones((11, 11), np.uint8))
    _lay(picture, np.asarray(seal, np.float32), (20, 20, 20))
    mask = _rounded(shape.glass, 8)
    y, x = _heights(), _across()
    span = np.clip((y - shape.belt) / (shape.roof - shape.belt), 0, 1)
    tone = 34 + 62 * span**1.6 + 10 * np.sin(3.1 * x + float(rng.uniform(0, 6)) + 2 * span)
    tint = np.array([1.10, 1.03, 0.95], np.float32)
    _lay(picture, mask, (tone[..., None] * tint).astype(np.float32))
    rest = shape.belt + 0.02
    for center in (-0.36, 0.36):
        seat = np.zeros((HEIGHT, WIDTH), np.uint8)
        place = tuple(int(v) for v in px(center, rest + 0.12))
        cv2.ellipse(seat, place, (int(0.12 * PPM), int(0.15 * PPM)), 0, 0, 360, 255, -1)
        soft = _softened(seat, 5)
        _lay(picture, np.asarray(soft * mask * 0.6, np.float32), (22, 21, 20))


def _bumper(picture: Floats, shape: Shape, paint: Floats, body: Body) -> None:
    low, high = shape.bumper
    half = shape.half - 0.015
    mask = _rounded([(0, high), (half - 0.03, high - 0.02), (half, (low + high) / 2),
                     (half - 0.05, low), (0, low)], 10)  # fmt: skip
    y, x = _heights(), _across()
    level = np.interp(y, [low, (low + high) / 2, high - 0.05, high], [0.5, 0.8, 1.0, 1.14])
    turn = 1 - 0.42 * np.clip(np.abs(x) / half, 0, 1) ** 6
    chrome = np.array([168, 166, 164], np.float32)
    ground = chrome if body is Body.PICKUP else paint
    _lay(picture, mask, ((level * turn)[..., None] * ground).astype(np.float32))
    gap = _mask([(0, high + 0.006), (half - 0.03, high - 0.012), (half - 0.03, high - 0.026),
                 (0, high - 0.008)])  # fmt: skip
    _lay(picture, gap * np.float32(0.75), (14, 14, 14))
    valance = _rounded([(0, low + 0.10), (half - 0.18, low + 0.09), (half - 0.12, low - 0.07),
                        (0, low - 0.09)], 8)  # fmt: skip
    if body is not Body.PICKUP:
        _lay(picture, valance, (30, 29, 28))
    pipe = _rounded([(0.50, low), (0.62, low), (0.62, low - 0.07), (0.50, low - 0.07)], 6)
    _lay(picture, pipe, (58, 56, 54))
    reflector = _rounded([(half - 0.28, low + 0.16), (half - 0.10, low + 0.165),
                          (half - 0.10, low + 0.13), (half - 0.28, low + 0.125)], 3)  # fmt: skip
    _lay(picture, reflector, (26, 24, 128))


def _lamps(picture: Floats, glow: Floats, shape: Shape, light: Light) -> None:
    rim = cv2.dilate(_rounded(shape.lamp, 5), np.ones((7, 7), np.uint8))
    _lay(picture, np.asarray(rim, np.float32), (22, 18, 34))
    mask = _rounded(shape.lamp, 5)
    y, x = _heights(), _across()
    facets = 0.86 + 0.14 * np.sin(np.abs(x) * 130) * np.sin(y * 130)
    lit = light is Light.NIGHT
    red = np.array([50, 48, 250] if lit else [28, 24, 172], np.float32)
    _lay(picture, mask, (facets[..., None] * red).astype(np.float32))
    middle_y = float(np.mean([v for _, v in shape.lamp]))
    middle_x = float(np.mean([v for v, _ in shape.lamp]))
    reverse = _rounded([(middle_x - 0.07, middle_y + 0.03), (middle_x + 0.07, middle_y + 0.03),
                        (middle_x + 0.07, middle_y - 0.02), (middle_x - 0.07, middle_y - 0.02)],
                       4)  # fmt: skip
    _lay(picture, reverse * mask, (178, 182, 186))
    if lit:
        np.maximum(glow, mask, out=glow)
        halo = np.asarray(cv2.GaussianBlur(mask, (0, 0), 34), np.float32)
        picture += halo[..., None] * np.array([16, 14, 120], np.float32)
        np.maximum(glow, np.minimum(halo * 0.9, 1), out=glow)


def _trim(
    picture: Floats, shape: Shape, paint: Floats, body: Body, rng: np.random.Generator
) -> None:
    """Lid seams, the emblem, lettering too small to read, the high brake lamp."""
    seam = shape.belt - 0.03 if body is not Body.PICKUP else shape.belt - 0.13
    lid = shape.half - (0.22 if body is not Body.PICKUP else 0.15)
    for start, end in (((-lid, seam), (lid, seam)), ((lid, seam), (lid - 0.03, shape.bumper[1])),
                       ((-lid, seam), (-lid + 0.03, shape.bumper[1]))):  # fmt: skip
        line = np.zeros((HEIGHT, WIDTH), np.uint8)
        ends = [tuple(int(v) for v in px(*end_)) for end_ in (start, end)]
        cv2.line(line, ends[0], ends[1], 255, 4, cv2.LINE_AA)
        soft = _softened(line, 1.6)
        _lay(picture, soft * np.float32(0.7), (16, 15, 15))
    emblem = np.zeros((HEIGHT, WIDTH), np.uint8)
    place = tuple(int(v) for v in px(0, shape.belt - 0.055))
    if body is not Body.PICKUP:
        cv2.ellipse(emblem, place, (22, 15), 0, 0, 360, 255, 5, cv2.LINE_AA)
        cv2.line(emblem, (place[0] - 14, place[1]), (place[0] + 14, place[1]), 255, 4)
    for side in (-1, 1):
        at = side * float(rng.uniform(0.38, 0.44))
        for index in range(5):
            x, y = px(at + 0.022 * (index - 2), seam - 0.055)
            cv2.rectangle(emblem, (int(x), int(y)), (int(x) + 7, int(y) + 9), 255, 2)
    chrome = 205.0 if float(paint.mean()) < 130 else 92.0
    soft = _softened(emblem, 1.0)
    _lay(picture, np.asarray(soft * 0.85, np.float32), (chrome, chrome, chrome))
    brake = _rounded([(0, shape.roof - 0.035), (0.15, shape.roof - 0.04),
                      (0.15, shape.roof - 0.062), (0, shape.roof - 0.058)], 3)  # fmt: skip
    _lay(picture, brake, (22, 18, 96))


def _mount(
    picture: Floats,
    glow: Floats,
    shape: Shape,
    plate: Picture,
    light: Light,
    rng: np.random.Generator,
) -> None:
    """The plate in its recess, under the shadow of the lid, tilted by a hair."""
    y, half_w, half_h = shape.plate_y, PLATE_WIDTH / 2, PLATE_HEIGHT / 2
    recess = _rounded([(0, y + half_h + 0.045), (half_w + 0.075, y + half_h + 0.04),
                       (half_w + 0.05, y - half_h - 0.03), (0, y - half_h - 0.035)], 8)  # fmt: skip
    depth = np.interp(_heights(), [y - half_h, y + half_h + 0.05], [0.72, 0.36])
    picture *= 1 - recess[..., None] * (1 - depth[..., None])
    size = plate.shape[1], plate.shape[0]
    angle = float(rng.normal(0, 0.006))
    corners = []
    for sx, sy in ((-1, 1), (1, 1), (1, -1), (-1, -1)):
        dx, dy = sx * half_w, sy * half_h
        corners.append(px(dx - dy * angle, y + dy + dx * angle))
    source = np.array([(0, 0), (size[0], 0), (size[0], size[1]), (0, size[1])], np.float32)
    there = cv2.getPerspectiveTransform(source, np.array(corners, np.float32))
    # Twice the size first, then averaged down: warping straight down would alias.
    double = np.diag([2.0, 2.0, 1.0]) @ there
    x0, y0 = (int(v) for v in px(-half_w - 0.03, y + half_h + 0.03))
    x1, y1 = (int(v) for v in px(half_w + 0.03, y - half_h - 0.03))
    shift = np.array([[1, 0, -2 * x0], [0, 1, -2 * y0], [0, 0, 1]], np.float64)
    area = (2 * (x1 - x0), 2 * (y1 - y0))
    drawn = cv2.warpPerspective(plate, shift @ double, area, flags=cv2.INTER_LINEAR)
    filled = np.full(plate.shape[:2], 255, np.uint8)
    mask = cv2.warpPerspective(filled, shift @ double, area, flags=cv2.INTER_LINEAR)
    drawn = cv2.resize(drawn, (x1 - x0, y1 - y0), interpolation=cv2.INTER_AREA)
    mask = cv2.resize(mask, (x1 - x0, y1 - y0), interpolation=cv2.INTER_AREA)
    share = np.asarray(mask, np.float32) / 255
    part = picture[y0:y1, x0:x1]
    rows = np.linspace(0, 1, y1 - y0, dtype=np.float32)[:, None]
    exposure = 0.9 if light is Light.DAY else 0.98
    shade = exposure * (0.84 + 0.16 * np.minimum(1, rows * 5))
    lit = np.asarray(drawn, np.float32) * shade[..., None]
    part *= 1 - share[..., None]
    part += share[..., None] * lit
    if light is Light.NIGHT:
        np.maximum(glow[y0:y1, x0:x1], share * 0.82, out=glow[y0:y1, x0:x1])

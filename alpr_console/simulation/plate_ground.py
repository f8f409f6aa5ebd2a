"""The ground of a drawn plate: colors from top to bottom and a picture in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType

import cv2
import numpy as np
from numpy.typing import NDArray

from alpr_console.simulation.plate_design import PlateStyle

WIDTH, HEIGHT = 440, 220
"""Pixels of a drawn plate; a US plate is 12 by 6 inches."""

Floats = NDArray[np.float32]
_VARIANTS = 6
_Points = list[tuple[float, float]]


def color(rrggbb: str) -> Floats:
    """BGR, 0 to 255."""
    return np.array([int(rrggbb[i : i + 2], 16) for i in (4, 2, 0)], dtype=np.float32)


def blend(picture: Floats, mask: Floats, ink: Floats, strength: float = 1.0) -> None:
    """`ink` over `picture` in place, by `mask` (0 to 1, of the picture's size)."""
    share = cv2.merge([mask * np.float32(strength)] * 3)
    picture += (ink - picture) * share


def ground(design: PlateStyle, rng: np.random.Generator) -> Floats:
    """`HEIGHT` by `WIDTH` by 3, BGR 0 to 255."""
    stops = np.stack([color(stop) for stop in design.ground])
    stops = np.clip(stops + rng.normal(0, 6, stops.shape), 0, 255)
    rows = np.linspace(0, len(stops) - 1, HEIGHT)
    column = np.stack(
        [np.interp(rows, np.arange(len(stops)), stops[:, channel]) for channel in range(3)], axis=1
    )
    picture = np.repeat(column[:, None, :], WIDTH, axis=1).astype(np.float32)
    if design.motif == "rainbow":
        _rainbow(picture)
    elif design.motif != "plain":
        strength = 0.9 if design.motif in _SOLID else float(rng.uniform(0.35, 0.8))
        mask = _motif(design.motif, int(rng.integers(_VARIANTS)))
        blend(picture, mask, color(design.motif_ink), strength)
    return picture


@cache
def _motif(name: str, variant: int) -> Floats:
    mask = np.zeros((HEIGHT, WIDTH), np.float32)
    MOTIFS[name](mask, np.random.default_rng(variant))
    return mask


def _rainbow(picture: Floats) -> None:
    for index, ink in enumerate(("e89098", "f0c890", "f0f0a8", "a8d8a8", "a8b8e8")):
        radius = 190 - 9 * index
        tone = [*(color(ink) * 0.6 + 0.4 * 245).tolist()]
        cv2.ellipse(picture, (220, 215), (radius, radius - 30), 0, 180, 360, tone, 9, cv2.LINE_AA)


def _ridge(mask: Floats, rng: np.random.Generator, top: float, rough: float) -> None:
    x = np.arange(WIDTH)
    phase = rng.random(4) * 2 * np.pi
    ridge = top + 14 * np.sin(x / 34 + phase[0]) + 9 * np.sin(x / 15 + phase[1])
    ridge += 4 * np.sin(x / 6 + phase[2])
    steps = np.cumsum(rng.normal(0, rough, WIDTH // 8 + 2))
    ridge += np.interp(x, np.arange(len(steps)) * 8, steps - steps.mean())
    rows = np.arange(HEIGHT)[:, None]
    fade = np.clip((HEIGHT - rows) / (HEIGHT - 60), 0, 1)
    mask[:] = (rows > ridge[None, :]) * fade


def _hills(mask: Floats, rng: np.random.Generator) -> None:
    _ridge(mask, rng, float(rng.uniform(70, 130)), 1.0)


def _mountains(mask: Floats, rng: np.random.Generator) -> None:
    peaks = int(rng.integers(5, 9))
    heights = np.where(np.arange(peaks * 2 + 1) % 2, rng.uniform(26, 60, peaks * 2 + 1), 74.0)
    x = np.linspace(0, WIDTH, peaks * 2 + 1)
    ridge = np.interp(np.arange(WIDTH), x, heights) + rng.normal(0, 1.5, WIDTH)
    rows = np.arange(HEIGHT)[:, None]
    mask[:] = np.clip(rows - ridge[None, :], 0, 1)


def _far_mountains(mask: Floats, rng: np.random.Generator) -> None:
    _mountains(mask, rng)
    mask *= np.clip(np.linspace(1.6, 0, HEIGHT, dtype=np.float32), 0, 1)[:, None]


def _waves(mask: Floats, rng: np.random.Generator) -> None:
    rows, x = np.arange(HEIGHT)[:, None], np.arange(WIDTH)[None, :]
    for base in (168, 182, 197):
        crest = base + 6 * np.sin(x / rng.uniform(18, 40) + rng.uniform(0, 6))
        np.maximum(mask, (np.abs(rows - crest) < 4) * 0.9, out=mask)


def _both_waves(mask: Floats, rng: np.random.Generator) -> None:
    rows, x = np.arange(HEIGHT)[:, None], np.arange(WIDTH)[None, :]
    crest = 16 + 4 * np.sin(x / 30 + rng.uniform(0, 6))
    mask[:] = (np.abs(rows - crest) < 6) + (np.abs(rows - (HEIGHT - crest)) < 6)


def _center(mask: Floats, rng: np.random.Generator) -> None:
    for _ in range(4):
        middle = (int(220 + rng.normal(0, 22)), int(112 + rng.normal(0, 16)))
        axes = (int(rng.integers(18, 60)), int(rng.integers(18, 58)))
        cv2.ellipse(mask, middle, axes, int(rng.integers(180)), 0, 360, 0.75, -1, cv2.LINE_AA)
    mask[:] = cv2.GaussianBlur(mask, (9, 9), 0)


def _desert(mask: Floats, rng: np.random.Generator) -> None:
    _ridge(mask, rng, 160, 1.5)
    for x in (28, 58):
        cv2.line(mask, (x, 80), (x, 175), 0.9, 8, cv2.LINE_AA)
        cv2.line(mask, (x - 14, 110), (x - 14, 130), 0.9, 5, cv2.LINE_AA)
        cv2.line(mask, (x - 14, 130), (x, 132), 0.9, 5, cv2.LINE_AA)


def _top_band(mask: Floats, rng: np.random.Generator) -> None:
    mask[: int(rng.integers(46, 54))] = 1


def _bottom_band(mask: Floats, rng: np.random.Generator) -> None:
    mask[HEIGHT - int(rng.integers(30, 40)) :, 110:330] = 1


def _both_bands(mask: Floats, rng: np.random.Generator) -> None:
    mask[: int(rng.integers(6, 14))] = 1
    mask[HEIGHT - int(rng.integers(6, 14)) :] = 1


def _inner_bands(mask: Floats, _: np.random.Generator) -> None:
    cv2.rectangle(mask, (26, 54), (WIDTH - 27, HEIGHT - 46), 1.0, 3, cv2.LINE_AA)


def _top_line(mask: Floats, rng: np.random.Generator) -> None:
    y = int(rng.integers(48, 54))
    mask[y : y + 4, 20 : WIDTH - 20] = 1


def _left_band(mask: Floats, rng: np.random.Generator) -> None:
    mask[:, : int(rng.integers(40, 80))] = 1
    for _ in range(3):
        x, y = int(rng.integers(10, 60)), int(rng.integers(30, 180))
        cv2.circle(mask, (x, y), int(rng.integers(5, 14)), 0.2, -1, cv2.LINE_AA)


def _rays(mask: Floats, rng: np.random.Generator) -> None:
    middle = (220, int(rng.integers(20, 200)))
    cv2.circle(mask, middle, 34, 1.0, -1, cv2.LINE_AA)
    for angle in np.arange(0, 2 * np.pi, np.pi / 9):
        end = (int(middle[0] + 420 * np.cos(angle)), int(middle[1] + 420 * np.sin(angle)))
        cv2.line(mask, middle, end, 0.5, 9, cv2.LINE_AA)


def _skyline(mask: Floats, rng: np.random.Generator) -> None:
    mask[:22] = 0.9
    x = 0
    while x < WIDTH:
        width = int(rng.integers(12, 34))
        mask[: int(rng.integers(30, 62)), x : x + width] = 0.9
        x += width + int(rng.integers(0, 30))


def _silhouette(mask: Floats, points: _Points) -> None:
    cv2.fillPoly(mask, [np.array(points, np.int32)], 0.9, cv2.LINE_AA)


def _portrait(mask: Floats, rng: np.random.Generator) -> None:
    x = int(rng.integers(40, 70))
    cv2.ellipse(mask, (x, 90), (26, 36), 0, 0, 360, 0.9, -1, cv2.LINE_AA)
    _silhouette(mask, [(0, 220), (0, 160), (x - 20, 130), (x + 20, 130), (x + 46, 170), (110, 220)])


def _bird(mask: Floats, rng: np.random.Generator) -> None:
    x, y = float(rng.integers(180, 330)), float(rng.integers(80, 140))
    wings = [(-90, -40), (-30, -10), (0, 6), (40, -16), (100, -50), (56, 20), (10, 30), (-34, 26)]
    _silhouette(mask, [(x + dx, y + dy) for dx, dy in wings])


def _branch(mask: Floats, rng: np.random.Generator) -> None:
    for _ in range(40):
        angle = rng.uniform(-0.6, 1.6)
        start = (int(rng.integers(0, 40)), int(rng.integers(20, 70)))
        end = (int(start[0] + 44 * np.cos(angle)), int(start[1] + 44 * np.sin(angle)))
        cv2.line(mask, start, end, float(rng.uniform(0.5, 1)), 2, cv2.LINE_AA)
    cv2.ellipse(mask, (50, 96), (16, 30), 20, 0, 360, 0.9, -1, cv2.LINE_AA)


def _pine(mask: Floats, rng: np.random.Generator) -> None:
    x = int(rng.integers(200, 240))
    for level in range(5):
        top, half = 40 + 24 * level, 14 + 8 * level
        _silhouette(mask, [(x, top), (x - half, top + 40), (x + half, top + 40)])


def _plane(mask: Floats, rng: np.random.Generator) -> None:
    x, y = int(rng.integers(150, 290)), int(rng.integers(80, 110))
    for dy in (-12, 12):
        cv2.line(mask, (x - 80, y + dy), (x + 80, y + dy - 8), 0.9, 5, cv2.LINE_AA)
    for dx in range(-70, 71, 28):
        cv2.line(mask, (x + dx, y - 14), (x + dx, y + 10), 0.7, 2, cv2.LINE_AA)
    mask[186:200] += 0.4


def _quill(mask: Floats, rng: np.random.Generator) -> None:
    x = float(rng.integers(30, 60))
    _silhouette(mask, [(x, 190), (x + 20, 90), (x + 60, 40), (x + 56, 100), (x + 10, 190)])


def _buffalo(mask: Floats, rng: np.random.Generator) -> None:
    x = int(rng.integers(350, 380))
    cv2.ellipse(mask, (x, 170), (36, 22), 0, 0, 360, 1.0, -1, cv2.LINE_AA)
    cv2.ellipse(mask, (x - 30, 176), (18, 18), 0, 0, 360, 1.0, -1, cv2.LINE_AA)
    mask[178:206, x - 26 : x - 16] = mask[178:206, x + 14 : x + 24] = 1


def _rock(mask: Floats, rng: np.random.Generator) -> None:
    x = float(rng.integers(120, 170))
    edge = [(x, 60), (x + 26, 84), (x + 12, 104), (x + 30, 128), (x + 8, 150), (x + 4, 186)]
    _silhouette(mask, [(0, 50), *edge, (0, 200)])


def _bean(mask: Floats, rng: np.random.Generator) -> None:
    for x in (40, 400):
        cv2.ellipse(
            mask, (x, 110), (14, 60), int(rng.integers(-20, 20)), 0, 360, 1, -1, cv2.LINE_AA
        )


def _words(mask: Floats, rng: np.random.Generator) -> None:
    for y in range(60, 190, 11):
        x = int(rng.integers(0, 20))
        while x < WIDTH:
            width = int(rng.integers(14, 60))
            mask[y : y + 6, x : x + width] = rng.uniform(0.4, 0.9)
            x += width + 7


def _bands(mask: Floats, rng: np.random.Generator) -> None:
    for _ in range(5):
        y = int(rng.integers(0, HEIGHT))
        end = y + int(rng.integers(-60, 60))
        cv2.line(mask, (0, y), (WIDTH, end), 0.8, int(rng.integers(6, 18)), cv2.LINE_AA)


def _palm(mask: Floats, rng: np.random.Generator) -> None:
    x = int(rng.integers(205, 235))
    cv2.line(mask, (x, 190), (x, 90), 0.9, 9, cv2.LINE_AA)
    for angle in np.linspace(-3.4, 0.3, 9):
        end = (int(x + 46 * np.cos(angle)), int(92 + 46 * np.sin(angle)))
        cv2.line(mask, (x, 90), end, 0.9, 7, cv2.LINE_AA)


def _arch(mask: Floats, rng: np.random.Generator) -> None:
    x = int(rng.integers(230, 300))
    cv2.ellipse(mask, (x, 190), (90, 140), 0, 180, 360, 1.0, 44, cv2.LINE_AA)
    mask[188:] = 0.6


def _checks(mask: Floats, rng: np.random.Generator) -> None:
    tall = int(rng.integers(36, 56))
    rows, x = np.arange(HEIGHT)[:, None], np.arange(WIDTH)[None, :]
    checks = ((rows // 14 + (x + rows) // 22) % 2).astype(np.float32)
    flag = rows > HEIGHT - tall + 12 * np.sin(x / 70 + rng.uniform(0, 6))
    mask[:] = checks * flag * (x > 150)


_Paint = Callable[[Floats, np.random.Generator], None]
MOTIFS: Mapping[str, _Paint] = MappingProxyType(
    {
        "hills": _hills, "mountains": _far_mountains, "range": _mountains,
        "waves": _waves, "both-waves": _both_waves,
        "center": _center, "desert": _desert, "top-band": _top_band,
        "bottom-band": _bottom_band, "both-bands": _both_bands, "inner-bands": _inner_bands,
        "top-line": _top_line, "left-band": _left_band, "rays": _rays, "skyline": _skyline,
        "portrait": _portrait, "bird": _bird, "branch": _branch, "pine": _pine,
        "plane": _plane, "quill": _quill, "buffalo": _buffalo, "rock": _rock, "bean": _bean,
        "words": _words, "bands": _bands, "palm": _palm, "arch": _arch, "checks": _checks,
    }
)  # fmt: skip
"""Pictures in the ground by name, besides 'plain' and 'rainbow'."""

_SOLID = frozenset(
    ("top-band", "bottom-band", "both-bands", "inner-bands", "top-line", "range", "checks",
     "left-band", "buffalo", "skyline")
)  # fmt: skip

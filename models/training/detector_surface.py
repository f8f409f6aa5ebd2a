"""Small work on the surface of training pictures: plates removed, trimmed, lit alike."""

from __future__ import annotations

import cv2
import numpy as np

from models.training.detector_dataset import Floats, Picture


def paint_over(part: Picture, box: Floats, grow: float) -> None:
    """Blend what is above and below the box over it, column by column."""
    x, y, w, h = (float(v) for v in box)
    x0, x1 = int(x - w * (grow - 1) / 2), int(np.ceil(x + w * (1 + (grow - 1) / 2)))
    y0, y1 = int(y - h * (grow - 1)), int(np.ceil(y + h * grow))
    x0, x1 = max(x0, 0), min(x1, part.shape[1])
    y0, y1 = max(y0, 1), min(y1, part.shape[0] - 1)
    if x1 - x0 < 2 or y1 - y0 < 2:
        return
    top = cv2.blur(part[y0 - 1 : y0, x0:x1], (3, 1)).reshape(1, -1, 3).astype(np.float32)
    low = cv2.blur(part[y1 : y1 + 1, x0:x1], (3, 1)).reshape(1, -1, 3).astype(np.float32)
    mix = np.linspace(0, 1, y1 - y0, dtype=np.float32)[:, None, None]
    part[y0:y1, x0:x1] = (top * (1 - mix) + low * mix).astype(np.uint8)


def trimmed(plate: Picture) -> Picture:
    """Cut away the even margin that official samples have around the plate."""
    h, w = plate.shape[:2]
    far = np.abs(plate.astype(np.int16) - plate[1, 1].astype(np.int16)).max(axis=2) > 24
    rows = np.flatnonzero(far.mean(axis=1) > 0.25)
    columns = np.flatnonzero(far.mean(axis=0) > 0.25)
    if len(rows) < 0.7 * h or len(columns) < 0.7 * w:
        return plate.copy()
    y0, y1 = max(rows[0], 0), min(rows[-1] + 1, h)
    x0, x1 = max(columns[0], 0), min(columns[-1] + 1, w)
    if y0 > 0.15 * h or x0 > 0.15 * w or h - y1 > 0.15 * h or w - x1 > 0.15 * w:
        return plate.copy()
    return plate[y0:y1, x0:x1].copy()


def brightness(part: Picture, box: Floats) -> float:
    """How light the picture is at a box and beside it."""
    h, w = part.shape[:2]
    x0, y0 = int(np.clip(box[0] - box[2] * 0.5, 0, w - 2)), int(np.clip(box[1], 0, h - 2))
    x1 = int(np.clip(box[0] + box[2] * 1.5, x0 + 1, w))
    y1 = int(np.clip(box[1] + box[3], y0 + 1, h))
    return float(part[y0:y1, x0:x1].mean()) * 1.15


def us_width(box: Floats) -> float:
    """Width of a US plate (2:1) in the place of a plate of any country's shape."""
    w, h = float(box[2]), float(box[3])
    if w > 2.3 * h:
        return float(0.82 * w)
    return float(max(w, 1.8 * h))


def seen_aslant(rng: np.random.Generator, cx: float, cy: float, w: float, h: float) -> Floats:
    """Four corners of a plate seen a little from the side and a little tilted."""
    strong = rng.random() < 0.3
    tilt = np.deg2rad(rng.normal(0, 7.0 if strong else 2.0))
    yaw = rng.normal(0, 0.10 if strong else 0.03)
    shear = rng.normal(0, 0.08 if strong else 0.03)
    narrow = rng.uniform(0.72, 1.0) if strong else rng.uniform(0.93, 1.03)
    x = np.array([-0.5, 0.5, 0.5, -0.5]) * w * narrow
    y = np.array([-0.5, -0.5, 0.5, 0.5]) * h
    y = y * (1 + yaw * np.sign(x)) + shear * x * 0.6
    turned = np.stack(
        [x * np.cos(tilt) - y * np.sin(tilt), x * np.sin(tilt) + y * np.cos(tilt)], axis=1
    )
    return np.asarray(turned + np.array([cx, cy]), dtype=np.float32)

"""Light, lens and file damage over a composed training picture."""

from __future__ import annotations

import cv2
import numpy as np

from models.training.detector_dataset import Floats, Picture, decode_picture


def relight(canvas: Picture, glow: Floats, rng: np.random.Generator) -> Picture:
    """The picture under other light, through another lens, as another file.

    `glow` (H×W, 0 to 1) says where a plate throws light back at night.
    """
    x = canvas.astype(np.float32)
    if rng.random() < 0.14:
        # Night: the scene sinks, the retroreflective plate stays bright.
        dark = float(rng.uniform(0.22, 0.6))
        shine = float(rng.uniform(max(dark, 0.4), 1.1))
        x *= (dark + (shine - dark) * glow)[..., None]
        x += rng.normal(0, rng.uniform(2, 9), x.shape[:2])[..., None].astype(np.float32)
    if rng.random() < 0.7:
        gain = float(rng.uniform(0.65, 1.35))
        x = np.asarray((x - 110) * float(rng.uniform(0.75, 1.25)) + 110 * gain, np.float32)
    if rng.random() < 0.4:
        x *= rng.uniform(0.88, 1.12, 3).astype(np.float32)
    np.clip(x, 0, 255, out=x)
    if rng.random() < 0.3:
        x = np.asarray(255 * (x / 255) ** float(rng.uniform(0.6, 1.6)), np.float32)
    if rng.random() < 0.15:
        x[:] = x.mean(axis=2, keepdims=True)
    draw = rng.random()
    if draw < 0.2:
        x = np.asarray(cv2.GaussianBlur(x, (0, 0), float(rng.uniform(0.4, 1.2))), np.float32)
    elif draw < 0.28:
        length = int(rng.integers(3, 7))
        x = np.asarray(cv2.blur(x, (length, 1)), np.float32)
    if rng.random() < 0.25:
        x += rng.normal(0, rng.uniform(2, 8), x.shape[:2])[..., None].astype(np.float32)
    out = np.clip(x, 0, 255).astype(np.uint8)
    if rng.random() < 0.35:
        quality = int(rng.integers(30, 92))
        encoded = cv2.imencode(".jpg", out, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
        out = decode_picture(np.asarray(encoded, np.uint8))
    return out

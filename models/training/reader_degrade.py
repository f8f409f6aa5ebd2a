"""Makes of a clean picture of a plate what a patrol car's camera would see of it."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]


def framed(
    picture: Picture,
    surroundings: Picture,
    width: int,
    height: int,
    rng: np.random.Generator,
    spread: float = 1.0,
) -> tuple[Picture, NDArray[np.float64]]:
    """`picture` as a detector would cut it out: a margin, corners a little off, car around it.

    Also the homography that led there. `spread` scales how far the corners are off.
    """
    rows, columns = picture.shape[:2]
    source = np.array([[0, 0], [columns, 0], [columns, rows], [0, rows]], np.float32)
    if rng.random() < 0.3:
        inset = rng.uniform(-0.02, 0.02, (4, 2))
    else:
        inset = rng.uniform(-0.03, 0.11, (1, 2)) + rng.normal(0, 0.018 * spread, (4, 2))
        lean = rng.normal(0, 0.02 * spread)
        inset[:, 1] += lean * np.array([1, -1, 1, -1])
        inset[:, 0] += rng.normal(0, 0.012 * spread) * np.array([1, -1, 1, -1])
    inward = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]], np.float64)
    corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1]]) + inset * inward
    target = (corners * [width, height]).astype(np.float32)
    canvas = cv2.resize(surroundings, (width, height), interpolation=cv2.INTER_AREA)
    homography = cv2.getPerspectiveTransform(source - 0.5, target - 0.5)
    mode = cv2.BORDER_REPLICATE if rng.random() < 0.25 else cv2.BORDER_TRANSPARENT
    warped = cv2.warpPerspective(
        picture, homography, (width, height), dst=canvas, flags=cv2.INTER_LINEAR, borderMode=mode
    )
    return np.asarray(warped, np.uint8), np.asarray(homography, np.float64)


def degrade(picture: Picture, rng: np.random.Generator, strength: float = 1.0) -> Picture:
    """Light, dirt, blur, distance, noise and compression, each now and then.

    `strength` scales how often: 0 leaves the picture as it is.
    """
    height, width = picture.shape[:2]
    image: _Image = picture.astype(np.float32)

    def now(share: float) -> bool:
        return bool(rng.random() < share * strength)

    if now(0.85):
        image = image * rng.uniform(0.55, 1.3) + rng.uniform(-35, 35)
        image *= rng.uniform(0.88, 1.12, 3).astype(np.float32)
    if now(0.25):
        image = _bent(image, float(rng.uniform(0.6, 1.8)))
    if now(0.2):
        image = _saturated(image, float(rng.uniform(0.3, 1.4)))
    if now(0.12):
        image = shadowed(image, rng)
    if now(0.08):
        image = glaring(image, rng)
    if now(0.08):
        image = dirty(image, rng)
    if now(0.08):
        image = infrared(image, rng)
    if now(0.06):
        image = rolling_shutter(image, rng)
    if now(0.45):
        rows = float(np.exp(rng.uniform(np.log(18), np.log(64))))
        scale = min(1.0, rows / height)
        size = (max(16, round(width * scale)), max(8, round(height * scale)))
        image = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
        image = _noisy(image, rng, 5) if now(0.5) else image
        way = cv2.INTER_LINEAR if rng.random() < 0.6 else cv2.INTER_CUBIC
        image = cv2.resize(image, (width, height), interpolation=way)
    if now(0.2):
        image = cv2.GaussianBlur(image, (0, 0), float(rng.uniform(0.4, 1.5)))
    if now(0.12):
        image = smeared(image, rng)
    if now(0.3):
        image = _noisy(image, rng, 12)
    seen = np.clip(image, 0, 255).astype(np.uint8)
    if now(0.3):
        quality = int(rng.integers(25, 85))
        _, packed = cv2.imencode(".jpg", seen, [cv2.IMWRITE_JPEG_QUALITY, quality])
        seen = np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8)
    return seen


def distant(picture: Picture, rng: np.random.Generator) -> Picture:
    """`picture` as if the plate were 38 to 95 pixels wide in the camera's picture."""
    height, width = picture.shape[:2]
    scale = float(np.exp(rng.uniform(np.log(38), np.log(95)))) / width
    image: _Image = picture.astype(np.float32)
    if rng.random() < 0.25:
        image = smeared(image, rng)
    if rng.random() < 0.4:
        image = cv2.GaussianBlur(image, (0, 0), float(rng.uniform(0.25, 0.6)) / scale)
    size = (round(width * scale), round(height * scale))
    way = cv2.INTER_AREA if rng.random() < 0.7 else cv2.INTER_LINEAR
    image = cv2.resize(image, size, interpolation=way)
    if rng.random() < 0.5:
        image = _noisy(image, rng, 7)
    seen = np.clip(image, 0, 255).astype(np.uint8)
    if rng.random() < 0.5:
        quality = [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(40, 92))]
        _, packed = cv2.imencode(".jpg", seen, quality)
        seen = np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8)
    way = cv2.INTER_LINEAR if rng.random() < 0.85 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(seen, (width, height), interpolation=way), np.uint8)


def lost(picture: Picture, rng: np.random.Generator) -> Picture:
    """`picture` so far away, smeared or dark that nobody could read it, a plate all the same."""
    height, width = picture.shape[:2]
    scale = float(rng.uniform(9, 20)) / width
    size = (max(8, round(width * scale)), max(4, round(height * scale)))
    image: _Image = cv2.resize(picture.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    image = image * rng.uniform(0.3, 1.2) + rng.uniform(-20, 30)
    image = _noisy(np.asarray(image, np.float32), rng, 8)
    seen = np.clip(image, 0, 255).astype(np.uint8)
    way = cv2.INTER_LINEAR if rng.random() < 0.7 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(seen, (width, height), interpolation=way), np.uint8)


def covered(picture: Picture, rng: np.random.Generator) -> Picture:
    """`picture` with a frame or a dealer's band over a part of its upper or lower words."""
    height, width = picture.shape[:2]
    seen = picture.copy()
    shade = rng.integers(0, 256) if rng.random() < 0.4 else rng.choice([12, 30, 190, 225])
    ink = np.clip(shade + rng.normal(0, 12, 3), 0, 255).astype(np.uint8)
    band = max(3, round(height * rng.uniform(0.05, 0.2)))
    if rng.random() < 0.35:
        edge = max(2, round(height * rng.uniform(0.02, 0.07)))
        for side in (np.s_[:edge], np.s_[-edge:], np.s_[:, :edge], np.s_[:, -edge:]):
            seen[side] = ink
    else:
        left, right = sorted(rng.uniform(-0.2, 1.2, 2) * width)
        columns = slice(max(0, int(left)), max(1, int(right)))
        rows = slice(0, band) if rng.random() < 0.5 else slice(height - band, height)
        seen[rows, columns] = ink
    return seen


_Image = NDArray[np.float32]


def _saturated(image: _Image, amount: float) -> _Image:
    gray = image.mean(axis=2, keepdims=True)
    return np.asarray(gray + (image - gray) * amount, np.float32)


def _bent(image: _Image, gamma: float) -> _Image:
    return np.asarray(255 * (np.clip(image, 0, 255) / 255) ** gamma, np.float32)


def shadowed(image: _Image, rng: np.random.Generator) -> _Image:
    height, width = image.shape[:2]
    angle, offset = rng.uniform(0, 2 * np.pi), rng.uniform(-0.3, 0.3)
    x = np.linspace(-0.5, 0.5, width)[None, :]
    y = np.linspace(-0.5, 0.5, height)[:, None]
    side = np.cos(angle) * x + np.sin(angle) * y - offset
    soft = 1 / (1 + np.exp(-side / rng.uniform(0.01, 0.15)))
    kept = (1 - soft * rng.uniform(0.2, 0.65))[..., None]
    return np.asarray(image * kept, np.float32)


def glaring(image: _Image, rng: np.random.Generator) -> _Image:
    height, width = image.shape[:2]
    x = (np.arange(width)[None, :] - rng.uniform(0, width)) / (width * rng.uniform(0.08, 0.35))
    y = (np.arange(height)[:, None] - rng.uniform(0, height)) / (height * rng.uniform(0.1, 0.5))
    light = np.exp(-(x * x + y * y)) * rng.uniform(60, 200)
    if rng.random() < 0.4:
        # A headlight's streak across the sensor.
        light += np.exp(-((x * rng.uniform(0, 0.4)) ** 2) - (y * 6) ** 2) * rng.uniform(40, 160)
    return np.asarray(image + light[..., None], np.float32)


def dirty(image: _Image, rng: np.random.Generator) -> _Image:
    height, width = image.shape[:2]
    coarse = rng.random((5, 9)).astype(np.float32)
    patch = np.clip(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC), 0, 1)
    share = np.clip((patch - rng.uniform(0.45, 0.8)) * 3, 0, rng.uniform(0.3, 0.8))[..., None]
    mud = np.array([60, 80, 100], np.float32) * rng.uniform(0.5, 1.5)
    return np.asarray(image * (1 - share) + mud * share, np.float32)


def infrared(image: _Image, rng: np.random.Generator) -> _Image:
    """A plate by night under the camera's own infrared lamp; `image` BGR 0 to 255, in three
    equal channels after.

    The sheeting throws the lamp's light straight back, and colored inks hardly show: what is
    not dark in every color comes out bright. The lamp lights a spot, its brightest blooms, and
    what lies around the plate does not reflect.
    """
    blue, green, red = cv2.split(image)
    highest, lowest = cv2.max(cv2.max(blue, green), red), cv2.min(cv2.min(blue, green), red)
    bleached = float(rng.uniform(0.2, 1.0))
    gray = cv2.addWeighted(highest, bleached, lowest, 1 - bleached, 0)
    levels = np.sort(gray[::5, ::5], axis=None)
    dark, bright = float(levels[len(levels) // 25]), float(levels[len(levels) * 9 // 10])
    contrast = float(rng.uniform(130, 240)) / max(bright - dark, 24.0)
    gray = (gray - np.float32(dark)) * np.float32(contrast) + np.float32(rng.uniform(0, 35))
    height, width = gray.shape
    x = (np.arange(width, dtype=np.float32) - width * rng.uniform(0.3, 0.7)) / width
    y = (np.arange(height, dtype=np.float32) - height * rng.uniform(0.3, 0.7)) / height
    across = np.exp(np.float32(-rng.uniform(0, 4)) * x * x).astype(np.float32)
    down = np.exp(np.float32(-rng.uniform(0, 4)) * y * y).astype(np.float32)
    gray *= across[None, :]
    gray *= down[:, None]
    if rng.random() < 0.5:
        hot = np.clip(gray - np.float32(170), 0, 90)
        gray += cv2.GaussianBlur(hot, (0, 0), float(rng.uniform(1.5, 3))) * np.float32(0.9)
    return np.asarray(cv2.merge([gray] * 3), np.float32)


def rolling_shutter(image: _Image, rng: np.random.Generator) -> _Image:
    """A vehicle that moves, or a mount that shakes, while the rows are read one by one.

    Rows shift against the middle one, so that characters stay in their columns on the whole.
    """
    height, width = image.shape[:2]
    rows = np.arange(height, dtype=np.float32) / height - np.float32(0.5)
    lean = np.float32(rng.uniform(-0.09, 0.09) * width)
    if rng.random() < 0.5:
        slope = float(lean) / height
        shear = np.array([[1, slope, -slope * height / 2], [0, 1, 0]], np.float64)
        return np.asarray(
            cv2.warpAffine(image, shear, (width, height), borderMode=cv2.BORDER_REPLICATE),
            np.float32,
        )
    waves, swing = rng.uniform(0.5, 2.5), rng.uniform(0.003, 0.012) * width
    shaken = np.sin(2 * np.pi * waves * rows + rng.uniform(0, 2 * np.pi)) * swing
    shift = (rows * lean + shaken - shaken[height // 2]).astype(np.float32)
    columns = np.arange(width, dtype=np.float32)[None, :] - shift[:, None]
    lines = np.repeat(np.arange(height, dtype=np.float32)[:, None], width, axis=1)
    return np.asarray(
        cv2.remap(image, columns, lines, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE),
        np.float32,
    )


def _noisy(image: _Image, rng: np.random.Generator, most: float) -> _Image:
    noise = rng.standard_normal(image.shape, dtype=np.float32)
    return image + noise * np.float32(rng.uniform(1, most))


def smeared(image: _Image, rng: np.random.Generator) -> _Image:
    length = int(rng.integers(3, 8)) if rng.random() < 0.85 else int(rng.integers(8, 12))
    kernel = np.zeros((length, length), np.float32)
    middle = (length - 1) / 2
    angle = rng.uniform(-0.5, 0.5) + (np.pi / 2 if rng.random() < 0.25 else 0)
    reach = np.array([np.cos(angle), np.sin(angle)]) * middle
    first, last = np.round(middle - reach).astype(int), np.round(middle + reach).astype(int)
    cv2.line(kernel, first.tolist(), last.tolist(), 1.0, 1)
    return np.asarray(cv2.filter2D(image, -1, kernel / kernel.sum()), np.float32)

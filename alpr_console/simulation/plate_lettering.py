"""Characters and words of drawn plates, from the fonts in resources/fonts/plates."""

from __future__ import annotations

from functools import cache, lru_cache

import cv2
import numpy as np

from alpr_console.locations import resources_dir
from alpr_console.simulation.plate_design import Die
from alpr_console.simulation.plate_ground import WIDTH, Floats, blend

_GLYPH_HEIGHT = 160
_FULL_HEIGHT = 106.0
"""Pixels of a common serial, at which `Die.stroke` holds."""
_NARROW = {"I": 0.36, "1": 0.55, "J": 0.9, "L": 0.9, "M": 1.2, "W": 1.22}
"""Widths of characters beside the die's common one."""


@cache
def _face(font: str) -> cv2.FontFace:
    path = resources_dir() / "fonts" / "plates" / f"{font}.ttf"
    if not path.is_file():
        # cv2 would fall back to a font of its own without a word.
        raise FileNotFoundError(f"The plate font {path} is missing; install the console again.")
    return cv2.FontFace(str(path))


@cache
def _glyph(font: str, char: str) -> Floats:
    """Coverage 0 to 1 of one character, cut close, `_GLYPH_HEIGHT` rows."""
    size = 220
    canvas = np.zeros((2 * size, 2 * size, 3), np.uint8)
    cv2.putText(canvas, char, (size // 2, int(1.5 * size)), (255, 255, 255), _face(font), size)
    filled = canvas[..., 0]
    x, y, w, h = cv2.boundingRect(filled)
    cut = filled[y : y + h, x : x + w]
    width = max(8, round(w * _GLYPH_HEIGHT / h))
    scaled = cv2.resize(cut, (width, _GLYPH_HEIGHT), interpolation=cv2.INTER_AREA)
    return np.asarray(scaled, np.float32) / np.float32(255)


@lru_cache(1024)
def character(die: Die, char: str, height: int, breadth: int, stroke: int, slashed: bool) -> Floats:
    """Coverage of `char` stamped by `die`, `height` rows.

    `breadth` is the width of a common character in pixels, `stroke` what the strokes gain
    beyond the die's own.
    """
    # Fonts with a mark in their zero have none in their O, and dies tell the two apart by
    # little else.
    marked = die.font in ("dosis-500", "share-tech-mono-400")
    glyph = _glyph(die.font, "O" if char == "0" and marked else char)
    width = max(8, round(breadth * _NARROW.get(char, 1.0)))
    if char in "I1":
        width = max(8, min(width, round(glyph.shape[1] * height / _GLYPH_HEIGHT)))
    gain = max(0, round(die.stroke * height / _FULL_HEIGHT) + stroke)
    inner = (max(6, width - gain), max(6, height - gain))
    cell = cv2.resize(glyph, inner, interpolation=cv2.INTER_AREA)
    if gain:
        cell = cv2.copyMakeBorder(
            cell, gain - gain // 2, gain // 2, gain - gain // 2, gain // 2, cv2.BORDER_CONSTANT
        )
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (gain + 1, gain + 1))
        cell = cv2.dilate(cell, kernel)
    cell = np.asarray(cell, np.float32)
    if slashed and char == "0":
        rows, columns = cell.shape
        start, end = (columns // 4, rows * 3 // 4), (columns * 3 // 4, rows // 4)
        cv2.line(cell, start, end, 1.0, max(3, rows // 14), cv2.LINE_AA)
    cell.setflags(write=False)
    return cell


def line(
    picture: Floats,
    words: str,
    ink: Floats,
    font: str,
    size: int,
    baseline: int,
    *,
    room: int = 300,
    middle: float = WIDTH / 2,
) -> None:
    """Writes `words` into `picture`, centered on column `middle`, at most `room` wide."""
    if not words:
        return
    face = _face(font)
    extent = cv2.getTextSize(picture.shape[1::-1], words, (0, 0), face, size)[2]
    if extent > room:
        size = max(6, int(size * room / extent))
    top, bottom = max(0, baseline - size - 4), min(picture.shape[0], baseline + size // 2)
    cover = _words(words, font, size, baseline - top, bottom - top)
    left = max(0, round(middle - cover.shape[1] / 2))
    cover = cover[:, : picture.shape[1] - left]
    blend(picture[top:bottom, left : left + cover.shape[1]], cover, ink)


@lru_cache(256)
def _words(words: str, font: str, size: int, baseline: int, rows: int) -> Floats:
    """Coverage of a line; drawing text is what costs most, and states repeat themselves."""
    width = cv2.getTextSize((WIDTH, rows), words, (0, 0), _face(font), size)[2]
    canvas = np.zeros((rows, width + 6, 3), np.uint8)
    cv2.putText(canvas, words, (3, baseline), (255, 255, 255), _face(font), size)
    return np.asarray(canvas[..., 0], np.float32) / np.float32(255)

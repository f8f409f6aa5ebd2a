"""Draws a plate: serial, state's words, ground, stickers, bolts and frame."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from alpr_console.domain.plate import ALPHABET, STATES
from alpr_console.locations import resources_dir
from alpr_console.simulation.plate_styles import FONTS, STYLES, PlateStyle

WIDTH, HEIGHT = 440, 220
"""Pixels of a drawn plate; a US plate is 12 by 6 inches."""

_GLYPH_HEIGHT = 160
_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_STICKER_INKS = ("f4f5f2", "c8302c", "2a5cae", "2c8a4c", "e8c030", "e07828")
_FRAME_INKS = ("101010", "c8c8cc", "202428", "e8e8ea")

_Float = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class RenderedPlate:
    """A drawn plate and what stands on it."""

    image: NDArray[np.uint8]
    """`HEIGHT` by `WIDTH` by 3, BGR."""
    text: str
    """Serial without gaps."""
    state: str
    centers: tuple[float, ...]
    """Where each character of `text` stands, pixels from the left."""


def random_serial(state: str, rng: np.random.Generator) -> str:
    """A serial such as `state` issues, without gaps. Raises KeyError for an unknown state."""
    styles = STYLES[state]
    forms = styles[int(rng.integers(len(styles)))].serials
    form = forms[int(rng.integers(len(forms)))]
    return "".join(_random_sign(sign, rng) for sign in form if sign not in " -")


def _random_sign(sign: str, rng: np.random.Generator) -> str:
    if sign == "A":
        return _LETTERS[int(rng.integers(len(_LETTERS)))]
    return str(int(rng.integers(10))) if sign == "9" else sign


def render_plate(
    text: str, state: str, rng: np.random.Generator, style: PlateStyle | None = None
) -> RenderedPlate:
    """Draws `text` (letters and digits, no gaps) as a plate of `state`.

    Without `style` the design is drawn from the state's own, the commonest preferred where
    the serial fits it. The same `rng` state gives the same picture. Raises KeyError for a
    state out of `STATES`, ValueError for a text that no plate can carry.
    """
    if state not in STATES:
        raise KeyError(state)
    if not text or len(text) > 8 or any(char not in ALPHABET for char in text):
        raise ValueError(f"{text!r} is no serial: 1 to 8 of A-Z and 0-9")
    design = style or _fitting_style(text, state, rng)
    picture = _ground(design, rng)
    _words(picture, design, rng)
    centers = _serial(picture, text, design, rng)
    _stickers(picture, rng)
    _edge(picture, design, rng)
    return RenderedPlate(np.clip(picture, 0, 255).astype(np.uint8), text, state, centers)


def _fitting_style(text: str, state: str, rng: np.random.Generator) -> PlateStyle:
    styles = STYLES[state]
    fitting = [s for s in styles if any(_fits(text, form) for form in s.serials)] or list(styles)
    if len(fitting) > 1 and rng.random() < 0.35:
        return fitting[int(rng.integers(1, len(fitting)))]
    return fitting[0]


def _fits(text: str, form: str) -> bool:
    signs = [sign for sign in form if sign not in " -"]
    return len(signs) == len(text) and all(
        (sign == "A" and char.isalpha()) or (sign == "9" and char.isdigit()) or sign == char
        for sign, char in zip(signs, text, strict=True)
    )


def _color(rrggbb: str) -> _Float:
    return np.array([int(rrggbb[i : i + 2], 16) for i in (4, 2, 0)], dtype=np.float32)


def _ground(design: PlateStyle, rng: np.random.Generator) -> _Float:
    stops = np.stack([_color(stop) for stop in design.ground])
    stops = np.clip(stops + rng.normal(0, 6, stops.shape), 0, 255)
    rows = np.linspace(0, len(stops) - 1, HEIGHT)
    column = np.stack(
        [np.interp(rows, np.arange(len(stops)), stops[:, channel]) for channel in range(3)], axis=1
    )
    picture = np.repeat(column[:, None, :], WIDTH, axis=1).astype(np.float32)
    ink = _color(design.motif_ink)
    if design.motif == "hills":
        _blend(picture, _hills(rng), ink, 0.7)
    elif design.motif == "center":
        emblem = np.zeros((HEIGHT, WIDTH), np.float32)
        cv2.ellipse(emblem, (WIDTH // 2, 118), (46, 54), 0, 0, 360, 1.0, -1, cv2.LINE_AA)
        cv2.ellipse(emblem, (WIDTH // 2, 110), (22, 30), 0, 0, 360, 0.6, -1, cv2.LINE_AA)
        _blend(picture, cv2.GaussianBlur(emblem, (9, 9), 0), ink, 0.6)
    else:
        bands = np.zeros((HEIGHT, WIDTH), np.float32)
        if design.motif in ("top-band", "both-bands"):
            bands[: int(rng.integers(8, 50))] = 1
        if design.motif in ("bottom-band", "both-bands"):
            bands[HEIGHT - int(rng.integers(8, 42)) :] = 1
        _blend(picture, bands, ink, 0.9)
    return picture


def _hills(rng: np.random.Generator) -> _Float:
    x = np.arange(WIDTH)
    phase = rng.random(3) * 2 * np.pi
    ridge = 78 + 14 * np.sin(x / 34 + phase[0]) + 9 * np.sin(x / 15 + phase[1])
    ridge += 4 * np.sin(x / 6 + phase[2])
    rows = np.arange(HEIGHT)[:, None]
    fade = np.clip((HEIGHT - rows) / (HEIGHT - 60), 0, 1)
    return np.asarray((rows > ridge[None, :]) * fade, np.float32)


def _blend(picture: _Float, mask: _Float, ink: _Float, strength: float) -> None:
    share = (mask * strength)[..., None]
    picture *= 1 - share
    picture += share * ink


@cache
def _face(font: int) -> cv2.FontFace:
    path = resources_dir() / "fonts" / "plates" / FONTS[font]
    if not path.is_file():
        # cv2 would fall back to a font of its own without a word.
        raise FileNotFoundError(f"The plate font {path} is missing; install the console again.")
    return cv2.FontFace(str(path))


@cache
def _glyph(font: int, char: str) -> _Float:
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


def _words(picture: _Float, design: PlateStyle, rng: np.random.Generator) -> None:
    font = int(rng.choice([0, 1, 2, 3]))
    _line(picture, design.top, design.top_ink, font, 30, int(rng.integers(38, 44)), rng)
    small = 17 if len(design.bottom) > 18 else int(rng.integers(19, 25))
    _line(picture, design.bottom, design.bottom_ink, font, small, 210, rng)


def _line(
    picture: _Float,
    words: str,
    ink: str,
    font: int,
    size: int,
    baseline: int,
    rng: np.random.Generator,
) -> None:
    if not words:
        return
    size = round(size * float(rng.uniform(0.95, 1.3)))
    face = _face(font)
    width = cv2.getTextSize((WIDTH, HEIGHT), words, (0, 0), face, size)[2]
    if width > 300:
        size = int(size * 300 / width)
        width = cv2.getTextSize((WIDTH, HEIGHT), words, (0, 0), face, size)[2]
    canvas = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    origin = ((WIDTH - width) // 2, baseline)
    cv2.putText(canvas, words, origin, (255, 255, 255), face, size)
    _blend(picture, np.asarray(canvas[..., 0] / 255, np.float32), _color(ink), 1.0)


def _grouped(text: str, design: PlateStyle, rng: np.random.Generator) -> Iterator[str]:
    """The characters of `text` with the gaps that the state sets between them."""
    forms = [form for form in design.serials if _fits(text, form)]
    form = forms[int(rng.integers(len(forms)))] if forms else "?" * len(text)
    chars = iter(text)
    for sign in form:
        yield sign if sign in " -" else next(chars)


def _serial(
    picture: _Float, text: str, design: PlateStyle, rng: np.random.Generator
) -> tuple[float, ...]:
    signs = list(_grouped(text, design, rng))
    font = design.font if rng.random() < 0.6 else int(rng.integers(len(FONTS)))
    height = int(rng.integers(98, 116))
    top = int(rng.integers(56, 64))
    boldness = int(rng.integers(0, 3))
    cells = [_cell(sign, font, height, boldness) for sign in signs]
    if design.stacked and len(text) > 2 and signs[1] not in " -":
        cells[:2] = [_stack(cells[0], cells[1], height)]
        signs[:2] = ["stack"]
    gap = float(rng.uniform(5, 10))
    natural = sum(cell.shape[1] for cell in cells) + gap * (len(cells) - 1)
    room = WIDTH - float(rng.uniform(30, 60))
    stretch = min(room / natural, float(rng.uniform(1.0, 1.35)))
    mask = np.zeros((HEIGHT, WIDTH), np.float32)
    x = (WIDTH - natural * stretch) / 2
    centers: list[float] = []
    for cell, sign in zip(cells, signs, strict=True):
        width = max(3, round(cell.shape[1] * stretch))
        left = min(max(round(x), 0), WIDTH - width)
        scaled = cv2.resize(cell, (width, cell.shape[0]), interpolation=cv2.INTER_AREA)
        area = mask[top : top + cell.shape[0], left : left + width]
        np.maximum(area, scaled, out=area)
        x += (cell.shape[1] + gap) * stretch
        if sign not in " -":
            centers += [left + width / 2] * (2 if sign == "stack" else 1)
    _emboss(picture, mask, _color(design.ink), rng)
    return tuple(centers)


def _cell(sign: str, font: int, height: int, boldness: int) -> _Float:
    if sign in " -":
        cell = np.zeros((height, 16), np.float32)
        if sign == "-":
            cell[height // 2 - 5 : height // 2 + 5, 1:15] = 1
        return cell
    glyph = _glyph(font, sign)
    width = max(10, round(glyph.shape[1] * height / _GLYPH_HEIGHT))
    cell = cv2.resize(glyph, (width, height), interpolation=cv2.INTER_AREA)
    if boldness:
        cell = cv2.dilate(cell, np.ones((boldness + 1, boldness + 1), np.uint8))
    return np.asarray(cell, np.float32)


def _stack(upper: _Float, lower: _Float, height: int) -> _Float:
    """Two letters one over the other in one cell, as many special plates set them."""
    half = height // 2 - 4
    width = max(14, round(max(upper.shape[1], lower.shape[1]) * 0.62))
    cell = np.zeros((height, width), np.float32)
    cell[:half] = cv2.resize(upper, (width, half), interpolation=cv2.INTER_AREA)
    cell[height - half :] = cv2.resize(lower, (width, half), interpolation=cv2.INTER_AREA)
    return cell


def _emboss(picture: _Float, mask: _Float, ink: _Float, rng: np.random.Generator) -> None:
    depth = float(rng.uniform(0, 45))
    soft = cv2.GaussianBlur(mask, (0, 0), 1.6)
    slope = soft - np.roll(soft, (2, 2), (0, 1))
    picture += (slope * depth)[..., None]
    _blend(picture, mask, np.clip(ink + rng.normal(0, 8, 3), 0, 255).astype(np.float32), 0.96)


def _stickers(picture: _Float, rng: np.random.Generator) -> None:
    left_top, right_top = (18, 14), (WIDTH - 66, 14)
    left_low, right_low = (18, HEIGHT - 44), (WIDTH - 66, HEIGHT - 44)
    places = [left_top, right_top] if rng.random() < 0.6 else [left_low, right_low]
    for index, (x, y) in enumerate(places):
        if rng.random() < 0.45:
            continue
        ground = _color(_STICKER_INKS[int(rng.integers(len(_STICKER_INKS)))])
        picture[y : y + 30, x : x + 48] = ground
        words = _MONTHS[int(rng.integers(12))] if index == 0 else str(int(rng.integers(14, 28)))
        mask = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
        cv2.putText(mask, words, (x + 5, y + 24), (255, 255, 255), _face(1), 22)
        ink = np.full(3, 20 if ground.mean() > 110 else 240, np.float32)
        _blend(picture, np.asarray(mask[..., 0] / 255, np.float32), ink, 1.0)


def _edge(picture: _Float, design: PlateStyle, rng: np.random.Generator) -> None:
    for x in (88, WIDTH - 88):
        for y in (16, HEIGHT - 16):
            kind = rng.random()
            if kind < 0.55:
                tone = float(rng.uniform(30, 200))
                cv2.circle(picture, (x, y), 7, (tone, tone, tone), -1, cv2.LINE_AA)
            elif kind < 0.75:
                cv2.ellipse(picture, (x, y), (9, 5), 0, 0, 360, (60, 60, 60), -1, cv2.LINE_AA)
    if rng.random() < 0.4:
        rim = (_color(design.ink) * 0.8 + 20).tolist()
        cv2.rectangle(picture, (5, 5), (WIDTH - 6, HEIGHT - 6), rim, 2, cv2.LINE_AA)
    if rng.random() < 0.25:
        frame = _color(_FRAME_INKS[int(rng.integers(len(_FRAME_INKS)))])
        side, low, high = (int(v) for v in rng.integers((5, 8, 6), (12, 34, 22)))
        picture[:high], picture[HEIGHT - low :] = frame, frame
        picture[:, :side], picture[:, WIDTH - side :] = frame, frame

"""Stamps a serial: where its characters stand, the gaps between them, the edge they throw."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from alpr_console.simulation.plate_design import DIES, FACES, PlateStyle, forms_of
from alpr_console.simulation.plate_emblems import emblem
from alpr_console.simulation.plate_ground import HEIGHT, WIDTH, Floats, blend, color
from alpr_console.simulation.plate_lettering import character, line

_GAP_WIDTHS = {" ": 0.24, "-": 0.26, ".": 0.2, "*": 0.4, "@": 0.56}
"""Of the serial's height."""


@dataclass(frozen=True, slots=True)
class _Cell:
    """What stands in one place: a character, two small ones over each other, or a gap."""

    chars: str
    gap: str = ""


@dataclass(frozen=True, slots=True)
class _Manner:
    """How this plate is stamped."""

    height: int
    breadth: int
    """Of a common character, pixels."""
    stroke: int
    slashed: bool


def stamp(
    picture: Floats, text: str, state: str, design: PlateStyle, rng: np.random.Generator
) -> tuple[float, ...]:
    """`text` onto `picture`; where each of its characters stands, pixels from the left.

    Of two stacked characters the upper is given a place a little left of the lower.
    """
    die = DIES[design.die]
    height = int(rng.integers(72, 88)) if design.paper else int(rng.integers(96, 109))
    top = int(rng.integers(62, 70)) + (0 if design.bottom or design.paper else 5)
    cells = _cells(text, state, design, rng)
    margin = float(rng.uniform(16, 38))
    left, right = margin, WIDTH - margin
    if design.side:
        at_left = not design.side.startswith(">")
        _side(picture, design.side.lstrip(">"), at_left, color(design.ink))
        left, right = (left + 24, right) if at_left else (left, right - 24)
    space = float(rng.uniform(5, 9))
    breadth = die.width * height * float(rng.uniform(0.94, 1.08))
    natural = sum(_width(cell, height, breadth) for cell in cells) + space * (len(cells) - 1)
    squeeze = min(1.0, (right - left) / natural)
    # Short serials stand wider apart, and a little broader, but do not fill the plate.
    stretch = min((right - left) / natural, float(rng.uniform(1.0, 1.16)))
    breadth *= squeeze if squeeze < 1 else stretch
    space = space * squeeze if squeeze < 1 else space * stretch * float(rng.uniform(1.0, 1.6))
    manner = _Manner(
        height,
        round(breadth),
        int(rng.choice([0, 0, 0, 1, 2])),
        bool(rng.random() < (0.4 if state == "AK" else 0.03)),
    )
    widths = [_width(cell, height * squeeze, breadth) for cell in cells]
    free = right - left - sum(widths) - space * (len(cells) - 1)
    space += min(0.0, free / max(1, len(cells) - 1))
    x = left + max(0.0, free) / 2
    mask = np.zeros((HEIGHT, WIDTH), np.float32)
    centers: list[float] = []
    for cell, width in zip(cells, widths, strict=True):
        shift = width / 6 if len(cell.chars) > 1 else 0.0
        middle = x + width / 2
        centers += (
            [middle - shift, middle + shift][: len(cell.chars)]
            if shift
            else ([middle] * len(cell.chars))
        )
        if cell.gap in ("*", "@"):
            _picture(picture, mask, cell.gap, x, width, top, height, design, rng)
        else:
            _put(mask, _cover(cell, design, manner, round(width)), round(x), top)
        x += width + space
    _emboss(picture, mask, top, top + height, design, rng)
    return tuple(centers)


def _cells(text: str, state: str, design: PlateStyle, rng: np.random.Generator) -> list[_Cell]:
    """The characters of `text` with the gaps and stacks that the state sets."""
    fitting = [form for form in forms_of(design, state) if form.fits(text)]
    if not fitting or design.stacked:
        return _freely(text, design, rng)
    form = fitting[int(rng.integers(len(fitting)))]
    cells: list[_Cell] = []
    chars = iter(text)
    half = ""
    for sign in form.signs:
        if sign.gap:
            cells.append(_Cell("", sign.gap))
        elif sign.stacked:
            half += next(chars)
            if len(half) == 2:
                cells.append(_Cell(half))
                half = ""
        else:
            cells.append(_Cell(next(chars)))
    return cells


def _freely(text: str, design: PlateStyle, rng: np.random.Generator) -> list[_Cell]:
    """A serial of the owner's choice: now and then with a blank, or with a stack before it."""
    cells = [_Cell(char) for char in text]
    if design.stacked and len(text) > 2:
        return [_Cell(text[:2]), *cells[2:]]
    wheelchair = [_Cell("", "@")] if design.kind == "disabled" else []
    if 3 < len(text) < 8 and rng.random() < 0.25:
        cells.insert(int(rng.integers(1, len(text))), _Cell("", " "))
    return wheelchair + cells


def _width(cell: _Cell, height: float, breadth: float) -> float:
    if cell.gap:
        return _GAP_WIDTHS.get(cell.gap, 0.6) * height
    if len(cell.chars) == 2:
        return breadth * 0.56
    return breadth * {"I": 0.4, "1": 0.6, "M": 1.2, "W": 1.22}.get(cell.chars, 1.0)


def _cover(cell: _Cell, design: PlateStyle, manner: _Manner, width: int) -> Floats:
    """Coverage of one cell, `manner.height` rows and about `width` columns."""
    height, die = manner.height, DIES[design.die]
    if len(cell.chars) == 1:
        return character(die, cell.chars, height, manner.breadth, manner.stroke, manner.slashed)
    cover = np.zeros((height, max(8, width)), np.float32)
    if len(cell.chars) == 2:
        half = height // 2 - 5
        for char, at in zip(cell.chars, (0, height - half), strict=True):
            small = character(die, char, half, max(8, width - 2), manner.stroke, manner.slashed)
            _put(cover, small, (cover.shape[1] - small.shape[1]) // 2, at)
    elif cell.gap == "-":
        cover[height // 2 - 5 : height // 2 + 5, 2:-2] = 1
    elif cell.gap == ".":
        middle = (cover.shape[1] // 2, height // 2)
        cv2.circle(cover, middle, max(4, height // 15), 1.0, -1, cv2.LINE_AA)
    elif cell.gap != " ":
        _framed(cover, character(die, cell.gap, height // 3, manner.breadth // 2, 0, False))
    return cover


def _framed(cover: Floats, letter: Floats) -> None:
    """A letter in a diamond, as on California's exempt plates."""
    rows, columns = cover.shape
    middle, half = rows // 2, columns // 2 - 2
    corners = [(2, middle), (2 + half, middle - half - 14), (2 * half + 1, middle),
               (2 + half, middle + half + 14)]  # fmt: skip
    cv2.polylines(cover, [np.array(corners, np.int32)], True, 1.0, 5, cv2.LINE_AA)
    _put(cover, letter, (columns - letter.shape[1]) // 2, (rows - letter.shape[0]) // 2)


def _put(mask: Floats, cover: Floats, x: int, y: int) -> None:
    """`cover` into `mask`, what reaches beyond it cut off."""
    x = min(max(x, 0), mask.shape[1] - 1)
    area = mask[y : y + cover.shape[0], x : x + cover.shape[1]]
    np.maximum(area, cover[: area.shape[0], : area.shape[1]], out=area)


def _picture(
    picture: Floats,
    mask: Floats,
    gap: str,
    x: float,
    width: float,
    top: int,
    height: int,
    design: PlateStyle,
    rng: np.random.Generator,
) -> None:
    """The wheelchair symbol, stamped or printed in a box, or the state's emblem, printed."""
    if gap == "@":
        side = max(16, round(min(width, height)))
        symbol = cv2.resize(emblem("wheelchair"), (side, side), interpolation=cv2.INTER_AREA)
        y = top + int((height - side) * rng.uniform(0.3, 1.0))
        if rng.random() < 0.6:
            _put(mask, np.asarray(symbol, np.float32), round(x), y)
            return
        area = picture[y : y + side, max(0, round(x)) : round(x) + side]
        area[:] = color("1c3a9c")
        white = np.full(3, 240, np.float32)
        blend(area, np.ascontiguousarray(symbol[: area.shape[0], : area.shape[1]]), white)
        return
    tall = round(height * float(rng.uniform(0.42, 0.62)))
    tall = height if design.emblem in ("tree", "horse", "fruit") else tall
    wide = round(width * (1.5 if design.emblem in ("horse", "fruit", "tree") else 1.0))
    shape = cv2.resize(emblem(design.emblem), (wide, tall), interpolation=cv2.INTER_AREA)
    y = top + (height - tall) // 2
    left = max(0, round(x - (wide - width) / 2))
    area = picture[y : y + tall, left : left + wide]
    cover = np.ascontiguousarray(shape[: area.shape[0], : area.shape[1]], np.float32)
    blend(area, cover, color(design.emblem_ink or design.ink), 0.9)


def _side(picture: Floats, words: str, at_left: bool, ink: Floats) -> None:
    """Small words, a letter under the other, beside the serial."""
    middle = 20.0 if at_left else WIDTH - 20.0
    pitch = min(30, 110 // len(words))
    for index, char in enumerate(words):
        baseline = 62 + (110 - pitch * len(words)) // 2 + pitch * (index + 1)
        line(picture, char, ink, FACES["narrow"], pitch, baseline, middle=middle)


def _emboss(
    picture: Floats, mask: Floats, top: int, bottom: int, design: PlateStyle,
    rng: np.random.Generator,
) -> None:  # fmt: skip
    """Ink on the raised characters, light and shadow on their edges."""
    rows = slice(max(0, top - 8), bottom + 8)
    part, cover = picture[rows], np.ascontiguousarray(mask[rows])
    stamped = not design.paper and (design.die != "flat" or rng.random() < 0.3)
    if stamped:
        # The light comes from above, now from the left, now from the right.
        soft = cv2.GaussianBlur(cover, (0, 0), float(rng.uniform(1.2, 2.4)))
        slope = soft - np.roll(soft, (3, int(rng.integers(-3, 4))), (0, 1))
        part += cv2.merge([slope * np.float32(rng.uniform(0, 70))] * 3)
    ink = np.clip(color(design.ink) + rng.normal(0, 10, 3), 0, 255).astype(np.float32)
    if rng.random() < 0.1:
        # Worn through to the ground where hands and brushes rub.
        coarse = rng.random((6, 24)).astype(np.float32)
        rub = cv2.resize(coarse, (WIDTH, cover.shape[0]), interpolation=cv2.INTER_CUBIC)
        cover = cover * np.clip(1.25 - 0.8 * rub, 0.2, 1).astype(np.float32)
    blend(part, cover, ink, float(rng.uniform(0.86, 0.98)))
    if stamped and rng.random() < 0.5:
        shade = np.clip(np.roll(soft, 4, 0) - soft, 0, 1)
        part -= cv2.merge([shade * np.float32(rng.uniform(0, 60))] * 3)

"""What stands on or happened to a plate after it was stamped: stickers, bolts, frame, wear."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np

from alpr_console.simulation.plate_design import FACES, PlateStyle
from alpr_console.simulation.plate_ground import HEIGHT, WIDTH, Floats, blend, color
from alpr_console.simulation.plate_lettering import line

_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_STICKER_INKS = ("f4f5f2", "c8302c", "2a5cae", "2c8a4c", "e8c030", "e07828")
_FRAME_INKS = ("101010", "202428", "c8c8cc", "e8e8ea", "8a8c90", "1c2c5c", "8c2028")
_FRAME_WORDS = (
    "HONDA OF DOWNTOWN", "TOYOTA", "CITY FORD", "VALLEY CHEVROLET", "MY OTHER CAR",
    "STATE UNIVERSITY", "ALUMNI", "AUTO PLAZA", "WWW.DRIVETIME.COM", "JEEP", "LAKESIDE MOTORS",
)  # fmt: skip


def stickers(picture: Floats, rng: np.random.Generator) -> None:
    """Month and year in two corners, now and then one of them only."""
    left_top, right_top = (14, 12), (WIDTH - 64, 12)
    left_low, right_low = (14, HEIGHT - 44), (WIDTH - 64, HEIGHT - 44)
    places = [left_top, right_top] if rng.random() < 0.6 else [left_low, right_low]
    for index, (x, y) in enumerate(places):
        if rng.random() < 0.45:
            continue
        ground = color(_STICKER_INKS[int(rng.integers(len(_STICKER_INKS)))])
        width, height = int(rng.integers(40, 52)), int(rng.integers(24, 34))
        picture[y : y + height, x : x + width] = ground
        words = _MONTHS[int(rng.integers(12))] if index == 0 else str(int(rng.integers(14, 28)))
        ink = np.full(3, 20 if ground.mean() > 110 else 240, np.float32)
        line(picture, words, ink, FACES["narrow"], 22, y + height - 6, room=width - 6,
             middle=x + width / 2)  # fmt: skip


def fixings(picture: Floats, design: PlateStyle, rng: np.random.Generator) -> None:
    """Bolts or holes, the line along the edge, now and then a frame around it all."""
    for x in (88, WIDTH - 88):
        for y in (16, HEIGHT - 16):
            kind = rng.random()
            if kind < 0.5:
                tone = float(rng.uniform(30, 200))
                cv2.circle(picture, (x, y), 7, (tone, tone, tone), -1, cv2.LINE_AA)
                if kind < 0.15:
                    cv2.circle(picture, (x, y), 3, (tone * 0.5,) * 3, -1, cv2.LINE_AA)
            elif kind < 0.75:
                cv2.ellipse(picture, (x, y), (9, 5), 0, 0, 360, (60, 60, 60), -1, cv2.LINE_AA)
    if design.rim or rng.random() < 0.25:
        rim = color(design.rim or design.ink).tolist()
        cv2.rectangle(picture, (6, 6), (WIDTH - 7, HEIGHT - 7), rim, 3, cv2.LINE_AA)


def frame(picture: Floats, rng: np.random.Generator, deep: bool) -> None:
    """A dealer's frame; a `deep` one covers part of the state's words."""
    ink = color(_FRAME_INKS[int(rng.integers(len(_FRAME_INKS)))])
    side = int(rng.integers(4, 13))
    high = int(rng.integers(6, 40 if deep else 20))
    low = int(rng.integers(8, 44 if deep else 30))
    shine = np.linspace(1.15, 0.85, WIDTH, dtype=np.float32)[None, :, None]
    picture[:high] = np.clip(ink * shine, 0, 255)
    picture[HEIGHT - low :] = np.clip(ink * shine, 0, 255)
    picture[:, :side], picture[:, WIDTH - side :] = ink, ink
    cover = np.full(3, 235 if ink.mean() < 120 else 25, np.float32)
    for depth, baseline in ((high, high - 5), (low, HEIGHT - 5)):
        if depth > 18 and rng.random() < 0.7:
            words = _FRAME_WORDS[int(rng.integers(len(_FRAME_WORDS)))]
            line(picture, words, cover, FACES["bold"], depth - 8, baseline, room=340)


def paper(picture: Floats, design: PlateStyle, rng: np.random.Generator) -> None:
    """Dates, vehicle and small print of a temporary plate, and the creases of its paper."""
    ink = np.full(3, float(rng.uniform(10, 60)), np.float32)
    day, month = int(rng.integers(1, 29)), _MONTHS[int(rng.integers(12))]
    expires = f"EXP {month} {day:02d} {2020 + int(rng.integers(0, 7))}"
    vin = "".join("ABCDEFGHJKLMNPRSTUVWXYZ0123456789"[i] for i in rng.integers(0, 33, 17))
    makes = ("2019 TOYT", "2021 HOND", "2016 FORD", "2023 KIA", "2018 CHEV", "2020 NISS")
    small = f"{makes[int(rng.integers(len(makes)))]}   {vin}"
    if not design.bottom and rng.random() < 0.8:
        line(picture, expires, ink, FACES["bold"], int(rng.integers(18, 30)), 196)
    line(picture, small, ink, FACES["block"], 12, 214, room=380)
    if rng.random() < 0.4:
        x = int(rng.integers(300, 380))
        code = (rng.random((12, 12)) < 0.5).astype(np.float32)
        square = cv2.resize(code, (34, 34), interpolation=cv2.INTER_NEAREST)
        blend(picture[8:42, x : x + 34], square, ink)
    for _ in range(int(rng.integers(0, 4))):
        start = (int(rng.integers(WIDTH)), int(rng.integers(HEIGHT)))
        end = (int(rng.integers(WIDTH)), int(rng.integers(HEIGHT)))
        tone = float(rng.uniform(170, 235))
        cv2.line(picture, start, end, (tone, tone, tone), 1, cv2.LINE_AA)


def worn(picture: Floats, wear: float, rng: np.random.Generator) -> Floats:
    """The plate after years: faded, scratched, peeling, dirty, bent; `wear` 0 to 1 how often."""

    def now(share: float) -> bool:
        return bool(rng.random() < share * wear)

    if now(0.3):
        picture += (picture.mean(axis=(0, 1)) - picture) * np.float32(rng.uniform(0.1, 0.45))
    if now(0.3):
        for _ in range(int(rng.integers(2, 14))):
            start = rng.integers(0, (WIDTH, HEIGHT))
            end = start + rng.integers(-70, 70, 2)
            tone = float(rng.choice([60.0, 130.0, 200.0]))
            cv2.line(picture, start.tolist(), end.tolist(), (tone,) * 3,
                     int(rng.integers(1, 3)), cv2.LINE_AA)  # fmt: skip
    if now(0.12):
        bare = np.full(3, float(rng.uniform(140, 200)), np.float32)
        blend(picture, _patches(rng, 9, rng.uniform(0.8, 0.95), 9.0), bare, 0.85)
    if now(0.35):
        mud = np.array([70, 90, 105], np.float32) * np.float32(rng.uniform(0.4, 1.5))
        patches = _patches(rng, 5, rng.uniform(0.3, 0.7), 2.0)
        if rng.random() < 0.5:
            patches *= np.linspace(0, 1, HEIGHT, dtype=np.float32)[:, None]
        blend(picture, patches, mud, float(rng.uniform(0.3, 0.85)))
    if now(0.15):
        _spotted(picture, rng)
    if now(0.25):
        picture = _bent(picture, rng)
    if now(0.6):
        blend(picture, _corners(), np.full(3, float(rng.uniform(10, 150)), np.float32))
    return picture


@cache
def _corners() -> Floats:
    """Cover of what lies outside a plate's rounded corners."""
    plate = np.zeros((HEIGHT, WIDTH), np.float32)
    plate[16:-16] = plate[:, 16:-16] = 1
    for x in (16, WIDTH - 17):
        for y in (16, HEIGHT - 17):
            cv2.circle(plate, (x, y), 16, 1.0, -1, cv2.LINE_AA)
    return np.asarray(1 - plate, np.float32)


def _patches(rng: np.random.Generator, fine: int, least: float, steep: float) -> Floats:
    """Cover in irregular patches: `fine` patches high, more of them the lower `least`."""
    coarse = rng.random((fine, 2 * fine)).astype(np.float32)
    smooth = cv2.resize(coarse, (WIDTH // 2, HEIGHT // 2), interpolation=cv2.INTER_CUBIC)
    cover = np.clip((smooth - np.float32(least)) * np.float32(steep), 0, 1)
    return np.asarray(cv2.resize(cover, (WIDTH, HEIGHT)), np.float32)


def _spotted(picture: Floats, rng: np.random.Generator) -> None:
    """Insects and road salt."""
    tone = float(rng.choice([40.0, 230.0]))
    for _ in range(int(rng.integers(10, 60))):
        at = rng.integers(0, (WIDTH, HEIGHT)).tolist()
        cv2.circle(picture, at, int(rng.integers(1, 4)), (tone,) * 3, -1, cv2.LINE_AA)


def _bent(picture: Floats, rng: np.random.Generator) -> Floats:
    """A plate that bulges or whose corner was knocked in; the far side is a little darker."""
    rows = np.repeat(np.arange(HEIGHT, dtype=np.float32)[:, None], WIDTH, axis=1)
    columns = np.repeat(np.arange(WIDTH, dtype=np.float32)[None, :], HEIGHT, axis=0)
    middle = np.float32(rng.uniform(0.2, 0.8) * WIDTH)
    bulge = np.exp(-(((columns - middle) / np.float32(rng.uniform(60, 160))) ** 2))
    rows += bulge * np.float32(rng.uniform(-7, 7))
    lit = 1 + np.float32(rng.uniform(-0.18, 0.12)) * bulge
    moved = cv2.remap(picture, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(moved * lit[..., None], np.float32)

"""What a car's camera may have before it: a street by day and by night, a tunnel, a truck, a
lens that is covered. Each call gives the next frame of it, its grain another each time.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import cv2
import numpy as np

from alpr_console import locations
from alpr_console.domain.plate import Corners
from alpr_console.ports import Picture
from alpr_console.simulation.feed import SimulatedFeed
from alpr_console.simulation.scenario import load_scenario

WIDTH, HEIGHT = 1280, 720
View = Callable[[int], Picture]
"""Frame number → picture."""


@cache
def _feed(scenario: str) -> SimulatedFeed:
    folder = locations.resources_dir() / "scenarios"
    feed = SimulatedFeed(load_scenario(folder / f"{scenario}.toml"), None)
    feed.open()
    return feed


def drawn(scenario: str, number: int) -> Picture:
    return _feed(scenario).draw(number)


def plates(scenario: str, number: int) -> list[Corners]:
    """Where the plates are in that frame."""
    return list(_feed(scenario).plates(number).values())


def day(number: int) -> Picture:
    return _feed("shift").draw(number)


def night(number: int) -> Picture:
    return _feed("night").draw(number)


@cache
def _grain() -> np.ndarray:
    return np.random.default_rng(7).normal(0, 1, (HEIGHT + 64, WIDTH + 64, 1)).astype(np.float32)


def grained(picture: Picture, number: int, strength: float = 3.0) -> Picture:
    """With a sensor's noise, another in each frame."""
    down, across = number * 23 % 61, number * 37 % 61
    tile = _grain()[down : down + picture.shape[0], across : across + picture.shape[1]]
    return np.asarray(np.clip(picture + strength * tile, 0, 255), np.uint8)


def _plain(level: int) -> Picture:
    return np.full((HEIGHT, WIDTH, 3), level, np.uint8)


def capped(number: int) -> Picture:
    """A lens behind its cap, or a camera without light: what the sensor makes of nothing."""
    return grained(_plain(4), number, 3.0)


def taped(number: int) -> Picture:
    """Tape or mud over the lens by day: some light, evenly falling off, and nothing in it."""
    slope = np.linspace(0, 40, WIDTH, dtype=np.uint8)[None, :, None]
    return grained(np.asarray(_plain(150) + slope, np.uint8), number)


def defocused(number: int, sigma: float = 5.0) -> Picture:
    blurred = np.asarray(cv2.GaussianBlur(day(number), (0, 0), sigma), np.uint8)
    return grained(blurred, number)


def unlit_road(number: int) -> Picture:
    """No lamp along it, nobody before: the car's own headlights on the road, two reflectors."""
    picture = _plain(3).astype(np.float32)
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    for x in (430.0, 850.0):
        pool = np.exp(-(((columns - x) / 260) ** 2 + ((rows - 560) / 110) ** 2))
        picture += 46 * pool[:, :, None]
    for x in (200, 1090):
        cv2.circle(picture, (x, 400), 4, (150, 170, 180), -1, cv2.LINE_AA)
    shift = number * 6 % 160
    for y in range(430 + shift // 4, 720, 90):
        cv2.line(picture, (640, y), (640, y + 30), (90, 96, 100), 6, cv2.LINE_AA)
    return grained(np.asarray(np.clip(picture, 0, 255), np.uint8), number, 4.0)


def tunnel(number: int) -> Picture:
    """Dim, with lamps that pass overhead."""
    picture = np.asarray(day(number) // 6, np.uint8)
    for i in range(5):
        y = (40 + i * 45 + number * 9) % 260
        cv2.rectangle(picture, (600 - y // 2, y), (680 + y // 2, y + 8), (150, 190, 210), -1)
    return grained(picture, number, 4.0)


def truck(number: int) -> Picture:
    """A truck's plain white door before the whole of the lens: little but ribs and rivets."""
    picture = _plain(205)
    for x in range(120, WIDTH, 320):
        cv2.line(picture, (x, 0), (x, HEIGHT), (168, 168, 168), 5)
        for y in range(30, HEIGHT, 120):
            cv2.circle(picture, (x + 24, y), 6, (120, 120, 120), -1, cv2.LINE_AA)
    soft = np.asarray(cv2.GaussianBlur(picture, (0, 0), 1.0), np.uint8)
    return grained(soft, number)

"""A street with one vehicle, drawn, and readings made up: for tests of recognition."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import cv2
import numpy as np

from alpr_console.domain.plate import (
    Box,
    CharacterRead,
    Detection,
    PlateText,
    SeenPlate,
    StateRead,
)
from alpr_console.ports import Frame, Picture
from alpr_console.simulation.plate_renderer import render_plate

_BEGUN = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def empty_street(width: int = 1280, height: int = 720) -> Picture:
    """Sky over a road, a little noisy."""
    frame = np.full((height, width, 3), (150, 140, 130), np.uint8)
    frame[height // 3 :] = (90, 92, 95)
    noise = np.random.default_rng(5).integers(0, 18, frame.shape, dtype=np.uint8)
    return np.asarray(cv2.GaussianBlur(cv2.add(frame, noise), (0, 0), 1.0), dtype=np.uint8)


def street_with_car(
    plate_width: int = 150, center: tuple[int, int] = (640, 430), text: str = "7ABC123"
) -> tuple[Picture, Box]:
    """A 1280×720 street with a car that bears a California plate, and the plate's box."""
    frame = empty_street()
    u, (cx, cy) = plate_width, center

    def part(x0: float, y0: float, x1: float, y1: float, ink: tuple[int, int, int]) -> None:
        low, high = (int(cx + x0 * u), int(cy + y0 * u)), (int(cx + x1 * u), int(cy + y1 * u))
        cv2.rectangle(frame, low, high, ink, -1, cv2.LINE_AA)

    shadow, body, glass, rubber = (35, 35, 38), (150, 146, 140), (40, 40, 40), (20, 20, 20)
    part(-2.9, 1.3, 2.9, 1.8, shadow)
    part(-2.7, 1.0, -1.9, 1.75, rubber)
    part(1.9, 1.0, 2.7, 1.75, rubber)
    part(-2.9, -1.0, 2.9, 1.4, body)
    part(-2.2, -2.5, 2.2, -1.0, body)
    part(-1.9, -2.3, 1.9, -1.15, glass)
    part(-2.9, 0.62, 2.9, 0.68, (105, 102, 98))
    part(-2.5, 1.0, 2.5, 1.4, (60, 60, 60))
    part(-2.85, -0.75, -1.9, -0.15, (40, 40, 180))
    part(1.9, -0.75, 2.85, -0.15, (40, 40, 180))
    plate = render_plate(text, "CA", np.random.default_rng(4)).image
    x, y = cx - u // 2, cy - u // 4
    frame[y : y + u // 2, x : x + u] = cv2.resize(plate, (u, u // 2), interpolation=cv2.INTER_AREA)
    picture = np.asarray(cv2.GaussianBlur(frame, (0, 0), 0.6), dtype=np.uint8)
    return picture, Box(x, y, u, u // 2)


def frame_of(picture: Picture, number: int, fps: float = 25.0) -> Frame:
    """The picture as frame `number` of a camera that runs at `fps`."""
    at = _BEGUN + timedelta(seconds=number / fps)
    return Frame("front", number, at, picture, number / fps)


def detection_at(box: Box, score: float = 0.9) -> Detection:
    """A detection whose corners are those of its box."""
    x, y, r, b = box.x, box.y, box.x + box.w, box.y + box.h
    return Detection(box, ((x, y), (r, y), (r, b), (x, b)), score)


def reading_of(
    text: str,
    sure: float = 0.99,
    state: StateRead | None = None,
    doubts: dict[int, tuple[float, tuple[tuple[str, float], ...]]] | None = None,
) -> PlateText:
    """`text` with `sure` for each character; `doubts` gives a slot its own spread."""
    characters = []
    whole = 1.0
    for slot, char in enumerate(text):
        confidence, others = (doubts or {}).get(slot, (sure, ()))
        characters.append(CharacterRead(char, confidence, others))
        whole *= confidence
    return PlateText(tuple(characters), state or StateRead("CA", 0.97), whole)


def seen_at(box: Box, reading: PlateText) -> SeenPlate:
    """A plate seen at `box` that says `reading`."""
    return SeenPlate(detection_at(box), reading)


def np_rng(seed: int) -> np.random.Generator:
    """A random generator that always says the same."""
    return np.random.default_rng(seed)

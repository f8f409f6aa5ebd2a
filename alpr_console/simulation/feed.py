"""A camera that is drawn: the vehicles of a scenario passing, plate and all.

The same scenario gives the same frames, number for number.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from threading import Event

import cv2
import numpy as np

from alpr_console.domain.plate import Corners
from alpr_console.ports import Frame, Picture
from alpr_console.simulation.passing import Passing
from alpr_console.simulation.scenario import Light, Scenario
from alpr_console.simulation.street import HEIGHT, WIDTH, Street

CRUISE = 9.0
"""Meters a second that the patrol car itself makes."""

_GRAIN = 11
_SHIFTS = 61


class SimulatedFeed:
    """FrameSource of a scenario.

    With a `speed` frames come at that many times the scenario's pace, and those that are
    due already when the next is asked for are skipped, as a camera does. `speed=None`
    gives every frame as fast as it is asked for, and is not live.
    """

    def __init__(self, scenario: Scenario, speed: float | None = 1.0) -> None:
        if speed is not None and speed <= 0:
            raise ValueError(f"speed is {speed}; it must be more than 0")
        self._scenario = scenario
        self._speed = speed
        self._closed = Event()
        self._street: Street | None = None
        self._passings: tuple[Passing, ...] = ()
        self._grain: Picture = np.zeros((0, 0, 3), np.uint8)
        self._began = 0.0
        self._began_at = datetime.now(UTC)
        self._next = 0

    @property
    def name(self) -> str:
        return self._scenario.camera

    @property
    def live(self) -> bool:
        return self._speed is not None

    @property
    def frames(self) -> int:
        """Frames in the whole scenario."""
        return round(self._scenario.seconds * self._scenario.fps)

    def open(self) -> None:
        """Draw street and vehicles, and begin at the start."""
        if self._street is None:
            seed = self._scenario.seed
            self._street = Street(self._scenario.light, np.random.default_rng(seed))
            self._passings = tuple(
                Passing(one, self._scenario.light, seed) for one in self._scenario.passes
            )
            self._grain = _grain(self._scenario.light, np.random.default_rng(seed + 1))
        self._closed.clear()
        self._next = 0
        self._began = time.monotonic()
        self._began_at = datetime.now(UTC)

    def read(self) -> Frame | None:
        """The next frame when it is due; None at the end of the scenario, or once closed."""
        number = self._next
        fps = self._scenario.fps
        if self._speed is not None:
            pace = fps * self._speed
            number = max(number, int((time.monotonic() - self._began) * pace))
            self._closed.wait(max(0.0, self._began + number / pace - time.monotonic()))
        if self._closed.is_set() or number >= self.frames:
            return None
        self._next = number + 1
        captured = time.monotonic()
        at = datetime.now(UTC)
        if self._speed is not None:
            at = self._began_at + timedelta(seconds=number / fps / self._speed)
        return Frame(self.name, number, at, self.draw(number), captured)

    def close(self) -> None:
        self._closed.set()

    def draw(self, number: int) -> Picture:
        """Frame `number` of the scenario. `open` comes first; raises RuntimeError else."""
        if self._street is None:
            raise RuntimeError("The feed is not open.")
        seconds = number / self._scenario.fps
        picture = self._street.picture(CRUISE * seconds)
        inside = [p for p in self._passings if p.begins <= seconds < p.ends]
        for passing in sorted(inside, key=lambda p: -p.distance(seconds)):
            passing.draw(picture, seconds)
        # The exposure hunts a little; the sensor's grain differs from frame to frame.
        gain = 1.0 + 0.02 * float(np.sin(seconds * 1.7))
        across, down = number * 37 % _SHIFTS, number * 23 % _SHIFTS
        tile = self._grain[down : down + HEIGHT, across : across + WIDTH]
        cv2.addWeighted(picture, gain, tile, 1.0, -float(_GRAIN), picture)
        return picture

    def plates(self, number: int) -> dict[str, Corners]:
        """Where each pass's plate stands in frame `number`, whole in the picture, by key."""
        seconds = number / self._scenario.fps
        found: dict[str, Corners] = {}
        for passing in self._passings:
            if passing.begins <= seconds < passing.ends:
                corners = passing.plate_corners(seconds)
                if all(0 <= x < WIDTH and 0 <= y < HEIGHT for x, y in corners):
                    found[passing.key] = corners
        return found


def _grain(light: Light, rng: np.random.Generator) -> Picture:
    """Grain to be added with `_GRAIN` taken off again, stronger in the dark.

    Larger than a frame, so that each frame takes another part of it.
    """
    strength = 2.2 if light is Light.DAY else 3.4
    size = HEIGHT + _SHIFTS, WIDTH + _SHIFTS
    fine = rng.standard_normal((*size, 3), dtype=np.float32) * np.float32(0.8)
    fine += rng.standard_normal((*size, 1), dtype=np.float32) * np.float32(strength)
    return np.asarray(np.clip(np.round(fine + _GRAIN), 0, 255), np.uint8)

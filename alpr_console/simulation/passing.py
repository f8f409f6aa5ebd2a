"""One vehicle's way past the camera, and its picture in each frame of it."""

from __future__ import annotations

import math

import cv2
import numpy as np

from alpr_console.domain.plate import Corners, Point
from alpr_console.ports import Picture
from alpr_console.simulation.plate_renderer import render_plate
from alpr_console.simulation.plate_styles import STYLES
from alpr_console.simulation.scenario import Course, Light, VehiclePass
from alpr_console.simulation.street import FOCAL, HEIGHT, LANE, WIDTH, project
from alpr_console.simulation.vehicle_drawing import (
    BELOW,
    HALF_WIDTH,
    PLATE_HEIGHT,
    PLATE_WIDTH,
    PPM,
    TOP,
    draw_vehicle,
)

FAR_PLATE, NEAR_PLATE = 32.0, 172.0
"""Widths of the plate in pixels where a vehicle comes into view and where it leaves it."""
_STEADY = 150.0
"""From this width on the vehicle leaves to the side."""
_HAZE_SECONDS = 0.5
_SIDEWAYS = 3.4
_FARTHEST, _NEAREST = FOCAL * PLATE_WIDTH / FAR_PLATE, FOCAL * PLATE_WIDTH / NEAR_PLATE


class Passing:
    """A pass of the scenario, its vehicle drawn. Times are seconds of the scenario."""

    def __init__(self, one: VehiclePass, light: Light, seed: int) -> None:
        rng = np.random.default_rng([seed, one.seed, *one.key.encode()])
        style = None if one.design is None else STYLES[one.state][one.design]
        plate = render_plate(one.plate, one.state, rng, style)
        self.key = one.key
        self.begins, self.ends = one.start, one.end
        self._duration = one.duration
        self._away = one.course is Course.PULLS_AWAY
        self._sprite = draw_vehicle(one.body, one.color, plate.image, light, rng)
        self._side = 1.0 if one.lane > 0 or (one.lane == 0 and rng.random() < 0.5) else -1.0
        self._start_x = one.lane * 0.62 * LANE + float(rng.uniform(-0.15, 0.15))
        self._near_x = one.lane * 0.24 * LANE
        self._phase = float(rng.uniform(0, 6))

    def distance(self, seconds: float) -> float:
        """Meters from the camera to the vehicle's rear."""
        share = self._share(seconds)
        # Even growth to the eye: the plate's width rises by the same part in each second.
        return float(_FARTHEST * (_NEAREST / _FARTHEST) ** share)

    def _share(self, seconds: float) -> float:
        """0 where the vehicle is far, 1 where it is nearest."""
        share = min(max((seconds - self.begins) / self._duration, 0.0), 1.0)
        share = 1 - share if self._away else share
        # Less time in the far, where no plate can be read, than in the near.
        return 1 - math.pow(1 - share, 1.9)

    def _place(self, seconds: float) -> tuple[float, float, float]:
        """x, bob (meters) and yaw (radians)."""
        z = self.distance(seconds)
        closeness = FOCAL * PLATE_WIDTH / z
        reach = (closeness - FAR_PLATE) / (NEAR_PLATE - FAR_PLATE)
        x = self._start_x + (self._near_x - self._start_x) * min(1.0, reach * 1.25)
        leaving = max(0.0, (closeness - _STEADY) / (NEAR_PLATE - _STEADY))
        x += self._side * _SIDEWAYS * leaving**2
        yaw = 0.03 * math.sin(seconds * 0.6 + self._phase) + self._side * 0.22 * leaving
        bob = 0.006 * math.sin(seconds * 9 + self._phase) + 0.003 * math.sin(seconds * 23)
        return x, bob, yaw

    def _spot(self, x: float, y: float, seconds: float) -> Point:
        """Pixel of a place on the vehicle's rear: meters from its middle, above the road."""
        across, bob, yaw = self._place(seconds)
        z = self.distance(seconds) + x * math.sin(yaw)
        return project(across + x * math.cos(yaw), y + bob, z)

    def plate_corners(self, seconds: float) -> Corners:
        y, w, h = self._sprite.shape.plate_y, PLATE_WIDTH / 2, PLATE_HEIGHT / 2
        top_left = self._spot(-w, y + h, seconds)
        top_right = self._spot(w, y + h, seconds)
        bottom_right = self._spot(w, y - h, seconds)
        return top_left, top_right, bottom_right, self._spot(-w, y - h, seconds)

    def draw(self, picture: Picture, seconds: float) -> None:
        """The vehicle into the picture, in place."""
        opacity = self._opacity(seconds)
        scale = FOCAL / self.distance(seconds) / PPM
        # The smallest picture of the vehicle that is not enlarged.
        level = min(max(int(math.log2(1 / max(scale, 1e-3))), 0), len(self._sprite.levels) - 1)
        sprite = self._sprite.levels[level]
        height, width = sprite.shape[:2]
        corners = np.array(
            [
                self._spot(-HALF_WIDTH, TOP, seconds),
                self._spot(HALF_WIDTH, TOP, seconds),
                self._spot(HALF_WIDTH, -BELOW, seconds),
                self._spot(-HALF_WIDTH, -BELOW, seconds),
            ]
        )
        left, top = (max(0, int(v)) for v in corners.min(axis=0))
        right, bottom = (int(v) + 2 for v in corners.max(axis=0))
        right, bottom = min(WIDTH, right), min(HEIGHT, bottom)
        if right - left < 2 or bottom - top < 2:
            return
        source = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
        there = cv2.getPerspectiveTransform(
            source, (corners - np.array([left, top])).astype(np.float32)
        )
        seen = cv2.warpPerspective(sprite, there, (right - left, bottom - top))
        if opacity < 1:
            seen = cv2.convertScaleAbs(seen, alpha=opacity)
        blue, green, red, cover = cv2.split(seen)
        rest = cv2.bitwise_not(cover)
        part = picture[top:bottom, left:right]
        behind = cv2.multiply(part, cv2.merge([rest, rest, rest]), scale=1 / 255)
        cv2.add(behind, cv2.merge([blue, green, red]), part)

    def _opacity(self, seconds: float) -> float:
        """Vehicles come out of the haze and go into it."""
        far = self.ends - seconds if self._away else seconds - self.begins
        return min(1.0, max(0.0, far / _HAZE_SECONDS))

"""A video of vehicle passes, made from still pictures whose plates are known.

Each vehicle comes nearer, falls back, crosses or swings off; the camera shakes, loses focus,
changes its exposure, drops frames; now and then something stands between or two pass at once.
The same subjects and seed give the same frames.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum

import cv2
import numpy as np
from numpy.typing import NDArray

from alpr_console.domain.plate import Corners
from alpr_console.examination.pass_subjects import Points, Subject
from alpr_console.ports import Frame, Picture
from alpr_console.simulation.scenario import Light
from alpr_console.simulation.street import HEIGHT, WIDTH, Street

CAMERA = "passes"
BEGAN = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
_FOCAL = 1400.0
"""Pixels: how strongly a plate that is turned away is foreshortened."""
_LARGEST_PLATE = {True: 150.0, False: 128.0}
"""Width in pixels up to which a photograph is enlarged, and a drawn vehicle."""


class Course(Enum):
    NEARS = "nears"
    FALLS_BACK = "falls back"
    CROSSES = "crosses"
    SWINGS_OFF = "swings off"


@dataclass(frozen=True, slots=True)
class Pace:
    """How a video goes."""

    frames: tuple[int, int] = (16, 40)
    """Least and most frames of one pass."""
    gap: tuple[int, int] = (10, 30)
    """Frames between two passes, mostly."""
    fps: float = 25.0


@dataclass(frozen=True, slots=True)
class PassTruth:
    """Where a pass's plate really is in a frame."""

    index: int
    """Of the subject."""
    corners: Corners


@dataclass(frozen=True, slots=True)
class PassFrame:
    frame: Frame
    truths: tuple[PassTruth, ...]
    """Plates that stand wholly in the picture."""


@dataclass(frozen=True, slots=True, eq=False)
class _Way:
    """One vehicle's way past the camera; `share` is 0 where it begins, 1 where it ends."""

    index: int
    first: int
    last: int
    course: Course
    widths: tuple[float, float]
    start: tuple[float, float]
    end: tuple[float, float]
    yaw: tuple[float, float]
    pitch: float
    roll: float
    columns: tuple[int, int]
    """Columns of the picture that a photograph may fill."""
    hidden: tuple[int, int]
    gain: tuple[float, float]
    gamma: float
    focus: tuple[float, float, float]
    """Blur in pixels: mean, swing, phase."""
    shutter: float
    """Share of the time between two frames for which it is open."""

    def share(self, number: float) -> float:
        return min(max((number - self.first) / max(1, self.last - self.first), 0.0), 1.0)

    def center(self, number: float) -> tuple[float, float]:
        share = self.share(number)
        if self.course is Course.SWINGS_OFF:
            share = share**3
        (x0, y0), (x1, y1) = self.start, self.end
        return x0 + (x1 - x0) * share, y0 + (y1 - y0) * share

    def homography(self, subject: Subject, number: float) -> NDArray[np.float64]:
        """From the subject's picture to the frame."""
        share = self.share(number)
        width = self.widths[0] * (self.widths[1] / self.widths[0]) ** share
        yaw = self.yaw[0] + (self.yaw[1] - self.yaw[0]) * share**2
        sway = 0.008 * math.sin(1.3 * number + self.index)
        x, y = self.center(number)
        middle = subject.corners.mean(axis=0)
        scale = width / subject.plate_width
        to_plate = np.array([[scale, 0, -middle[0] * scale], [0, scale, -middle[1] * scale],
                             [0, 0, 1]])  # fmt: skip
        turned = _turned(self.roll + sway, yaw, self.pitch)
        seen = np.array([[turned[0, 0], turned[0, 1], 0], [turned[1, 0], turned[1, 1], 0],
                         [turned[2, 0] / _FOCAL, turned[2, 1] / _FOCAL, 1]])  # fmt: skip
        placed = np.array([[1, 0, x], [0, 1, y], [0, 0, 1]])
        return np.asarray(placed @ seen @ to_plate, np.float64)


class PassVideo:
    """1280×720 frames in which each of `subjects` passes once, in their order."""

    size = (WIDTH, HEIGHT)

    def __init__(self, subjects: Sequence[Subject], seed: int, pace: Pace | None = None) -> None:
        self.subjects = tuple(subjects)
        self.pace = pace or Pace()
        self._seed = seed
        rng = np.random.default_rng([seed, 1])
        self._ways = _planned(self.subjects, self.pace, rng)
        self.first_frames = tuple(way.first for way in self._ways)
        """Of each pass."""
        self.length = self._ways[-1].last + self.pace.gap[1] if self._ways else 0
        """Frames, those that the camera drops included."""

    def frames(self) -> Iterator[PassFrame]:
        """The video from its beginning; a dropped frame leaves a gap in the numbers."""
        rng = np.random.default_rng([self._seed, 2])
        light = Light.NIGHT if rng.random() < 0.25 else Light.DAY
        street = Street(light, rng)
        noise = rng.normal(0, float(rng.uniform(1.5, 7)), (HEIGHT + 64, WIDTH + 64, 1))
        grain = np.repeat(noise.astype(np.int16), 3, axis=2)
        quality = int(rng.integers(40, 88))
        levels: dict[int, list[Picture]] = {}
        for number in range(self.length):
            present = [way for way in self._ways if way.first <= number <= way.last]
            shaken = float(rng.uniform(4, 10)) if rng.random() < 0.08 else 0.0
            angle = float(rng.uniform(0, math.pi))
            dropped = bool(rng.random() < 0.03)
            top, left = (int(v) for v in rng.integers(0, 64, 2))
            levels = {w.index: levels.get(w.index) or self._levels(w.index) for w in present}
            if dropped:
                continue
            picture = street.picture(number * 0.4)
            truths = []
            for way in sorted(present, key=lambda w: w.widths[1]):
                if way.hidden[0] <= number < way.hidden[1]:
                    continue
                way_there = way.homography(self.subjects[way.index], number)
                # Of two that pass at once, photographs share the picture; vehicles cut out do not.
                shown_in = way.columns if self.subjects[way.index].is_photograph else (0, WIDTH)
                shake = (shaken * math.cos(angle), shaken * math.sin(angle))
                _lay(picture, levels[way.index], way, way_there, number, shake, shown_in)
                seen = _within(_moved(self.subjects[way.index].corners, way_there), shown_in)
                if seen is not None:
                    truths.append(PassTruth(way.index, seen))
            part = grain[top : top + HEIGHT, left : left + WIDTH]
            noisy = np.asarray(cv2.add(picture, part, dtype=cv2.CV_8U), np.uint8)
            at = BEGAN + timedelta(seconds=number / self.pace.fps)
            shown = _packed(noisy, quality)
            frame = Frame(CAMERA, number, at, shown, number / self.pace.fps)
            yield PassFrame(frame, tuple(truths))

    def _levels(self, index: int) -> list[Picture]:
        """The subject in halving sizes, BGRA, so that what is shrunk is averaged."""
        picture = self.subjects[index].picture
        if picture.shape[2] == 3:
            picture = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2BGRA), np.uint8)
        levels = [picture]
        while min(levels[-1].shape[:2]) > 120 and len(levels) < 4:
            levels.append(np.asarray(cv2.pyrDown(levels[-1]), np.uint8))
        return levels


def _planned(subjects: Sequence[Subject], pace: Pace, rng: np.random.Generator) -> tuple[_Way, ...]:
    ways: list[_Way] = []
    begin, index = pace.gap[0], 0
    while index < len(subjects):
        side_by_side = index + 1 < len(subjects) and rng.random() < 0.15
        if side_by_side:
            left = _way(subjects, index, begin, (0, WIDTH // 2), pace, rng)
            later = begin + int(rng.integers(0, 6))
            right = _way(subjects, index + 1, later, (WIDTH // 2, WIDTH), pace, rng)
            ways += [left, right]
        else:
            ways.append(_way(subjects, index, begin, (0, WIDTH), pace, rng))
        index = len(ways)
        close = rng.random() < 0.2
        gap = int(rng.integers(1, 4)) if close else int(rng.integers(pace.gap[0], pace.gap[1] + 1))
        begin = max(way.last for way in ways[-2:]) + gap
    return tuple(ways)


def _way(
    subjects: Sequence[Subject],
    index: int,
    first: int,
    columns: tuple[int, int],
    pace: Pace,
    rng: np.random.Generator,
) -> _Way:
    subject = subjects[index]
    course = list(Course)[int(rng.integers(len(Course)))]
    narrow = columns != (0, WIDTH)
    # No nearer than the picture can show: what is enlarged only gets softer.
    near = subject.plate_width * float(rng.uniform(1.2, 2.2))
    near = float(np.clip(near, 56, _LARGEST_PLATE[subject.is_photograph] * (0.75 if narrow else 1)))
    far = max(36.0, near * float(rng.uniform(0.4, 0.65)))
    widths = {
        Course.NEARS: (far, near),
        Course.FALLS_BACK: (near, far),
        Course.CROSSES: (near * 0.9, near * float(rng.uniform(0.8, 1.0))),
        Course.SWINGS_OFF: (far, near),
    }[course]
    frames = int(rng.integers(pace.frames[0], pace.frames[1] + 1))
    low, span = columns[0], columns[1] - columns[0]
    side = 1 if rng.random() < 0.5 else -1

    def spot(across: tuple[float, float]) -> tuple[float, float]:
        return low + span * float(rng.uniform(*across)), HEIGHT * float(rng.uniform(0.38, 0.78))

    start, end = spot((0.3, 0.7)), spot((0.2, 0.8))
    yaw = (float(rng.normal(0, 0.15)), float(rng.normal(0, 0.15)))
    if course is Course.CROSSES:
        # A plate that crosses in few frames is smeared over half its width.
        start, end = spot((0.1, 0.2)), spot((0.8, 0.9))
        start, end = (start, end) if side > 0 else (end, start)
        end = (end[0], start[1] + float(rng.normal(0, 30)))
        frames = max(frames, round(abs(end[0] - start[0]) / 45))
    elif course is Course.SWINGS_OFF:
        end = (low + span * (0.5 + 0.46 * side), end[1])
        yaw = (yaw[0], side * float(rng.uniform(0.2, 0.5)))
    hidden = (0, 0)
    if rng.random() < 0.2:
        from_frame = first + int(rng.integers(4, frames - 4))
        hidden = (from_frame, from_frame + int(rng.integers(2, 7)))
    return _Way(
        index=index,
        first=first,
        last=first + frames - 1,
        course=course,
        widths=widths,
        start=start,
        end=end,
        yaw=yaw,
        pitch=float(rng.normal(0, 0.06)),
        roll=float(rng.normal(0, 0.03)),
        columns=columns,
        hidden=hidden,
        gain=(float(rng.uniform(0.6, 1.3)), float(rng.uniform(0.6, 1.3))),
        gamma=float(rng.uniform(0.8, 1.25)),
        focus=(
            float(rng.uniform(0.3, 1.1)),
            float(rng.uniform(0.0, 0.9)),
            float(rng.uniform(0, 6)),
        ),
        shutter=float(rng.uniform(0.1, 0.4)),
    )


def _turned(roll: float, yaw: float, pitch: float) -> NDArray[np.float64]:
    cr, sr, cy, sy, cp, sp = (f(a) for a in (roll, yaw, pitch) for f in (math.cos, math.sin))
    about_z = np.array([[cr, -sr, 0], [sr, cr, 0], [0, 0, 1]])
    about_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    about_x = np.array([[1, 0, 0], [0, cp, -sp], [0, sp, cp]])
    return np.asarray(about_z @ about_y @ about_x, np.float64)


def _moved(points: Points, there: NDArray[np.float64]) -> Points:
    moved = np.column_stack([points, np.ones(len(points))]) @ there.T
    return np.asarray(moved[:, :2] / moved[:, 2:], np.float64)


def _within(points: Points, columns: tuple[int, int]) -> Corners | None:
    """The corners, if all of them are in these columns of the picture."""
    low, high = points.min(axis=0), points.max(axis=0)
    if low[0] < columns[0] or high[0] > columns[1] or low[1] < 0 or high[1] > HEIGHT:
        return None
    tl, tr, br, bl = ((float(x), float(y)) for x, y in points)
    return tl, tr, br, bl


def _lay(
    picture: Picture,
    levels: Sequence[Picture],
    way: _Way,
    there: NDArray[np.float64],
    number: int,
    shake: tuple[float, float],
    columns: tuple[int, int],
) -> None:
    """The vehicle over these columns of the picture, in place."""
    full = levels[0].shape
    shrunk = 1 / max(float(np.sqrt(abs(np.linalg.det(there[:2, :2])))), 1e-3)
    level = min(max(int(math.log2(shrunk)), 0), len(levels) - 1)
    source = levels[level]
    to_full = np.diag([full[1] / source.shape[1], full[0] / source.shape[0], 1.0])
    left, right = columns
    outline = _moved(np.array([(0, 0), (full[1], 0), (full[1], full[0]), (0, full[0])]), there)
    x0, y0 = (max(v, int(p) - 8) for v, p in zip((left, 0), outline.min(axis=0), strict=True))
    x1, y1 = (min(v, int(p) + 9) for v, p in zip((right, HEIGHT), outline.max(axis=0), strict=True))
    if x1 - x0 < 2 or y1 - y0 < 2:
        return
    shift = np.array([[1, 0, -x0], [0, 1, -y0], [0, 0, 1]])
    layer = cv2.warpPerspective(source, shift @ there @ to_full, (x1 - x0, y1 - y0))
    share = way.share(number)
    layer[..., :3] = cv2.LUT(layer[..., :3], _tones(way, share))
    layer = _smeared(np.asarray(layer, np.uint8), way, number, shake)
    blue, green, red, cover = cv2.split(layer)
    rest = cv2.bitwise_not(cover)
    part = picture[y0:y1, x0:x1]
    behind = cv2.multiply(part, cv2.merge([rest, rest, rest]), scale=1 / 255)
    cv2.add(behind, cv2.merge([blue, green, red]), part)


def _tones(way: _Way, share: float) -> NDArray[np.uint8]:
    gain = way.gain[0] + (way.gain[1] - way.gain[0]) * share
    tones = 255 * np.clip(gain * (np.arange(256) / 255) ** way.gamma, 0, 1)
    return tones.astype(np.uint8)


def _smeared(layer: Picture, way: _Way, number: int, shake: tuple[float, float]) -> Picture:
    """Out of focus, and moved while the shutter was open."""
    mean, swing, phase = way.focus
    sigma = mean + swing * math.sin(0.35 * number + phase)
    if sigma > 0.35:
        layer = np.asarray(cv2.GaussianBlur(layer, (0, 0), sigma), np.uint8)
    (x0, y0), (x1, y1) = way.center(number - 0.5), way.center(number + 0.5)
    dx = (x1 - x0) * way.shutter + shake[0]
    dy = (y1 - y0) * way.shutter + shake[1]
    length = math.hypot(dx, dy)
    if length < 1.5:
        return layer
    size = math.ceil(length) | 1
    kernel = np.zeros((size, size), np.float32)
    middle = size // 2
    reach = np.array([dx, dy]) / 2
    first, last = np.round(middle - reach).astype(int), np.round(middle + reach).astype(int)
    cv2.line(kernel, first.tolist(), last.tolist(), 1.0, 1, cv2.LINE_AA)
    return np.asarray(cv2.filter2D(layer, -1, kernel / kernel.sum()), np.uint8)


def _packed(picture: Picture, quality: int) -> Picture:
    """What is left of it after a camera's compression."""
    _, packed = cv2.imencode(".jpg", picture, (cv2.IMWRITE_JPEG_QUALITY, quality))
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8)

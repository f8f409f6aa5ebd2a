"""Follows plates from frame to frame, so that one vehicle pass gets one number."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from alpr_console.domain.plate import Box, Detection


@dataclass(frozen=True, slots=True)
class TrackerLimits:
    """When two sightings are of one pass."""

    gap_seconds: float = 0.6
    """A plate unseen for longer has passed…"""
    gap_frames: int = 3
    """…provided that at least so many frames came meanwhile."""
    most_frames: int = 40
    """A plate unseen in so many frames has passed, whatever the clock says."""
    reach: float = 1.1
    """How far from its predicted place a plate may be found, in plate widths."""
    first_reach: float = 2.6
    """The same while its speed is not known yet."""
    size_change: float = 1.7
    """How much wider or narrower it may be found."""


class Track:
    """One plate on its way through the picture. `track_id` counts from 1."""

    def __init__(self, track_id: int, detection: Detection, number: int, at: float) -> None:
        self.track_id = track_id
        self.detection = detection
        self.first_frame = number
        self.last_frame = number
        self.last_seen = at
        """Seconds, on the clock that `Tracker.update` is given."""
        self.sightings = 1
        self._velocity = (0.0, 0.0, 0.0)
        """Center x, center y and log width, per frame number."""

    def predicted(self, number: int) -> Box:
        """Where the plate should stand in frame `number`, at constant velocity."""
        frames = number - self.last_frame
        box = self.detection.box
        vx, vy, growth = self._velocity
        # Motion that is extrapolated over a gap is trusted less the longer the gap.
        trust = frames if frames <= 4 else 4 + 0.5 * (frames - 4)
        grow = math.exp(max(-0.7, min(0.7, growth * trust)))
        w, h = box.w * grow, box.h * grow
        return Box(
            box.x + box.w / 2 + vx * trust - w / 2, box.y + box.h / 2 + vy * trust - h / 2, w, h
        )

    def strayed(self, box: Box, number: int) -> float:
        """How far `box` in frame `number` is from where and how wide it was expected, in widths.

        A vehicle's motion is smooth; another that comes into its place seldom fits it.
        """
        expected = self.predicted(number)
        dx = box.x + box.w / 2 - expected.x - expected.w / 2
        dy = box.y + box.h / 2 - expected.y - expected.h / 2
        grown = abs(box.w - expected.w)
        return max(math.hypot(dx, dy), grown) / max(expected.w, box.w, 1.0)

    def follow(self, detection: Detection, number: int, at: float) -> None:
        """Take the plate's place in frame `number`."""
        frames = max(1, number - self.last_frame)
        old, new = self.detection.box, detection.box
        step = (
            (new.x + new.w / 2 - old.x - old.w / 2) / frames,
            (new.y + new.h / 2 - old.y - old.h / 2) / frames,
            math.log(max(new.w, 1.0) / max(old.w, 1.0)) / frames,
        )
        fresh = 1.0 if self.sightings == 1 else 0.5
        vx, vy, growth = (v + fresh * (s - v) for v, s in zip(self._velocity, step, strict=True))
        self._velocity = (vx, vy, growth)
        self.detection = detection
        self.last_frame = number
        self.last_seen = at
        self.sightings += 1


class Tracker:
    """Tells which detection continues which track. Plain geometry; texts are the caller's."""

    def __init__(self, limits: TrackerLimits | None = None) -> None:
        self.limits = limits or TrackerLimits()
        self.tracks: list[Track] = []
        self._made = 0

    def match(self, detections: Sequence[Detection], number: int) -> list[Track | None]:
        """For each detection of frame `number`, the track that it continues, if any."""
        offers = []
        for i, detection in enumerate(detections):
            for track in self.tracks:
                cost = self._cost(track, detection.box, number)
                if cost is not None:
                    offers.append((cost, i, track))
        taken: list[Track | None] = [None] * len(detections)
        used: set[int] = set()
        for _, i, track in sorted(offers, key=lambda offer: offer[0]):
            if taken[i] is None and track.track_id not in used:
                taken[i] = track
                used.add(track.track_id)
        return taken

    def _cost(self, track: Track, box: Box, number: int) -> float | None:
        """0 for exactly where it was expected; None where it cannot be the same plate."""
        expected = track.predicted(number)
        wide = max(expected.w, box.w, 1.0)
        ratio = wide / max(min(expected.w, box.w), 1.0)
        frames = max(1, number - track.last_frame)
        dx = (box.x + box.w / 2 - expected.x - expected.w / 2) / wide
        dy = (box.y + box.h / 2 - expected.y - expected.h / 2) / wide
        away = math.hypot(dx, dy)
        limits = self.limits
        reach = limits.first_reach if track.sightings == 1 else limits.reach
        reach *= min(2.0, 1 + 0.12 * (frames - 1))
        if away > reach or ratio > limits.size_change * min(1.5, 1 + 0.05 * (frames - 1)):
            return None
        return away + 0.5 * (ratio - 1) - 0.3 * expected.iou(box)

    def start(self, detection: Detection, number: int, at: float) -> Track:
        """Begin a new track."""
        self._made += 1
        track = Track(self._made, detection, number, at)
        self.tracks.append(track)
        return track

    def passed(self, number: int, at: float) -> list[Track]:
        """Remove and return the tracks that have been unseen for too long."""
        gone = [t for t in self.tracks if self._is_over(t, number, at)]
        self.tracks = [t for t in self.tracks if t not in gone]
        return gone

    def drop(self, tracks: Sequence[Track]) -> None:
        """Stop following tracks whose place another plate has taken."""
        self.tracks = [t for t in self.tracks if t not in tracks]

    def _is_over(self, track: Track, number: int, at: float) -> bool:
        unseen = number - track.last_frame
        waited = at - track.last_seen
        limits = self.limits
        return unseen > limits.most_frames or (
            unseen > limits.gap_frames and waited > limits.gap_seconds
        )

    def flush(self) -> list[Track]:
        """Remove and return every track: the stream is over."""
        gone, self.tracks = self.tracks, []
        return gone

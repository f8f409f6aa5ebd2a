"""Judges a camera over some seconds: dark, covered, frozen, out of focus, too slow, not
kept up with.

No single picture is judged. A tunnel, a truck before the lens, a wall at a stop go by; what
is told here has been so in every measurement of a while. And a picture has one fault at most,
the first of the rows below that fits: behind a cap all is dark, repeats itself and has no
edges, but what is wrong is the cap.

Focus is judged twice: by the whole picture, and by the characters of the plates that it showed,
which tell what the street hides (health/plate_focus.py).

The thresholds were chosen on 65 photographed streets, as they are and made dark, noisy,
shaken and out of focus, and on drawn ones by day and by night (docs/decisions/0065, 0069).
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from alpr_console.domain.events import FrameSeen
from alpr_console.domain.picture_quality import picture_fault
from alpr_console.health.lasting import Lasting
from alpr_console.health.plate_focus import PlateFocus

SLOWEST_FPS = 8.0
"""At 25 m/s a plate can be read over some 15 m, 0.6 s: the vote over a pass needs its five
frames. Cameras that open their shutter for the dark go down to 7.5."""
SLOW_AFTER = timedelta(seconds=10)
_RATE_SPAN = timedelta(seconds=4)

SLOWEST_LATENCY_MS = 500.0
"""Picture to result. At 25 m/s a vehicle goes 12 m meanwhile, and is out of the picture."""
BEHIND_AFTER = timedelta(seconds=3)
"""A start or a full street may take a moment."""


_ENDS_AFTER = timedelta(seconds=3)
_MEASURED_LATELY = timedelta(seconds=5)


class CameraFault(NamedTuple):
    notice: str
    detail: str


@dataclass(frozen=True, slots=True)
class _Rule:
    notice: str
    after: timedelta
    detail: str


_RULES = (
    _Rule("camera_dark", timedelta(seconds=30), "Nothing but darkness for 30 s."),
    _Rule("camera_covered", timedelta(seconds=15), "Nothing to be seen for 15 s."),
    _Rule("camera_frozen", timedelta(seconds=10), "The same picture for 10 s."),
    _Rule("camera_blurred", timedelta(seconds=30), "No sharp edge for 30 s."),
)
"""In the order in which they are asked. What could be a place rather than a fault takes
longest: a car waits at a truck's side for less, and a tunnel has its lamps."""


class CameraWatch:
    """Of one camera, from its being live to its being lost."""

    def __init__(self) -> None:
        self._lasting = {rule.notice: Lasting(rule.after, _ENDS_AFTER) for rule in _RULES}
        self._slow = Lasting(SLOW_AFTER, _ENDS_AFTER)
        self._behind = Lasting(BEHIND_AFTER, _ENDS_AFTER)
        self._plates = PlateFocus()
        self._frames: deque[tuple[datetime, int]] = deque()
        self._measured: datetime | None = None
        self._rate = 0.0
        self._latency_ms = 0.0

    def see(self, event: FrameSeen) -> None:
        self._count(event)
        slow = event.latency_ms > SLOWEST_LATENCY_MS
        self._latency_ms = event.latency_ms if slow else self._latency_ms
        self._behind.look(slow, event.at)
        if event.quality is None:
            return
        if self._measured is not None and abs(event.at - self._measured) > _MEASURED_LATELY:
            # What was between is not known.
            for lasting in self._lasting.values():
                lasting.hold()
        self._measured = event.at
        self._plates.see(event.quality.plates, event.at)
        fitting = picture_fault(event.quality, self._picture_fault())
        for notice, lasting in self._lasting.items():
            lasting.look(notice == fitting, event.at)

    def faults(self) -> tuple[CameraFault, ...]:
        """What is wrong with the picture, with its pace, and with how it is kept up with."""
        found = []
        shown = self._picture_fault()
        found += [CameraFault(r.notice, r.detail) for r in _RULES if r.notice == shown]
        if not shown and self._plates.on:
            words = f"{self._plates.blurred} of the last {self._plates.judged} plates blurred."
            found.append(CameraFault("camera_blurred", words))
        if self._slow.on:
            found.append(CameraFault("camera_slow", f"{self._rate:.0f} pictures a second."))
        if self._behind.on:
            found.append(CameraFault("recognition_slow", f"{self._latency_ms:.0f} ms a picture."))
        return tuple(found)

    def _picture_fault(self) -> str:
        return next((r.notice for r in _RULES if self._lasting[r.notice].on), "")

    def _count(self, event: FrameSeen) -> None:
        """The camera's own pace: frames that recognition was too slow for count as well."""
        if self._frames and (event.at < self._frames[-1][0] or event.number < self._frames[-1][1]):
            self._frames.clear()
        self._frames.append((event.at, event.number))
        while event.at - self._frames[0][0] > _RATE_SPAN:
            self._frames.popleft()
        (began, first), (at, last) = self._frames[0], self._frames[-1]
        span = (at - began).total_seconds()
        if span < _RATE_SPAN.total_seconds() / 2:
            return
        self._rate = (last - first) / span
        self._slow.look(self._rate < SLOWEST_FPS, event.at)

"""What the start-of-shift check measures: cameras, receiver, disk and sound, as they are now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from alpr_console.domain.events import (
    CameraChanged,
    ConsoleEvent,
    FrameSeen,
    PositionChanged,
    SessionChanged,
    SourceState,
)
from alpr_console.domain.hotlist import Freshness, Priority
from alpr_console.domain.picture_quality import PictureQuality
from alpr_console.domain.read import PositionFix
from alpr_console.domain.shift_check import FIX_FRESH, CameraSeen, CheckFacts
from alpr_console.ports import Clock
from alpr_console.sound_ports import Speaker

QUALITY_FRESH = timedelta(seconds=30)
"""Measured on a frame now and then; an older figure is of another picture."""


class ShiftWatch:
    """Told of every event, on the console thread, to which it belongs."""

    def __init__(
        self,
        clock: Clock,
        speaker: Speaker,
        disk_free: Callable[[], int | None],
        has_gps: bool,
    ) -> None:
        self._clock = clock
        self._speaker = speaker
        self._disk_free = disk_free
        self._has_gps = has_gps
        self._cameras: dict[str, CameraChanged] = {}
        self._frames: dict[str, tuple[FrameSeen, datetime]] = {}
        self._qualities: dict[str, tuple[PictureQuality, datetime]] = {}
        self._fix: tuple[PositionFix, datetime] | None = None

    def on(self, event: ConsoleEvent) -> None:
        now = self._clock.now()
        match event:
            case CameraChanged():
                self._cameras[event.camera] = event
            case FrameSeen():
                self._frames[event.camera] = (event, now)
                if event.quality is not None:
                    self._qualities[event.camera] = (event.quality, now)
            case PositionChanged():
                self._fix = (event.fix, now) if event.fix is not None else None
            case SessionChanged(session=None):
                self._cameras.clear()
                self._frames.clear()
                self._qualities.clear()
                self._fix = None
            case _:
                pass

    def facts(self, lists: Sequence[tuple[str, Freshness]]) -> CheckFacts:
        now = self._clock.now()
        off = self._fix[1] - self._fix[0].at if self._fix is not None else None
        return CheckFacts(
            cameras=tuple(self._camera(one, now) for one in self._cameras.values()),
            has_gps=self._has_gps or self._fix is not None,
            fix_age=now - self._fix[1] if self._fix is not None else None,
            clock_off=off,
            disk_free=self._disk_free(),
            sound_fault=self._speaker.fault,
            lists=tuple(lists),
        )

    def position(self) -> PositionFix | None:
        if self._fix is None or self._clock.now() - self._fix[1] > FIX_FRESH:
            return None
        return self._fix[0]

    def play(self, sound: str) -> None:
        # Of high priority: the check asks whether anything is heard, and nothing mutes that.
        self._speaker.announce(sound, "", Priority.HIGH)

    def _camera(self, change: CameraChanged, now: datetime) -> CameraSeen:
        seen = self._frames.get(change.camera)
        quality = self._qualities.get(change.camera)
        fresh = quality is not None and now - quality[1] <= QUALITY_FRESH
        return CameraSeen(
            change.camera,
            change.state is SourceState.LIVE,
            change.reason,
            now - seen[1] if seen is not None else None,
            seen[0].fps if seen is not None else 0.0,
            quality[0] if quality is not None and fresh else None,
        )

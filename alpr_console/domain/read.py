"""A read: one vehicle pass, voted over its frames, with place, time and pictures.

Frame → Detection → PlateRead is the first half of the straight line that ends at a
disposition.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from alpr_console.domain.plate import Box, Corners, PlateText, VehicleDescription

TYPED_CAMERA = "typed"
"""Stands where the camera of a read does, of a plate that a person typed: wherever a read is
shown, sent or exported, this goes with it."""


@dataclass(frozen=True, slots=True)
class PositionFix:
    """A valid GPS fix. A receiver without a fix yields no `PositionFix` at all."""

    latitude: float
    """Degrees, north positive, WGS 84."""
    longitude: float
    """Degrees, east positive, WGS 84."""
    at: datetime
    """Time of the fix, UTC, timezone-aware."""
    speed_mps: float | None = None
    course_deg: float | None = None
    quality: int = 1
    """NMEA GGA quality indicator; 0 (no fix) never occurs here."""


@dataclass(frozen=True, slots=True)
class PlateRead:
    """One pass of one vehicle: the vote over its frames, with the best picture of it."""

    read_id: str
    """UUID4 as hex."""
    track_id: int
    """Tracker's number of the vehicle pass, unique within a run of the pipeline."""
    camera: str
    reading: PlateText
    box: Box
    """Where the plate stood in the best frame, pixels of that frame."""
    corners: Corners
    first_frame: int
    last_frame: int
    frames: int
    """How many frames voted; 0 of a plate that a person typed."""
    at: datetime
    """Capture time of the best frame, UTC, timezone-aware."""
    crop_jpeg: bytes
    """Rectified picture of the plate from the best frame, JPEG."""
    context_jpeg: bytes
    """The best frame, reduced to at most 960 px wide, JPEG."""
    position: PositionFix | None = None
    vehicle: VehicleDescription | None = None
    revision: int = 0
    """0 for the first release; a correction by later frames keeps read_id, adds one."""

    @property
    def typed(self) -> bool:
        """A person typed it; no frame voted, and there is no picture."""
        return self.frames == 0

    @property
    def text(self) -> str:
        return self.reading.text

    @property
    def state(self) -> str:
        return self.reading.state.code

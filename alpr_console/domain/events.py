"""Typed events: from the pipeline's threads to the console thread, and on to the screen.

Immutable values; nothing else crosses between threads.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from alpr_console.domain.alert import Alert
from alpr_console.domain.hotlist import Freshness, HotList, Match
from alpr_console.domain.picture_quality import PictureQuality
from alpr_console.domain.plate import Corners
from alpr_console.domain.read import PlateRead, PositionFix
from alpr_console.domain.session import Session


class SourceState(Enum):
    STARTING = "starting"
    LIVE = "live"
    LOST = "lost"
    """Was live or never came; the console keeps trying."""
    ENDED = "ended"
    """A file or folder played to its end."""


@dataclass(frozen=True, slots=True)
class CameraChanged:
    camera: str
    state: SourceState
    at: datetime
    reason: str = ""
    """Why it was lost, fit for the screen."""


@dataclass(frozen=True, slots=True)
class Overlay:
    """One plate to draw over the live picture."""

    track_id: int
    corners: Corners
    """Pixels of the frame."""
    text: str
    state: str
    confidence: float
    hit: bool


@dataclass(frozen=True, slots=True)
class FrameSeen:
    """A frame went through recognition. The picture itself travels in a one-slot mailbox."""

    camera: str
    number: int
    at: datetime
    overlays: tuple[Overlay, ...]
    fps: float
    """Frames recognized per second, over the last two seconds."""
    dropped: int
    """Frames of this camera that were never recognized, since the start."""
    latency_ms: float
    """Capture to result."""
    quality: PictureQuality | None = None
    """Measured about once a second; None on the frames between."""


@dataclass(frozen=True, slots=True)
class ReadReleased:
    """One vehicle pass was read (or, with read.revision > 0, corrected)."""

    read: PlateRead
    matches: tuple[Match, ...]
    """Against the lists in force, likeliest first; empty for most reads."""
    latency_ms: float
    """Capture of the deciding frame to this event."""
    generation: int = 0
    """Of the index it was matched against; before it is recorded it is matched again where the
    lists in force are newer."""


@dataclass(frozen=True, slots=True)
class PositionChanged:
    fix: PositionFix | None
    """None once the receiver has had no valid fix for some seconds."""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RecognitionFailed:
    """Recognition stopped or stalled; a silence that must not look calm."""

    reason: str
    at: datetime


PipelineEvent = CameraChanged | FrameSeen | ReadReleased | PositionChanged | RecognitionFailed


@dataclass(frozen=True, slots=True)
class AlertRaised:
    """A hit was put on record and wants an officer. Sent after the commit, never before."""

    alert: Alert


@dataclass(frozen=True, slots=True)
class AlertChanged:
    """A step of an alert's course was put on record."""

    alert: Alert


@dataclass(frozen=True, slots=True)
class AlertRepeated:
    """The vehicle of an alert was seen again; no alert of its own is raised."""

    alert_id: str
    read_id: str
    """Of the newest sight: its place and pictures are there."""
    count: int
    """How often it was seen again so far."""
    at: datetime
    """Capture time of that sight, UTC."""


@dataclass(frozen=True, slots=True)
class PastHitsFound:
    """Stored reads fit an entry that came after them. Nothing is sounded."""

    count: int
    """Past hits that wait for review by now."""
    newest: datetime
    """Capture time of the newest read among them, UTC."""


@dataclass(frozen=True, slots=True)
class SessionChanged:
    session: Session | None


@dataclass(frozen=True, slots=True)
class ListsChanged:
    """Hot lists in force with their age; sent at start, on import, and every minute."""

    lists: tuple[tuple[HotList, Freshness], ...]


@dataclass(frozen=True, slots=True)
class FaultRaised:
    """A row of the notices table came true."""

    notice: str
    """Key into `notices.NOTICES`."""
    subject: str
    """What it is about (camera name, list name); '' where there is only one."""
    detail: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FaultCleared:
    notice: str
    subject: str
    at: datetime


ConsoleEvent = (
    PipelineEvent
    | AlertRaised
    | AlertChanged
    | AlertRepeated
    | PastHitsFound
    | SessionChanged
    | ListsChanged
    | FaultRaised
    | FaultCleared
)

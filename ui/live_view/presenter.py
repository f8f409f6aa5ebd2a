"""The live view without Qt: what the labels on the picture say, and when it has gone quiet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from alpr_console.domain.events import (
    CameraChanged,
    FaultCleared,
    FaultRaised,
    FrameSeen,
    Overlay,
    SourceState,
)
from alpr_console.domain.notices import NOTICES, Meaning
from alpr_console.domain.plate import UNKNOWN_STATE
from alpr_console.domain.read import PlateRead
from ui import strings, strings_shift
from ui.clock_words import age_words, local_time

PICTURE_FAULTS = (
    "camera_covered", "camera_frozen", "camera_dark", "camera_blurred", "camera_slow",
)  # fmt: skip
"""Rows of the notices table that are about the picture itself, worst first."""

SILENT_AFTER_S = 2.0
"""Without a frame for this long the picture is old, and the view says so."""


@dataclass(frozen=True, slots=True)
class Label:
    """One overlay's words."""

    text: str
    state: str
    confidence: str
    tracked: bool
    hit: bool


@dataclass(frozen=True, slots=True)
class Notice:
    """Words over the picture in place of calm."""

    title: str
    detail: str
    danger: bool
    aside: bool = False
    """At the upper edge, with caution: the picture is worse than it should be, but it is one."""

    @property
    def meaning(self) -> Meaning | None:
        if self.danger:
            return Meaning.DANGER
        return Meaning.CAUTION if self.aside else None


@dataclass(frozen=True, slots=True)
class ReadCell:
    """One read in the strip of the latest."""

    read_id: str
    text: str
    state: str
    time: str
    confidence: str
    crop_jpeg: bytes
    hit: bool
    typed: bool = False


def label_for(overlay: Overlay) -> Label:
    return Label(
        text=overlay.text or strings.NO_TEXT,
        state="" if overlay.state == UNKNOWN_STATE else overlay.state,
        confidence=f"{overlay.confidence:.2f}",
        tracked=overlay.track_id >= 0,
        hit=overlay.hit,
    )


def sureness(read: PlateRead) -> str:
    """How sure the reader is; of what a person typed, that it is no reader's word."""
    return strings_shift.ROW_TYPED if read.typed else f"{read.reading.confidence:.2f}"


def cell_for(read: PlateRead, hit: bool) -> ReadCell:
    return ReadCell(
        read_id=read.read_id,
        text=read.text,
        state=strings.STATE_UNKNOWN if read.state == UNKNOWN_STATE else read.state,
        time=local_time(read.at, zone=False),
        confidence=sureness(read),
        crop_jpeg=read.crop_jpeg,
        hit=hit,
        typed=read.typed,
    )


class LiveViewPresenter:
    """Keeps each camera's state and the time of its last frame."""

    def __init__(self) -> None:
        self._states: dict[str, CameraChanged] = {}
        self._last: dict[str, datetime] = {}
        self._faults: dict[tuple[str, str], FaultRaised] = {}
        self.shown: str | None = None
        """The camera whose picture is on screen."""

    @property
    def cameras(self) -> tuple[str, ...]:
        return tuple(self._states)

    def camera_changed(self, event: CameraChanged) -> None:
        self._states[event.camera] = event
        self.shown = self.shown or event.camera

    def frame_seen(self, event: FrameSeen, now: datetime) -> bool:
        """Note the frame; whether it is of the camera on screen."""
        self.shown = self.shown or event.camera
        self._last[event.camera] = now
        return event.camera == self.shown

    def fault_changed(self, event: FaultRaised | FaultCleared) -> None:
        """A fault of the picture itself stands in the picture; the others have their chips."""
        if event.notice not in PICTURE_FAULTS:
            return
        if isinstance(event, FaultRaised):
            self._faults[(event.subject, event.notice)] = event
        else:
            self._faults.pop((event.subject, event.notice), None)

    def show_next(self) -> str | None:
        """Put the next camera on screen."""
        if self._states:
            names = list(self._states)
            place = names.index(self.shown) if self.shown in names else -1
            self.shown = names[(place + 1) % len(names)]
        return self.shown

    def forget(self) -> None:
        self._states.clear()
        self._last.clear()
        self._faults.clear()
        self.shown = None

    def notice(self, now: datetime) -> Notice | None:
        """What to say over the picture; None while it is live and fresh."""
        camera = self.shown
        if camera is None:
            return Notice(strings.NO_CAMERA, strings.NO_CAMERA_DETAIL, danger=False)
        change = self._states.get(camera)
        if change is not None and change.state is SourceState.LOST:
            since = strings.SINCE.format(time=local_time(change.at))
            detail = " ".join(filter(None, (change.reason, strings.CAMERA_REMEDY, since)))
            return Notice(strings.CAMERA_LOST.format(camera=camera), detail, danger=True)
        if change is not None and change.state is SourceState.ENDED:
            return Notice(strings.CAMERA_ENDED.format(camera=camera), "", danger=False)
        last = self._last.get(camera)
        if last is None:
            return Notice(strings.CAMERA_STARTING.format(camera=camera), "", danger=False)
        silent = now - last
        if silent.total_seconds() > SILENT_AFTER_S:
            detail = strings.SILENT_DETAIL.format(age=age_words(silent))
            return Notice(strings.SILENT, detail, danger=True)
        return self._fault_of(camera)

    def _fault_of(self, camera: str) -> Notice | None:
        """The worst that is wrong with the picture of `camera`."""
        for notice in PICTURE_FAULTS:
            fault = self._faults.get((camera, notice))
            if fault is not None:
                row = NOTICES[notice]
                danger = row.meaning is Meaning.DANGER
                detail = f"{fault.detail} {row.remedy}"
                return Notice(f"{row.text}: {camera}", detail, danger, aside=not danger)
        return None

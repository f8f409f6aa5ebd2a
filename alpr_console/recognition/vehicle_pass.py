"""One vehicle pass: what its frames said of the plate, and the best picture of it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace

from alpr_console.domain.plate import (
    Detection,
    Legibility,
    PlateText,
    SeenPlate,
    VehicleDescription,
)
from alpr_console.domain.read import PlateRead
from alpr_console.domain.vehicle_codes import BODIES, UNKNOWN
from alpr_console.ports import Frame, Picture
from alpr_console.recognition.pass_pictures import clearness, context_jpeg, crop_jpeg
from alpr_console.recognition.tracker import Track
from alpr_console.recognition.vote import Ballot, vote

_MOST_BALLOTS = 24
_FULL_WIDTH = 128.0
"""Plates wider than this, in pixels of the frame, say no more for being wider."""
_VAGUE, _CLEAR = 0.5, 6.0
"""What a frame counts for in whether a pass is of a plate, read without confidence and what more
if read surely; one that shows no plate counts 1 against."""


Describes = Callable[[Picture, Detection], VehicleDescription | None]
"""Picture and plate → the vehicle that bears it, None where none can be seen."""


def showing(picture: Picture, detection: Detection) -> float:
    """How much of a plate a picture shows, 0.01 to 1: how clear and how large it is."""
    # A plate of half the width says far less than half as much.
    size = (min(detection.box.w, _FULL_WIDTH) / _FULL_WIDTH) ** 2
    return max(clearness(picture, detection) * size, 0.01)


class VehiclePass:
    """What is known of a pass: of its track, and of those that it took up again."""

    def __init__(self, track: Track, frame: Frame, detection: Detection) -> None:
        self.track = track
        self.pass_id = track.track_id
        """Of the first of its tracks."""
        self.first_frame = frame.number
        self.last_read = frame.number
        self.votes = 0
        """Frames whose text was heard."""
        self.doubted = 0
        """The latest frames read, one after the other, that did not say what the vote says."""
        self.lost_sight = False
        """Whether it was missing in the frame before."""
        self.voted: PlateText | None = None
        self.vehicle: VehicleDescription | None = None
        self.best_showing = 0.0
        """The most that a frame showed that was read."""
        self.best_quality = 0.0
        """Of the picture that a read would carry."""
        self.released: PlateRead | None = None
        self.released_quality = 0.0
        self._best, self._best_detection = frame, detection
        self._ballots: list[Ballot] = []
        self._for_plate = 0.0
        self._against = 0.0

    @property
    def is_plate(self) -> bool:
        """False where no more of the frames, by weight, say so than that it is none."""
        return self._for_plate > self._against or self._against == 0

    @property
    def agreeing(self) -> int:
        """Frames that by themselves say what the vote says."""
        voted = self.voted
        return 0 if voted is None else sum(b.reading.text == voted.text for b in self._ballots)

    @property
    def is_cut_off(self) -> bool:
        """Whether even in its best picture the plate may run out of it."""
        return _runs_out(self._best.picture, self._best_detection, 0.08)

    def count(self, frame: Frame, seen: SeenPlate) -> None:
        """Let a frame's reading vote, and keep the frame if it shows the plate best."""
        self.last_read = frame.number
        weight = showing(frame.picture, seen.detection)
        self.best_showing = max(self.best_showing, weight)
        self.vehicle = _surer(self.vehicle, seen.vehicle)
        if seen.reading.legibility is Legibility.NOT_A_PLATE:
            self._against += weight
        else:
            # A smeared plate looks like no plate: one clear reading outweighs several such
            # frames, and lettering that is read without confidence does not.
            self._for_plate += weight * (_VAGUE + _CLEAR * seen.reading.confidence**2)
        if not seen.reading.characters or _runs_out(frame.picture, seen.detection, 0.0):
            # What is left of a plate that runs out of the picture is not its text.
            self.doubted += 1
            return
        self.votes += 1
        quality = weight * (0.1 + seen.reading.confidence)
        if quality > self.best_quality:
            self._best, self._best_detection, self.best_quality = frame, seen.detection, quality
        voted = self._hear([*self._ballots, Ballot(seen.reading, weight)])
        self.doubted = 0 if seen.reading.text == voted.text else self.doubted + 1

    def take_up(self, gone: VehiclePass) -> None:
        """Go on with a pass that went out of sight: this one is of the same vehicle."""
        self.pass_id, self.first_frame = gone.pass_id, gone.first_frame
        self.released, self.released_quality = gone.released, gone.released_quality
        self.vehicle = _surer(self.vehicle, gone.vehicle)
        self.votes += gone.votes
        self._for_plate += gone._for_plate
        self._against += gone._against
        if gone.best_quality > self.best_quality:
            self._best, self._best_detection = gone._best, gone._best_detection
            self.best_quality = gone.best_quality
        self.best_showing = max(self.best_showing, gone.best_showing)
        self._hear([*gone._ballots, *self._ballots])

    def release(self, reading: PlateText, describe: Describes | None = None) -> PlateRead:
        """Tell of the pass, or correct what was told; keeps what it returns.

        The vehicle is described once for each release, from the picture that the read shows.
        """
        frame, detection, before = self._best, self._best_detection, self.released
        if describe is not None:
            self.vehicle = _surer(self.vehicle, describe(frame.picture, detection))
        self.released = PlateRead(
            read_id=uuid.uuid4().hex if before is None else before.read_id,
            track_id=self.pass_id,
            camera=frame.camera,
            reading=reading,
            box=detection.box,
            corners=detection.corners,
            first_frame=self.first_frame,
            last_frame=self.track.last_frame,
            frames=self.votes,
            at=frame.at,
            crop_jpeg=crop_jpeg(frame.picture, detection),
            context_jpeg=context_jpeg(frame.picture),
            vehicle=self.vehicle,
            revision=0 if before is None else before.revision + 1,
        )
        self.released_quality = self.best_quality
        return self.released

    def as_ended(self) -> PlateRead:
        """The pass as last released, with all its frames counted."""
        assert self.released is not None
        return replace(self.released, last_frame=self.track.last_frame, frames=self.votes)

    def _hear(self, ballots: Sequence[Ballot]) -> PlateText:
        if len(ballots) > _MOST_BALLOTS:
            ballots = sorted(ballots, key=lambda b: -b.weight * b.reading.confidence)
        self._ballots = list(ballots[:_MOST_BALLOTS])
        self.voted = vote(self._ballots)
        return self.voted


def _surer(
    one: VehicleDescription | None, other: VehicleDescription | None
) -> VehicleDescription | None:
    """The surer of two frames on color and on body; what is known counts before 'unknown'.

    What is unlikely goes with it: the frame that tells the color best tells best which it is not.
    """
    if one is None or other is None:
        return one or other
    color = max((one, other), key=lambda d: _sureness(d.color, d.color_confidence))
    body = max((one, other), key=lambda d: _sureness(d.body, d.body_confidence))
    return VehicleDescription(
        color.color,
        color.color_confidence,
        body.body,
        body.body_confidence,
        unlikely=(
            *(word for word in color.unlikely if word not in BODIES),
            *(word for word in body.unlikely if word in BODIES),
        ),
    )


def _sureness(word: str, confidence: float) -> tuple[bool, float]:
    # Of 'unknown' the confidence is how probably its likeliest word is wrong.
    return (True, confidence) if word != UNKNOWN else (False, 1.0 - confidence)


def _runs_out(picture: Picture, detection: Detection, margin: float) -> bool:
    """Whether the plate is cut by the picture's edge, or nearer to a side than `margin` widths."""
    height, width = picture.shape[:2]
    box, edge = detection.box, max(1.0, margin * detection.box.w)
    return box.x < edge or box.y < 1 or box.x + box.w > width - edge or box.y + box.h > height - 1

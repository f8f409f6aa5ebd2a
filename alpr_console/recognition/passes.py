"""One vehicle pass, one read: joins tracker and vote, and decides when a read is released."""

from __future__ import annotations

import math
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from alpr_console.domain.plate import (
    UNKNOWN_STATE,
    Detection,
    PlateText,
    SeenPlate,
    VehicleDescription,
)
from alpr_console.domain.read import PlateRead
from alpr_console.ports import Frame, Picture
from alpr_console.recognition.pass_pictures import clearness, context_jpeg, crop_jpeg
from alpr_console.recognition.tracker import Track, Tracker, TrackerLimits
from alpr_console.recognition.vote import Ballot, texts_apart, vote, with_state_from

_MOST_BALLOTS = 24
_FULL_WIDTH = 128.0
"""Plates wider than this, in pixels of the frame, say no more for being wider."""


@dataclass(frozen=True, slots=True)
class ReleaseRule:
    """When a pass is sure enough to be told of."""

    agreeing: int = 3
    """So many frames must say the same…"""
    confidence: float = 0.85
    """…and the vote be at least this sure, for a release before the pass is over."""
    quick_agreeing: int = 2
    quick_confidence: float = 0.97
    """A very sure vote needs fewer frames."""
    last_confidence: float = 0.5
    """At the end of a pass the vote needs only this, with two frames or more…"""
    lone_confidence: float = 0.8
    """…or this with a single frame."""
    early_state: float = 0.95
    """While a pass goes on its state is named only from here on: small, far plates mislead,
    and a state that conflicts with the list's weighs heavily with the officer."""
    least_characters: int = 2
    same_vehicle_seconds: float = 5.0
    """A plate that says what one said that went out of sight no longer ago is that vehicle's:
    the pass goes on, and is not told of again."""
    check_every: int = 12
    """A plate that is already sure is read again after so many frames…"""
    check_larger: float = 1.3
    """…or when it stands so much wider than where it was best read."""


class ReadsPlates(Protocol):
    """What `follow` needs of a recogniser."""

    def detect(self, picture: Picture) -> list[Detection]: ...

    def read(self, picture: Picture, detections: Sequence[Detection]) -> list[SeenPlate]: ...

    def describe(self, picture: Picture, plate: Detection) -> VehicleDescription | None: ...


@dataclass(frozen=True, slots=True)
class TrackedPlate:
    """A plate in the present frame with what the vote says of it so far."""

    track_id: int
    detection: Detection
    reading: PlateText | None
    """None while no frame of it could be read."""
    released: bool


@dataclass(frozen=True, slots=True)
class Followed:
    """What one frame brought."""

    reads: tuple[PlateRead, ...]
    """Newly released, or corrected (same read_id, revision one higher)."""
    ended: tuple[PlateRead, ...]
    """Passes that are over, as last released, with all their frames counted."""
    tracked: tuple[TrackedPlate, ...]
    """Plates in this frame."""


@dataclass(eq=False)
class _Pass:
    """What is known of one vehicle pass: of its track, and of those that it took up again."""

    track: Track
    pass_id: int
    """Of the first of its tracks."""
    first_frame: int
    ballots: list[Ballot]
    best: Frame
    best_detection: Detection
    best_quality: float
    best_width: float
    vehicle: VehicleDescription | None
    voted: PlateText | None
    votes: int
    last_read: int
    released: PlateRead | None


class PassKeeper:
    """Keeps the passes of one camera. Belongs to one thread."""

    def __init__(
        self, rule: ReleaseRule | None = None, limits: TrackerLimits | None = None
    ) -> None:
        self._rule = rule or ReleaseRule()
        self._tracker = Tracker(limits)
        self._passes: dict[int, _Pass] = {}
        self._gone: list[_Pass] = []
        """Released passes out of sight that may yet go on."""
        self._describe: Callable[[Picture, Detection], VehicleDescription | None] | None = None

    def follow(self, frame: Frame, recogniser: ReadsPlates) -> Followed:
        """Detect plates in a frame, read those that need it, and say what is new."""
        self._describe = recogniser.describe
        detections = recogniser.detect(frame.picture)

        def read(wanted: list[int]) -> list[SeenPlate]:
            return recogniser.read(frame.picture, [detections[i] for i in wanted])

        return self._step(frame, detections, read)

    def add(self, frame: Frame, seen: Sequence[SeenPlate]) -> Followed:
        """Take a frame whose plates were all read already."""
        return self._step(
            frame,
            [s.detection for s in seen],
            lambda wanted: [seen[i] for i in wanted],
            read_all=True,
        )

    def flush(self) -> Followed:
        """The stream is over: every pass ends."""
        reads = self._end(self._tracker.flush())
        over, self._gone = self._gone, []
        return Followed(tuple(reads), tuple(_as_ended(one) for one in over), ())

    # ------------------------------------------------------------------ one frame
    def _step(
        self,
        frame: Frame,
        detections: list[Detection],
        read: Callable[[list[int]], list[SeenPlate]],
        *,
        read_all: bool = False,
    ) -> Followed:
        at = frame.at.timestamp()
        reads = self._end(self._tracker.passed(frame.number, at))
        matched = self._tracker.match(detections, frame.number)
        due = [
            i for i, track in enumerate(matched)
            if read_all
            or track is None
            or self._is_due(self._passes[track.track_id], detections[i], frame)
        ]  # fmt: skip
        said = dict(zip(due, read(due), strict=True)) if due else {}
        replaced = self._without_contradictions(matched, said)
        self._rejoin(matched, said)
        over = [t for t in replaced if t not in matched]
        self._tracker.drop(over)
        reads += self._end(over)
        tracked = []
        for i, detection in enumerate(detections):
            track, seen = matched[i], said.get(i)
            if track is None:
                track = self._tracker.start(detection, frame.number, at)
                self._passes[track.track_id] = _Pass(
                    track, track.track_id, frame.number, [], frame, detection, -1.0, 0.0, None,
                    None, 0, frame.number, None,
                )  # fmt: skip
            else:
                track.follow(detection, frame.number, at)
            one = self._passes[track.track_id]
            if seen is not None:
                self._count(one, frame, seen)
                changed = self._release(one)
                if changed is not None:
                    reads.append(changed)
            tracked.append(
                TrackedPlate(one.pass_id, detection, one.voted, one.released is not None)
            )
        return Followed(tuple(reads), self._forget_gone(at), tuple(tracked))

    def _is_due(self, one: _Pass, detection: Detection, frame: Frame) -> bool:
        """Whether a plate that goes on is worth reading in this frame."""
        if one.voted is None or not self._is_sure(one):
            return True
        rule = self._rule
        waited = frame.number - one.last_read
        larger = detection.box.w > rule.check_larger * one.best_width
        missed = frame.number - one.track.last_frame > 3
        return missed or waited >= rule.check_every or (larger and waited >= 2)

    def _rejoin(self, matched: list[Track | None], said: dict[int, SeenPlate]) -> None:
        """A plate that moved too far for geometry still continues the track of its text."""
        used = {t.track_id for t in matched if t is not None}
        for i, seen in said.items():
            if matched[i] is not None or seen.reading.confidence < 0.5:
                continue
            for track in self._tracker.tracks:
                voted = self._passes[track.track_id].voted
                if track.track_id in used or voted is None or voted.confidence < 0.5:
                    continue
                if len(voted.text) >= 4 and _same_plate(voted, seen.reading):
                    matched[i] = track
                    used.add(track.track_id)
                    break

    def _without_contradictions(
        self, matched: list[Track | None], said: dict[int, SeenPlate]
    ) -> list[Track]:
        """Undo matches where another vehicle stands in the expected place; whose they were."""
        undone = []
        for i, seen in said.items():
            track = matched[i]
            if track is not None and self._is_another(track, seen.reading):
                matched[i] = None
                undone.append(track)
        return undone

    def _is_another(self, track: Track, reading: PlateText) -> bool:
        voted = self._passes[track.track_id].voted
        if voted is None or voted.confidence < 0.8 or reading.confidence < 0.8:
            return False
        apart = texts_apart(voted.text, reading.text)
        return apart >= max(3, math.ceil(0.6 * len(voted.text)))

    def _count(self, one: _Pass, frame: Frame, seen: SeenPlate) -> None:
        """Let a frame's reading vote, and keep the frame if it shows the plate best."""
        one.last_read = frame.number
        if not seen.reading.characters:
            return
        one.votes += 1
        width = seen.detection.box.w
        # A plate of half the width says far less than half as much.
        size = (min(width, _FULL_WIDTH) / _FULL_WIDTH) ** 2
        weight = clearness(frame.picture, seen.detection) * size
        one.ballots.append(Ballot(seen.reading, max(weight, 0.01)))
        if len(one.ballots) > _MOST_BALLOTS:
            one.ballots.remove(min(one.ballots, key=lambda b: b.weight * b.reading.confidence))
        quality = weight * (0.1 + seen.reading.confidence)
        if quality > one.best_quality:
            one.best, one.best_detection, one.best_quality = frame, seen.detection, quality
            one.vehicle = seen.vehicle or one.vehicle
        one.best_width = max(one.best_width, width)
        one.voted = vote(one.ballots)

    # ------------------------------------------------------------------ release
    def _agreeing(self, one: _Pass) -> int:
        voted = one.voted
        return 0 if voted is None else sum(b.reading.text == voted.text for b in one.ballots)

    def _is_sure(self, one: _Pass) -> bool:
        voted, rule = one.voted, self._rule
        if voted is None or len(voted.characters) < rule.least_characters:
            return False
        agreeing = self._agreeing(one)
        return (agreeing >= rule.agreeing and voted.confidence >= rule.confidence) or (
            agreeing >= rule.quick_agreeing and voted.confidence >= rule.quick_confidence
        )

    def _release(self, one: _Pass) -> PlateRead | None:
        """The pass's read, if it is sure and says something that was not said before."""
        if not self._is_sure(one):
            return None
        self._take_up(one)
        return self._said_anew(one, self._rule.early_state) if self._is_sure(one) else None

    def _take_up(self, one: _Pass) -> None:
        """Let a pass that was not told of yet go on with the one whose plate it repeats.

        A stalled computer or a vehicle in between breaks a track; a second read of one
        vehicle would raise its alert twice.
        """
        if one.released is not None or one.voted is None:
            return
        for gone in reversed(self._gone):
            if gone.voted is not None and _same_plate(gone.voted, one.voted):
                self._gone.remove(gone)
                one.pass_id, one.first_frame = gone.pass_id, gone.first_frame
                one.released, one.vehicle = gone.released, one.vehicle or gone.vehicle
                one.votes += gone.votes
                heaviest = sorted((*gone.ballots, *one.ballots), key=lambda b: -b.weight)
                one.ballots = heaviest[:_MOST_BALLOTS]
                if gone.best_quality > one.best_quality:
                    one.best, one.best_detection = gone.best, gone.best_detection
                    one.best_quality = gone.best_quality
                one.best_width = max(one.best_width, gone.best_width)
                one.voted = vote(one.ballots)
                return

    def _forget_gone(self, at: float) -> tuple[PlateRead, ...]:
        """Passes out of sight for so long that they are over."""
        limit = at - self._rule.same_vehicle_seconds
        over = [one for one in self._gone if one.track.last_seen < limit]
        self._gone = [one for one in self._gone if one.track.last_seen >= limit]
        return tuple(_as_ended(one) for one in over)

    def _said_anew(self, one: _Pass, state_from: float) -> PlateRead | None:
        """What the vote says beyond the last release; a state only from `state_from` on."""
        voted, before = one.voted, one.released
        assert voted is not None
        reading = with_state_from(voted, state_from)
        if before is None:
            one.released = self._compose(one, reading, uuid.uuid4().hex, 0)
            return one.released
        if reading.text == before.text and reading.state.code in (before.state, UNKNOWN_STATE):
            return None
        one.released = self._compose(one, reading, before.read_id, before.revision + 1)
        return one.released

    def _end(self, tracks: list[Track]) -> list[PlateRead]:
        """Reads that the end of tracks brings; what is released waits among the gone."""
        reads = []
        for track in tracks:
            one = self._passes.pop(track.track_id)
            if one.voted is None:
                continue
            self._take_up(one)
            if self._is_enough(one):
                late = self._said_anew(one, 0.0)
                if late is not None:
                    reads.append(late)
            if one.released is not None:
                self._gone.append(one)
        return reads

    def _is_enough(self, one: _Pass) -> bool:
        voted, rule = one.voted, self._rule
        if voted is None or len(voted.characters) < rule.least_characters:
            return False
        if one.released is not None:
            # A correction must be better founded than a first word.
            return self._is_sure(one)
        if one.votes >= 2:
            return voted.confidence >= rule.last_confidence
        return voted.confidence >= rule.lone_confidence and not _is_cut_off(one)

    def _compose(self, one: _Pass, reading: PlateText, read_id: str, revision: int) -> PlateRead:
        frame, detection = one.best, one.best_detection
        if self._describe is not None:
            # Once for each release, from the frame that the read shows.
            one.vehicle = self._describe(frame.picture, detection) or one.vehicle
        return PlateRead(
            read_id=read_id,
            track_id=one.pass_id,
            camera=frame.camera,
            reading=reading,
            box=detection.box,
            corners=detection.corners,
            first_frame=one.first_frame,
            last_frame=one.track.last_frame,
            frames=one.votes,
            at=frame.at,
            crop_jpeg=crop_jpeg(frame.picture, detection),
            context_jpeg=context_jpeg(frame.picture),
            vehicle=one.vehicle,
            revision=revision,
        )


def _as_ended(one: _Pass) -> PlateRead:
    """The pass as last released, with all its frames counted."""
    assert one.released is not None
    return replace(one.released, last_frame=one.track.last_frame, frames=one.votes)


def _same_plate(one: PlateText, other: PlateText) -> bool:
    """Whether two readings within seconds are of one plate.

    A slip may part them, but not where both are sure: plates of a fleet follow one another.
    """
    if one.text == other.text:
        return True
    slipped = min(one.confidence, other.confidence) < 0.95
    return slipped and len(one.text) >= 5 and texts_apart(one.text, other.text) <= 1


def _is_cut_off(one: _Pass) -> bool:
    """Whether the plate runs out of the picture: what is left of its text is not its text."""
    height, width = one.best.picture.shape[:2]
    box, edge = one.best_detection.box, 0.08 * one.best_detection.box.w
    return box.x < edge or box.y < 1 or box.x + box.w > width - edge or box.y + box.h > height - 1

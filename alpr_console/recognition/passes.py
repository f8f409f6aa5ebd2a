"""One vehicle pass, one read: joins tracker, vote and the rule of release."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from alpr_console.domain.plate import Detection, PlateText, SeenPlate, VehicleDescription
from alpr_console.domain.read import PlateRead
from alpr_console.ports import Frame, Picture
from alpr_console.recognition.release import ReleaseRule
from alpr_console.recognition.tracker import Track, Tracker, TrackerLimits
from alpr_console.recognition.vehicle_pass import VehiclePass, showing
from alpr_console.recognition.vote import texts_apart

_SURE_ENOUGH = 0.4
"""From here on a reading is seldom wrong in most of its characters: two that share few of them
are of two vehicles."""


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
    """Plates in this frame, without what its frames say is none."""


class PassKeeper:
    """Keeps the passes of one camera. Belongs to one thread."""

    def __init__(
        self, rule: ReleaseRule | None = None, limits: TrackerLimits | None = None
    ) -> None:
        self._rule = rule or ReleaseRule()
        self._tracker = Tracker(limits)
        self._passes: dict[int, VehiclePass] = {}
        self._gone: list[VehiclePass] = []
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
        return Followed(tuple(reads), tuple(one.as_ended() for one in over), ())

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
            if read_all or track is None or self._is_due(track, detections[i], frame)
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
                self._passes[track.track_id] = VehiclePass(track, frame, detection)
            else:
                track.follow(detection, frame.number, at)
            one = self._passes[track.track_id]
            if seen is not None:
                one.count(frame, seen)
                reads += self._release(one)
            if one.is_plate:
                tracked.append(
                    TrackedPlate(one.pass_id, detection, one.voted, one.released is not None)
                )
        for one in self._passes.values():
            one.lost_sight = one.track.last_frame != frame.number
        return Followed(tuple(reads), self._forget_gone(at), tuple(tracked))

    def _is_due(self, track: Track, detection: Detection, frame: Frame) -> bool:
        one = self._passes[track.track_id]
        return self._rule.is_due(
            one, detection.box, showing(frame.picture, detection), frame.number
        )

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
        if voted is None or min(voted.confidence, reading.confidence) < _SURE_ENOUGH:
            return False
        apart = texts_apart(voted.text, reading.text)
        return apart >= max(3, math.ceil(0.6 * len(voted.text)))

    # ------------------------------------------------------------------ release
    def _release(self, one: VehiclePass) -> list[PlateRead]:
        """The pass's read, if it is sure and says something that was not said before."""
        if not self._rule.is_sure(one):
            return []
        self._take_up(one)
        return self._said_anew(one, over=False) if self._rule.is_sure(one) else []

    def _take_up(self, one: VehiclePass) -> None:
        """Let a pass that was not told of yet go on with the one whose plate it repeats.

        A stalled computer or a vehicle in between breaks a track; a second read of one
        vehicle would raise its alert twice.
        """
        if one.released is not None or one.voted is None:
            return
        for gone in reversed(self._gone):
            if gone.voted is not None and _same_plate(gone.voted, one.voted):
                self._gone.remove(gone)
                one.take_up(gone)
                return

    def _said_anew(self, one: VehiclePass, *, over: bool) -> list[PlateRead]:
        news = self._rule.news(one, over=over)
        return [] if news is None else [one.release(news, self._describe)]

    def _end(self, tracks: list[Track]) -> list[PlateRead]:
        """Reads that the end of tracks brings; what is released waits among the gone."""
        reads = []
        for track in tracks:
            one = self._passes.pop(track.track_id)
            if one.voted is None:
                continue
            self._take_up(one)
            if self._rule.is_enough(one):
                reads += self._said_anew(one, over=True)
            if one.released is not None:
                self._gone.append(one)
        return reads

    def _forget_gone(self, at: float) -> tuple[PlateRead, ...]:
        """Passes out of sight for so long that they are over."""
        limit = at - self._rule.same_vehicle_seconds
        over = [one for one in self._gone if one.track.last_seen < limit]
        self._gone = [one for one in self._gone if one.track.last_seen >= limit]
        return tuple(one.as_ended() for one in over)


def _same_plate(one: PlateText, other: PlateText) -> bool:
    """Whether two readings within seconds are of one plate.

    A slip may part them, but not where both are sure: plates of a fleet follow one another.
    """
    if one.text == other.text:
        return True
    slipped = min(one.confidence, other.confidence) < 0.95
    return slipped and len(one.text) >= 5 and texts_apart(one.text, other.text) <= 1

"""What tracking and vote make of a video of passes, beside what single frames say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from typing import Any

from alpr_console.domain.plate import (
    Box,
    Corners,
    Detection,
    PlateText,
    SeenPlate,
    VehicleDescription,
)
from alpr_console.domain.read import PlateRead
from alpr_console.examination.pass_video import PassFrame, PassTruth, PassVideo
from alpr_console.matching.look_alikes import folded
from alpr_console.ports import Picture
from alpr_console.recognition.passes import Followed, PassKeeper, ReadsPlates
from alpr_console.recognition.release import ReleaseRule

_BINS = 10


@dataclass(frozen=True, slots=True)
class Told:
    """One release of a read, or one correction."""

    frame: int
    text: str
    confidence: float


@dataclass(slots=True)
class PassOutcome:
    """What became of one pass. Texts are compared with O as 0 and I as 1."""

    text: str
    """What its plate says."""
    first_frame: int
    reads: list[list[Told]] = field(default_factory=list)
    """Each with its corrections; one is right, none or two are not."""
    frames: list[tuple[str, float]] = field(default_factory=list)
    """What each frame says by itself, and how sure it is."""

    @property
    def told(self) -> list[Told]:
        """The first read and its corrections; empty where nothing was told."""
        return self.reads[0] if self.reads else []

    @property
    def vote_right(self) -> bool:
        return bool(self.told) and self._is(self.told[-1].text)

    @property
    def first_right(self) -> bool:
        return bool(self.told) and self._is(self.told[0].text)

    @property
    def best_frame_right(self) -> bool:
        """Of the frame that is surest of its text."""
        return bool(self.frames) and self._is(max(self.frames, key=lambda said: said[1])[0])

    @property
    def right_frames(self) -> int:
        return sum(self._is(text) for text, _ in self.frames)

    @property
    def text_corrections(self) -> int:
        told = self.told
        return sum(a.text != b.text for a, b in pairwise(told))

    @property
    def latency(self) -> int | None:
        """Frames from where the vehicle came into view to the first release."""
        return self.told[0].frame - self.first_frame if self.told else None

    def _is(self, text: str) -> bool:
        return folded(text) == folded(self.text)


@dataclass(frozen=True, slots=True)
class PassReport:
    """The passes of one video or more."""

    passes: tuple[PassOutcome, ...]
    beside: int
    """Reads that belong to no pass: another plate in a photograph, or none at all."""
    plates_seen: int
    """Plates found, over all frames."""
    plates_read: int
    """Of these, plates that were worth reading to the keeper of passes."""

    @property
    def answers(self) -> list[tuple[float, bool]]:
        """Confidence of each pass that was told of, and whether it is right."""
        return [(one.told[-1].confidence, one.vote_right) for one in self.passes if one.told]

    def figures(self) -> dict[str, float]:
        """Shares are of all passes."""
        of = max(1, len(self.passes))
        waits = sorted(one.latency for one in self.passes if one.latency is not None)
        frames = max(1, sum(len(one.frames) for one in self.passes))
        told = max(1, len(waits))
        return {
            "passes": len(self.passes),
            "told_of": len(waits) / of,
            "reads_a_pass_told_of": sum(len(one.reads) for one in self.passes) / told,
            "reads_beside": self.beside,
            "vote_right": sum(one.vote_right for one in self.passes) / of,
            "best_frame_right": sum(one.best_frame_right for one in self.passes) / of,
            "mean_frame_right": sum(one.right_frames for one in self.passes) / frames,
            "first_release_right": sum(one.first_right for one in self.passes) / of,
            "text_corrections": sum(one.text_corrections for one in self.passes),
            "revisions_a_pass": sum(max(0, len(one.told) - 1) for one in self.passes) / of,
            "latency_frames_median": waits[len(waits) // 2] if waits else -1,
            "calibration_error": calibration_error(self.answers),
            "plates_read_of_seen": self.plates_read / max(1, self.plates_seen),
        }

    def as_json(self) -> dict[str, Any]:
        return {**self.figures(), "each": [asdict(one) for one in self.passes]}


def score_passes(
    video: PassVideo, recogniser: ReadsPlates, rule: ReleaseRule | None = None
) -> PassReport:
    """Play the video through a recogniser and a keeper of passes.

    Every plate of every frame is read, for the single frames to be compared with; the keeper
    gets the readings that it asks for and no others.
    """
    outcomes = [
        PassOutcome(subject.text, first)
        for subject, first in zip(video.subjects, video.first_frames, strict=True)
    ]
    keeper, read, truths = PassKeeper(rule), _ReadAlready(), {}
    told: dict[str, list[tuple[int, PlateRead]]] = {}
    seen_in_all, last = 0, 0

    def take(followed: Followed) -> None:
        for one in followed.reads:
            told.setdefault(one.read_id, []).append((last, one))

    for shown in video.frames():
        last = shown.frame.number
        truths[shown.frame.at] = shown.truths
        picture = shown.frame.picture
        read.seen = recogniser.read(picture, recogniser.detect(picture))
        seen_in_all += len(read.seen)
        _note_frames(outcomes, shown, read.seen)
        take(keeper.follow(shown.frame, read))
    take(keeper.flush())
    beside = 0
    for releases in told.values():
        # A plate that is half out of the picture has no truth there: then its first release.
        owners = (_owner(one.box, truths.get(one.at, ())) for _, one in reversed(releases))
        owner = next((found for found in owners if found is not None), None)
        if owner is None:
            beside += 1
        else:
            outcomes[owner].reads.append(
                [Told(n, one.text, one.reading.confidence) for n, one in releases]
            )
    return PassReport(tuple(outcomes), beside, seen_in_all, read.asked)


def together(reports: Sequence[PassReport]) -> PassReport:
    """Several videos as one."""
    return PassReport(
        tuple(one for report in reports for one in report.passes),
        sum(report.beside for report in reports),
        sum(report.plates_seen for report in reports),
        sum(report.plates_read for report in reports),
    )


def calibration_error(answers: Sequence[tuple[float, bool]]) -> float:
    """Expected: mean distance of claimed and true share over tenths, weighed by their counts."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in answers:
        bins.setdefault(min(int(confidence * _BINS), _BINS - 1), []).append((confidence, right))
    off = sum(abs(sum(c - right for c, right in some)) for some in bins.values())
    return off / max(1, len(answers))


class _ReadAlready:
    """Gives a keeper of passes the plates of a frame whose readings are known."""

    def __init__(self) -> None:
        self.seen: list[SeenPlate] = []
        self.asked = 0

    def detect(self, picture: Picture) -> list[Detection]:
        return [one.detection for one in self.seen]

    def read(self, picture: Picture, detections: Sequence[Detection]) -> list[SeenPlate]:
        self.asked += len(detections)
        return [one for wanted in detections for one in self.seen if one.detection is wanted]

    def describe(self, picture: Picture, plate: Detection) -> VehicleDescription | None:
        return None


def _note_frames(
    outcomes: Sequence[PassOutcome], shown: PassFrame, seen: Iterable[SeenPlate]
) -> None:
    for plate in seen:
        owner = _owner(plate.detection.box, shown.truths)
        if owner is not None and plate.reading.characters:
            outcomes[owner].frames.append(_said(plate.reading))


def _said(reading: PlateText) -> tuple[str, float]:
    return reading.text, reading.confidence


def _owner(box: Box, truths: Sequence[PassTruth]) -> int | None:
    """The pass whose plate a box is on: its middle within, or the best of several."""
    x, y = box.x + box.w / 2, box.y + box.h / 2
    found = []
    for truth in truths:
        around = _around(truth.corners)
        if around.x <= x <= around.x + around.w and around.y <= y <= around.y + around.h:
            found.append((box.iou(around), truth.index))
    return max(found)[1] if found else None


def _around(corners: Corners) -> Box:
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))

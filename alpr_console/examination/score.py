"""What a system's answers on an examination are worth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from alpr_console.domain.plate import UNKNOWN_STATE, Box, Legibility, PlateText, SeenPlate
from alpr_console.examination.labels import LabeledPlate
from alpr_console.examination.reliability import Reliability, reliability
from alpr_console.examination.share import Share
from alpr_console.matching.look_alikes import folded

FOUND_FROM = 0.5
"""IoU at which a plate counts as found."""
NEAR_FROM = 0.3
"""IoU from which a box is a bad box of a plate that is there, not a false plate."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one labeled plate."""

    file: str
    label: LabeledPlate
    overlap: float
    """IoU of the best box on it; 1 in an examination of plates alone."""
    found: bool
    reading: PlateText | None
    """None where it was not found."""

    @property
    def text(self) -> str:
        return self.reading.text if self.reading is not None else ""

    @property
    def exact(self) -> bool:
        return self.text == self.label.text

    @property
    def right(self) -> bool:
        """With O as 0 and I as 1."""
        return folded(self.text) == folded(self.label.text)

    @property
    def state_answer(self) -> str:
        """'right', 'wrong' or 'not named'."""
        code = self.reading.state.code if self.reading is not None else UNKNOWN_STATE
        if code == UNKNOWN_STATE:
            return "not named"
        return "right" if code == self.label.state else "wrong"


@dataclass(frozen=True, slots=True)
class FalsePlate:
    """A plate reported where the labels have none."""

    file: str
    box: Box
    score: float
    text: str
    confidence: float


@dataclass(slots=True)
class Answers:
    """What one system said of the pictures so far."""

    outcomes: list[Outcome] = field(default_factory=list)
    false: list[FalsePlate] = field(default_factory=list)
    pictures: int = 0
    detect_cpu_s: float = 0.0
    read_cpu_s: float = 0.0

    def add_scene(
        self, file: str, labels: Sequence[LabeledPlate], seen: Sequence[SeenPlate]
    ) -> None:
        """Take a picture that was searched; what the reader calls no plate was not reported."""
        self.pictures += 1
        reported = [s for s in seen if s.reading.legibility is not Legibility.NOT_A_PLATE]
        boxes = [label.box for label in labels if label.box is not None]
        matched = match(boxes, [s.detection.box for s in reported])
        for label, box, which in zip(labels, boxes, matched, strict=True):
            best = max((s.detection.box.iou(box) for s in reported), default=0.0)
            reading = reported[which].reading if which is not None else None
            self.outcomes.append(Outcome(file, label, best, which is not None, reading))
        for i, one in enumerate(reported):
            near = [
                which is None
                for box, which in zip(boxes, matched, strict=True)
                if one.detection.box.iou(box) >= NEAR_FROM
            ]
            # A loose box of a plate that nothing else found is a miss, and one mistake enough.
            if i not in matched and not any(near):
                where, said = one.detection, one.reading
                self.false.append(
                    FalsePlate(file, where.box, where.score, said.text, said.confidence)
                )

    def add_crop(self, file: str, label: LabeledPlate, reading: PlateText) -> None:
        """Take a picture that is a plate from edge to edge."""
        self.pictures += 1
        found = reading.legibility is not Legibility.NOT_A_PLATE
        self.outcomes.append(Outcome(file, label, 1.0, found, reading if found else None))


def match(labels: Sequence[Box], found: Sequence[Box]) -> list[int | None]:
    """For each labeled box the index of the one that finds it; each is used once, best first."""
    pairs = sorted(
        (
            (label.iou(box), n, i)
            for n, label in enumerate(labels)
            for i, box in enumerate(found)
        ),
        key=lambda pair: -pair[0],
    )  # fmt: skip
    matched: list[int | None] = [None] * len(labels)
    for overlap, n, i in pairs:
        if overlap >= FOUND_FROM and matched[n] is None and i not in matched:
            matched[n] = i
    return matched


@dataclass(frozen=True, slots=True)
class Score:
    """One system on one examination."""

    system: str
    pictures: int
    found: Share
    """Of all plates (in an examination of plates alone: not taken for something else)."""
    false: tuple[FalsePlate, ...]
    exact: Share
    """Of the plates that have a text: found, and read as labeled."""
    right: Share
    """The same with O as 0 and I as 1."""
    exact_of_found: Share
    right_of_found: Share
    not_read: int
    """Found plates left without a text."""
    state_right: Share
    """Of the found plates whose state is known."""
    state_not_named: Share
    state_wrong: Share
    text_reliability: Reliability | None
    """Of the texts read, right with O as 0 and I as 1."""
    state_reliability: Reliability | None
    """Of the states named."""
    confusion: Counter[tuple[str, str]]
    """(Labeled, read), how often, folded; '' is nothing. Slips only."""
    missed: tuple[Outcome, ...]
    misread: tuple[Outcome, ...]
    """Found, and text or state not as labeled."""
    detect_cpu_ms: float
    """Processor time a picture."""
    read_cpu_ms: float

    @property
    def false_a_picture(self) -> float:
        return len(self.false) / self.pictures


def score(system: str, answers: Answers) -> Score:
    """Adds up. Raises ValueError where there was no picture."""
    if not answers.pictures:
        raise ValueError("an examination has at least one picture")
    outcomes = answers.outcomes
    texts = [one for one in outcomes if one.label.text]
    found = [one for one in texts if one.found]
    states = [one for one in outcomes if one.found and one.label.state is not None]
    said = Counter(one.state_answer for one in states)
    return Score(
        system=system,
        pictures=answers.pictures,
        found=Share(sum(one.found for one in outcomes), len(outcomes)),
        false=tuple(answers.false),
        exact=Share(sum(one.exact for one in texts), len(texts)),
        right=Share(sum(one.right for one in texts), len(texts)),
        exact_of_found=Share(sum(one.exact for one in found), len(found)),
        right_of_found=Share(sum(one.right for one in found), len(found)),
        not_read=sum(one.found and not one.text for one in outcomes),
        state_right=Share(said["right"], len(states)),
        state_not_named=Share(said["not named"], len(states)),
        state_wrong=Share(said["wrong"], len(states)),
        text_reliability=reliability(
            [(o.reading.confidence, o.right) for o in found if o.reading is not None and o.text]
        ),
        state_reliability=reliability(
            [
                (o.reading.state.confidence, o.state_answer == "right")
                for o in states
                if o.reading is not None and o.state_answer != "not named"
            ]
        ),
        confusion=Counter(
            pair for one in found for pair in slips(folded(one.label.text), folded(one.text))
        ),
        missed=tuple(one for one in outcomes if not one.found),
        misread=tuple(
            one for one in outcomes
            if one.found and (
                (one.label.text and not one.exact)
                or (one.label.state is not None and one.state_answer != "right")
            )
        ),
        detect_cpu_ms=answers.detect_cpu_s / answers.pictures * 1000,
        read_cpu_ms=answers.read_cpu_s / answers.pictures * 1000,
    )  # fmt: skip


def slips(label: str, text: str) -> Iterator[tuple[str, str]]:
    """(Labeled, read) where they differ; '' stands for nothing. None where nothing was read."""
    if not text:
        return
    if len(label) == len(text):
        yield from ((a, b) for a, b in zip(label, text, strict=True) if a != b)
        return
    for kind, a, b, c, d in SequenceMatcher(None, label, text, autojunk=False).get_opcodes():
        if kind != "equal":
            width = max(b - a, d - c)
            for i in range(width):
                yield (
                    label[a + i : a + i + 1] if a + i < b else "",
                    (text[c + i] if c + i < d else ""),
                )

"""A bench's report without Qt: which diagrams are drawn, and what stands in each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from alpr_console.examination.bench import ExaminationResult, Report
from alpr_console.examination.reliability import Reliability
from alpr_console.examination.score import Score

MOST_CHARACTERS = 24
"""So many rows of the table of slips can be told apart."""


@dataclass(frozen=True, slots=True)
class Curve:
    """One system's tenths of confidence."""

    name: str
    claimed: tuple[float, ...]
    """Mean confidence, 0 to 1."""
    right: tuple[float, ...]
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ReliabilityDiagram:
    title: str
    curves: tuple[Curve, ...]


@dataclass(frozen=True, slots=True)
class SlipTable:
    """What the console's own reader took for what."""

    title: str
    labeled: tuple[str, ...]
    read: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    """A row for each of `labeled`."""


@dataclass(frozen=True, slots=True)
class StageBars:
    title: str
    names: tuple[str, ...]
    cpu_ms: tuple[float, ...]
    """A frame."""
    sums: tuple[str, ...]
    """Those that are no stage, but what all of them are held against."""


@dataclass(frozen=True, slots=True)
class Drawing:
    diagrams: tuple[ReliabilityDiagram, ...]
    slips: SlipTable | None
    stages: StageBars | None


def present(report: Report) -> Drawing:
    """What is drawn of a report; a part that was not measured is left out."""
    diagrams = [d for result in report.examinations for d in _diagrams(result)]
    return Drawing(tuple(diagrams), _slips(report), _stages(report))


def _diagrams(result: ExaminationResult) -> Iterator[ReliabilityDiagram]:
    parts: tuple[tuple[str, Callable[[Score], Reliability | None]], ...] = (
        ("text, O=0 and I=1", lambda score: score.text_reliability),
        ("state", lambda score: score.state_reliability),
    )
    for title, of in parts:
        curves = [
            _curve(f"{score.system}, error {measured.calibration_error:.3f}", measured)
            for score in result.scores
            if (measured := of(score)) is not None
        ]
        if curves:
            yield ReliabilityDiagram(f"{result.folder.name}: {title}", tuple(curves))


def _curve(name: str, measured: Reliability) -> Curve:
    bins = [one for one in measured.bins if one is not None]
    return Curve(
        name,
        tuple(one.confidence for one in bins),
        tuple(one.right for one in bins),
        tuple(one.count for one in bins),
    )


def _slips(report: Report) -> SlipTable | None:
    counted: Counter[tuple[str, str]] = Counter()
    for result in report.examinations:
        counted += result.scores[0].confusion
    if not counted:
        return None
    by_labeled: Counter[str] = Counter()
    by_read: Counter[str] = Counter()
    for (labeled, read), times in counted.items():
        by_labeled[labeled] += times
        by_read[read] += times
    rows = tuple(sorted(one for one, _ in by_labeled.most_common(MOST_CHARACTERS)))
    columns = tuple(sorted(one for one, _ in by_read.most_common(MOST_CHARACTERS)))
    return SlipTable(
        f"{report.examinations[0].scores[0].system}: characters taken for others, - is nothing",
        tuple(_shown(one) for one in rows),
        tuple(_shown(one) for one in columns),
        tuple(tuple(counted[row, column] for column in columns) for row in rows),
    )


def _shown(character: str) -> str:
    return character or "-"


def _stages(report: Report) -> StageBars | None:
    if report.video is None:
        return None
    cost = report.video
    frames = max(1, cost.whole.run.frames)
    bars = {name: spent.cpu_s * 1000 / frames for name, spent in cost.stages.stages.items()}
    sums = {
        "whole": cost.whole.run.cpu_s * 1000 / frames,
        "networks alone": cost.floor.cpu_s * 1000 / frames,
    }
    return StageBars(
        f"{cost.video.name}: {cost.whole.run.fps:.0f} frames a second, "
        f"{cost.pace_share:.0%} of the networks alone",
        (*bars, *sums),
        (*bars.values(), *sums.values()),
        tuple(sums),
    )

"""A bench's report as a person at a terminal reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from string import ascii_uppercase

from alpr_console.domain.plate import Box
from alpr_console.examination.bench import ExaminationResult, Report
from alpr_console.examination.reliability import Reliability
from alpr_console.examination.score import FalsePlate, Score
from alpr_console.examination.share import Share
from alpr_console.examination.video_cost import Latency, Run, VideoCost

_MOST_FALSE = 40
_TITLE, _COLUMN = 27, 28


def in_words(report: Report) -> str:
    """Several lines: each examination with its systems side by side, then the video."""
    machine = report.machine
    lines = [
        f"{machine.processor}, {machine.cores} cores, OpenVINO {machine.openvino}, "
        f"precision {report.precision or 'as in the manifest'}"
    ]
    for result in report.examinations:
        lines += ["", *_examination(result)]
    if report.video is not None:
        lines += ["", *_video(report.video)]
    return "\n".join(lines)


def _examination(result: ExaminationResult) -> Iterator[str]:
    scores, scenes = result.scores, result.kind != "plates alone"
    way = f", searched as {'frames of a video' if result.as_video else 'stills'}" if scenes else ""
    yield f"{result.folder}: {scores[0].pictures} pictures, {result.kind}{way}"
    names = ascii_uppercase[: len(scores)]
    yield from (f"  {name}  {score.system}" for name, score in zip(names, scores, strict=True))
    if len(scores) > 1:
        yield _row("", list(names))
    for title, tell in _rows(result):
        yield _row(title, [tell(score) for score in scores])
    listed: set[frozenset[tuple[str, Box]]] = set()
    for name, score in zip(names, scores, strict=True):
        boxes = frozenset((one.file, one.box) for one in score.false)
        # Readers of the same detector's plates would show the same list.
        if score.false and boxes not in listed:
            listed.add(boxes)
            whose = f" of {name}" if len(scores) > 1 else ""
            yield f"  Plates{whose} that the labels do not have; some may be real:"
            yield from (f"    {_false(one)}" for one in islice(score.false, _MOST_FALSE))
            if len(score.false) > _MOST_FALSE:
                yield f"    and {len(score.false) - _MOST_FALSE} more"


def _rows(result: ExaminationResult) -> Iterator[tuple[str, Callable[[Score], str]]]:
    scores, scenes = result.scores, result.kind != "plates alone"
    if scenes:
        if scores[0].found.of:
            yield "found, IoU 0.5", lambda s: _share(s.found)
        yield "false plates a picture", lambda s: f"{s.false_a_picture:.3f} ({len(s.false)})"
    if scores[0].exact.of:
        yield "read as labeled", lambda s: _share(s.exact)
        yield "  with O=0 and I=1", lambda s: _share(s.right)
        if scenes:
            yield "of those found, as labeled", lambda s: _share(s.exact_of_found)
            yield "  with O=0 and I=1", lambda s: _share(s.right_of_found)
        yield "text: calibration error", lambda s: _calibration(s.text_reliability)
        yield "  Brier, log loss", lambda s: _losses(s.text_reliability)
        yield "  most frequent slips", lambda s: _slips(s)
    if scores[0].state_right.of:
        yield "state right", lambda s: _of_states(s, s.state_right)
        yield "  not named", lambda s: _of_states(s, s.state_not_named)
        yield "  wrong", lambda s: _of_states(s, s.state_wrong)
        yield "  calibration error", lambda s: _calibration(s.state_reliability)
    if scenes:
        yield "CPU ms a picture: detect", lambda s: f"{s.detect_cpu_ms:.1f}"
        yield "  read", lambda s: f"{s.read_cpu_ms:.1f}"
    else:
        yield "CPU ms a picture", lambda s: f"{s.read_cpu_ms:.1f}"


def _row(title: str, cells: Sequence[str]) -> str:
    return f"  {title:<{_TITLE}}" + "".join(f"{cell:<{_COLUMN}}" for cell in cells).rstrip()


def _share(share: Share) -> str:
    if share.value is None:
        return "-"
    low, high = share.interval
    return f"{share.right}/{share.of} {share.value:.1%} ({low:.0%}-{high:.0%})"


def _of_states(score: Score, share: Share) -> str:
    """A reader that never names a state is not one that fails to."""
    return _share(share) if score.state_reliability is not None else "-"


def _calibration(one: Reliability | None) -> str:
    return "-" if one is None else f"{one.calibration_error:.3f} (of {one.count})"


def _losses(one: Reliability | None) -> str:
    return "-" if one is None else f"{one.brier:.3f}, {one.log_loss:.3f}"


def _slips(score: Score) -> str:
    most = score.confusion.most_common(3)
    return ", ".join(f"{a or '∅'}→{b or '∅'} {times}" for (a, b), times in most) or "-"


def _false(one: FalsePlate) -> str:
    box = one.box
    return (
        f"{one.file}  at {box.x:.0f},{box.y:.0f} {box.w:.0f}×{box.h:.0f}  score {one.score:.2f}"
        f"  {one.text or '-'} {one.confidence:.0%}"
    )


def _video(cost: VideoCost) -> Iterator[str]:
    whole, stages = cost.whole, cost.stages
    yield f"{cost.video}: {whole.run.frames} frames, {whole.dropped} dropped, {whole.reads} reads"
    yield f"  {'':<18}{'fps':>8}{'CPU ms a frame':>17}{'peak MB':>10}"
    yield _run("whole pipeline", whole.run)
    yield _run("networks alone", cost.floor)
    yield (
        f"  The pipeline runs at {cost.pace_share:.0%} of the networks' own pace and takes "
        f"{cost.cpu_share:.2f} times their processor time."
    )
    yield f"  Picture to overlay {_latency(whole.picture_to_overlay)}, to read " + _latency(
        whole.picture_to_read
    )
    yield f"  {'stage':<18}{'calls':>8}{'CPU ms a frame':>17}{'wall ms':>10}{'MB added':>10}"
    frames = max(1, stages.run.frames)
    for name, spent in stages.stages.items():
        yield (
            f"  {name:<18}{spent.calls:>8}{spent.cpu_s * 1000 / frames:>17.2f}"
            f"{spent.wall_s * 1000 / frames:>10.2f}{spent.memory_mb:>10.1f}"
        )
    yield f"  Loading the networks added {stages.loading.memory_mb:.0f} MB before."


def _run(title: str, run: Run) -> str:
    cpu = run.cpu_s * 1000 / max(1, run.frames)
    return f"  {title:<18}{run.fps:>8.1f}{cpu:>17.2f}{run.peak_memory_mb:>10.0f}"


def _latency(one: Latency | None) -> str:
    return "-" if one is None else f"{one.median:.0f} ms (99 in 100: {one.p99:.0f})"

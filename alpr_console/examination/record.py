"""A bench's report as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from alpr_console.domain.plate import Box
from alpr_console.examination.bench import ExaminationResult, Report
from alpr_console.examination.reliability import Reliability
from alpr_console.examination.score import FalsePlate, Outcome, Score
from alpr_console.examination.share import Share
from alpr_console.examination.stopwatch import Spent
from alpr_console.examination.video_cost import Latency, Run, VideoCost

Json = dict[str, Any]


def as_json(report: Report) -> Json:
    """Shares with their 95 % interval, times in seconds and milliseconds, memory in MB."""
    return {
        "machine": asdict(report.machine),
        "precision": report.precision or "as in the manifest",
        "examinations": [_examination(one) for one in report.examinations],
        "video": _video(report.video) if report.video is not None else None,
    }


def _examination(result: ExaminationResult) -> Json:
    return {
        "folder": str(result.folder),
        "kind": result.kind,
        "searched_as": "video" if result.as_video else "still",
        "systems": [_score(one) for one in result.scores],
    }


def _score(score: Score) -> Json:
    return {
        "system": score.system,
        "pictures": score.pictures,
        "found": _share(score.found),
        "false_a_picture": round(score.false_a_picture, 4),
        "text_exact": _share(score.exact),
        "text_folded": _share(score.right),
        "text_exact_of_found": _share(score.exact_of_found),
        "text_folded_of_found": _share(score.right_of_found),
        "found_but_not_read": score.not_read,
        "state_right": _share(score.state_right),
        "state_not_named": _share(score.state_not_named),
        "state_wrong": _share(score.state_wrong),
        "text_reliability": _reliability(score.text_reliability),
        "state_reliability": _reliability(score.state_reliability),
        "confusion": [
            {"labeled": labeled, "read": read, "times": times}
            for (labeled, read), times in score.confusion.most_common()
        ],
        "cpu_ms_a_picture": {
            "detect": round(score.detect_cpu_ms, 2),
            "read": round(score.read_cpu_ms, 2),
        },
        "false": [_false(one) for one in score.false],
        "missed": [_outcome(one) for one in score.missed],
        "misread": [_outcome(one) for one in score.misread],
    }


def _share(share: Share) -> Json:
    low, high = share.interval
    return {
        "right": share.right,
        "of": share.of,
        "share": round(share.value, 4) if share.value is not None else None,
        "low": round(low, 4),
        "high": round(high, 4),
    }


def _reliability(one: Reliability | None) -> Json | None:
    if one is None:
        return None
    return {
        "answers": one.count,
        "expected_calibration_error": round(one.calibration_error, 4),
        "brier": round(one.brier, 4),
        "log_loss": round(one.log_loss, 4),
        "bins": [
            None if b is None else
            {"answers": b.count, "confidence": round(b.confidence, 4), "right": round(b.right, 4)}
            for b in one.bins
        ],
    }  # fmt: skip


def _box(box: Box) -> list[float]:
    return [round(v, 1) for v in (box.x, box.y, box.w, box.h)]


def _false(one: FalsePlate) -> Json:
    return {
        "file": one.file,
        "box": _box(one.box),
        "score": round(one.score, 4),
        "text": one.text,
        "confidence": round(one.confidence, 4),
    }


def _outcome(one: Outcome) -> Json:
    reading = one.reading
    return {
        "file": one.file,
        "box": _box(one.label.box) if one.label.box is not None else None,
        "overlap": round(one.overlap, 3),
        "text": one.label.text,
        "read": one.text,
        "confidence": round(reading.confidence, 4) if reading is not None else None,
        "state": one.label.state,
        "read_state": reading.state.code if reading is not None else None,
        "state_confidence": round(reading.state.confidence, 4) if reading is not None else None,
    }


def _video(cost: VideoCost) -> Json:
    whole, stages, floor = cost.whole, cost.stages, cost.floor
    return {
        "video": str(cost.video),
        "whole_pipeline": {
            **_run(whole.run),
            "dropped": whole.dropped,
            "reads": whole.reads,
            "picture_to_overlay_ms": _latency(whole.picture_to_overlay),
            "picture_to_read_ms": _latency(whole.picture_to_read),
        },
        "pure_inference": _run(floor),
        "share_of_pure_inference": {
            "fps": round(cost.pace_share, 4),
            "cpu": round(cost.cpu_share, 4),
        },
        "one_after_the_other": _run(stages.run),
        "loading": _spent(stages.loading, 1),
        "stages": {name: _spent(spent, stages.run.frames) for name, spent in stages.stages.items()},
    }


def _run(run: Run) -> Json:
    return {
        "frames": run.frames,
        "seconds": round(run.wall_s, 3),
        "cpu_seconds": round(run.cpu_s, 3),
        "fps": round(run.fps, 2),
        "peak_memory_mb": round(run.peak_memory_mb, 1),
    }


def _latency(one: Latency | None) -> Json | None:
    return None if one is None else {"median": round(one.median, 1), "p99": round(one.p99, 1)}


def _spent(spent: Spent, frames: int) -> Json:
    return {
        "calls": spent.calls,
        "wall_ms_a_frame": round(spent.wall_s * 1000 / max(1, frames), 3),
        "cpu_ms_a_frame": round(spent.cpu_s * 1000 / max(1, frames), 3),
        "memory_mb": round(spent.memory_mb, 1),
    }

"""Which plate of this frame is which plate of the last."""

from __future__ import annotations

from alpr_console.domain.plate import Box
from alpr_console.recognition.tracker import Tracker
from tests.fakes.drawn_street import detection_at


def _run(tracker: Tracker, frames: dict[int, list[Box]], fps: float = 25.0) -> list[list[int]]:
    numbers = []
    for number, boxes in sorted(frames.items()):
        tracker.passed(number, number / fps)
        detections = [detection_at(b) for b in boxes]
        ids = []
        for track, detection in zip(tracker.match(detections, number), detections, strict=True):
            if track is None:
                track = tracker.start(detection, number, number / fps)
            else:
                track.follow(detection, number, number / fps)
            ids.append(track.track_id)
        numbers.append(ids)
    return numbers


def test_that_a_plate_that_crosses_and_grows_keeps_its_number() -> None:
    frames = {n: [Box(100 + 22 * n, 300 + 2 * n, 60 + 2 * n, 30 + n)] for n in range(30)}
    assert _run(Tracker(), frames) == [[1]] * 30


def test_that_two_plates_passing_each_other_are_not_exchanged() -> None:
    frames = {
        n: [Box(100 + 20 * n, 300, 80, 40), Box(900 - 20 * n, 345, 80, 40)] for n in range(40)
    }
    assert _run(Tracker(), frames) == [[1, 2]] * 40


def test_that_a_short_occlusion_does_not_split_a_pass() -> None:
    frames = {n: [Box(100 + 9 * n, 300, 80, 40)] for n in range(40) if not 15 <= n < 26}
    assert {i for ids in _run(Tracker(), frames) for i in ids} == {1}


def test_that_a_plate_gone_for_longer_than_the_gap_has_passed() -> None:
    tracker = Tracker()
    _run(tracker, {n: [Box(100, 300, 80, 40)] for n in range(5)})
    assert tracker.passed(10, 0.4) == []
    assert [t.track_id for t in tracker.passed(25, 1.0)] == [1]
    assert tracker.tracks == []


def test_that_slow_frames_alone_do_not_end_a_pass() -> None:
    tracker = Tracker()
    _run(tracker, {0: [Box(100, 300, 80, 40)]})
    assert tracker.passed(1, 2.0) == []


def test_that_dropped_frames_count_into_the_motion() -> None:
    frames = {n: [Box(50 + 30 * n, 300, 80, 40)] for n in (0, 1, 2, 3, 8, 9, 14, 15)}
    assert {i for ids in _run(Tracker(), frames) for i in ids} == {1}


def test_that_a_plate_of_quite_another_size_is_another_plate() -> None:
    frames = {0: [Box(300, 300, 60, 30)], 1: [Box(260, 280, 140, 70)]}
    assert _run(Tracker(), frames) == [[1], [2]]

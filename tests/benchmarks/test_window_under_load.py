"""The benchmark of the window does what it says; its figures are for a person to judge."""

from __future__ import annotations

from tests.benchmarks import window_under_load


def test_that_keys_frames_and_reads_are_measured_on_the_real_window() -> None:
    figures = window_under_load.run(seconds=9.0, warm_up_s=2.0)
    assert figures["key_to_painted_ms"]["count"] >= 5
    assert figures["key_to_painted_ms"]["p50"] > 0
    assert figures["frame_to_screen_ms"]["count"] >= 5
    assert figures["frame_to_screen_ms"]["p50"] > 0
    assert figures["recognized_fps"] > 0
    assert figures["reads_stored"] >= 10
    assert figures["hits"] >= 1
    assert figures["looked_at_again"] >= 1

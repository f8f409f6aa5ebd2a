"""Stages within stages: each is charged with its own share."""

from __future__ import annotations

import time

import numpy as np
import pytest

from alpr_console.examination.stopwatch import Stopwatch, peak_memory_mb


def work(milliseconds: float) -> None:
    """Keeps the processor busy."""
    end = time.process_time() + milliseconds / 1000
    while time.process_time() < end:
        pass


def test_that_a_stage_is_not_charged_with_what_it_calls() -> None:
    watch = Stopwatch()
    begun = time.process_time()
    for _ in range(2):
        with watch.stage("outer"):
            work(5)
            with watch.stage("inner"):
                work(20)
            with watch.stage("inner"):
                work(20)
    spent = time.process_time() - begun
    outer, inner = watch.stages["outer"], watch.stages["inner"]
    assert (outer.calls, inner.calls) == (2, 4)
    assert inner.cpu_s >= 0.08
    assert outer.cpu_s >= 0.01
    assert outer.cpu_s + inner.cpu_s <= spent


def test_that_a_stage_that_fails_is_charged_and_left() -> None:
    watch = Stopwatch()
    with pytest.raises(ValueError, match="broken"), watch.stage("outer"), watch.stage("inner"):
        raise ValueError("broken")
    with watch.stage("after"):
        pass
    assert {name: spent.calls for name, spent in watch.stages.items()} == {
        "inner": 1, "outer": 1, "after": 1
    }  # fmt: skip


def test_that_memory_is_charged_to_the_stage_that_took_it() -> None:
    # More than everything so far, so that the peak must rise.
    size = int(peak_memory_mb() * 1e6) + 50_000_000
    watch = Stopwatch()
    with watch.stage("outer"), watch.stage("inner"):
        filled = np.ones(size, np.uint8)
    assert filled[-1] == 1
    assert watch.stages["inner"].memory_mb >= 50
    assert watch.stages["outer"].memory_mb < 5

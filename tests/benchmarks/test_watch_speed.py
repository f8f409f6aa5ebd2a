"""What watching 1280×720 costs with the networks in models/; `pytest -s` shows the figures.

Whether it is fast enough is judged by a person on a known machine: a shared one would make
any limit here a matter of luck.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from alpr_console import locations
from alpr_console.examination.video_cost import Settings, VideoCost, measure
from tests.fakes.drawn_street import street_with_car
from tests.fakes.made_videos import write_video

FRAMES = 50
FPS = 25.0


@pytest.mark.parametrize("precision", [None, "f32", "int8"])
def test_that_a_720p_recording_is_watched_without_a_drop(
    tmp_path: Path, precision: str | None
) -> None:
    # A vehicle that comes nearer, so that there is a plate to be read in every frame.
    seen = [street_with_car(plate_width=100 + i, center=(640, 400 + i))[0] for i in range(FRAMES)]
    video = write_video(tmp_path / "drive.avi", seen, FPS)
    cost = measure(Settings(video, locations.models_dir(), precision))
    print(in_words(precision or "fastest", cost))
    assert (cost.whole.run.frames, cost.whole.dropped) == (FRAMES, 0)
    assert cost.whole.reads == 1
    assert cost.floor.cpu_s > 0


def in_words(precision: str, cost: VideoCost) -> str:
    run = cost.whole.run
    return (
        f"\n{precision}: {1000 * run.cpu_s / run.frames:.1f} ms of processor time a frame, "
        f"{cost.cpu_share:.2f} times the networks alone; {cost.pace_share:.0%} of their pace, "
        f"{run.fps:.0f} frames a second on this machine now; {run.peak_memory_mb:.0f} MB"
    )

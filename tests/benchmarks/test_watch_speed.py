"""What watching 1280×720 costs with the networks in models/; `pytest -s` shows the figures.

Whether it is fast enough is judged by a person on a known machine: a shared one would make
any limit here a matter of luck.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2

from alpr_console import locations
from alpr_console.adapters.camera.video_file import VideoFile
from alpr_console.cli.watch import watch_source
from alpr_console.matching.index import HotListIndex
from alpr_console.recognition.recogniser import open_recogniser
from tests.fakes.drawn_street import street_with_car
from tests.fakes.made_videos import write_video

FRAMES = 50
FPS = 25.0


def test_that_a_720p_recording_is_watched_without_a_drop(tmp_path: Path) -> None:
    # A vehicle that comes nearer, so that there is a plate to be read in every frame.
    seen = [street_with_car(plate_width=100 + i, center=(640, 400 + i))[0] for i in range(FRAMES)]
    video = VideoFile(write_video(tmp_path / "drive.avi", seen, FPS), "max")
    lines: list[dict[str, Any]] = []
    cv2.setNumThreads(1)
    watch_source(
        video, open_recogniser(locations.models_dir(), threads=1), HotListIndex(), lines.append
    )
    end = lines[-1]
    cost = end["cpu_seconds"] / end["frames"]
    print(
        f"\n{1000 * cost:.1f} ms of processor time a frame: {cost * FPS:.0%} of one core at "
        f"{FPS:.0f} frames a second; {end['fps']:.0f} a second on this machine now"
    )
    assert (end["frames"], end["dropped"]) == (FRAMES, 0)
    assert any(line["event"] == "read" for line in lines)

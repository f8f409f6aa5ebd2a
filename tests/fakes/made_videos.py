"""Videos and folders in which painted plates pass, made as a test needs them."""

from __future__ import annotations

from pathlib import Path

import cv2

from alpr_console.ports import Picture
from tests.fakes.fake_recogniser import paint_plate
from tests.fakes.fake_source import blank

PASS_FRAMES = 12
GAP_FRAMES = 20
"""Enough frames (and 0.8 s at 25 a second) that the pass before is over."""


def passing(*plates: int, width: int = 320, height: int = 240) -> list[Picture]:
    """Frames in which each plate of `plates` comes by once, with nothing between."""
    frames = [blank(width, height)] * 3
    for which in plates:
        for i in range(PASS_FRAMES):
            picture = blank(width, height)
            paint_plate(picture, which, 20 + 8 * i, 60 + 4 * i)
            frames.append(picture)
        frames += [blank(width, height)] * GAP_FRAMES
    return frames


def write_video(path: Path, frames: list[Picture], fps: float = 25.0) -> Path:
    height, width = frames[0].shape[:2]
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), fps, (width, height))
    assert writer.isOpened()
    for frame in frames:
        writer.write(frame)
    writer.release()
    return path


def write_folder(folder: Path, frames: list[Picture]) -> Path:
    folder.mkdir()
    for i, frame in enumerate(frames):
        assert cv2.imwrite(str(folder / f"frame-{i}.png"), frame)
    return folder

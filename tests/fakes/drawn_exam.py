"""Small examinations out of drawn pictures, and a drawn video."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from alpr_console.simulation.plate_renderer import render_plate
from tests.fakes.drawn_street import empty_street, street_with_car
from tests.fakes.made_videos import write_video

TEXTS = ("7ABC123", "8XYZ441")
CROPS = (("7KLM482", "CA"), ("5RTY118", "CA"))


def scenes(folder: Path) -> Path:
    """Two streets with a labeled plate each."""
    folder.mkdir()
    rows = ["file,x,y,w,h,text,state"]
    for text in TEXTS:
        picture, box = street_with_car(150, text=text)
        assert cv2.imwrite(str(folder / f"{text}.jpg"), picture)
        rows.append(f"{text}.jpg,{box.x},{box.y},{box.w},{box.h},{text},CA")
    (folder / "labels.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder


def crops(folder: Path) -> Path:
    """Two plates alone."""
    folder.mkdir()
    rows = ["file,state,text"]
    for text, state in CROPS:
        plate = render_plate(text, state, np.random.default_rng(1)).image
        assert cv2.imwrite(str(folder / f"{text}.png"), plate)
        rows.append(f"{text}.png,{state},{text}")
    (folder / "labels.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder


def negatives(folder: Path) -> Path:
    """A street without a car."""
    folder.mkdir()
    assert cv2.imwrite(str(folder / "street.jpg"), empty_street())
    return folder


def video(path: Path, frames: int = 12) -> Path:
    """A vehicle that comes nearer."""
    seen = [street_with_car(110 + 6 * i, center=(640, 400 + i))[0] for i in range(frames)]
    return write_video(path, seen)

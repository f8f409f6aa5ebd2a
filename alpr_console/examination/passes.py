"""Examines tracking and vote: a video of passes made from labeled pictures.

`python -m alpr_console.examination.passes [FOLDER] [--count 20] [--seeds 3] [--json]`;
FOLDER holds labels.csv beside its pictures: file,text and, where the pictures are scenes,
x,y,w,h of the plate. Without FOLDER the plates are drawn. `--video FILE.mp4` keeps the first
video that was made.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from pathlib import Path

import cv2
import numpy as np

from alpr_console import locations
from alpr_console.adapters.camera.picture_file import load_picture
from alpr_console.domain.errors import ConsoleError, PictureUnreadable
from alpr_console.domain.plate import Box
from alpr_console.examination.pass_score import PassReport, score_passes, together
from alpr_console.examination.pass_subjects import Subject, drawn, mounted, photographed
from alpr_console.examination.pass_video import PassVideo
from alpr_console.recognition.recogniser import open_recogniser

_BOX = ("x", "y", "w", "h")


def labeled_subjects(folder: Path, count: int, seed: int) -> list[Subject]:
    """`count` pictures of a folder at random, as what passes the camera.

    A picture with a box is a photograph of a vehicle; one without is a plate alone and gets
    a drawn vehicle. Raises PictureUnreadable if the labels or a picture cannot be used.
    """
    rng = np.random.default_rng([seed, 3])
    try:
        with (folder / "labels.csv").open(encoding="utf-8-sig", newline="") as lines:
            untrusted_rows = list(csv.DictReader(lines))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise PictureUnreadable(
            f"The labels of {folder} cannot be read: {error}.",
            "Put a labels.csv (file,text and, for scenes, x,y,w,h) beside the pictures.",
        ) from error
    chosen = rng.permutation(len(untrusted_rows))[:count]
    return [_subject(folder, untrusted_rows[place], rng) for place in chosen.tolist()]


def _subject(folder: Path, untrusted_row: dict[str, str], rng: np.random.Generator) -> Subject:
    try:
        picture, text = load_picture(folder / untrusted_row["file"]), untrusted_row["text"]
        if not untrusted_row.get("x"):
            return mounted(picture, text, rng)
        return photographed(picture, Box(*(float(untrusted_row[name]) for name in _BOX)), text)
    except (KeyError, TypeError, ValueError) as error:
        raise PictureUnreadable(
            f"A row of the labels of {folder} cannot be used: {untrusted_row}.",
            "Give each row file and text and, for scenes, x,y,w,h in pixels.",
        ) from error


def write_video(video: PassVideo, path: Path) -> None:
    """The video as a file, by whose ending its kind is chosen; dropped frames are left out.

    Raises PictureUnreadable if it cannot be written.
    """
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), video.pace.fps, video.size)
    if not writer.isOpened():
        raise PictureUnreadable(f"{path} cannot be written.", "Name a file that ends in .mp4.")
    for shown in video.frames():
        writer.write(shown.frame.picture)
    writer.release()


def _as_text(report: PassReport) -> str:
    lines = [f"{name:24} {value:.4g}" for name, value in report.figures().items()]
    for one in report.passes:
        said = " → ".join(f"{t.text} {t.confidence:.2f}" for t in one.told) or "not told of"
        if not one.vote_right or len(one.reads) != 1:
            lines.append(f"  {one.text:9} {len(one.reads)} reads: {said}")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--models", type=Path)
    parser.add_argument("--video", type=Path)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    recogniser = open_recogniser(options.models or locations.models_dir(), threads=1)
    reports: list[PassReport] = []
    for seed in range(options.seed, options.seed + options.seeds):
        subjects = (
            labeled_subjects(options.folder, options.count, seed)
            if options.folder
            else drawn(options.count, seed)
        )
        video = PassVideo(subjects, seed)
        if options.video and not reports:
            write_video(video, options.video)
        reports.append(score_passes(video, recogniser))
    report = together(reports)
    print(json.dumps(report.as_json()) if options.json else _as_text(report))


if __name__ == "__main__":
    try:
        main()
    except ConsoleError as error:
        print(error, file=sys.stderr)
        sys.exit(error.exit_code)

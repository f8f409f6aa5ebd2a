"""Examines the shipped reader on pictures of plates alone.

    python -m models.training.reader_exam --pictures DIR [--models models] [--errors]

DIR/labels.csv has file,state,text. Prints the share of texts wholly right (as they are, and
with O as 0 and I as 1) and of states right, with the 95 % interval of Wilson.
"""

from __future__ import annotations

import argparse
import csv
import math
from pathlib import Path

import cv2
import numpy as np

from alpr_console.recognition.reader import PlateReader
from alpr_console.recognition.registry import load_manifest
from models.training.label import fold


def wilson(right: int, of: int) -> tuple[float, float]:
    """95 % interval of a share, `right` out of `of`."""
    z = 1.96
    share, spread = right / of, z * z / of
    middle = (share + spread / 2) / (1 + spread)
    half = z * math.sqrt(share * (1 - share) / of + spread / (4 * of)) / (1 + spread)
    return middle - half, middle + half


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=Path, required=True)
    parser.add_argument("--models", type=Path, default=Path("models"))
    parser.add_argument("--precision", default=None)
    parser.add_argument("--errors", action="store_true", help="list what was read wrong")
    args = parser.parse_args()
    reader = PlateReader(load_manifest(args.models), precision=args.precision)
    with (args.pictures / "labels.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    exact = folded = named = unnamed = 0
    for row in rows:
        picture = np.asarray(cv2.imread(str(args.pictures / row["file"])), np.uint8)
        reading = reader.read([picture])[0]
        text_right = reading.text == row["text"]
        state_right = reading.state.code == row["state"]
        exact += text_right
        folded += fold(reading.text) == fold(row["text"])
        named += state_right
        unnamed += reading.state.code == "unknown"
        if args.errors and not (text_right and state_right):
            print(
                f"{row['file']}: {row['state']} {row['text']} read {reading.state.code} "
                f"{reading.state.confidence:.2f} {reading.text} {reading.confidence:.2f}"
            )
    for title, right in (("text", exact), ("text, O=0 and I=1", folded), ("state", named)):
        low, high = wilson(right, len(rows))
        print(f"{title}: {right}/{len(rows)} = {right / len(rows):.1%} ({low:.1%} to {high:.1%})")
    print(f"state not named: {unnamed}")


if __name__ == "__main__":
    main()

"""Examines the exported detector on labeled photographs and on pictures without plates.

`python -m models.training.detector_exam --scenes DIR [--negatives DIR] [--misses FILE.png]`;
DIR holds labels.csv (file,x,y,w,h,…) beside the photographs. Reports only: nothing is chosen
by it. The negatives counted are the tenth that training holds out.
"""

from __future__ import annotations

import argparse
import csv
import math
import time
from pathlib import Path

import cv2
import numpy as np

from alpr_console.domain.plate import Box, Detection
from alpr_console.recognition.detector import PlateDetector
from alpr_console.recognition.registry import load_manifest
from models.training.detector_dataset import Picture, held_out


def wilson(hits: int, of: int) -> tuple[float, float]:
    """95 % interval of a share."""
    if of == 0:
        return 0.0, 1.0
    z, p = 1.96, hits / of
    middle = p + z * z / (2 * of)
    spread = z * math.sqrt(p * (1 - p) / of + z * z / (4 * of * of))
    return (middle - spread) / (1 + z * z / of), (middle + spread) / (1 + z * z / of)


def _picture(path: Path) -> Picture:
    picture = cv2.imread(str(path))
    if picture is None:
        raise SystemExit(f"{path} is not a picture.")
    return np.asarray(picture, dtype=np.uint8)


def _tile(picture: Picture, truth: Box, found: list[Detection], note: str) -> Picture:
    shown = picture.copy()
    thick = max(1, shown.shape[1] // 300)
    for box, ink in [(truth, (0, 255, 0)), *((d.box, (0, 0, 255)) for d in found)]:
        low, high = (int(box.x), int(box.y)), (int(box.x + box.w), int(box.y + box.h))
        cv2.rectangle(shown, low, high, ink, thick)
    tile = np.asarray(cv2.resize(shown, (480, 320), interpolation=cv2.INTER_AREA), np.uint8)
    cv2.putText(tile, note, (4, 14), cv2.FONT_HERSHEY_SIMPLEX, 0.45, (255, 255, 0), 1, cv2.LINE_AA)
    return tile


def examine(detector: PlateDetector, scenes: Path, misses: Path | None, still: bool) -> None:
    """Print recall at IoU 0.5 with its interval, and false plates a picture."""
    with (scenes / "labels.csv").open(newline="") as rows:
        labels = list(csv.DictReader(rows))
    hits = false = 0
    overlaps: list[float] = []
    tiles: list[Picture] = []
    spent = 0.0
    for row in labels:
        picture = _picture(scenes / row["file"])
        truth = Box(*(float(row[k]) for k in "xywh"))
        begun = time.process_time()
        found = detector.detect_still(picture) if still else detector.detect(picture)
        spent += time.process_time() - begun
        best = max((d.box.iou(truth) for d in found), default=0.0)
        hits += best >= 0.5
        # A plate that is there but not labeled counts as false too: an upper bound.
        wrong = sum(d.box.iou(truth) < 0.3 for d in found)
        false += wrong
        overlaps.append(best)
        if best < 0.5 or wrong:
            tiles.append(_tile(picture, truth, found, f"{row['file'][:14]} iou {best:.2f}"))
    low, high = wilson(hits, len(labels))
    print(
        f"{'still' if still else 'video'}: found {hits} of {len(labels)} = "
        f"{hits / len(labels):.3f} ({low:.3f} to {high:.3f}), mean IoU of all "
        f"{np.mean(overlaps):.3f}, false {false} = {false / len(labels):.3f} a picture, "
        f"{spent / len(labels) * 1000:.0f} CPU-ms a picture"
    )
    if misses is not None and tiles:
        while len(tiles) % 4:
            tiles.append(np.zeros_like(tiles[0]))
        rows_of = [np.hstack(tiles[i : i + 4]) for i in range(0, len(tiles), 4)]
        cv2.imwrite(str(misses), np.vstack(rows_of))


def examine_negatives(detector: PlateDetector, folder: Path) -> None:
    """Print how many plates are found where there are none."""
    paths = [p for p in sorted(folder.glob("*.jpg")) if held_out(p.parent.name + p.name)]
    for still in (False, True):
        find = detector.detect_still if still else detector.detect
        false = sum(len(find(_picture(p))) for p in paths)
        print(f"negatives, {'still' if still else 'video'}: {false} false in {len(paths)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", type=Path, default=Path("models"))
    parser.add_argument("--scenes", type=Path, required=True)
    parser.add_argument("--negatives", type=Path)
    parser.add_argument("--misses", type=Path, help="where to draw what went wrong")
    parser.add_argument("--precision", default=None)
    chosen = parser.parse_args()
    cv2.setNumThreads(1)
    detector = PlateDetector(load_manifest(chosen.models), precision=chosen.precision)
    examine(detector, chosen.scenes, chosen.misses, still=True)
    examine(detector, chosen.scenes, None, still=False)
    if chosen.negatives is not None:
        examine_negatives(detector, chosen.negatives)


if __name__ == "__main__":
    main()

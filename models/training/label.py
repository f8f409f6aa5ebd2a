"""Gives the photographs of plates their texts, by letting two published readers agree.

The set of photographs by state has no texts. A text is taken where cct-xs-v1 and PP-OCRv6
say the same, or where cct-xs-v1 alone is very sure of every character. The readers are used
here only: neither is shipped, and no weight of theirs is.

    python -m models.training.label --data DIR --cct FILE.onnx --ocr FILE.onnx --work DIR
        [--keep-out LABELS.csv]…

writes WORK/labels.jsonl: {"file", "state", "text" or null, "cct", "cct_p", "ocr", "ocr_p",
"keep_out"}. A picture of a plate that stands in one of the --keep-out lists (file,state,text:
the pictures that the reader will be examined on) is marked, and never trained on.
"""

from __future__ import annotations

import argparse
import csv
import json
from pathlib import Path

import cv2
import numpy as np

from alpr_console.domain.plate import MAX_CHARACTERS
from alpr_console.examination.peers import open_peer_ocr, open_peer_reader
from alpr_console.matching.look_alikes import folded

_VERY_SURE = 0.97


def resolve(cct: str, cct_p: float, ocr: str, ocr_p: float) -> str | None:
    """The text the two readings stand for, or None where they leave doubt."""
    if not 2 <= len(cct) <= MAX_CHARACTERS:
        return None
    if cct == ocr:
        return cct if min(cct_p, ocr_p) > 0.3 else None
    if folded(cct) == folded(ocr):
        return settle_letters(cct if cct_p >= ocr_p - 0.05 else ocr)
    return cct if cct_p >= _VERY_SURE else None


def settle_letters(text: str) -> str:
    """O and I beside digits only are digits; beside letters only they stay letters."""
    settled = []
    for index, char in enumerate(text):
        near = text[max(0, index - 1) : index] + text[index + 1 : index + 2]
        solid = [c for c in near if c not in "OI01"]
        if char in "OI" and solid and all(c.isdigit() for c in solid):
            char = folded(char)
        elif char == "0" and len(solid) == 2 and all(c.isalpha() for c in solid):
            char = "O"
        settled.append(char)
    return "".join(settled)


def keep_out(row: dict[str, object], examined: set[tuple[str, str]]) -> bool:
    """Whether a picture shows a plate that the reader will be examined on.

    Four characters from the end are enough: small stacked letters are often left out.
    """
    readings = [folded(str(row[by])) for by in ("cct", "ocr")]
    return any(
        state == row["state"] and (text in readings or _ends_with_one(text, readings))
        for state, text in examined
    )


def _ends_with_one(text: str, readings: list[str]) -> bool:
    return any(
        min(len(reading), len(text)) >= 4 and (text.endswith(reading) or reading.endswith(text))
        for reading in readings
    )


def examined_plates(lists: list[Path]) -> set[tuple[str, str]]:
    """State and folded text of every plate of the lists."""
    plates = set()
    for path in lists:
        with path.open(encoding="utf-8", newline="") as lines:
            plates |= {(row["state"], folded(row["text"])) for row in csv.DictReader(lines)}
    return plates


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--cct", type=Path, required=True)
    parser.add_argument("--ocr", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--keep-out", type=Path, action="append", default=[])
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    cct, line = open_peer_reader(args.cct), open_peer_ocr(args.ocr)
    rows = _photographs(args.data) + _designs(args.data)
    examined = examined_plates(args.keep_out)
    kept = 0
    with (args.work / "labels.jsonl").open("w", encoding="utf-8") as out:
        for name, state in rows:
            opened = cv2.imread(str(args.data / name))
            if opened is None:
                continue
            picture = np.asarray(opened, np.uint8)
            row: dict[str, object] = {"file": name, "state": state, "text": None}
            (reading,) = cct.read([picture])
            text, sure = reading.text, reading.confidence
            readings = [(band.text, band.confidence) for band in line.read_bands(picture)]
            agreeing = [r for r in readings if folded(r[0]) == folded(text)]
            ocr, ocr_p = max(agreeing or readings, key=lambda r: r[1])
            row |= {"cct": text, "cct_p": round(sure, 4), "ocr": ocr, "ocr_p": round(ocr_p, 4)}
            row["text"] = resolve(text, sure, ocr, ocr_p)
            row["keep_out"] = keep_out(row, examined)
            kept += row["text"] is not None
            out.write(json.dumps(row) + "\n")
    print(f"{len(rows)} pictures, {kept} with a text")


def _photographs(data: Path) -> list[tuple[str, str]]:
    folder = data / "plates_by_state"
    return [
        (str(path.relative_to(data)), path.parent.name) for path in sorted(folder.glob("*/*.jpg"))
    ]


def _designs(data: Path) -> list[tuple[str, str]]:
    folder = data / "plate_designs"
    with (folder / "designs.csv").open(encoding="utf-8", newline="") as lines:
        found = [(row["file"], row["state"]) for row in csv.DictReader(lines)]
    paths = {path.name: str(path.relative_to(data)) for path in folder.rglob("*.jpg")}
    return [(paths[name], state) for name, state in found if name in paths]


if __name__ == "__main__":
    main()

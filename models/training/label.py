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
from typing import Any

import cv2
import numpy as np
import openvino as ov
from numpy.typing import NDArray

from alpr_console.domain.plate import ALPHABET, MAX_CHARACTERS

Picture = NDArray[np.uint8]

_ALIKE = str.maketrans("OI", "01")
_VERY_SURE = 0.97
_BANDS = ((0.0, 1.0), (0.18, 0.82), (0.28, 0.76))


def fold(text: str) -> str:
    """`text` with the letters that plates draw as digits written as digits."""
    return text.translate(_ALIKE)


def resolve(cct: str, cct_p: float, ocr: str, ocr_p: float) -> str | None:
    """The text the two readings stand for, or None where they leave doubt."""
    if not 2 <= len(cct) <= MAX_CHARACTERS:
        return None
    if cct == ocr:
        return cct if min(cct_p, ocr_p) > 0.3 else None
    if fold(cct) == fold(ocr):
        return settle_letters(cct if cct_p >= ocr_p - 0.05 else ocr)
    return cct if cct_p >= _VERY_SURE else None


def settle_letters(text: str) -> str:
    """O and I beside digits only are digits; beside letters only they stay letters."""
    settled = []
    for index, char in enumerate(text):
        near = text[max(0, index - 1) : index] + text[index + 1 : index + 2]
        solid = [c for c in near if c not in "OI01"]
        if char in "OI" and solid and all(c.isdigit() for c in solid):
            char = fold(char)
        elif char == "0" and len(solid) == 2 and all(c.isalpha() for c in solid):
            char = "O"
        settled.append(char)
    return "".join(settled)


class CctReader:
    """cct-xs-v1: whole picture in, nine slots out."""

    def __init__(self, core: ov.Core, path: Path) -> None:
        self._model = core.compile_model(path, "CPU", {"INFERENCE_NUM_THREADS": 1})

    def read(self, picture: Picture) -> tuple[str, float]:
        small = cv2.resize(picture, (128, 64), interpolation=cv2.INTER_LINEAR)
        out = self._model(cv2.cvtColor(small, cv2.COLOR_BGR2RGB)[None])[0].reshape(9, 37)
        best = out.argmax(1)
        least = float(out.max(1).min())
        return "".join(ALPHABET[i] for i in best if i < len(ALPHABET)), least


class LineReader:
    """PP-OCRv6 recogniser on three bands of the plate; the surest band counts."""

    def __init__(self, core: ov.Core, path: Path) -> None:
        model = core.read_model(path)
        words = _dictionary(model)
        self._classes = ["", *words, " "]
        self._model = core.compile_model(model, "CPU", {"INFERENCE_NUM_THREADS": 1})

    def read(self, picture: Picture) -> list[tuple[str, float]]:
        readings = []
        height = picture.shape[0]
        for top, bottom in _BANDS:
            band = picture[int(top * height) : int(bottom * height)]
            width = int(round(48 * band.shape[1] / band.shape[0] / 32) * 32)
            line = cv2.resize(band, (max(width, 64), 48)).astype(np.float32) / 127.5 - 1.0
            out = self._model(line.transpose(2, 0, 1)[None])[0][0]
            readings.append(self._decode(out))
        return readings

    def _decode(self, out: NDArray[np.float32]) -> tuple[str, float]:
        best = out.argmax(1)
        chars, least, last = [], 1.0, 0
        for step, index in enumerate(best):
            if index not in (0, last):
                char = self._classes[index].upper() if index < len(self._classes) else ""
                if len(char) == 1 and char in ALPHABET:
                    chars.append(char)
                    least = min(least, float(out[step, index]))
            last = int(index)
        return "".join(chars), least if chars else 0.0


def _dictionary(model: Any) -> list[str]:
    info = model.get_rt_info()
    words = info["framework"]["character"].astype(str) if "framework" in info else ""
    return [line for line in words.split("\n") if line]


def keep_out(row: dict[str, object], examined: set[tuple[str, str]]) -> bool:
    """Whether a picture shows a plate that the reader will be examined on.

    Four characters from the end are enough: small stacked letters are often left out.
    """
    readings = [fold(str(row[by])) for by in ("cct", "ocr")]
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
            plates |= {(row["state"], fold(row["text"])) for row in csv.DictReader(lines)}
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
    core = ov.Core()
    cct, line = CctReader(core, args.cct), LineReader(core, args.ocr)
    rows = _photographs(args.data) + _designs(args.data)
    examined = examined_plates(args.keep_out)
    kept = 0
    with (args.work / "labels.jsonl").open("w", encoding="utf-8") as out:
        for name, state in rows:
            picture = cv2.imread(str(args.data / name))
            if picture is None:
                continue
            row: dict[str, object] = {"file": name, "state": state, "text": None}
            text, sure = cct.read(picture)
            readings = line.read(picture)
            agreeing = [r for r in readings if fold(r[0]) == fold(text)]
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

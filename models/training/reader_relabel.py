"""A third voice for the photographs' texts, and where each character stands in them.

    python -m models.training.reader_relabel --data DIR --labels LABELS.jsonl --models FOLDER
        --work DIR [--keep-out LABELS.csv]…

Asks our own reader of an earlier round (FOLDER with manifest.toml) about every picture in
LABELS.jsonl and writes WORK/labels-2.jsonl: the same rows with "own", "own_p", a text
that two of the three voices agree on (or that one is very sure of), and "centers", the
characters' places as shares of the picture's width, where the columns show the same text.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from alpr_console.domain.plate import ALPHABET, MAX_CHARACTERS
from alpr_console.matching.look_alikes import folded
from alpr_console.recognition.column_check import weigh
from alpr_console.recognition.reader import log_softmax
from alpr_console.recognition.registry import compile_model, load_manifest
from models.training.label import examined_plates, keep_out, settle_letters

RELABELED = "labels-2.jsonl"
_SURE = 0.97
_INSET = 0.03
Floats = NDArray[np.float32]


class OwnReader:
    """The reader of a models folder, asked for more than the console needs: its columns."""

    def __init__(self, models: Path) -> None:
        entry = load_manifest(models).entry("reader")
        self._size = (entry.input_width, entry.input_height)
        self._heat = entry.temperatures
        self._model = compile_model(entry, threads=1)

    def read(self, picture: NDArray[np.uint8]) -> tuple[str, float, tuple[float, ...]]:
        """Text, the lesser confidence of two views (0 where they differ), characters' places."""
        height, width = picture.shape[:2]
        y, x = round(height * _INSET), round(width * _INSET)
        views = [picture, picture[y : height - y, x : width - x]]
        batch = np.stack([cv2.resize(v, self._size, interpolation=cv2.INTER_AREA) for v in views])
        results = self._model(batch)
        columns = log_softmax(results[2], 1.0)
        weighed = weigh(
            log_softmax(results[0], self._heat["characters"]), columns, 1 / self._heat["columns"]
        )
        texts = [_text(slots) for slots in weighed.slots]
        least = float(weighed.sure.min()) if texts[0] == texts[1] else 0.0
        return texts[0], least, _centers(columns[0], texts[0])


def _text(slots: Floats) -> str:
    best = slots.argmax(1).tolist()
    end = len(ALPHABET)
    length = best.index(end) if end in best else len(best)
    return "".join(ALPHABET[i] for i in best[:length])


def _centers(columns: Floats, text: str) -> tuple[float, ...]:
    """Where the characters of `text` stand out most; empty where the columns read otherwise."""
    best = columns.argmax(1)
    found: list[tuple[int, float, int]] = []
    before = len(ALPHABET)
    for place, kind in enumerate(best.tolist()):
        if kind == len(ALPHABET):
            before = kind
            continue
        score = float(columns[place, kind])
        if kind != before:
            found.append((kind, score, place))
        elif score > found[-1][1]:
            found[-1] = (kind, score, place)
        before = kind
    if "".join(ALPHABET[kind] for kind, _, _ in found) != text:
        return ()
    return tuple(round((place + 0.5) / len(columns), 4) for _, _, place in found)


def resolve(row: Mapping[str, Any]) -> str | None:
    """What two of three voices say; O and I, 0 and 1 count as the same, then are settled."""
    voices = [str(row["own"]), str(row["cct"]), str(row["ocr"])]
    fit = [text for text in voices if 2 <= len(text) <= MAX_CHARACTERS]
    agreed = Counter(folded(text) for text in fit)
    for text in fit:
        if agreed[folded(text)] >= 2:
            same = [voice for voice in fit if folded(voice) == folded(text)]
            exact, count = Counter(same).most_common(1)[0]
            return exact if count >= 2 else settle_letters(text)
    if row["own_p"] >= _SURE and 2 <= len(voices[0]) <= MAX_CHARACTERS:
        return voices[0]
    return row["text"] if row["cct_p"] >= 0.99 else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--labels", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--models", type=Path, required=True)
    parser.add_argument("--keep-out", type=Path, action="append", default=[])
    args = parser.parse_args()
    cv2.setNumThreads(1)
    own = OwnReader(args.models)
    examined = examined_plates(args.keep_out)
    added = changed = dropped = placed = 0
    args.work.mkdir(parents=True, exist_ok=True)
    with args.labels.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    with (args.work / RELABELED).open("w", encoding="utf-8") as out:
        for row in rows:
            picture = np.asarray(cv2.imread(str(args.data / row["file"])), np.uint8)
            text, sure, centers = own.read(picture)
            before = row["text"]
            row |= {"own": text, "own_p": round(sure, 4), "first_text": before}
            row["text"] = resolve(row)
            row["centers"] = centers if row["text"] == text else ()
            seen = {"state": row["state"], "cct": text, "ocr": row["text"] or ""}
            if not row["keep_out"] and keep_out(seen, examined):
                row["keep_out"], dropped = True, dropped + 1
            added += before is None and row["text"] is not None
            changed += before is not None and row["text"] != before
            placed += len(centers) > 0
            out.write(json.dumps(row) + "\n")
    print(f"{added} texts added, {changed} changed or withdrawn, {dropped} kept out, "
          f"{placed} with their characters' places")  # fmt: skip


if __name__ == "__main__":
    main()

"""The pictures of an examination and what stands on their plates, as a folder's labels say."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from alpr_console.adapters.camera.picture_file import pictures_in
from alpr_console.domain.errors import LabelsMalformed
from alpr_console.domain.plate import ALPHABET, STATES, Box

LABELS = "labels.csv"
_BOX = ("x", "y", "w", "h")
_KNOWN = {"file", *_BOX, "text", "state"}
_SPACING = str.maketrans("", "", " -·.")


@dataclass(frozen=True, slots=True)
class LabeledPlate:
    text: str
    """'' where nobody could read it: it is to be found, and not to be read."""
    state: str | None
    """None where the labels do not say."""
    box: Box | None
    """None in an examination of plates alone, whose pictures show nothing else."""


@dataclass(frozen=True, slots=True)
class LabeledPicture:
    path: Path
    plates: tuple[LabeledPlate, ...]


@dataclass(frozen=True, slots=True)
class Examination:
    """A folder's pictures; `scenes` are searched for plates, other pictures are plates."""

    folder: Path
    scenes: bool
    pictures: tuple[LabeledPicture, ...]


def load_examination(folder: Path) -> Examination:
    """Reads `folder`/labels.csv: file, text and, where known, x, y, w, h (pixels) and state.

    Raises LabelsMalformed naming the line that is wrong, or the picture that is missing.
    """
    path = folder / LABELS
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines, strict=True)
            columns = reader.fieldnames or ()
            scenes = _scenes(path, columns)
            by_file: dict[Path, list[LabeledPlate]] = {}
            for untrusted_row in reader:
                try:
                    picture, plate = _row(folder, untrusted_row, scenes)
                    if picture in by_file and not scenes:
                        raise ValueError(f"{picture.name} stands in it twice")
                except ValueError as error:
                    raise _malformed(path, f"line {reader.line_num}: {error}") from error
                by_file.setdefault(picture, []).append(plate)
    except FileNotFoundError as error:
        raise _malformed(path, "the file is missing") from error
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise _malformed(path, f"it cannot be read as CSV ({error})") from error
    if not by_file:
        raise _malformed(path, "it names no pictures")
    pictures = tuple(LabeledPicture(p, tuple(plates)) for p, plates in by_file.items())
    return Examination(folder, scenes, pictures)


def load_negatives(folder: Path) -> Examination:
    """A folder of pictures that show no plate. Raises LabelsMalformed if it holds none."""
    pictures = pictures_in(folder)
    if not pictures:
        raise LabelsMalformed(f"The folder {folder} holds no pictures.", "Check the path.")
    return Examination(folder, True, tuple(LabeledPicture(p, ()) for p in pictures))


def _scenes(path: Path, columns: Sequence[str]) -> bool:
    """Whether the columns give boxes."""
    found = {column.strip().lower() for column in columns}
    if not {"file", "text"} <= found:
        raise _malformed(path, "its first line does not name the columns file and text")
    if unknown := found - _KNOWN:
        raise _malformed(path, f"its first line names an unknown column '{min(unknown)}'")
    boxed = found & set(_BOX)
    if boxed and boxed != set(_BOX):
        raise _malformed(path, "its first line names only some of the columns x, y, w and h")
    return bool(boxed)


def _row(
    folder: Path, untrusted_row: Mapping[str | None, object], scenes: bool
) -> tuple[Path, LabeledPlate]:
    """Raises ValueError with what is wrong."""
    if None in untrusted_row or None in untrusted_row.values():
        raise ValueError("it has more or fewer fields than the first line")
    untrusted = {str(k).strip().lower(): str(v).strip() for k, v in untrusted_row.items()}
    picture = folder / untrusted["file"]
    if not untrusted["file"] or not picture.resolve().is_relative_to(folder.resolve()):
        raise ValueError(f"'{untrusted['file']}' is no file in the folder")
    if not picture.is_file():
        raise ValueError(f"the picture {untrusted['file']} is missing")
    text = untrusted["text"].upper().translate(_SPACING)
    if not set(text) <= set(ALPHABET):
        raise ValueError(f"the text '{untrusted['text']}' is not of letters and digits")
    if not text and not scenes:
        raise ValueError("a plate alone needs its text")
    state = untrusted.get("state", "").upper()
    if state and state not in STATES:
        raise ValueError(f"the state '{state}' is none of the 50 states and DC")
    return picture, LabeledPlate(text, state or None, _box(untrusted) if scenes else None)


def _box(untrusted: Mapping[str, str]) -> Box:
    try:
        x, y, w, h = (float(untrusted[side]) for side in _BOX)
    except ValueError as error:
        raise ValueError("x, y, w and h are not four numbers") from error
    if not all(map(math.isfinite, (x, y, w, h))) or min(w, h) <= 0 or min(x + w, y + h) <= 0:
        raise ValueError("x, y, w and h are not a box in the picture")
    return Box(x, y, w, h)


def _malformed(path: Path, reason: str) -> LabelsMalformed:
    return LabelsMalformed(f"The labels {path} cannot be used: {reason}.", "Correct them.")

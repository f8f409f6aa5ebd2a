"""`alpr-console read PATH…`: what single pictures show. Stateless; nothing is kept."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from alpr_console import locations
from alpr_console.adapters.camera.picture_file import load_picture, pictures_in
from alpr_console.domain.errors import PictureUnreadable
from alpr_console.domain.plate import Box, CharacterRead, SeenPlate
from alpr_console.ports import Picture
from alpr_console.recognition.recogniser import Recogniser, StageTimes, open_recogniser

_MOST_THREADS = 4


def read(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="Pictures, or folders of pictures.")
    ],
    as_json: Annotated[
        bool, typer.Option("--json", help="One line of JSON a picture, in place of a table.")
    ] = False,
    crop: Annotated[
        bool, typer.Option("--crop", help="Each picture is a plate from edge to edge.")
    ] = False,
    models: Annotated[
        Path | None, typer.Option(help="Folder of the weights; the installed ones otherwise.")
    ] = None,
) -> None:
    """Read the plates in pictures.

    A picture that is missing or damaged is named on stderr and the others are still read;
    the exit code is then 4.
    """
    threads = min(_MOST_THREADS, os.cpu_count() or 1)
    recogniser = open_recogniser(models or locations.models_dir(), threads=threads)
    failed = False
    for path_or_error in _expanded(paths):
        try:
            if isinstance(path_or_error, PictureUnreadable):
                raise path_or_error
            picture = load_picture(path_or_error)
        except PictureUnreadable as error:
            print(f"alpr-console: {error}", file=sys.stderr)
            failed = True
            continue
        plates = _plates(recogniser, picture, crop)
        if as_json:
            line = _as_json(path_or_error, picture, plates, recogniser.times)
            typer.echo(json.dumps(line, ensure_ascii=False))
        else:
            typer.echo(_as_table(path_or_error, plates))
    if failed:
        raise typer.Exit(PictureUnreadable.exit_code)


def _expanded(paths: Sequence[Path]) -> Iterator[Path | PictureUnreadable]:
    """Pictures in the order given, those of a folder in the order of their names."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        try:
            pictures = pictures_in(path)
        except PictureUnreadable as error:
            yield error
            continue
        yield from pictures
        if not pictures:
            yield PictureUnreadable(f"The folder {path} holds no pictures.", "Check the path.")


def _plates(recogniser: Recogniser, picture: Picture, crop: bool) -> list[SeenPlate]:
    if not crop:
        return recogniser.see_still(picture)
    seen = recogniser.see_crop(picture)
    return [seen] if seen.reading.characters else []


def _as_json(
    path: Path, picture: Picture, plates: Sequence[SeenPlate], times: StageTimes
) -> dict[str, Any]:
    height, width = picture.shape[:2]
    return {
        "image": str(path),
        "width": width,
        "height": height,
        "plates": [_plate_as_json(plate) for plate in plates],
        "ms": {
            "detect": round(times.detect, 2),
            "read": round(times.read, 2),
            "total": round(times.total, 2),
        },
    }


def _plate_as_json(plate: SeenPlate) -> dict[str, Any]:
    reading, vehicle = plate.reading, plate.vehicle
    return {
        "text": reading.text,
        "confidence": round(reading.confidence, 4),
        "state": reading.state.code,
        "state_confidence": round(reading.state.confidence, 4),
        "box": _box_as_json(plate.detection.box),
        "corners": [[round(x, 1), round(y, 1)] for x, y in plate.detection.corners],
        "characters": [_character_as_json(c) for c in reading.characters],
        "vehicle": None
        if vehicle is None
        else {
            "color": vehicle.color,
            "color_confidence": round(vehicle.color_confidence, 4),
            "body": vehicle.body,
            "body_confidence": round(vehicle.body_confidence, 4),
            "box": None if vehicle.box is None else _box_as_json(vehicle.box),
        },
    }


def _box_as_json(box: Box) -> list[float]:
    return [round(v, 1) for v in (box.x, box.y, box.w, box.h)]


def _character_as_json(character: CharacterRead) -> dict[str, Any]:
    return {
        "char": character.char,
        "confidence": round(character.confidence, 4),
        "alternatives": [[char, round(p, 4)] for char, p in character.alternatives],
    }


def _as_table(path: Path, plates: Sequence[SeenPlate]) -> str:
    """The picture's path, then a line a plate: text, state, confidence and place."""
    if not plates:
        return f"{path}\n  no plate"
    rows = [
        f"  {p.reading.text or '-':<10}{p.reading.state.code:<9}{p.reading.confidence:>5.0%}"
        f"   at {p.detection.box.x:.0f},{p.detection.box.y:.0f}"
        f" {p.detection.box.w:.0f}×{p.detection.box.h:.0f}"
        for p in plates
    ]
    return "\n".join([str(path), *rows])

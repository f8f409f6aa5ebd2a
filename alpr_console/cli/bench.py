"""`alpr-console bench FOLDER…`: how well the networks read, and what that costs."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Annotated

import cv2
import typer

from alpr_console import locations
from alpr_console.domain.errors import ReportUnwritable
from alpr_console.examination.bench import Bench, Order, Report
from alpr_console.examination.labels import LabeledPicture
from alpr_console.examination.record import as_json
from alpr_console.examination.table import in_words

DrawReport = Callable[[Report, Path], None]
"""Draws a report into a PNG file."""


def register(app: typer.Typer, draw: DrawReport) -> None:
    """Add `bench` to `app`. The drawing comes in from __main__, which alone knows ui."""

    @app.command()
    def bench(
        folders: Annotated[
            list[Path] | None,
            typer.Argument(
                metavar="[FOLDER]...",
                help="Pictures with labels.csv: file, text; x, y, w, h for scenes; state.",
            ),
        ] = None,
        negatives: Annotated[
            list[Path] | None, typer.Option(help="Folder of pictures without plates. Repeatable.")
        ] = None,
        video: Annotated[
            Path | None, typer.Option(help="A video that the whole pipeline is timed on.")
        ] = None,
        as_json_line: Annotated[
            bool, typer.Option("--json", help="JSON on stdout, in place of the table.")
        ] = False,
        out: Annotated[
            Path | None, typer.Option(help="Folder for bench.json and bench.png.")
        ] = None,
        as_video: Annotated[
            bool, typer.Option(help="Search the pictures as frames of a video, not as stills.")
        ] = False,
        models: Annotated[
            Path | None, typer.Option(help="Folder of the weights; the installed ones otherwise.")
        ] = None,
        precision: Annotated[
            str | None, typer.Option(help="f32, bf16 or fastest; the manifest's otherwise.")
        ] = None,
        peer_detector: Annotated[
            Path | None, typer.Option(help="LPD-YuNet's file, to measure beside the console's own.")
        ] = None,
        peer_reader: Annotated[
            Path | None, typer.Option(help="The same of fast-plate-ocr.")
        ] = None,
        peer_ocr: Annotated[
            Path | None, typer.Option(help="The same of PP-OCR, the text recogniser.")
        ] = None,
    ) -> None:
        """Measure how well plates are found and read, how far confidence holds, what it costs."""
        if not (folders or negatives or video):
            raise typer.BadParameter("name a FOLDER, --negatives or --video.")
        if precision not in (None, "f32", "bf16", "fastest"):
            raise typer.BadParameter("choose f32, bf16 or fastest.", param_hint="--precision")
        # As in `watch`: what is timed has one core.
        cv2.setNumThreads(1)
        ready = Bench(
            Order(
                models_dir=models or locations.models_dir(),
                folders=folders or (),
                negatives=negatives or (),
                video=video,
                as_video=as_video,
                precision=precision,
                peer_detector=peer_detector,
                peer_reader=peer_reader,
                peer_ocr=peer_ocr,
            )
        )
        if out is not None:
            _make(out)
        report = ready.run(_progress, _tell)
        record = json.dumps(as_json(report), indent=2, ensure_ascii=False)
        if out is not None:
            (out / "bench.json").write_text(record + "\n", encoding="utf-8")
            draw(report, out / "bench.png")
        typer.echo(record if as_json_line else in_words(report))


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ReportUnwritable(
            f"The folder {folder} cannot be made ({error.strerror}).", "Name another: --out."
        ) from error


def _progress(pictures: Sequence[LabeledPicture], title: str) -> Iterator[LabeledPicture]:
    with typer.progressbar(pictures, label=title, file=sys.stderr) as shown:
        yield from shown


def _tell(words: str) -> None:
    typer.echo(words, err=True)

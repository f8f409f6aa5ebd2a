"""`alpr-console search`: stored reads, for a reason, by the person who signs in for it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from alpr_console.cli.search_bench import bench
from alpr_console.cli.signed_in import DataDir, Policy, Unit, signed_in
from alpr_console.domain.inquiry import Grounds
from alpr_console.domain.read_search import FoundRead
from alpr_console.workflow.search_entered import SearchEntered

app = typer.Typer(help="Search stored reads.", invoke_without_command=True)
app.command("bench")(bench)


@app.callback()
def search(
    context: typer.Context,
    user: Annotated[str, typer.Option(help="Sign-in name; the password is asked for.")] = "",
    reason: Annotated[str, typer.Option(help="Why; goes on record.")] = "",
    number: Annotated[str, typer.Option(help="Case, incident or event number.")] = "",
    number_kind: Annotated[str, typer.Option(help="What the number is: 'case number'.")] = "",
    no_number: Annotated[bool, typer.Option(help="State that there is no number.")] = False,
    plate: Annotated[
        str, typer.Option(help="Plate; ? is one character not known, * any number: '7?BC*'.")
    ] = "",
    similar: Annotated[
        bool, typer.Option(help="Plates too that the reader confuses it with.")
    ] = False,
    state: Annotated[str, typer.Option(help="State of issue, two letters.")] = "",
    since: Annotated[str, typer.Option(help="Local time, '2026-11-22 18:00'.")] = "",
    until: Annotated[str, typer.Option(help="Local time; the reads are from before it.")] = "",
    near: Annotated[str, typer.Option(help="Latitude,longitude of a circle's middle.")] = "",
    radius: Annotated[str, typer.Option(help="Of the circle, meters.")] = "",
    within: Annotated[str, typer.Option(help="South,west,north,east of a rectangle.")] = "",
    camera: Annotated[str, typer.Option(help="Name of the camera.")] = "",
    color: Annotated[str, typer.Option(help="Of the vehicle.")] = "",
    body: Annotated[str, typer.Option(help="Of the vehicle: car, SUV, van, truck.")] = "",
    case: Annotated[
        str, typer.Option(help="Case number: of a canvass, a hit's entry, a hold, an export.")
    ] = "",
    pages: Annotated[int, typer.Option(min=1, help="Pages of 50 reads at the most.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="A JSON array.")] = False,
    policy: Policy = "template",
    data_dir: DataDir = None,
    unit: Unit = "station",
) -> None:
    """Search stored reads, newest first. What was asked, why, and what came of it goes on record.

    USER's password is asked for; without a terminal it is the first line of the input.
    """
    if context.invoked_subcommand is not None:
        return
    if not user:
        raise typer.BadParameter("Say who searches: --user NAME.")
    entered = SearchEntered(
        plate=plate, similar=similar, state=state, since=since, until=until, near=near,
        radius=radius, within=within, camera=camera, color=color, body=body,
        case=case,
    )  # fmt: skip
    found: list[FoundRead] = []
    with signed_in(data_dir, policy, unit, user) as here:
        desk = here.desk.search
        under_way = desk.begin(entered, Grounds(reason, number_kind, number, no_number))
        for _ in range(pages):
            page = desk.page(under_way)
            found += page.reads
            if not page.more:
                break
    if as_json:
        typer.echo(json.dumps([_values(read) for read in found]))
        return
    for read in found:
        typer.echo(_in_words(read))
    typer.echo(_end(len(found), page.more))


def _end(count: int, more: bool) -> str:
    words = "1 read." if count == 1 else f"{count} reads."
    return f"{words} There are more: --pages." if more else words


def _in_words(read: FoundRead) -> str:
    place = "no place"
    if read.latitude is not None and read.longitude is not None:
        place = f"{read.latitude:.5f}, {read.longitude:.5f}"
    marks = [
        word
        for word, told in (
            ("hit", read.hit),
            ("corrected", read.corrected),
            ("similar", read.alike),
        )
        if told
    ]
    vehicle = f"{read.color} {read.body}".strip() or "vehicle not described"
    at = read.at.astimezone().strftime("%Y-%m-%d %H:%M:%S")
    return "  ".join([at, f"{read.plate:<8} {read.state}", read.camera, place, vehicle, *marks])


def _values(read: FoundRead) -> dict[str, Any]:
    names = (
        "read_id", "revision", "plate", "state", "camera", "confidence", "latitude", "longitude",
        "color", "body", "hit", "corrected", "alike",
    )  # fmt: skip
    at: datetime = read.at.astimezone(UTC)
    return {"at": at.isoformat(), **{name: getattr(read, name) for name in names}}

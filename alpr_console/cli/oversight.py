"""`alpr-console sample …` and `alpr-console report …`: audit samples and what falls due."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from alpr_console.cli.signed_in import DataDir, Policy, Unit, User, signed_in
from alpr_console.domain.errors import OversightRefused

sample = typer.Typer(help="Audit samples: draw, list, repeat.", no_args_is_help=True)
report = typer.Typer(help="Reports: what is due, make, list.", no_args_is_help=True)


@sample.callback()
def samples() -> None:
    """Audit samples: draw, list, repeat."""


@report.callback()
def reports() -> None:
    """Reports: what is due, make, list."""


@sample.command()
def draw(
    user: User, policy: Policy = "template", data_dir: DataDir = None, unit: Unit = "station"
) -> None:
    """Draw inquiries at random; the seed is on record before."""
    with signed_in(data_dir, policy, unit, user) as here:
        drawn = here.desk.oversight.draw()
    typer.echo(f"{drawn.sample_id}: {len(drawn.drawn)} of {drawn.population}, seed {drawn.seed}")


@sample.command("list")
def list_samples(
    user: User, policy: Policy = "template", data_dir: DataDir = None, unit: Unit = "station"
) -> None:
    """Samples, newest first, and how far each is judged."""
    with signed_in(data_dir, policy, unit, user) as here:
        for one in here.desk.oversight.samples():
            judged = here.desk.oversight.judged(one.sample_id)
            done = sum(judgement is not None for _, judgement in judged)
            typer.echo(f"{one.sample_id}\t{one.at:%Y-%m-%d}\t{one.by}\t{done} of {len(judged)}")


@sample.command()
def repeat(
    sample_id: Annotated[str, typer.Argument(help="Of the sample.")],
    user: User,
    policy: Policy = "template",
    data_dir: DataDir = None,
    unit: Unit = "station",
) -> None:
    """Draw again from what is on record, and say whether the same comes out."""
    with signed_in(data_dir, policy, unit, user) as here:
        same = here.desk.oversight.repeats(sample_id)
    if not same:
        raise OversightRefused(
            "The draw does not come out again.", "Inquiries were changed; run audit verify."
        )
    typer.echo("The same draw comes out again.")


@report.command()
def due(
    user: User, policy: Policy = "template", data_dir: DataDir = None, unit: Unit = "station"
) -> None:
    """What falls due when, with its section."""
    with signed_in(data_dir, policy, unit, user) as here:
        for one in here.desk.oversight.due():
            typer.echo(
                f"{one.key}\t{one.name} §{one.section}\tto {one.to}\t"
                f"due {one.due:%Y-%m-%d}\t{one.standing.value}"
            )


@report.command()
def make(
    key: Annotated[str, typer.Argument(help="As `report due` names it.")],
    folder: Annotated[Path, typer.Argument(help="Where PDF and CSV go.")],
    user: User,
    statement: Annotated[str, typer.Option(help="What an outside agency found.")] = "",
    policy: Policy = "template",
    data_dir: DataDir = None,
    unit: Unit = "station",
) -> None:
    """Make the report of the period that is due, and write it to FOLDER."""
    with signed_in(data_dir, policy, unit, user) as here:
        desk = here.desk.oversight
        period = next((one.since for one in desk.due() if one.key == key), None)
        if period is None:
            raise OversightRefused("The policy asks for no such report.", "See `report due`.")
        made = desk.make(key, period, statement)
        for path in desk.save(made, folder):
            typer.echo(f"{path} written.")


@report.command("list")
def list_reports(
    user: User, policy: Policy = "template", data_dir: DataDir = None, unit: Unit = "station"
) -> None:
    """Reports that were made, newest first."""
    with signed_in(data_dir, policy, unit, user) as here:
        for one in here.desk.oversight.reports():
            typer.echo(f"{one.key}\t{one.at:%Y-%m-%d}\t{one.by}\tSHA-256 {one.pdf_sha256}")

"""`alpr-console breach …`: a suspected breach, told to the administrator at once."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from alpr_console.cli.signed_in import DataDir, Policy, Unit, User, signed_in
from alpr_console.domain.errors import ReportUnwritable

app = typer.Typer(help="Suspected breaches.", no_args_is_help=True)

_TIMES = ["%Y-%m-%dT%H:%M", "%Y-%m-%d"]


@app.callback()
def breach() -> None:
    """Suspected breaches of security: anyone reports, administrators acknowledge."""


@app.command()
def report(
    user: User,
    suspected: Annotated[str, typer.Option(help="What is suspected.")],
    reached: Annotated[str, typer.Option(help="What may have been reached.")],
    since: Annotated[datetime, typer.Option(formats=_TIMES, help="Since when, in local time.")],
    noticed: Annotated[
        datetime | None, typer.Option(formats=_TIMES, help="When it was noticed; now if not said.")
    ] = None,
    pdf: Annotated[Path | None, typer.Option(help="Write the report there too.")] = None,
    policy: Policy = "template",
    data_dir: DataDir = None,
    unit: Unit = "station",
) -> None:
    """Report it. What the log shows for that time is added."""
    with signed_in(data_dir, policy, unit, user) as here:
        at = here.clock.now() if noticed is None else noticed.astimezone(UTC)
        releases = here.desk.releases
        made = releases.report_breach(at, since.astimezone(UTC), suspected, reached)
        paper = releases.breach_sheet(made.report_id)
        told = here.desk.policy.people.administrator_title
    typer.echo(f"{made.report_id}: reported to {told}.")
    for line in made.in_the_log:
        typer.echo(f"  {line}")
    if pdf is not None:
        try:
            pdf.write_bytes(paper)
        except OSError as error:
            raise ReportUnwritable(
                f"{pdf} cannot be written ({error.strerror}). The report is on record.",
                "Choose another place.",
            ) from error


@app.command("list")
def list_reports(
    user: User,
    policy: Policy = "template",
    data_dir: DataDir = None,
    unit: Unit = "station",
) -> None:
    """Newest first: all of them to an administrator, their own to anyone else."""
    with signed_in(data_dir, policy, unit, user) as here:
        for one in here.desk.releases.breaches():
            known = ", ".join(seen.by for seen in one.acknowledged) or "nobody yet"
            typer.echo(
                f"{one.report_id} · {one.at.astimezone():%Y-%m-%d %H:%M} · {one.by} · "
                f"{one.suspected} · acknowledged by {known}"
            )


@app.command()
def acknowledge(
    report_id: Annotated[str, typer.Argument(help="The report's id as the list shows it.")],
    user: User,
    note: Annotated[str, typer.Option(help="What is done about it.")],
    policy: Policy = "template",
    data_dir: DataDir = None,
    unit: Unit = "station",
) -> None:
    """You know of it; you are not told again."""
    with signed_in(data_dir, policy, unit, user) as here:
        here.desk.releases.acknowledge_breach(report_id, note)
    typer.echo("Acknowledged.")

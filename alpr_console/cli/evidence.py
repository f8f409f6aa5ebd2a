"""`alpr-console evidence …`: records onto portable media, and what was exported."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from alpr_console.cli.signed_in import DataDir, Policy, Unit, User, signed_in
from alpr_console.evidence_exports import export_here
from alpr_console.workflow.export_evidence import ExportAsked

app = typer.Typer(help="Evidence exports.", no_args_is_help=True)


@app.callback()
def evidence() -> None:
    """Evidence exports: signed, with sums, a custody sheet and a verifier."""


@app.command()
def export(
    medium: Annotated[Path, typer.Argument(help="Folder on the medium.")],
    user: User,
    case: Annotated[str, typer.Option(help="Case number.")],
    purpose: Annotated[str, typer.Option(help="What it is for.")],
    alert: Annotated[list[str] | None, typer.Option(help="Id of an alert; repeatable.")] = None,
    read: Annotated[list[str] | None, typer.Option(help="Id of a read; repeatable.")] = None,
    policy: Policy = "template",
    data_dir: DataDir = None,
    unit: Unit = "station",
) -> None:
    """Write the records into a new folder on the medium, whole or not at all."""
    asked = ExportAsked(medium, case, purpose, tuple(alert or ()), tuple(read or ()))
    with signed_in(data_dir, policy, unit, user) as here:
        done = export_here(lambda act: act(here.desk), asked, _said)
    typer.echo(f"{done.folder}: manifest {done.export.manifest_sha256}, key {done.fingerprint}")


@app.command("list")
def list_exports(
    user: User,
    as_json: Annotated[bool, typer.Option("--json", help="A JSON array.")] = False,
    policy: Policy = "template",
    data_dir: DataDir = None,
    unit: Unit = "station",
) -> None:
    """What was exported, newest first, failed ones among them."""
    with signed_in(data_dir, policy, unit, user) as here:
        exports = here.desk.evidence.history()
    if as_json:
        values = [
            {
                "id": one.export_id,
                "at": one.at.isoformat(),
                "by": one.by,
                "case": one.case_number,
                "purpose": one.purpose,
                "release": one.release,
                "records": len(one.alert_ids) + len(one.read_ids),
                "folder": one.folder,
                "state": one.state.value,
                "failure": one.failure,
                "manifest_sha256": one.manifest_sha256,
            }
            for one in exports
        ]
        typer.echo(json.dumps(values))
        return
    for one in exports:
        said = f"{one.state.value}: {one.failure}" if one.failure else one.state.value
        typer.echo(
            f"{one.at.astimezone():%Y-%m-%d %H:%M} · case {one.case_number} · {one.folder} · "
            f"{one.by} · {said}"
        )


def _said(done: int, of: int) -> None:
    typer.echo(f"{done} of {of} records", err=True)

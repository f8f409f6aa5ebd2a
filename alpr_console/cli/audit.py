"""`alpr-console audit verify`, `show`, `export`."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from alpr_console import bootstrap, locations
from alpr_console.adapters.clock import SystemClock
from alpr_console.audit.verify import verify_audit
from alpr_console.cli.signed_in import DataDir, Policy, Unit, User, signed_in
from alpr_console.domain.audit import AuditEntry, LogFilter
from alpr_console.domain.errors import StoreUnavailable
from alpr_console.evidence.record_json import entry_json

app = typer.Typer(help="The audit log: verify, show, export.", no_args_is_help=True)

Moment = Annotated[datetime | None, typer.Option(help="Local time: 2026-11-22T18:00.")]


@app.callback()
def audit() -> None:
    """The audit log: verify, show, export."""


@app.command()
def verify(data_dir: DataDir = None) -> None:
    """Walk the hash chain from its first entry to its head and say whether it is whole."""
    folder = data_dir or locations.data_dir()
    if not (folder / bootstrap.STORE_FILE).is_file():
        raise StoreUnavailable(f"There is no store in {folder}.", "Name its folder: --data-dir.")
    store = bootstrap.open_store(folder, bootstrap.system_keys(folder), "audit", SystemClock())
    try:
        found = verify_audit(store.unit_of_work)
    finally:
        store.close()
    typer.echo(
        f"{found.entries} audit entries verified. The chain is whole. "
        f"Alerts that stand as it says: {found.alerts}; specific entries: {found.specific}; "
        f"rows of all tables: {found.rows}."
    )
    if found.head:
        typer.echo(f"Head: {found.head}")


@app.command()
def show(
    user: User,
    who: Annotated[str, typer.Option(help="Sign-in name of whoever acted.")] = "",
    action: Annotated[str, typer.Option(help="Its beginning: 'sign_in'.")] = "",
    subject: Annotated[str, typer.Option(help="Id of what it was done to.")] = "",
    since: Moment = None,
    until: Moment = None,
    before: Annotated[
        int | None, typer.Option(help="Entries with a lower number: the page before.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="A line of JSON per entry.")] = False,
    policy: Policy = "template",
    data_dir: DataDir = None,
    unit: Unit = "station",
) -> None:
    """The newest hundred entries that fit. That they were looked at is on record."""
    wanted = LogFilter(
        who,
        action,
        subject,
        since.astimezone() if since else None,
        until.astimezone() if until else None,
    )
    with signed_in(data_dir, policy, unit, user) as here:
        found = here.desk.log.page(wanted, before)
    for entry in found:
        typer.echo(json.dumps(entry_json(entry), sort_keys=True) if as_json else _in_words(entry))


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(help="Where the export's own folder is made.")],
    user: User,
    purpose: Annotated[str, typer.Option(help="Which agency it is for, and why; on record.")],
    policy: Policy = "template",
    data_dir: DataDir = None,
    unit: Unit = "station",
) -> None:
    """The whole log, signed, with a verifier that needs nothing but Python."""
    with signed_in(data_dir, policy, unit, user) as here:
        made = here.desk.log.export(folder, purpose)
    typer.echo(f"{made.folder}: {made.entries} entries.")
    typer.echo(f"Fingerprint of the key that signed: {made.fingerprint}")


def _in_words(entry: AuditEntry) -> str:
    """In one line."""
    said = entry.record
    details = " ".join(f"{name}={value}" for name, value in sorted(said.details.items()))
    parts = (
        f"{entry.sequence}",
        f"{entry.at.astimezone():%Y-%m-%dT%H:%M:%S.%f%z}",
        entry.unit,
        said.who,
        said.action,
        said.outcome,
        said.subject,
        said.purpose,
        details,
    )
    return "  ".join(" ".join(part.split()) for part in parts if part)

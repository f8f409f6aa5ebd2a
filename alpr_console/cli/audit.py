"""`alpr-console audit verify`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from alpr_console import bootstrap, locations
from alpr_console.adapters.clock import SystemClock
from alpr_console.audit.verify import verify_audit
from alpr_console.domain.errors import StoreUnavailable

app = typer.Typer(help="The audit log: verify.", no_args_is_help=True)


@app.callback()
def audit() -> None:
    """The audit log: verify."""


@app.command()
def verify(
    data_dir: Annotated[
        Path | None, typer.Option(help="Folder of the store; the user's own otherwise.")
    ] = None,
) -> None:
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

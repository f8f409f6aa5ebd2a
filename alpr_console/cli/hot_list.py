"""`alpr-console hot-list import FILE --name NAME`."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Annotated

import typer

from alpr_console import bootstrap, locations
from alpr_console.adapters.clock import SystemClock
from alpr_console.domain.hotlist import Category
from alpr_console.workflow.import_hot_list import import_hot_list

app = typer.Typer(help="Hot lists: import.", no_args_is_help=True)


@app.callback()
def hot_list() -> None:
    """Hot lists: import."""


@app.command("import")
def import_list(
    file: Annotated[Path, typer.Argument(help="CSV with a header of NCIC field codes.")],
    name: Annotated[str, typer.Option(help="Name of the list, e.g. SVS.")],
    category: Annotated[
        Category | None,
        typer.Option(help="For lines without a CATEGORY of their own."),
    ] = None,
    data_dir: Annotated[
        Path | None, typer.Option(help="Folder of the store; the user's own otherwise.")
    ] = None,
    unit: Annotated[str, typer.Option(help="Unit that goes on record.")] = "station",
) -> None:
    """Put FILE in force in place of the list of that name, in one step.

    A file with any bad line leaves the list before it in force. The account of the
    operating system goes on record as who imported it.
    """
    folder = data_dir or locations.data_dir()
    clock = SystemClock()
    store = bootstrap.open_store(folder, bootstrap.system_keys(folder), unit, clock)
    try:
        who = f"os:{getpass.getuser()}"
        hot_list = import_hot_list(store.unit_of_work, clock, who, unit, file, name, category)
    finally:
        store.close()
    typer.echo(f"{hot_list.name} version {hot_list.version}: {hot_list.count} entries in force.")

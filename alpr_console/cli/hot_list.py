"""`alpr-console hot-list …`: designate, import, list, go back."""

from __future__ import annotations

import getpass
import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from alpr_console.cli import list_preview, list_sources
from alpr_console.cli.hot_list_bench import bench
from alpr_console.cli.signed_in import DataDir, Policy, Unit, User, signed_in, station
from alpr_console.domain.hotlist import Category, Freshness, HotList
from alpr_console.intake.report import Progress
from alpr_console.workflow.import_hot_list import (
    import_hot_list,
    request_of,
)

app = typer.Typer(help="Hot lists: designate, import, list, go back.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="Name of the list, e.g. SVS.")]
Reason = Annotated[str, typer.Option(help="Why; goes on record.")]

app.command("bench")(bench)
app.command("preview")(list_preview.preview)
app.command("check")(list_preview.check)
app.command("pin")(list_sources.pin)
app.command("secret")(list_sources.secret)
app.command("pull")(list_sources.pull)


@app.callback()
def hot_list() -> None:
    """Hot lists: designate, import, list, go back."""


@app.command("import")
def import_list(
    file: Annotated[Path, typer.Argument(help="The list's file.")],
    name: Annotated[str, typer.Option(help="Name of the list, e.g. SVS.")],
    category: Annotated[
        Category | None,
        typer.Option(help="For lines without a category of their own."),
    ] = None,
    policy: Policy = "template",
    data_dir: DataDir = None,
    unit: Unit = "station",
) -> None:
    """Put FILE in force in place of the list of that name, in one step.

    The list must have been designated by an administrator. A file that is damaged or too small
    leaves the list before it in force. The account of the operating system goes on record as
    who imported it.
    """
    request = request_of(file, name, category)
    with station(data_dir, policy, unit) as here:
        who = f"os:{getpass.getuser()}"
        done = import_hot_list(
            here.store.unit_of_work, here.shelf, here.clock, here.desk.policy.lists, who, unit,
            request, may_designate=False, progress=_progress if sys.stderr.isatty() else None,
        )  # fmt: skip
    typer.echo(in_words(done))


@app.command()
def designate(
    name: Name,
    user: User,
    category: Annotated[Category | None, typer.Option(help="Of lines that name none.")] = None,
    columns: Annotated[
        str, typer.Option(help="Column map as JSON or a file, as 'preview' writes it.")
    ] = "",
    source: list_sources.Kind = "",
    address: list_sources.Address = "",
    account: list_sources.Account = "",
    pin: list_sources.Pin = "",
    every: list_sources.Every = "",
    policy: Policy = "template",
    data_dir: DataDir = None,
    unit: Unit = "station",
) -> None:
    """Say that the list NAME is to be matched, how its files are read, and whether they come
    by themselves (administrator). What is not named stays as it was.
    """
    column_map = list_preview.columns_of(columns or None)
    with signed_in(data_dir, policy, unit, user) as here:
        before = here.desk.hot_lists.designation(name)
        if before is not None and before.withdrawn:
            before = None
        list_source = list_sources.source_options(
            source, address, account, pin, every, None if before is None else before.source
        )
        if before is not None:
            category, column_map = category or before.category, column_map or before.columns
        here.desk.hot_lists.designate(name, category, column_map, list_source)
    typer.echo(f"{name} is designated.")


@app.command()
def withdraw(
    name: Name,
    user: User,
    reason: Reason,
    policy: Policy = "template",
    data_dir: DataDir = None,
    unit: Unit = "station",
) -> None:
    """Take the list NAME out of force; its versions stay as history (administrator)."""
    with signed_in(data_dir, policy, unit, user) as here:
        here.desk.hot_lists.withdraw(name, reason)
    typer.echo(f"{name} is no longer matched.")


@app.command()
def back(
    name: Name,
    version: Annotated[int, typer.Argument(help="Version to go back to.")],
    user: User,
    reason: Reason,
    policy: Policy = "template",
    data_dir: DataDir = None,
    unit: Unit = "station",
) -> None:
    """Put an earlier version of the list NAME in force again (administrator)."""
    with signed_in(data_dir, policy, unit, user) as here:
        typer.echo(in_words(here.desk.hot_lists.go_back(name, version, reason)))


@app.command("list")
def list_lists(
    as_json: Annotated[bool, typer.Option("--json", help="A JSON array.")] = False,
    policy: Policy = "template",
    data_dir: DataDir = None,
) -> None:
    """The lists in force: version, entries, age. No entry of them is shown."""
    with station(data_dir, policy, "station") as here:
        lists = here.desk.lists()
    if as_json:
        typer.echo(json.dumps([_values(one, fresh) for one, fresh in lists]))
        return
    for one, fresh in lists:
        stale = ", STALE" if fresh.stale else ""
        typer.echo(f"{one.name} version {one.version}: {one.count:,} entries, {fresh.words}{stale}")


@app.command()
def versions(
    name: Name,
    user: User,
    policy: Policy = "template",
    data_dir: DataDir = None,
) -> None:
    """Every version of the list NAME with its sum, source and time (administrator)."""
    with signed_in(data_dir, policy, "station", user) as here:
        for one, kept in here.desk.hot_lists.versions(name):
            can = "kept" if kept else "file removed"
            typer.echo(
                f"{one.version}\t{one.count}\t{one.imported_at:%Y-%m-%d %H:%M}Z\t{one.source}\t"
                f"{one.sha256}\t{can}"
            )


def in_words(done: HotList) -> str:
    """What came into force, and what of the file did not."""
    entries = "1 entry" if done.count == 1 else f"{done.count:,} entries"
    parts = [f"{done.name} version {done.version}: {entries} in force"]
    if done.left_out:
        parts.append(f"{done.left_out:,} lines left out")
    if done.barred:
        parts.append(f"{done.barred:,} barred by policy")
    return ", ".join(parts) + "."


def _values(one: HotList, fresh: Freshness) -> dict[str, Any]:
    return {
        "name": one.name,
        "version": one.version,
        "entries": one.count,
        "left_out": one.left_out,
        "barred": one.barred,
        "sha256": one.sha256,
        "source": one.source,
        "data_at": one.data_at.isoformat(),
        "imported_at": one.imported_at.isoformat(),
        "age_s": int(fresh.age.total_seconds()),
        "stale": fresh.stale,
    }


def _progress(progress: Progress) -> None:
    share = progress.done / max(1, progress.size)
    print(f"\r{progress.lines:,} lines, {share:.0%} ", end="", file=sys.stderr, flush=True)

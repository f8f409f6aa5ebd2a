"""`alpr-console purge`: take what is past its limit out of the store, or say what would go."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

from alpr_console import bootstrap
from alpr_console.cli.signed_in import DataDir, Policy, Unit, signed_in
from alpr_console.domain.keeping import Due
from alpr_console.examination import purge_bench
from alpr_console.policy.profile import load_policy
from alpr_console.workflow.purge import Purger

app = typer.Typer(help="What is past its limit, and not held, goes.", add_completion=False)

PurgeUser = Annotated[str, typer.Option("--user", help="Sign-in name; the password is asked for.")]


@app.callback(invoke_without_command=True)
def purge(
    context: typer.Context,
    user: PurgeUser = "",
    preview: Annotated[bool, typer.Option(help="Only say what would go.")] = False,
    policy: Policy = "template",
    data_dir: DataDir = None,
    unit: Unit = "station",
) -> None:
    """Take what is past its limit, and not held, out of the store for good."""
    if context.invoked_subcommand is not None:
        return
    if not user:
        raise typer.BadParameter("Name who purges.", param_hint="--user")
    with signed_in(data_dir, policy, unit, user) as here:
        keeping = here.desk.keeping
        if preview:
            dues = keeping.due()
        else:
            store = here.store
            purger = Purger(store.unit_of_work, here.clock, here.desk.policy, store.wipe_traces)
            keeping.purger = purger
            dues = keeping.purge_now()
            taken = purger.finish()
    for due in dues:
        typer.echo(_in_words(due))
    if not preview:
        typer.echo(f"{taken:,} purged.")


@app.command()
def bench(
    reads: Annotated[int, typer.Option(min=100, help="Reads of the made-up store.")] = 100_000,
    picture_bytes: Annotated[int, typer.Option(min=100, help="Of the pictures of a read.")] = 3000,
    policy: Policy = "template",
    as_json: Annotated[bool, typer.Option("--json", help="JSON on stdout.")] = False,
) -> None:
    """Purge a made-up store beside acts of a window, then carve its files for what was in it.

    Needs some 6 kB of disk a read for as long as it runs.
    """
    say = _say if sys.stderr.isatty() else lambda _: None
    rules = load_policy(bootstrap.policy_path(bootstrap.Settings(policy, "bench")))
    record = purge_bench.run(reads, picture_bytes, say, rules)
    if as_json:
        typer.echo(json.dumps(record))
        return
    for name, value in record.items():
        typer.echo(f"{name:<24} {value:,}" if isinstance(value, int) else f"{name:<24} {value}")


def _say(part: str) -> None:
    print(f"{part} …", file=sys.stderr)


def _in_words(due: Due) -> str:
    return (
        f"{due.kind.value.capitalize()}: {due.count:,} from before "
        f"{due.cutoff.astimezone():%Y-%m-%d %H:%M} are due, {due.held:,} are held."
    )
